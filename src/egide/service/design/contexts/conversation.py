"""One conversation: its thread, what was found in it, what the model saw, what the AI proposes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

    from django_stubs_ext import StrOrPromise

    from egide.service.design.contexts.evidence import DecisionView, Fact, FootprintView
    from egide.service.design.contexts.queue import FilterOption, PriorityView, QueuePage, SlaClock
    from egide.service.design.contexts.shell import AlertView, LinkView


@dataclass(frozen=True, slots=True)
class FindingView:
    """A span of personal data in a message: offsets are code points, half-open; ``label`` as in the annotation guide."""

    start: int
    end: int
    label: str
    why: StrOrPromise = ""


@dataclass(frozen=True, slots=True)
class PseudonymView:
    """A pseudonym in the text that the model saw: offsets are code points of ``MessageView.model_text``, half-open."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a message; no ``url`` when it may not be opened, and ``note`` says why."""

    name: str
    size: str
    url: str = ""
    note: StrOrPromise = ""


@dataclass(frozen=True, slots=True)
class MessageView:
    """One message of the thread.

    Attributes:
        id: DOM identifier is ``message-<id>``; summary lines link to it.
        author: Name shown; ``role`` gives the side and the word (customer, agent, bot, system).
        text: What was written, quoted text and signature removed.
        findings: Personal data in ``text``.
        model_text: What the model saw of this message; None when no model saw it.
        pseudonyms: Pseudonyms in ``model_text``.
        quoted: Quoted text and signature, folded.
        ai: Words of the AI mark ("Rédigé avec l'aide de l'IA, relu par Inès K."); empty when no AI wrote it.
    """

    id: str
    role: Literal["customer", "agent", "bot", "system"]
    author: str
    at: datetime
    text: str
    findings: tuple[FindingView, ...] = ()
    model_text: str | None = None
    pseudonyms: tuple[PseudonymView, ...] = ()
    quoted: str = ""
    ai: StrOrPromise = ""
    attachments: tuple[Attachment, ...] = ()
    trace_url: str = ""


@dataclass(frozen=True, slots=True)
class MessageLink:
    """A link to a message: its identifier, its short name ("message 3"), the address of its part of a long thread."""

    id: str
    label: StrOrPromise
    page_url: str = ""


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """One line of the summary with the messages that support it; ``heading`` starts a section when not empty."""

    text: str
    messages: tuple[MessageLink, ...]
    heading: StrOrPromise = ""


@dataclass(frozen=True, slots=True)
class Confidence:
    """A confidence shown as words and a bar; ``ratio`` in [0, 1] draws the bar and is never printed."""

    words: StrOrPromise
    ratio: float


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one fact added to a score (signed); the bars share one scale, the largest fills it."""

    label: StrOrPromise
    weight: float
    detail: StrOrPromise = ""


@dataclass(frozen=True, slots=True)
class PredictionView:
    """What the AI thinks the request is: the name, its confidence, the words for and against it, the other candidates."""

    label: StrOrPromise
    confidence: Confidence | None = None
    because: tuple[str, ...] = ()
    others: tuple[StrOrPromise, ...] = ()
    against: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """A passage of the knowledge base that a draft relies on; ``number`` is what the draft shows, from 1."""

    number: int
    title: str
    passage: str
    url: str = ""
    updated: StrOrPromise = ""


@dataclass(frozen=True, slots=True)
class DraftPart:
    """A sentence or paragraph of the draft and the numbers of its citations; ``break_after`` ends the paragraph."""

    text: str
    citations: tuple[int, ...] = ()
    break_after: bool = False


@dataclass(frozen=True, slots=True)
class DraftView:
    """What the AI proposes to answer.

    Attributes:
        state: ``ready``; ``abstained`` (nothing supports an answer); ``withheld`` (the check refused it); ``refused``
            (the decision forbids it); ``off`` (no AI for this brand or task); ``working`` (not there yet); ``none`` (nobody
            asked for one); ``done`` (a person accepted or rejected it).
        why: One sentence: why this state, what is missing.
        missing: What would let the AI answer, one line each.
        accept_url, reject_url: Where the forms post: accept sends nothing but the token, reject sends ``reason``.
        edit_url: Page whose reply form holds the draft; empty leads to the reply form of this page, which then holds it.
            With JavaScript an empty form in place is filled. Also offered, as "Répondre moi-même", without a draft.
        reject_reasons: (value, label) pairs offered on rejection.
    """

    state: Literal["ready", "abstained", "withheld", "refused", "off", "working", "none", "done"]
    parts: tuple[DraftPart, ...] = ()
    citations: tuple[Citation, ...] = ()
    confidence: Confidence | None = None
    why: StrOrPromise = ""
    missing: tuple[StrOrPromise, ...] = ()
    model: StrOrPromise = ""
    accept_url: str = ""
    edit_url: str = ""
    reject_url: str = ""
    reject_reasons: tuple[tuple[str, StrOrPromise], ...] = ()


@dataclass(frozen=True, slots=True)
class ReplyForm:
    """The answer written or edited by hand: posts ``text`` (and ``version`` when given) to ``action_url``."""

    action_url: str
    text: str = ""
    version: str = ""
    error: StrOrPromise = ""


@dataclass(frozen=True, slots=True)
class ThreadViews:
    """The switch "people / what the model saw / side by side": the current view and the address of each."""

    current: Literal["people", "model", "both"]
    people_url: str
    model_url: str
    both_url: str


@dataclass(frozen=True, slots=True)
class ActView:
    """Something to do at once, a button that posts ``name`` with ``value`` to ``action_url``."""

    label: StrOrPromise
    action_url: str
    icon: str = ""
    name: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class PriorityChoice:
    """Another priority, chosen by a person: a select posted as ``priority`` to ``action_url``."""

    action_url: str
    options: tuple[FilterOption, ...]


@dataclass(frozen=True, slots=True)
class ConversationPage:
    """A conversation with the queue on its left and the AI panel on its right: ``pages/conversation.html``."""

    title: StrOrPromise
    id: str
    customer: str
    channel: str
    messages: tuple[MessageView, ...]
    views: ThreadViews
    priority: PriorityView
    draft: DraftView
    brand: str = ""
    queue: QueuePage | None = None
    queue_url: str = ""
    previous_url: str = ""
    next_url: str = ""
    sla: SlaClock | None = None
    intent: PredictionView | None = None
    sentiment: PredictionView | None = None
    contributions: tuple[Contribution, ...] = ()
    summary: tuple[SummaryLine, ...] = ()
    decision: DecisionView | None = None
    footprint: FootprintView | None = None
    trace_url: str = ""
    facts: tuple[Fact, ...] = ()
    reply: ReplyForm | None = None
    actions: tuple[LinkView, ...] = ()
    alerts: tuple[AlertView, ...] = ()
    acts: tuple[ActView, ...] = ()
    priority_choice: PriorityChoice | None = None
    older: LinkView | None = None
    newer: LinkView | None = None
