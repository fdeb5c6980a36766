"""The canonical record: what every source becomes before anything else looks at it.

A ``Record`` is one message. Records of one conversation share ``source`` and ``thread_id``; ``turn`` orders them when the
source gives no times. A file yields records, rejects (what cannot be taken, with the place and the reason) and skips
(what is rightly left out: automatic mail, documentation beside the data).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from typing_extensions import override

from egide.intake.personal import NOBODY, Identifiers, Personal

__all__ = [
    "Attachment",
    "AuthorRole",
    "Channel",
    "Direction",
    "Item",
    "Position",
    "Record",
    "Reject",
    "Segment",
    "Skip",
    "Word",
]

Channel = Literal["call_in", "call_out", "chat", "bot", "social", "email", "form"]
Direction = Literal["inbound", "outbound", "internal"]
AuthorRole = Literal["customer", "agent", "bot", "system"]


@dataclass(frozen=True, slots=True)
class Position:
    """Where in a source something stands: the file as named by the caller, its line (from 1) or byte offset (from 0)."""

    file: str
    line: int | None = None
    offset: int | None = None

    @override
    def __str__(self) -> str:
        if self.line is not None:
            return f"{self.file}:{self.line}"
        return f"{self.file}@{self.offset}" if self.offset is not None else self.file


@dataclass(frozen=True, slots=True)
class Word:
    """One spoken word; times in seconds from the start of the call, ``interpolated`` when the recogniser gave none."""

    text: str = field(repr=False)
    start: float
    end: float
    interpolated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A stretch of speech; times in seconds from the start of the call."""

    start: float
    end: float
    text: str = field(repr=False)
    words: tuple[Word, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that came with a message: listed, never opened."""

    name: Personal
    media_type: str
    size_bytes: int
    sha256: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One message as its source told it, with its provenance. Personal text never shows in ``repr``.

    Attributes:
        source: Which system or file it comes from; ``(source, external_id)`` is the first de-duplication key.
        external_id: The source's own id of this message, or ``""``.
        thread_id: The source's id of the conversation; the message's own id when it stands alone.
        channel: One of ``call_in call_out chat bot social email form``.
        direction: ``inbound`` from the customer, ``outbound`` to them, ``internal`` between colleagues.
        position: Where it was read.
        author_role: Who wrote or spoke.
        author: Identifiers of the author.
        customer: Identifiers of the person whom the conversation concerns; the author when the customer writes.
        turn: Rank inside the conversation, from 0, when the source gives one.
        started_at: Aware UTC, or None when the source does not say.
        ended_at: Aware UTC, or None.
        lang: BCP 47 primary language (``fr``), or ``""``.
        subject: Subject line.
        text: What the author wrote this time, without quoted text and signature.
        quoted: The quoted history that came with it.
        signature: The author's signature block.
        segments: For speech, its stretches with times.
        attachments: Files that came along.
        labels: What the source already says of the message (intent, queue, tags, ``gold.…``).
        priority: The source's own priority, as written there.
        csat: The source's own satisfaction mark, as written there.
        outcome: The source's own outcome, as written there.
        consent: Consent statements of the source by purpose, as written there.
        purpose: The purpose under which it was collected, or ``""`` when the source does not say.
        legal_basis: The legal basis, or ``""``.
        message_id: RFC 5322 Message-ID without brackets; an artificial one when the mail had none.
        references: Message-IDs of In-Reply-To and References, oldest first.
        thread_marker: The thread marker of Égide found in subject or body, or ``""``.
        source_url: Where the message can be seen in its source.
        brand: The brand named by the source, or ``""``; the importer decides.
        raw: The bytes as received, for e-mail; to be kept encrypted with a retention of their own.
    """

    source: str
    external_id: str
    thread_id: str
    channel: Channel
    direction: Direction
    position: Position
    author_role: AuthorRole = "customer"
    author: Identifiers = NOBODY
    customer: Identifiers = NOBODY
    turn: int | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    lang: str = ""
    subject: str = field(default="", repr=False)
    text: str = field(default="", repr=False)
    quoted: str = field(default="", repr=False)
    signature: str = field(default="", repr=False)
    segments: tuple[Segment, ...] = field(default=(), repr=False)
    attachments: tuple[Attachment, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict, repr=False)
    priority: str = ""
    csat: str = ""
    outcome: str = ""
    consent: Mapping[str, str] = field(default_factory=dict, repr=False)
    purpose: str = ""
    legal_basis: str = ""
    message_id: str = field(default="", repr=False)
    references: tuple[str, ...] = field(default=(), repr=False)
    thread_marker: str = ""
    source_url: str = field(default="", repr=False)
    brand: str = ""
    raw: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Reject:
    """What could not be taken: where, and why in both languages; never what it said."""

    position: Position
    code: str
    reason_fr: str
    reason_en: str


@dataclass(frozen=True, slots=True)
class Skip:
    """What was rightly left out: an automatic reply, a delivery report, a file that is no conversation."""

    position: Position
    code: str
    reason_fr: str
    reason_en: str


Item = Record | Reject | Skip
