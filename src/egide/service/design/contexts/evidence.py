"""Decisions, reasons, figures, footprint, journal proofs, traces: what shows that the promise is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

    from django_stubs_ext import StrOrPromise

    from egide.service.design.contexts.queue import FiltersView
    from egide.service.design.contexts.shell import AlertView, LinkView
    from egide.service.design.contexts.tables import TableView


@dataclass(frozen=True, slots=True)
class ReasonView:
    """One reason of a decision, in a sentence, with the article it comes from."""

    sentence: StrOrPromise
    article: StrOrPromise = ""
    source_url: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A named fact; ``origin`` says where it was read (register, consent receipt, clock)."""

    name: StrOrPromise
    content: StrOrPromise
    origin: StrOrPromise = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class JournalProofView:
    """One line of journal proof.

    Attributes:
        index: Position of the entry in the journal, from 0.
        digest: Leaf hash in hexadecimal; the template shortens it.
        verified: True when the inclusion proof was checked, False when it failed, None when it was not tried.
        tree_size: Size of the journal the proof was made for.
    """

    index: int
    digest: str
    url: str = ""
    verified: bool | None = None
    tree_size: int | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A decision: the sentence first, then reasons with articles, then facts, then the journal proof."""

    verdict: Literal["allow", "allow-with-masking", "human-only", "refuse"]
    sentence: StrOrPromise
    reasons: tuple[ReasonView, ...] = ()
    facts: tuple[Fact, ...] = ()
    masks: tuple[str, ...] = ()
    proof: JournalProofView | None = None
    why_url: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class FigureView:
    """A figure with its unit and period; ``low`` and ``high`` when it is an estimate; ``method_url`` says how.

    ``amount``, ``low`` and ``high`` come formatted for the locale ("12,4").
    """

    label: StrOrPromise
    amount: str
    unit: StrOrPromise = ""
    low: str = ""
    high: str = ""
    period: StrOrPromise = ""
    method_url: str = ""
    note: StrOrPromise = ""
    status: Literal["", "ok", "warning", "danger"] = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class FootprintView:
    """Energy and carbon of one request or one month, with the method that gave them."""

    energy: FigureView
    carbon: FigureView
    method: StrOrPromise = ""
    method_url: str = ""


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One step of the spine as it happened for one message.

    ``name`` is one of ingest, find, decide, protect, assist, verify, restore, review, record: it gives number, title
    and icon. ``words`` says in a sentence what happened.
    """

    name: Literal["ingest", "find", "decide", "protect", "assist", "verify", "restore", "review", "record"]
    state: Literal["done", "refused", "withheld", "skipped", "waiting", "failed"]
    words: StrOrPromise
    at: datetime | None = None
    duration_ms: float | None = None
    facts: tuple[Fact, ...] = ()
    decision: DecisionView | None = None
    footprint: FootprintView | None = None
    proof: JournalProofView | None = None


@dataclass(frozen=True, slots=True)
class TracePage:
    """The trace of one message, step by step: ``pages/trace.html``."""

    title: StrOrPromise
    conversation_url: str
    steps: tuple[TraceStep, ...]
    lead: StrOrPromise = ""
    others: tuple[LinkView, ...] = ()


@dataclass(frozen=True, slots=True)
class WhatIf:
    """One counterfactual: what would change, the verdict it would give, its sentence."""

    change: StrOrPromise
    verdict: Literal["allow", "allow-with-masking", "human-only", "refuse"]
    sentence: StrOrPromise
    url: str = ""


@dataclass(frozen=True, slots=True)
class WhyPage:
    """Why a decision was taken and what would change it: ``pages/why.html``; ``form`` is a Django form sent by GET."""

    title: StrOrPromise
    decision: DecisionView
    what_ifs: tuple[WhatIf, ...] = ()
    form: object | None = None
    tried: DecisionView | None = None
    back: LinkView | None = None


@dataclass(frozen=True, slots=True)
class JournalPage:
    """The journal of a brand: its head, its integrity in one sentence, its entries: ``pages/journal.html``."""

    title: StrOrPromise
    integrity: AlertView
    head: tuple[Fact, ...]
    entries: TableView
    filters: FiltersView | None = None
    verify_url: str = ""
    export_url: str = ""
