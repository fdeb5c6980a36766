"""Pages of people's rights: what is due, one request, everything about one person."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from egide.keys import KeyDestroyed
from egide.service.design.contexts import (
    AlertView,
    Cell,
    Column,
    ConfirmView,
    DetailPage,
    EmptyState,
    Fact,
    FormPage,
    HomeSection,
    LinkView,
    ListPage,
    TableView,
)
from egide.service.design.words import purpose_words
from egide.service.people.models import Person
from egide.service.people.naming import customer_label
from egide.service.people.searching import find_person
from egide.service.rights.erasing import ErasureIncomplete, erase_person
from egide.service.rights.exporting import export_person, format_export, journal_of
from egide.service.rights.flows import RequestRefused, answer_request, extend_request, receive_request, refuse_request
from egide.service.rights.models import KINDS, STATES, RightsRequest
from egide.service.sealing import person_vault
from egide.service.tenancy.access import AccessRefused, Actor, access_brands, check_right
from egide.service.tenancy.rights import Right

_KINDS, _STATES = dict(KINDS), dict(STATES)
_JOURNAL_SHOWN = 100
_CONFIRM_WORD = gettext_lazy("EFFACER")


class ReceiveForm(forms.Form):
    """Which person, found by an exact identifier, and which right."""

    brand = forms.ChoiceField(label=gettext_lazy("Marque"))
    kind = forms.ChoiceField(label=gettext_lazy("Droit exercé"), choices=KINDS)
    identifier = forms.CharField(label=gettext_lazy("Adresse, téléphone ou numéro de client exact"), max_length=200)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_slug = {brand.slug: brand for brand in access_brands(actor, Right.RIGHTS_REQUEST_HANDLE)}
        self.fields["brand"].choices = [(slug, brand.name) for slug, brand in self.by_slug.items()]  # type: ignore[attr-defined]

    def person(self) -> Person | None:
        """Find the person named, inside the brand chosen."""
        brand = self.by_slug[self.cleaned_data["brand"]]
        return find_person(brand, self.cleaned_data["identifier"])


def _handler(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.holds_anywhere(Right.RIGHTS_REQUEST_HANDLE):
        raise AccessRefused(Right.RIGHTS_REQUEST_HANDLE)
    return actor


def _access(request: HttpRequest, request_id: UUID) -> RightsRequest:
    actor = request.actor  # type: ignore[attr-defined]
    try:
        found: RightsRequest = RightsRequest.objects.select_related("brand").get(pk=request_id)
    except RightsRequest.DoesNotExist as absent:
        raise Http404 from absent
    check_right(actor, Right.RIGHTS_REQUEST_HANDLE, found.brand_id)
    return found


@login_required
@require_GET
def requests(request: HttpRequest) -> HttpResponse:
    """List requests, the most urgent first."""
    actor = _handler(request)
    now = timezone.now()
    rows = RightsRequest.objects.filter(brand__in=access_brands(actor, Right.RIGHTS_REQUEST_HANDLE))
    page = ListPage(
        title=_("Demandes de droits"),
        lead=_("Chaque demande a un mois ; l’échéance tient compte des jours fériés."),
        create=LinkView(_("Enregistrer une demande"), reverse("rights:receive")),
        table=TableView(
            _("Demandes"),
            (Column(_("Échéance")), Column(_("Droit exercé")), Column(_("Marque")), Column(_("État"))),
            tuple(_row(row, now) for row in rows.select_related("brand").order_by("answered_at", "due_at")[:200]),
            empty=EmptyState(
                _("Aucune demande"), _("Enregistrez ici celles qui arrivent par courrier ou par téléphone.")
            ),
        ),
    )
    return render(request, "pages/list.html", {"page": page})


def _row(row: RightsRequest, now: Any) -> tuple[Cell, ...]:
    late = row.answered_at is None and row.due_at < now
    status: Literal["danger", "ok", "info"] = "danger" if late else "ok" if row.answered_at else "info"
    return (
        Cell(at=row.due_at, url=reverse("rights:request", args=[row.pk])),
        Cell(_KINDS[row.kind]),
        Cell(row.brand.name),
        Cell(_("en retard") if late else _STATES[row.state], status=status),
    )


@login_required
def receive(request: HttpRequest) -> HttpResponse:
    """Register a request for a person found by an exact identifier."""
    actor = _handler(request)
    form = ReceiveForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        person = form.person()
        if person is not None:
            made = receive_request(person, form.cleaned_data["kind"], actor=actor, now=timezone.now())
            return redirect("rights:request", made.pk)
        form.add_error("identifier", _("Aucune personne de cette marque n’a cet identifiant."))
    page = FormPage(
        title=_("Enregistrer une demande"),
        form=form,
        action_url=reverse("rights:receive"),
        submit=_("Enregistrer la demande"),
        back=LinkView(_("Demandes de droits"), reverse("rights:requests")),
    )
    return render(request, "pages/form.html", {"page": page})


@login_required
@require_GET
def request_page(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Show one request and what can be done now."""
    found = _access(request, request_id)
    return render(
        request,
        "pages/rights_request.html",
        {"page": _detail(found), "request_row": found, "open": found.answered_at is None},
    )


def _detail(found: RightsRequest, alert: AlertView | None = None) -> DetailPage:
    facts = [
        Fact(_("Droit exercé"), _KINDS[found.kind]),
        Fact(_("Marque"), found.brand.name),
        Fact(_("État"), _STATES[found.state]),
        Fact(_("Reçue le"), date_format(timezone.localtime(found.received_at), "j F Y")),
        Fact(_("À répondre avant le"), date_format(timezone.localtime(found.due_at), "j F Y H:i")),
    ]
    if found.extension_reason:
        facts.append(Fact(_("Prolongée"), found.extension_reason))
    if found.refusal_reason:
        facts.append(Fact(_("Refusée"), found.refusal_reason))
    steps = list(found.steps.all())
    sections = []
    if steps:
        sections.append(
            HomeSection(
                _("Effacement, magasin par magasin"),
                table=TableView(
                    _("Effacement, magasin par magasin"),
                    (Column(_("Magasin")), Column(_("Effacés"), numeric=True), Column(_("Restants"), numeric=True)),
                    tuple((Cell(step.store), Cell(str(step.deleted)), Cell(str(step.left))) for step in steps),
                ),
            )
        )
    confirm = None
    if found.kind == "erasure" and found.answered_at is None:
        confirm = ConfirmView(
            title=_("Effacer cette personne"),
            target=_("toutes ses conversations, ses identifiants et sa clé"),
            consequence=_(
                "Rien ne pourra être relu, pas même depuis une sauvegarde. Le journal gardera la preuve, sans son nom."
            ),
            button=_("Effacer définitivement"),
            action_url=reverse("rights:erase", args=[found.pk]),
            cancel_url=reverse("rights:requests"),
            type_to_confirm=str(_CONFIRM_WORD),
        )
    actions = []
    if Person.objects.filter(pk=found.person_id).exists():
        actions.append(
            LinkView(_("Ce que le bureau sait d’elle"), reverse("rights:person", args=[found.person_id]), "user")
        )
    return DetailPage(
        title=str(_KINDS[found.kind]),
        facts=tuple(facts),
        back=LinkView(_("Demandes de droits"), reverse("rights:requests")),
        actions=tuple(actions),
        sections=tuple(sections),
        confirm=confirm,
        alerts=(alert,) if alert else (),
    )


@login_required
@require_POST
def answer(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Carry out a right that changes a choice."""
    found = _access(request, request_id)
    new_name = request.POST.get("name", "").strip()
    try:
        answer_request(found, actor=request.actor, now=timezone.now(), new_name=new_name)  # type: ignore[attr-defined]
    except RequestRefused:
        return _with_alert(request, found, _("Ce droit s’exerce autrement sur cette page."))
    return redirect("rights:request", found.pk)


@login_required
@require_POST
def extend(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Extend a request by two months, with its reason."""
    found = _access(request, request_id)
    try:
        extend_request(found, request.POST.get("reason", ""), actor=request.actor, now=timezone.now())  # type: ignore[attr-defined]
    except RequestRefused:
        return _with_alert(
            request, found, _("Une prolongation se décide une fois, dans le premier mois, avec un motif.")
        )
    return redirect("rights:request", found.pk)


@login_required
@require_POST
def refuse(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Refuse a request, with its reason."""
    found = _access(request, request_id)
    try:
        refuse_request(found, request.POST.get("reason", ""), actor=request.actor, now=timezone.now())  # type: ignore[attr-defined]
    except RequestRefused:
        return _with_alert(request, found, _("Un refus donne son motif et les deux voies de recours."))
    return redirect("rights:request", found.pk)


@login_required
@require_POST
def erase(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Erase, once the word was typed."""
    found = _access(request, request_id)
    if request.POST.get("confirm", "").strip() != str(_CONFIRM_WORD):
        return _with_alert(request, found, _("Rien n’a été effacé : le mot de confirmation manque."))
    try:
        erase_person(found, actor=request.actor, now=timezone.now())  # type: ignore[attr-defined]
    except ErasureIncomplete:
        return _with_alert(
            request, found, _("L’effacement n’est pas complet : un magasin retient encore des données. Relancez-le.")
        )
    return redirect("rights:request", found.pk)


def _with_alert(request: HttpRequest, found: RightsRequest, words: str) -> HttpResponse:
    context = {"page": _detail(found, AlertView("warning", words)), "request_row": found, "open": True}
    return render(request, "pages/rights_request.html", context, status=422)


@login_required
@require_POST
def export(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Make the copy that the person receives, and close the request."""
    from django.db import transaction

    from egide.service.rights.flows import close_request

    found = _access(request, request_id)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    try:
        person = Person.objects.get(pk=found.person_id)
    except Person.DoesNotExist as absent:
        raise Http404 from absent
    document = export_person(person, actor=actor, now=timezone.now())
    if found.kind in {"access", "portability"} and found.answered_at is None:
        with transaction.atomic():
            close_request(found, actor=actor, now=timezone.now())
    response = HttpResponse(format_export(document), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="export-{found.pk}.json"'
    return response


@login_required
@require_GET
def person_page(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Show everything that was done with one person's data; reading it is itself an entry."""
    from django.db import transaction

    from egide.journal import event_type
    from egide.service.evidence.flows import Act, write_entry

    actor: Actor = request.actor  # type: ignore[attr-defined]
    try:
        person: Person = Person.objects.select_related("brand").get(pk=person_id)
    except Person.DoesNotExist as absent:
        raise Http404 from absent
    check_right(actor, Right.JOURNAL_OPEN, person.brand_id)
    try:
        vault = person_vault(person.brand_id, person.pk)
    except KeyDestroyed as gone:
        raise Http404 from gone
    with transaction.atomic():
        write_entry(person.brand_id, Act("journal.read", person.pk, actor, "DSR", person.pk), at=timezone.now())
    lines = journal_of(person, vault)
    position = 0 if (request.LANGUAGE_CODE or "fr").startswith("fr") else 1
    page = DetailPage(
        title=customer_label(vault, person) or _("Client sans nom"),
        lead=_("Tout ce qu’Égide a fait des données de cette personne."),
        facts=(
            Fact(_("Marque"), person.brand.name),
            Fact(_("Traitement limité"), _("oui") if person.restricted else _("non")),
            Fact(_("Opposition"), _("oui") if person.objected else _("non")),
            Fact(_("Refuse l’IA"), _("oui") if person.ai_opt_out else _("non")),
        ),
        back=LinkView(_("Demandes de droits"), reverse("rights:requests")),
        sections=(
            HomeSection(
                _("Ce qui a été fait"),
                table=TableView(
                    _("Actes inscrits au journal"),
                    (Column(_("Index"), numeric=True), Column(_("Date")), Column(_("Acte")), Column(_("Finalité"))),
                    tuple(
                        (
                            Cell("…" if line["index"] is None else str(line["index"])),
                            Cell(at=datetime.fromisoformat(line["at"])),
                            Cell(event_type(line["event"]).heading[position]),
                            Cell(purpose_words(line["purpose"]) if line["purpose"] else "–"),
                        )
                        for line in lines[-_JOURNAL_SHOWN:][::-1]
                    ),
                ),
                wide=True,
            ),
        ),
    )
    return render(request, "pages/detail.html", {"page": page})
