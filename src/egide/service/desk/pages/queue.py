"""The queue: what to do next, ordered by priority with the reason, then by deadline."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from egide.keys import KeyDestroyed
from egide.service.assistance.models import Draft
from egide.service.conversations.flows import note_search
from egide.service.conversations.models import CHANNELS, PRIORITIES, Interaction, Message
from egide.service.conversations.searching import interactions_holding, search_keys
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
from egide.service.design.vocabulary import CHANNELS as CHANNEL_WORDS
from egide.service.design.words import intent_words
from egide.service.desk.presenting import priority_view, sla_clock
from egide.service.people.naming import customer_label
from egide.service.sealing import person_vault
from egide.service.tenancy.access import AccessRefused, Actor, access_brands
from egide.service.tenancy.choosing import chosen_brand
from egide.service.tenancy.models import Brand
from egide.service.tenancy.rights import Right

PAGE_SIZE = 25
_EXCERPT = 110


_FILTERS = ("brand", "channel", "priority", "sla", "state", "found")
# A search is remembered by its indexes, under a random word: neither an address nor the session holds what was typed.
_SEARCHES = "searches"
_SEARCHES_KEPT = 5
_LONGEST_QUERY = 200
_BEFORE_CURRENT = 1


@login_required
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """Show the queue."""
    page = queue_page(request, request.actor)  # type: ignore[attr-defined]
    return render(request, "pages/queue.html", {"page": page})


@login_required
@require_POST
def search(request: HttpRequest) -> HttpResponse:
    """Look for an exact value; what was typed goes no further than its blind indexes."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    brands = access_brands(actor, Right.INTERACTION_READ)
    if not brands:
        raise AccessRefused(Right.INTERACTION_READ)
    keys = search_keys(brands, request.POST.get("q", "").strip()[:_LONGEST_QUERY])
    token = secrets.token_urlsafe(6)
    earlier = list(request.session.get(_SEARCHES, {}).items())[1 - _SEARCHES_KEPT :]
    request.session[_SEARCHES] = dict([*earlier, (token, keys)])
    note_search(brands, interactions_holding(brands, keys), actor=actor, now=timezone.now())
    return redirect(f"{reverse('desk:queue')}?{urlencode({'found': token})}")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the address asks of the queue, over the brands that this person may read."""

    brands: tuple[Brand, ...]
    filters: dict[str, str]
    rows: QuerySet[Interaction]

    @classmethod
    def read(cls, request: HttpRequest, actor: Actor, now: datetime) -> _Asked:
        brands = access_brands(actor, Right.INTERACTION_READ)
        chosen = chosen_brand(request, brands)
        filters = {name: request.GET.get(name, "") for name in _FILTERS}
        # What waits is what one comes for; a search, or "all" chosen in the filter, looks everywhere.
        filters["state"] = request.GET.get("state", "" if filters["found"] else "open")
        keys = request.session.get(_SEARCHES, {}).get(filters["found"], {})
        return cls(tuple(brands), filters, filtered_queue([chosen] if chosen else brands, filters, now, keys))

    @property
    def query(self) -> str:
        return urlencode(self._asked)

    @property
    def active(self) -> int:
        """How many filters are in use."""
        return len(self._asked)

    @property
    def _asked(self) -> dict[str, str]:
        """What differs from the queue as it opens."""
        usual = {**dict.fromkeys(_FILTERS, ""), "state": "" if self.filters["found"] else "open"}
        return {name: value for name, value in self.filters.items() if value != usual[name]}

    def present(self, rows: QuerySet[Interaction], now: datetime, current: Interaction | None) -> tuple[QueueRow, ...]:
        shown = list(rows.select_related("brand", "person", "assigned_to").prefetch_related("person__identifiers"))
        return _rows(shown, now, query=self.query, current=current, many_brands=len(self.brands) > 1)


def queue_page(request: HttpRequest, actor: Actor) -> QueuePage:
    """Build the queue that this person sees under the filters of the address."""
    now = timezone.now()
    asked = _Asked.read(request, actor, now)
    total = asked.rows.count()
    address = f"?{asked.query}&page=" if asked.query else "?page="
    number = request.GET.get("page", "1")
    pagination = Pagination.of(page=int(number) if number.isdecimal() else 1, total=total, url=address, size=PAGE_SIZE)
    start = (pagination.page - 1) * PAGE_SIZE
    return QueuePage(
        title=_("Conversations"),
        rows=asked.present(asked.rows[start : start + PAGE_SIZE], now, None),
        filters=_filters(asked.filters, asked.brands, asked.active),
        pagination=pagination,
        lead=_("Tout ce qui contient exactement la valeur cherchée, quel que soit son état.")
        if asked.filters["found"] and total
        else "",
        empty=_empty(asked, actor) if not total else None,
    )


def queue_beside(request: HttpRequest, actor: Actor, current: Interaction, *, size: int) -> QueuePage:
    """Build the part of the queue around an open conversation: a few rows before it, the rest after.

    Args:
        request: Its query holds the filters of the queue that the person came from.
        actor: Whose brands are shown.
        current: The conversation open beside the queue.
        size: Rows at most.

    Returns:
        The neighbours, in the order of work.
    """
    now = timezone.now()
    asked = _Asked.read(request, actor, now)
    start = max(0, _place(asked.rows, current) - _BEFORE_CURRENT)
    return QueuePage(
        title=_("Conversations"),
        rows=asked.present(asked.rows[start : start + size], now, current),
        filters=FiltersView(()),
        pagination=Pagination.of(page=1, total=0, url="?page="),
    )


def _place(rows: QuerySet[Interaction], current: Interaction) -> int:
    """Count the rows that come before a conversation in the order of work."""
    same = Q(priority=current.priority)
    # One that waits to be read has no deadline yet: databases differ on which side of the others it stands.
    unset, unset_last = same & Q(due_at=None), connection.features.nulls_order_largest
    if current.due_at is None:
        earlier = unset & Q(id__lt=current.pk)
        if unset_last:
            earlier |= same & Q(due_at__isnull=False)
    else:
        earlier = same & (Q(due_at__lt=current.due_at) | Q(due_at=current.due_at, id__lt=current.pk))
        if not unset_last:
            earlier |= unset
    return rows.filter(Q(priority__lt=current.priority) | earlier).count()


def filtered_queue(
    brands: Sequence[Brand], asked: Mapping[str, str], now: datetime, keys: Mapping[str, Sequence[str]] | None = None
) -> QuerySet[Interaction]:
    """Select the conversations of these brands under these filters, in the order of work.

    Args:
        brands: Where to look.
        asked: Filters by name; an empty one selects everything.
        now: Aware UTC, for deadlines.
        keys: Blind indexes of a search, by brand id.

    Returns:
        The rows, ordered.
    """
    if asked.get("found"):
        rows = interactions_holding(brands, keys or {})
    else:
        rows = Interaction.objects.filter(brand__in=brands)
    if asked.get("state"):
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


def _filters(asked: Mapping[str, str], brands: Sequence[Brand], active: int) -> FiltersView:
    def options(pairs: Sequence[tuple[object, object]], name: str) -> tuple[FilterOption, ...]:
        return tuple(FilterOption(str(code), str(label), selected=asked[name] == str(code)) for code, label in pairs)

    filters = [
        FilterView(
            "state",
            _("État"),
            options((("open", _("À traiter")), ("answered", _("Répondues")), ("closed", _("Closes"))), "state"),
        ),
        FilterView(
            "channel", _("Canal"), options([(code, CHANNEL_WORDS[code].label) for code, _name in CHANNELS], "channel")
        ),
        FilterView("priority", _("Priorité"), options(PRIORITIES, "priority")),
        FilterView("sla", _("Échéance"), options((("late", _("En retard")), ("soon", _("Sous 2 h"))), "sla")),
    ]
    if len(brands) > 1:
        pairs = [(brand.slug, brand.name) for brand in brands]
        filters.insert(0, FilterView("brand", _("Marque"), options(pairs, "brand")))
    return FiltersView(
        filters=tuple(filters),
        action_url=reverse("desk:queue"),
        reset_url=reverse("desk:queue"),
        active=active,
    )


def _empty(asked: _Asked, actor: Actor) -> EmptyState:
    if asked.filters["found"]:
        return EmptyState(
            _("Aucune conversation ne contient exactement cela"),
            _(
                "La recherche retrouve une valeur entière sans lire les textes : une adresse, un téléphone, un nom, une "
                "référence, un compte. Ni un début de mot ni une expression ne peuvent être retrouvés ainsi."
            ),
            LinkView(_("Revenir à la file"), reverse("desk:queue")),
            "search",
        )
    if asked.active:
        return EmptyState(
            _("Aucune conversation ne correspond"),
            _("Élargissez les filtres."),
            LinkView(_("Effacer les filtres"), reverse("desk:queue")),
        )
    may_import = actor.holds_anywhere(Right.INTERACTION_IMPORT)
    return EmptyState(
        _("Tout est traité"),
        _("Les nouvelles conversations arriveront ici, les plus urgentes d’abord."),
        LinkView(_("Importer des conversations"), reverse("desk:import")) if may_import else None,
        "check",
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
            customer=first_words[row.pk][0],
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
        name = customer_label(vault, row.person)
        message = latest.get(row.pk)
        body = vault.open_text("message", message.pk, "body", message.body_sealed) if message else ""
        line = " ".join(body.split())
        words[row.pk] = (name, line if len(line) <= _EXCERPT else f"{line[: _EXCERPT - 1]}…")
    return words
