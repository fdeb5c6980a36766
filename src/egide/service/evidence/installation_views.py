"""The installation's own journal: sign-ins, refusals, users, brands. For who answers for accounts."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from egide.journal import JournalError, make_receipt
from egide.service.design.contexts import Cell, Column, EmptyState, LinkView, TableView
from egide.service.evidence.archiving import zipped
from egide.service.evidence.exporting import INSTALLATION
from egide.service.evidence.flows import INSTALLATION_ID
from egide.service.evidence.integrity import log_integrity
from egide.service.evidence.models import InstallationEntry
from egide.service.evidence.opening import Opened, may_open_installation, open_installation_entries
from egide.service.evidence.presenting import (
    LogPage,
    actor_words,
    detection_table,
    event_words,
    filters_view,
    head_facts,
    integrity_alerts,
    opening_facts,
    search_of,
    user_names,
)
from egide.service.evidence.proving import prove_installation
from egide.service.evidence.reading import Search, record_reading, search_installation
from egide.service.evidence.verifying import verify_log
from egide.service.evidence.views import (
    PAGE_ROWS,
    entry_page,
    pagination_of,
    receipt_response,
    receipt_view,
)
from egide.service.tenancy.access import AccessRefused, Actor, access_brands
from egide.service.tenancy.rights import Right
from egide.service.wiring import parts


def _reader(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.holds_anywhere(Right.USER_MANAGE):
        raise AccessRefused(Right.USER_MANAGE)
    return actor


def _names(actor: Actor) -> dict[str, str]:
    """The users of the brands that the reader answers for; of all of them when they answer for the installation."""
    return user_names(brand.pk for brand in access_brands(actor, Right.USER_MANAGE))


def _visible(opened: Opened, actor: Actor, names: dict[str, str]) -> Opened:
    """Close again what speaks of people of brands that the reader does not answer for."""
    if may_open_installation(actor) or opened.actor in names:
        return opened
    return Opened(withheld=frozenset(opened.openings))


@login_required
@require_GET
def installation(request: HttpRequest) -> HttpResponse:
    """Show the installation's journal, with who acted."""
    actor = _reader(request)
    now = timezone.now()
    search = search_of(request.GET, now)
    rows = search_installation(search, reader=actor, now=now)
    state = log_integrity(None, now=now)
    pagination = pagination_of(request, rows.count())
    start = (pagination.page - 1) * PAGE_ROWS
    names = _names(actor)
    shown = list(rows.order_by("-id")[start : start + PAGE_ROWS])
    opened = open_installation_entries(shown)
    if shown and not search.actor:
        record_reading(None, search, reader=actor, now=now)
    url = reverse("evidence:installation")
    actions: tuple[LinkView, ...] = ()
    if actor.holds_anywhere(Right.JOURNAL_READ):
        actions = (LinkView(_("Journaux des marques"), reverse("evidence:journal"), "journal"),)
    page = LogPage(
        title=_("Journal de l'installation"),
        lead=_("Connexions, refus, comptes, marques : ce qui n'appartient à aucune marque. L'avoir lu y est inscrit."),
        alerts=integrity_alerts(state),
        head=head_facts(None, state),
        detection=detection_table(state),
        filters=filters_view(InstallationEntry.objects.all(), search, request.GET.get("since", ""), names, {}, url=url),
        entries=TableView(
            _("Entrées"),
            (Column(_("Index"), numeric=True), Column(_("Date")), Column(_("Événement")), Column(_("Acteur"))),
            tuple(_row(row, _visible(opened[row.pk], actor, names), names) for row in shown),
            pagination=pagination,
            empty=EmptyState(_("Aucune entrée"), _("Élargissez les filtres."), icon="journal"),
        ),
        actions=actions,
        verify_url=reverse("evidence:installation_verify"),
        export_url=reverse("evidence:installation_export"),
    )
    return render(request, "pages/journal_log.html", {"page": page})


def _row(row: InstallationEntry, opened: Opened, names: dict[str, str]) -> tuple[Cell, ...]:
    index = "…" if row.log_index is None else str(row.log_index)
    url = "" if row.log_index is None else reverse("evidence:installation_entry", args=[row.log_index])
    who = actor_words(opened.actor, names) if opened.actor else _("fermé")
    return (Cell(index, url=url), Cell(at=row.at), Cell(event_words(row.type)), Cell(who))


@login_required
@require_GET
def installation_entry(request: HttpRequest, index: int) -> HttpResponse:
    """Show one entry of the installation's journal."""
    actor = _reader(request)
    row = _access(index)
    names = _names(actor)
    opened = _visible(open_installation_entries([row])[row.pk], actor, names)
    if opened.openings:
        record_reading(None, Search(), reader=actor, now=timezone.now(), entry=index)
    facts = opening_facts(opened, names, "")
    page = entry_page(row, index, prove_installation(row), facts, reverse("evidence:installation"))
    address = request.build_absolute_uri(reverse("evidence:file", args=[INSTALLATION_ID, "checkpoint"]))
    url = reverse("evidence:installation_receipt", args=[index])
    view = receipt_view(index, address, url, opened=None)
    return render(request, "pages/journal_entry.html", {"page": page, "receipt": view})


def _access(index: int) -> InstallationEntry:
    row: Any = InstallationEntry.objects.filter(log_index=index).first()
    if row is None:
        raise Http404
    found: InstallationEntry = row
    return found


@login_required
@require_GET
def installation_receipt(request: HttpRequest, index: int) -> HttpResponse:
    """Give the proof of one entry of the installation's journal, closed."""
    _reader(request)
    _access(index)
    try:
        return receipt_response(make_receipt(parts().open_journal(None), index), index)
    except JournalError as unproven:
        raise Http404 from unproven


@login_required
@require_POST
def installation_verify(request: HttpRequest) -> HttpResponse:
    """Verify the whole journal of the installation now."""
    verify_log(None, actor=_reader(request), now=timezone.now())
    return redirect("evidence:installation")


@login_required
@require_POST
def installation_export(request: HttpRequest) -> StreamingHttpResponse:
    """Give the folder that verifies offline, as a zip."""
    return zipped(request, INSTALLATION, _reader(request))
