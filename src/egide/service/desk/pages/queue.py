"""The queue: what to do next, ordered by priority with the reason, then by deadline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from egide.keys import KeyDestroyed
from egide.service.assistance.models import Draft
from egide.service.conversations.models import CHANNELS, PRIORITIES, Interaction, Message
from egide.service.conversations.searching import search_interactions
from egide.service.design.contexts import (
    EmptyState,
    FilterOption,
    FiltersView,
    FilterView,
    LinkView,
    Pagination,
    QueuePage,
    QueueRow,
)
from egide.service.desk.presenting import priority_view, sla_clock
from egide.service.desk.shell import chosen_brand
from egide.service.desk.words import intent_words
from egide.service.sealing import person_vault
from egide.service.tenancy.access import Actor, access_brands
from egide.service.tenancy.models import Brand
from egide.service.tenancy.rights import Right

PAGE_SIZE = 25
_EXCERPT = 110


@login_required
def queue(request: HttpRequest) -> HttpResponse:
    """Show the queue."""
    page = queue_page(request, request.actor, size=PAGE_SIZE)  # type: ignore[attr-defined]
    return render(request, "pages/queue.html", {"page": page})


def queue_page(request: HttpRequest, actor: Actor, *, size: int, current: Interaction | None = None) -> QueuePage:
    """Build the queue that this person sees under the filters of the address.

    Args:
        request: Its query holds the filters and the page.
        actor: Whose brands are shown.
        size: Rows on a page.
        current: The conversation open beside the queue.

    Returns:
        The page's content.
    """
    now = timezone.now()
    brands = access_brands(actor, Right.INTERACTION_READ)
    chosen = chosen_brand(request, brands)
    asked = {name: request.GET.get(name, "") for name in ("brand", "channel", "priority", "sla", "state", "q")}
    rows = filtered_queue([chosen] if chosen else brands, asked, now)
    total = rows.count()
    kept = {name: value for name, value in asked.items() if value}
    address = f"?{urlencode(kept)}&page=" if kept else "?page="
    number = request.GET.get("page", "1")
    pagination = Pagination.of(page=int(number) if number.isdecimal() else 1, total=total, url=address, size=size)
    start = (pagination.page - 1) * size
    shown = list(rows.select_related("brand", "person", "assigned_to")[start : start + size])
    return QueuePage(
        title=_("Conversations"),
        rows=_rows(shown, now, query=urlencode(kept), current=current, many_brands=len(brands) > 1),
        filters=_filters(asked, brands, len(kept)),
        pagination=pagination,
        empty=_empty(kept) if not total else None,
    )


def filtered_queue(brands: Sequence[Brand], asked: dict[str, str], now: datetime) -> QuerySet[Interaction]:
    """Select the conversations of these brands under these filters, in the order of work."""
    rows = Interaction.objects.filter(brand__in=brands)
    if asked.get("q"):
        rows = search_interactions(brands, asked["q"])
    elif asked.get("state", "") in {"", "open"}:
        rows = rows.filter(status="open")
    else:
        rows = rows.filter(status=asked["state"])
    if asked.get("brand"):
        rows = rows.filter(brand__slug=asked["brand"])
    if asked.get("channel"):
        rows = rows.filter(channel=asked["channel"])
    if asked.get("priority", "").isdecimal():
        rows = rows.filter(priority=int(asked["priority"]))
    if asked.get("sla") == "late":
        rows = rows.filter(due_at__lt=now)
    elif asked.get("sla") == "soon":
        rows = rows.filter(due_at__gte=now, due_at__lt=now + timedelta(hours=2))
    return rows.order_by("priority", "due_at", "id")


def _filters(asked: dict[str, str], brands: Sequence[Brand], active: int) -> FiltersView:
    def options(pairs: Sequence[tuple[object, object]], name: str) -> tuple[FilterOption, ...]:
        return tuple(FilterOption(str(code), str(label), selected=asked[name] == str(code)) for code, label in pairs)

    filters = [
        FilterView(
            "state",
            _("État"),
            options((("open", _("À traiter")), ("answered", _("Répondues")), ("closed", _("Closes"))), "state"),
        ),
        FilterView("channel", _("Canal"), options(CHANNELS, "channel")),
        FilterView("priority", _("Priorité"), options(PRIORITIES, "priority")),
        FilterView("sla", _("Échéance"), options((("late", _("En retard")), ("soon", _("Sous 2 h"))), "sla")),
    ]
    if len(brands) > 1:
        pairs = [(brand.slug, brand.name) for brand in brands]
        filters.insert(0, FilterView("brand", _("Marque"), options(pairs, "brand")))
    return FiltersView(
        filters=tuple(filters),
        action_url=reverse("desk:queue"),
        query=asked["q"],
        reset_url=reverse("desk:queue"),
        active=active,
    )


def _empty(kept: dict[str, str]) -> EmptyState:
    if kept:
        return EmptyState(
            _("Aucune conversation ne correspond"),
            _("Élargissez les filtres, ou cherchez une adresse, un téléphone, un nom ou une référence exacts."),
            LinkView(_("Effacer les filtres"), reverse("desk:queue")),
        )
    return EmptyState(
        _("Tout est traité"),
        _("Les nouvelles conversations arriveront ici, les plus urgentes d'abord."),
        LinkView(_("Importer des conversations"), reverse("desk:import")),
    )


def _rows(
    shown: Sequence[Interaction], now: datetime, *, query: str, current: Interaction | None, many_brands: bool
) -> tuple[QueueRow, ...]:
    ready = set(
        Draft.objects.filter(interaction__in=shown, state="proposed", action="reply").values_list(
            "interaction_id", flat=True
        )
    )
    first_words = _first_words(shown)
    language = get_language() or "fr"
    suffix = f"?{query}" if query else ""
    return tuple(
        QueueRow(
            id=str(row.pk),
            url=reverse("desk:conversation", args=[row.pk]) + suffix,
            title=intent_words(row.intent) if row.intent else _("Non analysée"),
            customer=first_words[row.pk][0] or _("Client sans nom"),
            channel=row.channel,
            priority=priority_view(row, language[:2]),
            received_at=row.last_message_at,
            excerpt=first_words[row.pk][1],
            brand=row.brand.name if many_brands else "",
            sla=sla_clock(row, now),
            draft="ready" if row.pk in ready else "",
            assignee=str(row.assigned_to.display_name) if row.assigned_to else "",
            current=current is not None and row.pk == current.pk,
        )
        for row in shown
    )


def _first_words(shown: Sequence[Interaction]) -> dict[UUID, tuple[str, str]]:
    """Open the name and the latest customer's words of each row; an erased person shows neither."""
    latest: dict[UUID, Message] = {}
    messages = Message.objects.filter(interaction__in=shown, author_role="customer").order_by("at", "position")
    for message in messages:
        latest[message.interaction_id] = message
    words: dict[UUID, tuple[str, str]] = {}
    for row in shown:
        try:
            vault = person_vault(row.brand_id, row.person_id)
        except KeyDestroyed:
            words[row.pk] = (_("Personne effacée"), "")
            continue
        name = vault.open_text("person", row.person_id, "name", row.person.name_sealed)
        message = latest.get(row.pk)
        body = vault.open_text("message", message.pk, "body", message.body_sealed) if message else ""
        line = " ".join(body.split())
        words[row.pk] = (name, line if len(line) <= _EXCERPT else f"{line[: _EXCERPT - 1]}…")
    return words
