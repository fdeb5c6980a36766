"""The queue of the desk: rows, filters, priority, deadline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

    from django_stubs_ext import StrOrPromise

    from egide.service.design.contexts.shell import EmptyState
    from egide.service.design.contexts.tables import Pagination


@dataclass(frozen=True, slots=True)
class PriorityView:
    """A priority and the short reason for it, always shown together: ``P2``, "Service coupé"."""

    code: Literal["P1", "P2", "P3", "P4"]
    reason: StrOrPromise = ""


@dataclass(frozen=True, slots=True)
class SlaClock:
    """A deadline in words ("2 h 10 restantes"): the colour comes from ``state``, the exact time from ``due_at``."""

    state: Literal["ok", "soon", "late", "met", "paused"]
    words: StrOrPromise
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One conversation of the queue.

    Attributes:
        id: Stable identifier; also the DOM identifier ``row-<id>``.
        channel: ``email``, ``chat``, ``social``, ``call_in``, ``call_out``, ``call``, ``bot``, ``form``, ``crm``.
        draft: What the AI prepared: ``ready``, ``abstained``, ``withheld``, ``refused``, or nothing.
        unread: True when the customer wrote since the last look.
        current: True for the conversation that is open beside the list.
    """

    id: str
    url: str
    title: StrOrPromise
    customer: str
    channel: str
    priority: PriorityView
    received_at: datetime
    excerpt: str = ""
    brand: str = ""
    intent: StrOrPromise = ""
    sla: SlaClock | None = None
    draft: Literal["", "ready", "abstained", "withheld", "refused"] = ""
    state: StrOrPromise = ""
    assignee: str = ""
    unread: bool = False
    current: bool = False


@dataclass(frozen=True, slots=True)
class FilterOption:
    """One value that a filter offers."""

    value: str
    label: StrOrPromise
    selected: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class FilterView:
    """One filter, a select sent by GET under ``name``; an "all" option with an empty value is added by the template."""

    name: str
    label: StrOrPromise
    options: tuple[FilterOption, ...]


@dataclass(frozen=True, slots=True)
class FiltersView:
    """The filters of a list: a GET form; ``active`` counts those in use, ``reset_url`` clears them."""

    filters: tuple[FilterView, ...]
    action_url: str = ""
    query: str | None = None
    reset_url: str = ""
    active: int = 0


@dataclass(frozen=True, slots=True)
class QueuePage:
    """The queue: ``pages/queue.html``; also the left column of ``pages/conversation.html``."""

    title: StrOrPromise
    rows: tuple[QueueRow, ...]
    filters: FiltersView
    pagination: Pagination
    lead: StrOrPromise = ""
    empty: EmptyState | None = None
