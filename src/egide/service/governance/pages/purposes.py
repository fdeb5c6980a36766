"""Purposes: the catalogue of the law file, what the brand declares of it, and its conditions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from egide.policy import InvalidDuration, Mark, Purpose
from egide.policy.calendar import parse_duration
from egide.policy.register import word_retention
from egide.service.design.contexts import (
    AlertView,
    Cell,
    Column,
    DetailPage,
    Fact,
    FormPage,
    LinkView,
    ListPage,
    SwitchView,
    TableView,
)
from egide.service.governance.frame import (
    FormBlock,
    access_row,
    actor_of,
    brand_of,
    language,
    lines_of,
    pick,
    render_detail,
    tabs,
)
from egide.service.register.flows import Adaptation, PurposeNotReady, adapt_purpose, set_purpose_active
from egide.service.register.law import brand_law, law_in_force
from egide.service.register.models import BrandPurpose, BrandTerms
from egide.service.register.providers import terms_of, write_terms
from egide.service.tenancy.rights import Right

_PHASES = ("active", "intermediate", "end")
_ENDS = ("archive", "delete", "anonymise")
_PHASE_PARTS = 4


class PurposeForm(forms.Form):
    """How the brand uses a purpose."""

    legal_basis = forms.CharField(
        label=gettext_lazy("Bases légales (lettres de l’art. 6(1), par exemple b ou af)"), max_length=4
    )
    kinds = forms.CharField(
        label=gettext_lazy("Données (une étiquette par ligne)"), widget=forms.Textarea({"rows": 4}), required=False
    )
    people = forms.CharField(
        label=gettext_lazy("Personnes concernées (une catégorie par ligne)"),
        widget=forms.Textarea({"rows": 2}),
        required=False,
    )
    recipients = forms.CharField(
        label=gettext_lazy("Destinataires (un par ligne)"), widget=forms.Textarea({"rows": 2}), required=False
    )
    retention = forms.CharField(
        label=gettext_lazy("Conservation propre à la marque"),
        help_text=gettext_lazy(
            "Une phase par ligne : phase ; événement ; durée ; fin. Exemple : active ; last_contact ; P3Y ; delete."
            " Vide : celle du catalogue."
        ),
        widget=forms.Textarea({"rows": 2}),
        required=False,
    )
    special_condition = forms.CharField(
        label=gettext_lazy("Condition de l’art. 9(2), si des données sensibles arrivent"),
        max_length=200,
        required=False,
    )
    data_source = forms.CharField(label=gettext_lazy("Source des données"), max_length=200, required=False)
    justification = forms.CharField(
        label=gettext_lazy("Justification d’un écart au catalogue"), widget=forms.Textarea({"rows": 2}), required=False
    )

    def __init__(self, *args: Any, labels: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._labels = labels

    def clean_legal_basis(self) -> str:
        """Accept letters a to f only."""
        basis = "".join(sorted(set(self.cleaned_data["legal_basis"].strip().lower())))
        if not basis or set(basis) - set("abcdef"):
            raise forms.ValidationError(_("Lettres admises : a, b, c, d, e, f."))
        return basis

    def clean_kinds(self) -> list[str]:
        """Accept labels of the law file only."""
        kinds = lines_of(self.cleaned_data["kinds"])
        unknown = sorted(set(kinds) - self._labels)
        if unknown:
            raise forms.ValidationError(
                _("Étiquettes inconnues : %(unknown)s. Admises : %(allowed)s.")
                % {"unknown": ", ".join(unknown), "allowed": ", ".join(sorted(self._labels))}
            )
        return kinds

    def clean_retention(self) -> list[dict[str, str]] | None:
        """Read one phase a line."""
        phases = []
        for line in lines_of(self.cleaned_data["retention"]):
            parts = [part.strip() for part in line.split(";")]
            if len(parts) != _PHASE_PARTS or parts[0] not in _PHASES or parts[3] not in _ENDS or not parts[1]:
                raise forms.ValidationError(
                    _("« %(line)s » : phases %(phases)s ; fins %(ends)s.")
                    % {"line": line, "phases": ", ".join(_PHASES), "ends": ", ".join(_ENDS)}
                )
            try:
                parse_duration(parts[2])
            except InvalidDuration as wrong:
                raise forms.ValidationError(_("Une durée s’écrit P3Y, P6M, P2W ou P30D.")) from wrong
            phases.append(dict(zip(("phase", "start_event", "duration", "end"), parts, strict=True)))
        return phases or None

    def adaptation(self) -> Adaptation:
        """Give what the flow takes."""
        kept = self.cleaned_data
        return Adaptation(
            legal_basis=kept["legal_basis"],
            justification=kept["justification"],
            kinds=kept["kinds"],
            people=lines_of(kept["people"]),
            recipients=lines_of(kept["recipients"]),
            retention=kept["retention"],
            special_condition=kept["special_condition"],
            data_source=kept["data_source"],
        )


class TermsForm(forms.ModelForm):  # type: ignore[type-arg]  # the class takes no argument at run time
    """What holds for the whole brand."""

    class Meta:
        model = BrandTerms
        fields = (
            "residency",
            "notice_url",
            "notice_version",
            "withdrawal",
            "representative",
            "security",
            "contract",
            "instructions_version",
            "end_of_contract",
        )


@login_required
@require_GET
def purposes(request: HttpRequest) -> HttpResponse:
    """List the catalogue with what the brand declares of it."""
    brand = brand_of(request, Right.REGISTER_READ)
    declared = {row.code: row for row in BrandPurpose.objects.filter(brand=brand)}
    law = law_in_force(brand.pk)
    may_edit = actor_of(request).holds(Right.REGISTER_EDIT, brand.pk)
    page = ListPage(
        title=_("Finalités"),
        lead=_("Ce qui n’est pas déclaré est refusé. Une finalité sans durée de conservation ne peut pas être active."),
        tabs=tabs(request, "register:purposes"),
        create=LinkView(_("Conditions de la marque"), reverse("register:terms")) if may_edit else None,
        table=TableView(
            _("Catalogue des finalités pour %(brand)s") % {"brand": brand.name},
            (
                Column(_("Finalité")),
                Column(_("Bases")),
                Column(_("Conservation")),
                Column(_("État")),
                Column(_("Source")),
            ),
            tuple(_row(purpose, declared.get(code)) for code, purpose in law.purposes.items()),
        ),
    )
    return render(request, "pages/list.html", {"page": page})


def _row(purpose: Purpose, row: BrandPurpose | None) -> tuple[Cell, ...]:
    url = reverse("register:purpose", args=[row.pk]) if row else f"{reverse('register:declare')}?code={purpose.code}"
    if row is None:
        state = Cell(_("non déclarée"), status="neutral")
    elif row.active:
        state = Cell(_("en vigueur"), status="ok")
    else:
        state = Cell(_("inactive"), status="warning")
    bases = ", ".join(row.legal_basis) if row else ", ".join(sorted(purpose.bases))
    return (
        Cell(f"{purpose.code} – {purpose.name[pick()]}", url=url),
        Cell(bases),
        Cell("; ".join(word_retention(phase, language()) for phase in purpose.retention) or _("aucune")),
        state,
        Cell(_("à vérifier"), status="warning") if purpose.mark is Mark.TO_VERIFY else Cell(purpose.mark.value),
    )


@login_required
def declare(request: HttpRequest) -> HttpResponse:
    """Declare a purpose of the catalogue; it starts inactive."""
    brand = brand_of(request, Right.REGISTER_EDIT)
    law = law_in_force(brand.pk)
    code = request.GET.get("code", "")
    catalogue = law.purposes.get(code)
    if catalogue is None:
        raise Http404
    initial = {"legal_basis": "".join(sorted(catalogue.bases))}
    form = PurposeForm(request.POST or None, initial=initial, labels=frozenset(law.kinds))
    if request.method == "POST" and form.is_valid():
        try:
            row = adapt_purpose(brand.pk, code, form.adaptation(), actor=actor_of(request), now=timezone.now())
        except PurposeNotReady as missing:
            form.add_error(None, missing.fr if language() == "fr" else missing.en)
        else:
            return redirect("register:purpose", row.pk)
    page = FormPage(
        title=_("Déclarer : %(name)s") % {"name": catalogue.name[pick()]},
        form=form,
        submit=_("Déclarer"),
        action_url=f"{reverse('register:declare')}?code={code}",
        back=LinkView(_("Finalités"), reverse("register:purposes")),
    )
    return render(request, "pages/form.html", {"page": page})


@login_required
def purpose(request: HttpRequest, purpose_id: int) -> HttpResponse:
    """Show one declared purpose, adapt it, switch it on or off."""
    row = access_row(request, BrandPurpose, purpose_id, Right.REGISTER_READ)
    law = law_in_force(row.brand_id)
    may_edit = actor_of(request).holds(Right.REGISTER_EDIT, row.brand_id)
    form = PurposeForm(request.POST or None, initial=_initial(row), labels=frozenset(law.kinds))
    alerts: tuple[AlertView, ...] = ()
    if request.method == "POST":
        access_row(request, BrandPurpose, purpose_id, Right.REGISTER_EDIT)
        if form.is_valid():
            try:
                adapt_purpose(row.brand_id, row.code, form.adaptation(), actor=actor_of(request), now=timezone.now())
            except PurposeNotReady as missing:
                alerts = (AlertView("danger", missing.fr if language() == "fr" else missing.en),)
            else:
                return redirect("register:purpose", row.pk)
    status = 422 if request.method == "POST" else 200
    blocks = (
        [FormBlock(_("Adapter"), form, reverse("register:purpose", args=[row.pk]), _("Enregistrer"))]
        if may_edit
        else []
    )
    return render_detail(request, _detail(row, alerts, may_edit=may_edit), *blocks, status=status)


def _initial(row: BrandPurpose) -> dict[str, str]:
    phases = row.retention or []
    return {
        "legal_basis": row.legal_basis,
        "kinds": "\n".join(row.kinds),
        "people": "\n".join(row.people),
        "recipients": "\n".join(row.recipients),
        "retention": "\n".join(
            f"{phase['phase']} ; {phase['start_event']} ; {phase['duration']} ; {phase['end']}" for phase in phases
        ),
        "special_condition": row.special_condition,
        "data_source": row.data_source,
        "justification": row.justification,
    }


def _detail(row: BrandPurpose, alerts: tuple[AlertView, ...], *, may_edit: bool) -> DetailPage:
    catalogue = law_in_force(row.brand_id).purposes.get(row.code)
    applied = brand_law(row.brand_id).purposes.get(row.code) or catalogue
    facts = [Fact(_("Marque"), row.brand.name), Fact(_("Bases légales"), ", ".join(row.legal_basis))]
    if applied and catalogue:
        origin = _("catalogue") if row.retention is None else _("adaptée par la marque")
        facts += [
            Fact(_("Conservation"), word_retention(phase, language()), origin=origin) for phase in applied.retention
        ]
        facts += [
            Fact(_("Tâches permises"), ", ".join(sorted(catalogue.tasks))),
            Fact(_("Source"), catalogue.source, origin=_("à vérifier") if catalogue.mark is Mark.TO_VERIFY else ""),
        ]
    if row.justification:
        facts.append(Fact(_("Justification"), row.justification))
    switch = SwitchView(
        "active",
        _("Finalité active"),
        row.active,
        reverse("register:purpose-active", args=[row.pk]),
        _("Coupée, tout usage pour cette finalité est refusé au prochain appel."),
        disabled=not may_edit,
    )
    return DetailPage(
        title=f"{row.code} – {catalogue.name[pick()] if catalogue else row.code}",
        back=LinkView(_("Finalités"), reverse("register:purposes")),
        facts=tuple(facts),
        switches=(switch,),
        alerts=alerts,
    )


@login_required
@require_POST
def purpose_active(request: HttpRequest, purpose_id: int) -> HttpResponse:
    """Switch a purpose on or off."""
    row = access_row(request, BrandPurpose, purpose_id, Right.REGISTER_EDIT)
    active = request.POST.get("active") == "on"
    try:
        set_purpose_active(row.brand_id, row.code, active=active, actor=actor_of(request), now=timezone.now())
    except PurposeNotReady as missing:
        alert = AlertView("danger", missing.fr if language() == "fr" else missing.en)
        return render_detail(request, _detail(row, (alert,), may_edit=True), status=422)
    return redirect("register:purpose", row.pk)


@login_required
def terms(request: HttpRequest) -> HttpResponse:
    """Write the conditions of the brand."""
    brand = brand_of(request, Right.REGISTER_EDIT)
    form = TermsForm(request.POST or None, instance=terms_of(brand.pk))
    if request.method == "POST" and form.is_valid():
        write_terms(form.save(commit=False), actor=actor_of(request), now=timezone.now())
        return redirect("register:records")
    page = FormPage(
        title=_("Conditions de la marque"),
        form=form,
        submit=_("Enregistrer"),
        action_url=reverse("register:terms"),
        lead=_(
            "Elles complètent le registre et les reçus de consentement ; la résidence ferme les modèles plus lointains."
        ),
        back=LinkView(_("Registre"), reverse("register:records")),
    )
    return render(request, "pages/form.html", {"page": page})
