"""The ledger of consent: append-only events, and the state they fold into at a moment.

Source: ISO/IEC TS 27560 (fields, through the W3C DPV mapping); GDPR art. 7.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from egide.policy.calendar.durations import Duration, add_duration
from egide.policy.errors import InvalidRecord
from egide.policy.facts import Consent
from egide.policy.vocabulary import ConsentState

_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z]{2})?", re.ASCII)


class Collector(StrEnum):
    """How a choice reached us."""

    WEB = "web"
    PHONE = "phone"
    PAPER = "paper"
    AGENT = "agent"
    IMPORT = "import"
    PORTAL = "portal"


# What a later event of these states does not undo: asking again is not a withdrawal.
_DECIDES = frozenset(
    {
        ConsentState.GIVEN,
        ConsentState.REFUSED,
        ConsentState.WITHDRAWN,
        ConsentState.EXPIRED,
        ConsentState.INVALIDATED,
    }
)
_CAUTION = {ConsentState.WITHDRAWN: 3, ConsentState.REFUSED: 3, ConsentState.INVALIDATED: 2, ConsentState.EXPIRED: 1}


@dataclass(frozen=True, slots=True)
class ConsentEvent:
    """One event, never changed once written.

    Attributes:
        record_id: Identifier of the event.
        principal_id: Identifier of the person inside the brand, never a name or an address.
        brand: Slug of the brand.
        purpose: Code of the purpose.
        channel: A channel word, or ``*``.
        state: What happened.
        at: When, aware UTC.
        wording: The exact words shown or read out.
        wording_version: Version of these words.
        language: Language of these words, such as ``fr`` or ``fr-BE``.
        collector: How the choice reached us.
        evidence_sha256: Hash of the recording, the form or the page, in lower-case hexadecimal.
        valid_for: How long a given consent lasts; None when it does not expire.
    """

    record_id: str
    principal_id: str
    brand: str
    purpose: str
    channel: str
    state: ConsentState
    at: datetime
    wording: str = ""
    wording_version: str = ""
    language: str = ""
    collector: Collector | None = None
    evidence_sha256: str = ""
    valid_for: Duration | None = None

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise InvalidRecord("event.at", "must be an aware time")
        for name in ("record_id", "principal_id", "brand", "purpose", "channel"):
            if not getattr(self, name):
                raise InvalidRecord(f"event.{name}", "must not be empty")
        if self.evidence_sha256 and not _SHA256.fullmatch(self.evidence_sha256):
            raise InvalidRecord("event.evidence_sha256", "must be 64 lower-case hexadecimal digits")
        if self.language and not _LANGUAGE.fullmatch(self.language):
            raise InvalidRecord("event.language", "must be a language such as fr or fr-BE")

    @property
    def missing_proof(self) -> tuple[str, ...]:
        """Names of what is missing before a consent counts: wording, its version and language, collector, evidence."""
        return tuple(
            name
            for name in ("wording", "wording_version", "language", "collector", "evidence_sha256")
            if not getattr(self, name)
        )

    @property
    def proven(self) -> bool:
        """Whether the burden of proof is met. Source: GDPR art. 7(1)."""
        return not self.missing_proof

    @property
    def expires_at(self) -> datetime | None:
        """When a given consent ends: at the hour it was given, `valid_for` later."""
        if self.valid_for is None:
            return None
        return datetime.combine(add_duration(self.at.date(), self.valid_for), self.at.timetz())


@dataclass(frozen=True, slots=True)
class ConsentStatus:
    """Where one consent stands at a moment.

    Attributes:
        state: Its state, expiry included.
        event: The event that decides.
        asked_again_at: A later request or deferral, which changes nothing by itself.
    """

    purpose: str
    channel: str
    state: ConsentState
    event: ConsentEvent
    asked_again_at: datetime | None = None

    @property
    def counts(self) -> bool:
        """Whether the consent allows anything: given, proven, not expired."""
        return self.state is ConsentState.GIVEN and self.event.proven


def fold_events(events: Iterable[ConsentEvent], at: datetime) -> tuple[ConsentStatus, ...]:
    """Compute the state of each purpose × channel of one person at a moment.

    Args:
        events: Events of one person and one brand, in any order.
        at: The moment, aware; later events are ignored.

    Returns:
        One status per purpose and channel, sorted. Of two events at the same moment the more cautious wins; a request or
        a deferral undoes no earlier choice; a refusal and a withdrawal are remembered.

    Raises:
        InvalidRecord: the events belong to several persons or brands.
    """
    known: dict[tuple[str, str], list[ConsentEvent]] = {}
    owner: tuple[str, str] | None = None
    for event in events:
        if owner is None:
            owner = (event.brand, event.principal_id)
        elif owner != (event.brand, event.principal_id):
            raise InvalidRecord("events", "belong to several persons or brands")
        if event.at <= at:
            known.setdefault((event.purpose, event.channel), []).append(event)
    return tuple(_status(known[key], at) for key in sorted(known))


def _status(events: list[ConsentEvent], at: datetime) -> ConsentStatus:
    ordered = sorted(events, key=lambda event: (event.at, _CAUTION.get(event.state, 0), event.record_id))
    decisive = [event for event in ordered if event.state in _DECIDES]
    last = decisive[-1] if decisive else ordered[-1]
    state = last.state
    if state is ConsentState.GIVEN and last.expires_at is not None and last.expires_at <= at:
        state = ConsentState.EXPIRED
    asked = [event.at for event in ordered if event.state not in _DECIDES and event.at > last.at]
    return ConsentStatus(last.purpose, last.channel, state, last, max(asked, default=None))


def as_facts(statuses: Iterable[ConsentStatus]) -> tuple[Consent, ...]:
    """Turn folded states into the facts of a decision.

    Args:
        statuses: What `fold_events` returned for the moment of use.

    Returns:
        One fact per status.
    """
    return tuple(
        Consent(
            purpose=status.purpose,
            channel=status.channel,
            state=status.state,
            proven=status.event.proven,
            expires_at=status.event.expires_at,
        )
        for status in statuses
    )
