"""The register of processing: derived from what runs, signed, compared, exported and printed."""

from __future__ import annotations

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from egide.policy import InvalidRecord
from egide.policy.register import (
    TITLES,
    ControllerRecord,
    ProcessorRecord,
    format_csv,
    format_json_text,
    format_ods,
    list_missing_fields,
)
from egide.service.design.contexts import (
    AlertView,
    Cell,
    Column,
    DetailPage,
    EmptyState,
    Fact,
    HomeSection,
    LinkView,
    TableView,
)
from egide.service.governance.exporting import note_export
from egide.service.governance.found import kinds_found
from egide.service.governance.frame import (
    FormBlock,
    actor_of,
    attachment,
    brand_of,
    language,
    pick,
    refusal,
    render_detail,
    tabs,
)
from egide.service.register.records import derive_register, drift_of, sign_register, signed_register
from egide.service.tenancy.access import access_brand_by_slug
from egide.service.tenancy.models import Brand
from egide.service.tenancy.rights import Right

_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_DRIFTS_SHOWN = 20


class SignForm(forms.Form):
    """Who signs."""

    signer = forms.CharField(label=gettext_lazy("Signé par (nom et fonction)"), max_length=120)


@login_required
@require_GET
def records(request: HttpRequest) -> HttpResponse:
    """Show the register as it stands, and where it parts from the signed version."""
    return _render(request, brand_of(request, Right.REGISTER_READ))


def _render(request: HttpRequest, brand: Brand, *alerts: AlertView, status: int = 200) -> HttpResponse:
    now, found = timezone.now(), kinds_found(brand.pk)
    controllers, processors = derive_register(brand, found, now=now, language=language())
    signed = signed_register(brand)
    drifts = drift_of(brand, found, now=now)
    sections = [HomeSection(_("Traitements (art. 30(1))"), table=_controllers(controllers), wide=True)]
    if drifts:
        sections.insert(
            0,
            HomeSection(
                _("Le registre signé ne dit plus la réalité"),
                table=TableView(
                    _("Écarts entre la version signée et ce qui tourne"),
                    (Column(_("Fiche")), Column(_("Champ")), Column(_("Signé")), Column(_("Réalité"))),
                    tuple(
                        (
                            Cell(drift.code),
                            Cell(_("fiche entière") if drift.field == "*" else TITLES[drift.field][pick()]),
                            Cell(drift.signed or "–"),
                            Cell(drift.running or "–"),
                        )
                        for drift in drifts[:_DRIFTS_SHOWN]
                    ),
                ),
                wide=True,
            ),
        )
    sections.append(
        HomeSection(_("Pour le compte de la marque (art. 30(2))"), table=_processors(processors), wide=True)
    )
    base = {"brand": brand.slug}
    page = DetailPage(
        title=_("Registre des traitements"),
        lead=_("Il s’écrit seul, d’après la configuration et ce qui a été trouvé dans les échanges."),
        tabs=tabs(request, "register:records"),
        actions=(
            LinkView("ODS", reverse("register:export", kwargs={**base, "form": "ods"}), "download"),
            LinkView("CSV", reverse("register:export", kwargs={**base, "form": "csv"}), "download"),
            LinkView("JSON", reverse("register:export", kwargs={**base, "form": "json"}), "download"),
            LinkView(_("Page à imprimer"), reverse("register:print", kwargs=base)),
        ),
        facts=(
            Fact(_("Marque"), brand.name),
            Fact(_("Responsable de traitement"), brand.controller_name or "–"),
            Fact(_("Dernière signature"), _signature(signed)),
            Fact(_("Écarts"), str(len(drifts))),
        ),
        sections=tuple(sections),
        alerts=(*alerts, *_alerts(signed is not None, bool(drifts))),
    )
    blocks = []
    if actor_of(request).holds(Right.REGISTER_EDIT, brand.pk):
        initial = {"signer": str(getattr(request.user, "display_name", ""))}
        blocks.append(
            FormBlock(
                _("Signer le registre en l’état"),
                SignForm(initial=initial),
                reverse("register:sign", kwargs=base),
                _("Signer"),
                _("La réalité sera comparée à cette version ; tout écart sonne l’alarme."),
            )
        )
    return render_detail(request, page, *blocks, status=status)


def _alerts(signed: bool, drifting: bool) -> tuple[AlertView, ...]:
    if drifting:
        return (AlertView("danger", _("Dérive : ce qui tourne n’est plus ce qui a été signé.")),)
    if not signed:
        return (AlertView("warning", _("Ce registre n’a jamais été signé : aucune dérive ne peut être vue.")),)
    return (AlertView("ok", _("Le registre signé dit la réalité.")),)


def _signature(signed: object) -> str:
    from egide.service.register.models import SignedRegister

    if not isinstance(signed, SignedRegister):
        return _("jamais")
    at = timezone.localtime(signed.signed_at).strftime("%d/%m/%Y %H:%M")
    return f"n° {signed.number}, {signed.signer}, {at}, {signed.digest[:12]}"


def _controllers(rows: tuple[ControllerRecord, ...]) -> TableView:
    return TableView(
        _("Registre du responsable de traitement"),
        (
            Column(_("Finalité")),
            Column(_("Bases")),
            Column(_("Données")),
            Column(_("Destinataires")),
            Column(_("Effacement")),
            Column(_("AIPD")),
            Column(_("Complet")),
        ),
        tuple(
            (
                Cell(f"{row.code.rpartition('/')[2]} – {row.purpose}"),
                Cell(", ".join(row.bases)),
                Cell(", ".join(row.kinds) or "–"),
                Cell(", ".join((*row.recipients, *row.sub_processors))),
                Cell("; ".join(row.retention)),
                Cell(row.dpia or "–"),
                _missing(row),
            )
            for row in rows
        ),
        empty=EmptyState(_("Aucune finalité active"), _("Déclarez une finalité : sa fiche s’écrit d’elle-même.")),
    )


def _missing(row: ControllerRecord | ProcessorRecord) -> Cell:
    names = ", ".join(TITLES[name][pick()] for name in list_missing_fields(row))
    return Cell(_("manque : %(names)s") % {"names": names}, status="warning") if names else Cell(_("oui"), status="ok")


def _processors(rows: tuple[ProcessorRecord, ...]) -> TableView:
    return TableView(
        _("Registre du sous-traitant"),
        (
            Column(_("Sous-traitant")),
            Column(_("Catégories de traitements")),
            Column(_("Contrat")),
            Column(_("Complet")),
        ),
        tuple(
            (Cell(row.processor_name), Cell(", ".join(row.categories)), Cell(row.contract or "–"), _missing(row))
            for row in rows
        ),
    )


def _access(request: HttpRequest, slug: str, right: Right) -> Brand:
    try:
        return access_brand_by_slug(actor_of(request), slug, right)
    except Brand.DoesNotExist as absent:
        raise Http404 from absent


@login_required
@require_POST
def sign(request: HttpRequest, brand: str) -> HttpResponse:
    """Sign the register as it stands."""
    opened = _access(request, brand, Right.REGISTER_EDIT)
    signer = request.POST.get("signer", "")
    try:
        sign_register(opened, kinds_found(opened.pk), signer, actor=actor_of(request), now=timezone.now())
    except InvalidRecord as wrong:
        return _render(request, opened, refusal(wrong), status=422)
    return redirect("register:records")


@login_required
@require_GET
def export(request: HttpRequest, brand: str, form: str) -> HttpResponse:
    """Give the register as a file."""
    opened = _access(request, brand, Right.REGISTER_READ)
    now = timezone.now()
    controllers, processors = derive_register(opened, kinds_found(opened.pk), now=now, language=language())
    if form not in {"ods", "csv", "json"}:
        raise Http404
    note_export(opened, f"register.{form}", actor=actor_of(request), now=now)
    name = f"registre-{opened.slug}-{now:%Y-%m-%d}.{form}"
    if form == "ods":
        return attachment(format_ods(controllers, processors, language=language()), name, _ODS)
    if form == "csv":
        return attachment(format_csv(controllers), name, "text/csv; charset=utf-8")
    return attachment(format_json_text(controllers, processors), name, "application/json; charset=utf-8")


@login_required
@require_GET
def print_page(request: HttpRequest, brand: str) -> HttpResponse:
    """Show every field of every record, to print or to hand to the authority."""
    opened = _access(request, brand, Right.REGISTER_READ)
    controllers, processors = derive_register(opened, kinds_found(opened.pk), now=timezone.now(), language=language())
    every: tuple[ControllerRecord | ProcessorRecord, ...] = (*controllers, *processors)
    sections = [
        HomeSection(
            row.code,
            table=TableView(
                row.code,
                (Column(_("Champ")), Column(_("Contenu"))),
                tuple(
                    (Cell(TITLES[name][pick()]), Cell(_words(getattr(row, name))))
                    for name in row.__slots__
                    if _words(getattr(row, name))
                ),
            ),
            wide=True,
        )
        for row in every
    ]
    page = DetailPage(
        title=_("Registre des traitements de la marque %(brand)s") % {"brand": opened.name},
        lead=_("RGPD, art. 30(1) et 30(2). Dernière signature : %(signed)s.")
        % {"signed": _signature(signed_register(opened))},
        back=LinkView(_("Registre"), reverse("register:records")),
        sections=tuple(sections),
    )
    return render(request, "pages/detail.html", {"page": page})


def _words(value: object) -> str:
    if isinstance(value, tuple):
        return "; ".join(map(str, value))
    return "" if value is None else str(value)
