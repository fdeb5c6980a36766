"""The ledger of consents: find a person, see where each choice stands, write one down, give the receipt, try a use."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from egide.keys import KeyDestroyed
from egide.policy import Campaign, Channel, ConsentState, PolicyError, Task
from egide.policy.consent import Collector, ConsentStatus
from egide.service.assistance.question import Use, check_use
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
from egide.service.governance.frame import (
    FormBlock,
    actor_of,
    attachment,
    brand_of,
    refusal,
    render_detail,
)
from egide.service.governance.pages.choice_forms import ChoiceForm, FindForm, ImportForm, UseForm, WithdrawForm
from egide.service.people.models import Person
from egide.service.people.naming import customer_label
from egide.service.people.searching import find_person
from egide.service.register.importing import COLUMNS, ImportedConsents, import_consents
from egide.service.register.ledger import Choice, receipt_of, record_choice, statuses_of, unproven_count
from egide.service.register.models import ConsentRow
from egide.service.sealing import person_vault
from egide.service.tenancy.access import check_right
from egide.service.tenancy.models import Brand
from egide.service.tenancy.rights import Right

_SHOWN = 200
_REJECTS_SHOWN = 20
_STATES = {
    "requested": (gettext_lazy("demandé"), "info"),
    "given": (gettext_lazy("donné"), "ok"),
    "refused": (gettext_lazy("refusé"), "danger"),
    "deferred": (gettext_lazy("différé"), "info"),
    "withdrawn": (gettext_lazy("retiré"), "danger"),
    "expired": (gettext_lazy("expiré"), "warning"),
    "invalidated": (gettext_lazy("invalidé"), "warning"),
    "unknown": (gettext_lazy("inconnu"), "neutral"),
}


@login_required
def consents(request: HttpRequest) -> HttpResponse:
    """Find a person's choices; import those collected elsewhere."""
    brand = brand_of(request, Right.CONSENT_EDIT)
    form = FindForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = find_person(brand, form.cleaned_data["identifier"])
        if person is not None:
            return redirect("register:consents-of", person.pk)
        form.add_error("identifier", _("Aucune personne de cette marque n’a cet identifiant."))
    return _render_ledger(request, brand, form, status=422 if request.method == "POST" else 200)


def _render_ledger(
    request: HttpRequest, brand: Brand, form: FindForm, *alerts: AlertView, outcome: Any = None, status: int = 200
) -> HttpResponse:
    rows = ConsentRow.objects.filter(brand=brand)
    latest = rows.order_by("-recorded_at")[:25]
    sections = []
    if outcome is not None and outcome.rejects:
        shown = outcome.rejects[:_REJECTS_SHOWN]
        sections.append(
            HomeSection(
                _("Enregistrements refusés"),
                table=TableView(
                    _("Enregistrements refusés"),
                    (Column(_("Où")), Column(_("Pourquoi"))),
                    tuple((Cell(reject.position), Cell(reject.reason)) for reject in shown),
                ),
                wide=True,
            )
        )
    sections.append(
        HomeSection(
            _("Derniers événements"),
            table=TableView(
                _("Derniers événements du registre des consentements"),
                (Column(_("Date")), Column(_("Finalité")), Column(_("Canal")), Column(_("Choix"))),
                tuple(
                    (
                        Cell(at=row.at, url=reverse("register:consents-of", args=[row.person_id])),
                        Cell(row.purpose),
                        Cell(row.channel),
                        _state_cell(row.state),
                    )
                    for row in latest
                ),
                empty=EmptyState(_("Aucun consentement"), _("Importez-les avec leur preuve, ou inscrivez-en un.")),
            ),
            wide=True,
        )
    )
    unproven = unproven_count([brand.pk])
    own = request.build_absolute_uri(reverse("portal:own", kwargs={"brand": brand.slug}))
    page = DetailPage(
        title=_("Consentements"),
        lead=_("Un événement par finalité et par canal, jamais modifié ; il est relu au moment de chaque usage."),
        facts=(
            Fact(_("Marque"), brand.name),
            Fact(_("Événements"), str(rows.count())),
            Fact(_("Donnés, mais non prouvés : ils ne comptent pas"), str(unproven)),
            Fact(_("Page de chaque client"), own, _("à lui indiquer"), own),
        ),
        sections=tuple(sections),
        alerts=alerts,
    )
    return render_detail(
        request,
        page,
        FormBlock(_("Chercher une personne"), form, reverse("register:consents"), _("Chercher")),
        FormBlock(
            _("Importer"),
            ImportForm(auto_id="import_%s"),
            reverse("register:consents-import"),
            _("Importer"),
            _(
                "Colonnes : %(columns)s. Sans texte, version, langue, mode de recueil et empreinte, un consentement ne compte pas."
            )
            % {"columns": ", ".join(COLUMNS)},
            multipart=True,
        ),
        status=status,
    )


@login_required
@require_POST
def consents_import(request: HttpRequest) -> HttpResponse:
    """Import a file of consents."""
    brand = brand_of(request, Right.CONSENT_EDIT)
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _render_ledger(request, brand, FindForm(), AlertView("danger", _("Choisissez un fichier.")), status=422)
    upload = form.cleaned_data["file"]
    try:
        outcome: ImportedConsents = import_consents(
            brand.pk, upload.read(), upload.name, actor=actor_of(request), now=timezone.now()
        )
    except PolicyError as wrong:
        return _render_ledger(request, brand, FindForm(), refusal(wrong), status=422)
    words = _(
        "%(imported)d inscrits, dont %(unproven)d non prouvés ; %(duplicates)d déjà connus ; %(rejected)d refusés."
    )
    counts = {
        "imported": outcome.imported,
        "unproven": outcome.unproven,
        "duplicates": outcome.duplicates,
        "rejected": len(outcome.rejects),
    }
    alert = AlertView("warning" if outcome.rejects or outcome.unproven else "ok", words % counts)
    return _render_ledger(request, brand, FindForm(), alert, outcome=outcome)


def _access_person(request: HttpRequest, person_id: UUID) -> Person:
    person: Person | None = Person.objects.select_related("brand").filter(pk=person_id).first()
    if person is None:
        raise Http404
    check_right(actor_of(request), Right.CONSENT_EDIT, person.brand_id)
    return person


@login_required
@require_GET
def consents_of(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Show where each choice of a person stands, and their history."""
    return _render_person(request, _access_person(request, person_id))


def _render_person(
    request: HttpRequest, person: Person, *alerts: AlertView, form: ChoiceForm | None = None, status: int = 200
) -> HttpResponse:
    try:
        vault = person_vault(person.brand_id, person.pk)
    except KeyDestroyed as gone:
        raise Http404 from gone
    events = ConsentRow.objects.filter(brand_id=person.brand_id, person=person).order_by("-at")[:_SHOWN]
    page = DetailPage(
        title=customer_label(vault, person) or _("Client sans nom"),
        lead=_("Retirer est aussi simple que donner ; un refus est retenu."),
        back=LinkView(_("Consentements"), reverse("register:consents")),
        facts=(
            Fact(_("Marque"), person.brand.name),
            Fact(_("Opposition générale"), _("oui") if person.objected else _("non")),
        ),
        actions=(LinkView(_("Reçu (JSON-LD)"), reverse("register:receipt", args=[person.pk]), "download"),),
        sections=(
            HomeSection(_("Où en est chaque choix"), table=_statuses(person), wide=True),
            HomeSection(
                _("Historique"),
                table=TableView(
                    _("Événements"),
                    (
                        Column(_("Date")),
                        Column(_("Finalité")),
                        Column(_("Canal")),
                        Column(_("Choix")),
                        Column(_("Texte")),
                    ),
                    tuple(
                        (
                            Cell(at=row.at),
                            Cell(row.purpose),
                            Cell(row.channel),
                            _state_cell(row.state),
                            Cell(f"{row.wording} ({row.wording_version}, {row.language})" if row.wording else "–"),
                        )
                        for row in events
                    ),
                    empty=EmptyState(
                        _("Aucun choix connu"), _("Sans consentement, une finalité qui en demande est refusée.")
                    ),
                ),
                wide=True,
            ),
        ),
        alerts=alerts,
    )
    given = _given(person)
    withdrawal = FormBlock(
        _("Retirer un consentement"),
        WithdrawForm(given=given, auto_id="withdraw_%s"),
        reverse("register:withdraw", args=[person.pk]),
        _("Retirer maintenant"),
        _("Le prochain usage est refusé."),
    )
    return render_detail(
        request,
        page,
        *([withdrawal] if given else []),
        FormBlock(
            _("Inscrire un choix"),
            form or ChoiceForm(brand=person.brand),
            reverse("register:consent-record", args=[person.pk]),
            _("Inscrire"),
            _("Un consentement sans preuve est inscrit « non prouvé » et ne permet rien."),
            multipart=True,
        ),
        FormBlock(
            _("Peut-on employer ses données maintenant ?"),
            UseForm(brand=person.brand, auto_id="use_%s"),
            reverse("register:check-use", args=[person.pk]),
            _("Demander à la politique"),
            _("La réponse est gardée au journal ; rien n’est envoyé."),
        ),
        status=status,
    )


def _given(person: Person) -> list[str]:
    statuses = statuses_of(person, at=timezone.now())
    return [f"{status.purpose} / {status.channel}" for status in statuses if status.state is ConsentState.GIVEN]


def _statuses(person: Person) -> TableView:
    return TableView(
        _("État des consentements"),
        (Column(_("Finalité")), Column(_("Canal")), Column(_("État")), Column(_("Preuve")), Column(_("Expire"))),
        tuple(
            (
                Cell(status.purpose),
                Cell(status.channel),
                _state_cell(status.state.value),
                _proof_cell(status),
                Cell(at=status.event.expires_at) if status.event.expires_at else Cell("–"),
            )
            for status in statuses_of(person, at=timezone.now())
        ),
        empty=EmptyState(_("Aucun choix connu")),
    )


def _state_cell(state: str) -> Cell:
    words, tone = _STATES[state]
    return Cell(words, status=tone)  # type: ignore[arg-type]


def _proof_cell(status: ConsentStatus) -> Cell:
    if status.event.proven:
        return Cell(_("prouvé"), status="ok")
    return Cell(_("non prouvé"), status="warning")


@login_required
@require_POST
def consent_record(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Write down what a person chose."""
    person = _access_person(request, person_id)
    form = ChoiceForm(request.POST, request.FILES, brand=person.brand)
    if not form.is_valid():
        return _render_person(request, person, form=form, status=422)
    choice = form.choice()
    if choice.state != "given":
        choice = replace(choice, valid_for="")
    try:
        record_choice(person, choice, actor=actor_of(request), now=timezone.now())
    except PolicyError as wrong:
        return _render_person(request, person, refusal(wrong), form=form, status=422)
    return redirect("register:consents-of", person.pk)


@login_required
@require_POST
def withdraw(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Withdraw one consent, at once."""
    person = _access_person(request, person_id)
    form = WithdrawForm(request.POST, given=_given(person))
    if not form.is_valid():
        return _render_person(
            request, person, AlertView("danger", _("Ce consentement n’est pas en cours.")), status=422
        )
    purpose, _slash, channel = form.cleaned_data["given"].partition(" / ")
    choice = Choice(purpose, channel, ConsentState.WITHDRAWN.value, at=timezone.now(), collector=Collector.AGENT.value)
    record_choice(person, choice, actor=actor_of(request), now=timezone.now())
    return redirect("register:consents-of", person.pk)


@login_required
@require_GET
def receipt(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Give the receipt that the person can keep."""
    person = _access_person(request, person_id)
    document = receipt_of(person, person.brand, actor=actor_of(request), now=timezone.now())
    content = json.dumps(document, ensure_ascii=False, indent=1)
    return attachment(content, f"consent-receipt-{person.pk}.jsonld", "application/ld+json; charset=utf-8")


@login_required
@require_POST
def check(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Ask the policy about a use, now; show why."""
    person = _access_person(request, person_id)
    form = UseForm(request.POST, brand=person.brand)
    if not form.is_valid():
        return _render_person(request, person, AlertView("danger", _("Choisissez un usage.")), status=422)
    kept = form.cleaned_data
    use = Use(
        kept["purpose"],
        Task(kept["task"]),
        Channel(kept["channel"]),
        campaign=Campaign(similar_products=True, opt_out_offered=kept["opt_out"]),
    )
    decision = check_use(person, use, actor=actor_of(request), now=timezone.now())
    return redirect("desk:why", decision.pk)
