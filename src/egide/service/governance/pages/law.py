"""The law as data: its version, what a lawyer must still verify, and another file put in force as a whole or not at all."""

from __future__ import annotations

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from egide.policy import InvalidLaw, Law, Mark
from egide.service.design.contexts import AlertView, Cell, Column, DetailPage, Fact, HomeSection, TableView
from egide.service.governance.frame import FormBlock, actor_of, brand_of, pick, refusal, render_detail, tabs
from egide.service.register.law import adopt_law, law_in_force
from egide.service.register.models import LawVersion
from egide.service.tenancy.access import check_right
from egide.service.tenancy.rights import Right

_MOST_BYTES = 1024 * 1024
_SHOWN = 60


class LawForm(forms.Form):
    """A law file."""

    file = forms.FileField(label=gettext_lazy("Fichier de droit (TOML)"))


@login_required
def law(request: HttpRequest) -> HttpResponse:
    """Show the law in force; adopt another file."""
    brand = brand_of(request, Right.REGISTER_READ)
    may_edit = actor_of(request).holds(Right.REGISTER_EDIT, brand.pk)
    form = LawForm(request.POST or None, request.FILES or None)
    alerts: tuple[AlertView, ...] = ()
    if request.method == "POST":
        check_right(actor_of(request), Right.REGISTER_EDIT, brand.pk)
        if form.is_valid():
            raw = form.cleaned_data["file"].read(_MOST_BYTES + 1)
            try:
                adopt_law(brand.pk, _text(raw), actor=actor_of(request), now=timezone.now())
            except InvalidLaw as wrong:
                alerts = (refusal(wrong),)
            else:
                return redirect("register:law")
    in_force = law_in_force(brand.pk)
    adopted = LawVersion.objects.filter(brand=brand)
    marks = _to_verify(in_force)
    page = DetailPage(
        title=_("Droit en vigueur"),
        lead=_("Aucune durée, aucune base, aucune échéance n’est dans le code : tout vient de ce fichier daté."),
        tabs=tabs(request, "register:law"),
        facts=(
            Fact(_("Version"), in_force.version, origin=_("adoptée par la marque") if adopted else _("livrée")),
            Fact(_("Lue le"), in_force.read_on.strftime("%d/%m/%Y")),
            Fact(_("Empreinte"), in_force.digest[:16]),
            Fact(_("À vérifier par un juriste"), str(len(marks))),
        ),
        sections=(
            HomeSection(
                _("À vérifier avant de s’y fier"),
                table=TableView(
                    _("Données du droit à vérifier"),
                    (Column(_("Donnée")), Column(_("Article ou règle")), Column(_("Source"))),
                    tuple((Cell(name), Cell(article), Cell(source)) for name, article, source in marks[:_SHOWN]),
                ),
                wide=True,
            ),
        ),
        alerts=alerts,
    )
    block = FormBlock(
        _("Mettre un autre fichier en vigueur"),
        form,
        reverse("register:law"),
        _("Vérifier et mettre en vigueur"),
        _("Une faute est refusée avec sa ligne et les mots admis ; la version précédente reste en vigueur."),
        multipart=True,
    )
    status = 422 if request.method == "POST" else 200
    return render_detail(request, page, *([block] if may_edit else []), status=status)


def _text(raw: bytes) -> str:
    if len(raw) > _MOST_BYTES:
        raise InvalidLaw(f"the file holds more than {_MOST_BYTES} bytes")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as wrong:
        raise InvalidLaw("the file must be UTF-8") from wrong


def _to_verify(in_force: Law) -> list[tuple[str, str, str]]:
    at = pick()
    found = [
        (purpose.name[at], ", ".join(sorted(purpose.bases)), purpose.source)
        for purpose in in_force.purposes.values()
        if purpose.mark is Mark.TO_VERIFY
    ]
    found += [
        (deadline.name[at], deadline.duration.text, deadline.source)
        for deadline in in_force.deadlines.values()
        if deadline.mark is Mark.TO_VERIFY
    ]
    found += [
        (case.name[at], case.article, case.source) for case in in_force.ai_cases.values() if case.mark is Mark.TO_VERIFY
    ]
    found += [
        (duty.id, duty.article_en if at else duty.article, duty.source)
        for duty in in_force.obligations.values()
        if duty.mark is Mark.TO_VERIFY
    ]
    return found
