"""Processors and their proofs: contract, gaps, certificates with their end, and the model that an expired one closes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from egide.policy import InvalidRecord
from egide.policy.evidence import CLAUSES, CertificateKind, is_certified
from egide.service.design.contexts import (
    AlertView,
    Cell,
    Column,
    DetailPage,
    EmptyState,
    Fact,
    FormPage,
    HomeSection,
    LinkView,
    ListPage,
    TableView,
)
from egide.service.governance.frame import (
    FormBlock,
    access_row,
    actor_of,
    attachment,
    brand_of,
    pick,
    refusal,
    render_detail,
    tabs,
)
from egide.service.register.models import AiSystem, CertificateRow, Provider
from egide.service.register.providers import (
    Contract,
    Proof,
    add_certificate,
    certificate_of,
    contract_gaps,
    end_certificate,
    expiry_warnings,
    write_provider,
)
from egide.service.sealing import brand_vault
from egide.service.tenancy.models import Brand
from egide.service.tenancy.rights import Right


def _date() -> forms.DateInput:
    return forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class ProviderForm(forms.ModelForm):  # type: ignore[type-arg]  # the class takes no argument at run time
    """A processor and its contract."""

    # Given its rows per request: outside a brand's scope there is none to read.
    parent: forms.ModelChoiceField[Provider] = forms.ModelChoiceField(
        queryset=None, required=False, label=gettext_lazy("Sous-traitant de")
    )

    class Meta:
        model = Provider
        fields = (
            "name",
            "service",
            "contact",
            "parent",
            "region",
            "transfer_tool",
            "reference",
            "signed_on",
            "ends_on",
            "authorised_on",
            "objection_days",
            "breach_notice_hours",
            "active",
        )
        widgets = {name: _date() for name in ("signed_on", "ends_on", "authorised_on")}

    def __init__(self, *args: Any, brand: Brand, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Provider.objects.filter(brand=brand)
        self.fields["parent"].queryset = others.exclude(pk=self.instance.pk)  # type: ignore[attr-defined]
        for letter, clause in CLAUSES.items():
            self.fields[f"clause_{letter}"] = forms.CharField(
                label=_("Clause (%(letter)s) : %(text)s") % {"letter": letter, "text": clause[pick()]},
                help_text=_("Où elle se trouve dans le contrat."),
                initial=self.instance.clauses.get(letter, ""),
                max_length=80,
                required=False,
            )

    def contract(self) -> Contract:
        """Give what the flow takes."""
        kept = dict(self.cleaned_data)
        clauses = {letter: kept.pop(f"clause_{letter}") for letter in CLAUSES}
        return Contract(clauses=clauses, **kept)


class ProofForm(forms.Form):
    """A certificate with its document."""

    kind = forms.CharField(label=gettext_lazy("Nature"), max_length=40, help_text=", ".join(CertificateKind))
    scope = forms.CharField(label=gettext_lazy("Périmètre"), max_length=300)
    number = forms.CharField(label=gettext_lazy("Numéro"), max_length=80)
    body = forms.CharField(label=gettext_lazy("Organisme"), max_length=120)
    edition = forms.CharField(label=gettext_lazy("Édition (2022, 2025…)"), max_length=20)
    valid_from = forms.DateField(label=gettext_lazy("Valable du"), widget=_date())
    valid_until = forms.DateField(label=gettext_lazy("Au"), widget=_date())
    document = forms.FileField(
        label=gettext_lazy("Document"), help_text=gettext_lazy("Gardé chiffré ; son empreinte va au journal.")
    )

    def proof(self) -> Proof:
        """Give what the flow takes."""
        kept = dict(self.cleaned_data)
        upload = kept.pop("document")
        return Proof(document=upload.read(), document_name=upload.name, **kept)


class EndForm(forms.Form):
    """The new last day of a proof."""

    last_day = forms.DateField(label=gettext_lazy("Dernier jour de validité"), widget=_date())


@login_required
@require_GET
def providers(request: HttpRequest) -> HttpResponse:
    """List processors, and the proofs that end soon."""
    brand = brand_of(request, Right.REGISTER_READ)
    today = timezone.localdate()
    rows = Provider.objects.filter(brand=brand).select_related("parent").order_by("name")
    may_edit = actor_of(request).holds(Right.EVIDENCE_EDIT, brand.pk)
    alerts = tuple(
        AlertView(
            "danger" if warning.days_left < 0 else "warning",
            f"{row.provider.name} : {warning.sentence[pick()]}",
        )
        for row, warning in expiry_warnings([brand.pk], today)
    )
    page = ListPage(
        title=_("Sous-traitants et preuves"),
        lead=_("Une preuve exigée et périmée ferme le modèle, le lendemain de son dernier jour."),
        tabs=tabs(request, "register:providers"),
        create=LinkView(_("Ajouter un sous-traitant"), reverse("register:provider-new")) if may_edit else None,
        alerts=alerts,
        table=TableView(
            _("Sous-traitants de la marque %(brand)s") % {"brand": brand.name},
            (Column(_("Nom")), Column(_("Service")), Column(_("Lieu")), Column(_("Contrat")), Column(_("Preuves"))),
            tuple(_provider_row(row) for row in rows),
            empty=EmptyState(
                _("Aucun sous-traitant"), _("Ajoutez l’hébergeur, puis le fournisseur de chaque modèle distant.")
            ),
        ),
    )
    return render(request, "pages/list.html", {"page": page})


def _provider_row(row: Provider) -> tuple[Cell, ...]:
    today = timezone.localdate()
    gaps = contract_gaps(row, today)
    certificates = [certificate_of(proof) for proof in row.certificates.defer("document_sealed")]
    valid = sorted({proof.kind for proof in certificates if is_certified(proof.kind, certificates, today)})
    return (
        Cell(row.name, url=reverse("register:provider", args=[row.pk])),
        Cell(row.service or "–"),
        Cell(row.get_region_display()),
        Cell(_("%(n)d lacunes") % {"n": len(gaps)}, status="warning") if gaps else Cell(_("complet"), status="ok"),
        Cell(", ".join(valid) or _("aucune en cours")),
    )


@login_required
def provider_new(request: HttpRequest) -> HttpResponse:
    """Add a processor."""
    brand = brand_of(request, Right.EVIDENCE_EDIT)
    return _edit(request, brand, None)


@login_required
def provider_edit(request: HttpRequest, provider_id: UUID) -> HttpResponse:
    """Change a processor's contract."""
    row = access_row(request, Provider, provider_id, Right.EVIDENCE_EDIT)
    return _edit(request, row.brand, row)


def _edit(request: HttpRequest, brand: Brand, row: Provider | None) -> HttpResponse:
    form = ProviderForm(request.POST or None, instance=row or Provider(brand=brand), brand=brand)
    if request.method == "POST" and form.is_valid():
        try:
            # A ModelForm has written into its instance: the row is read again, and the flow alone changes it.
            fresh = Provider.objects.get(pk=row.pk) if row else None
            saved = write_provider(brand.pk, form.contract(), actor=actor_of(request), now=timezone.now(), row=fresh)
        except InvalidRecord as wrong:
            form.add_error(None, refusal(wrong).text)
        else:
            return redirect("register:provider", saved.pk)
    action = reverse("register:provider-edit", args=[row.pk]) if row else reverse("register:provider-new")
    page = FormPage(
        title=row.name if row else _("Ajouter un sous-traitant"),
        form=form,
        submit=_("Enregistrer"),
        action_url=action,
        back=LinkView(_("Sous-traitants et preuves"), reverse("register:providers")),
    )
    return render(request, "pages/form.html", {"page": page})


@login_required
def provider(request: HttpRequest, provider_id: UUID) -> HttpResponse:
    """Show a processor: contract, gaps, sub-processors, proofs; add a proof."""
    row = access_row(request, Provider, provider_id, Right.REGISTER_READ)
    form = ProofForm(request.POST or None, request.FILES or None)
    alerts: tuple[AlertView, ...] = ()
    if request.method == "POST":
        access_row(request, Provider, provider_id, Right.EVIDENCE_EDIT)
        if form.is_valid():
            try:
                add_certificate(row, form.proof(), actor=actor_of(request), now=timezone.now())
            except InvalidRecord as wrong:
                alerts = (refusal(wrong),)
            else:
                return redirect("register:provider", row.pk)
    return _render(request, row, form, *alerts, status=422 if request.method == "POST" else 200)


def _render(
    request: HttpRequest, row: Provider, form: ProofForm, *alerts: AlertView, status: int = 200
) -> HttpResponse:
    today = timezone.localdate()
    may_edit = actor_of(request).holds(Right.EVIDENCE_EDIT, row.brand_id)
    gaps = contract_gaps(row, today)
    sections = [
        HomeSection(_("Preuves"), table=_proofs(row, may_edit=may_edit), wide=True),
        HomeSection(
            _("Lacunes du contrat (art. 28)"),
            table=TableView(
                _("Lacunes du contrat"),
                (Column(_("Lacune")),),
                tuple((Cell(gap[pick()]),) for gap in gaps),
                empty=EmptyState(_("Contrat complet"), icon="check"),
            ),
            wide=True,
        ),
    ]
    subs = list(row.sub_processors.all())
    if subs:
        links = tuple(LinkView(sub.name, reverse("register:provider", args=[sub.pk])) for sub in subs)
        sections.append(HomeSection(_("Sous-traitants ultérieurs"), links=links))
    systems = list(AiSystem.objects.filter(brand_id=row.brand_id, provider=row))
    if systems:
        links = tuple(LinkView(each.title, reverse("register:system", args=[each.pk])) for each in systems)
        sections.append(HomeSection(_("Systèmes d’IA qu’il porte"), links=links))
    page = DetailPage(
        title=row.name,
        back=LinkView(_("Sous-traitants et preuves"), reverse("register:providers")),
        actions=(LinkView(_("Modifier le contrat"), reverse("register:provider-edit", args=[row.pk]), "edit"),)
        if may_edit
        else (),
        facts=_facts(row),
        sections=tuple(sections),
        alerts=alerts,
    )
    block = FormBlock(
        _("Verser une preuve"), form, reverse("register:provider", args=[row.pk]), _("Verser"), multipart=True
    )
    return render_detail(request, page, *([block] if may_edit else []), status=status)


def _facts(row: Provider) -> tuple[Fact, ...]:
    named = (
        (_("Marque"), row.brand.name),
        (_("Service"), row.service),
        (_("Contact"), row.contact),
        (_("Sous-traitant de"), row.parent.name if row.parent else ""),
        (_("Lieu"), row.get_region_display()),
        (_("Garantie du transfert"), row.get_transfer_tool_display()),
        (_("Contrat"), row.reference),
        (_("Signé le"), row.signed_on.strftime("%d/%m/%Y") if row.signed_on else ""),
        (_("Prend fin le"), row.ends_on.strftime("%d/%m/%Y") if row.ends_on else ""),
        (_("En service"), _("oui") if row.active else _("non : ses modèles sont fermés")),
    )
    return tuple(Fact(name, text) for name, text in named if text)


def _proofs(row: Provider, *, may_edit: bool) -> TableView:
    today = timezone.localdate()
    rows = []
    for proof in row.certificates.defer("document_sealed"):
        certificate = certificate_of(proof)
        ended = proof.valid_until < today
        badge = Cell(_("périmée"), status="danger") if ended else Cell(_("en vigueur"), status="ok")
        if proof.valid_from > today:
            badge = Cell(_("à venir"), status="info")
        cells = [
            Cell(f"{certificate.kind} {certificate.edition}", url=reverse("register:proof-document", args=[proof.pk])),
            Cell(f"{proof.number} – {proof.body}"),
            Cell(proof.scope),
            Cell(f"{proof.valid_from:%d/%m/%Y} – {proof.valid_until:%d/%m/%Y}"),
            Cell(proof.document_sha256[:12], code=True),
            badge,
        ]
        if may_edit:
            cells.append(Cell(_("Avancer la fin"), url=reverse("register:proof-end", args=[proof.pk])))
        rows.append(tuple(cells))
    columns = [
        Column(_("Nature")),
        Column(_("Numéro et organisme")),
        Column(_("Périmètre")),
        Column(_("Validité")),
        Column(_("Empreinte")),
        Column(_("État")),
        *([Column(_("Action"))] if may_edit else []),
    ]
    return TableView(_("Preuves versées"), tuple(columns), tuple(rows), empty=EmptyState(_("Aucune preuve")))


@login_required
@require_GET
def proof_document(request: HttpRequest, certificate_id: UUID) -> HttpResponse:
    """Give the document of a proof."""
    row = access_row(request, CertificateRow, certificate_id, Right.REGISTER_READ)
    if not row.document_sealed:
        raise Http404
    vault = brand_vault(row.brand_id)
    from egide.keys import Binding, unseal

    binding = Binding(str(row.brand_id), "certificate", str(row.pk), "document")
    content = unseal(vault.key, bytes(row.document_sealed), binding=binding)
    ending = row.document_name.rpartition(".")[2]
    name = f"{row.kind}-{row.document_sha256[:12]}.{ending if ending.isalnum() else 'bin'}"
    return attachment(content, name, "application/octet-stream")


@login_required
def proof_end(request: HttpRequest, certificate_id: UUID) -> HttpResponse:
    """Bring the end of a proof forward."""
    row = access_row(request, CertificateRow, certificate_id, Right.EVIDENCE_EDIT)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            end_certificate(row, form.cleaned_data["last_day"], actor=actor_of(request), now=timezone.now())
        except InvalidRecord:
            form.add_error("last_day", _("Seul un nouveau document prolonge une preuve."))
        else:
            return redirect("register:provider", row.provider_id)
    page = FormPage(
        title=_("Avancer la fin d’une preuve"),
        form=form,
        submit=_("Avancer la fin"),
        action_url=reverse("register:proof-end", args=[row.pk]),
        lead=_("%(kind)s, n° %(number)s : retirée ou perdue. Les modèles qui l’exigent se ferment.")
        % {"kind": row.kind, "number": row.number},
        back=LinkView(row.provider.name, reverse("register:provider", args=[row.provider_id])),
    )
    return render(request, "pages/form.html", {"page": page})
