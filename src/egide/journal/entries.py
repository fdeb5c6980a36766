"""Write and read journal entries: canonical JSON that holds codes, a random identifier and commitments, never a value.

Source: format 1, {"v","t","type","obj","purpose","actor","subject","detail","pol"}, RFC 8785.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from egide.journal.canonical import Json, format_canonical, parse_canonical
from egide.journal.commitments import SALT_BYTES, Opening
from egide.journal.errors import MalformedEntry, MalformedInput, MalformedOpening
from egide.journal.events import FIELDS, event_type
from egide.journal.tiles import MAX_ENTRY_BYTES

FORMAT_VERSION: Final = 1

_COMMITMENT: Final = r"[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]="
_UUID: Final = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
_TIME: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z"
_CODE: Final = r"[A-Za-z][A-Za-z0-9_.-]{0,31}"
_POLICY: Final = r"[A-Za-z0-9][A-Za-z0-9_.+-]{0,63}"
_TYPE: Final = r"[a-z][a-z_]*(?:\.[a-z][a-z_]*)*"
# Each grammar leaves no character to escape and the keys are in order: what matches is canonical JSON by construction.
_GRAMMARS: Final = {
    "actor": _COMMITMENT,
    "detail": _COMMITMENT,
    "obj": f"{_UUID}|{_COMMITMENT}",
    "pol": _POLICY,
    "purpose": _CODE,
    "subject": _COMMITMENT,
    "t": _TIME,
    "type": _TYPE,
}
_FIELDS_RE: Final = {name: re.compile(grammar, re.ASCII) for name, grammar in _GRAMMARS.items()}
_ENTRY: Final = re.compile(
    ("{" + ",".join(f'"{name}":"({grammar})"' for name, grammar in _GRAMMARS.items()) + ',"v":1}').encode()
)
# The same grammar, written: no sorting and no escaping for what needs none.
_LEAF: Final = "{{" + ",".join(f'"{name}":"{{{name}}}"' for name in _GRAMMARS) + ',"v":{v}}}'


@dataclass(frozen=True, slots=True)
class Entry:
    """One event, as it stands in a leaf.

    Attributes:
        type: Dotted event name of the catalogue.
        at: When it happened, aware UTC, whole milliseconds.
        obj: Random UUID (version 4) of the object, or a commitment when that UUID outlives its row.
        purpose: Purpose code.
        actor: Commitment to who acted.
        subject: Commitment to the person concerned.
        detail: Commitment to the particulars.
        policy_version: Version of the policy that decided.
    """

    type: str
    at: datetime
    obj: str
    purpose: str
    actor: str
    subject: str
    detail: str
    policy_version: str

    @classmethod
    def create(
        cls,
        type: str,
        at: datetime,
        obj: UUID | str,
        purpose: str,
        actor: str,
        subject: str,
        detail: str,
        policy_version: str,
    ) -> Entry:
        """Make an entry from commitments already computed; `seal` computes them.

        Args:
            type: Dotted event name of the catalogue.
            at: Aware datetime; kept in UTC, cut to the millisecond.
            obj: Random UUID of the object, or a commitment.
            purpose: Purpose code.
            actor: Commitment.
            subject: Commitment.
            detail: Commitment.
            policy_version: Version of the policy that decided.

        Returns:
            The entry.

        Raises:
            UnknownEventType: type is not in the catalogue.
            MalformedEntry: naive time, or a field outside its grammar: a plain value where a commitment is due.
        """
        event_type(type)
        if at.tzinfo is None:
            raise MalformedEntry("the time of an entry must be aware")
        utc = at.astimezone(UTC)
        entry = cls(
            type,
            utc.replace(microsecond=utc.microsecond // 1000 * 1000),
            str(obj),
            purpose,
            actor,
            subject,
            detail,
            policy_version,
        )
        if _ENTRY.fullmatch(entry.encode()) is None:
            outside = next(
                name for name, grammar in _FIELDS_RE.items() if grammar.fullmatch(str(entry._members()[name])) is None
            )
            raise MalformedEntry(f"'{outside}' is outside its grammar")
        return entry

    def encode(self) -> bytes:
        """Serialise as the bytes of the leaf, RFC 8785 canonical JSON."""
        return _LEAF.format_map(self._members()).encode()

    def commitment(self, field: str) -> str:
        """Answer the commitment of a field, for `verify_opening`.

        Args:
            field: actor, subject or detail; obj when it is a commitment.

        Returns:
            44 characters of base64.

        Raises:
            MalformedOpening: no such committed field.
        """
        found = self._members().get(field) if field in {*FIELDS, "obj"} else None
        if not isinstance(found, str) or _FIELDS_RE["actor"].fullmatch(found) is None:
            raise MalformedOpening("an entry commits actor, subject, detail and sometimes obj")
        return found

    @classmethod
    def parse(cls, octets: bytes) -> Entry:
        """Read the bytes of a leaf and refuse every spelling but the canonical one.

        Args:
            octets: At most 65,535 bytes.

        Returns:
            The entry.

        Raises:
            UnknownEventType: type is not in the catalogue.
            MalformedEntry: anything else that is not exactly the format; the message says which rule.
        """
        found = _ENTRY.fullmatch(octets)
        if found is None:
            raise MalformedEntry(_broken_rule(octets))
        actor, detail, obj, pol, purpose, subject, t, kind = (part.decode("ascii") for part in found.groups())
        event_type(kind)
        return cls(kind, _parse_time(t), obj, purpose, actor, subject, detail, pol)

    def _members(self) -> dict[str, str | int]:
        return {
            "actor": self.actor,
            "detail": self.detail,
            "obj": self.obj,
            "pol": self.policy_version,
            "purpose": self.purpose,
            "subject": self.subject,
            "t": format_time(self.at),
            "type": self.type,
            "v": FORMAT_VERSION,
        }


@dataclass(frozen=True, slots=True)
class SealedEntry:
    """An entry and the openings of its commitments, to be stored apart and encrypted.

    Attributes:
        entry: What goes into the log.
        openings: One per committed field, by field name.
    """

    entry: Entry
    openings: Mapping[str, Opening]


def seal(
    type: str,
    at: datetime,
    obj: UUID | str,
    purpose: str,
    policy_version: str,
    random_bytes: Callable[[int], bytes],
    *,
    actor: str = "",
    subject: str = "",
    detail: Mapping[str, Json] | None = None,
) -> SealedEntry:
    """Make an entry from the values themselves: draw the salts, commit, and hand back the openings.

    Every entry commits its three fields, the absent ones to an empty value, so that a leaf does not tell whether
    somebody was concerned.

    Args:
        type: Dotted event name of the catalogue.
        at: Aware datetime.
        obj: Random UUID of the object, or a commitment.
        purpose: Purpose code.
        policy_version: Version of the policy that decided.
        random_bytes: Source of cryptographic randomness, for instance `secrets.token_bytes`.
        actor: Who acted: an identifier of the agent, the service or the customer.
        subject: The person concerned.
        detail: The particulars, committed as canonical JSON.

    Returns:
        The entry and its three openings.

    Raises:
        UnknownEventType: type is not in the catalogue.
        MalformedEntry: a field that the catalogue requires is empty, or a code is outside its grammar.
        MalformedInput: the detail has no canonical form.
    """
    values = {
        "actor": actor.encode(),
        "subject": subject.encode(),
        "detail": b"" if detail is None else format_canonical(dict(detail)),
    }
    for name in event_type(type).committed:
        if not values[name]:
            raise MalformedEntry(f"{type} requires '{name}'")
    openings = {name: Opening(name, random_bytes(SALT_BYTES), values[name]) for name in FIELDS}
    commitments = {name: opening.commitment for name, opening in openings.items()}
    return SealedEntry(Entry.create(type, at, obj, purpose, policy_version=policy_version, **commitments), openings)


def format_time(at: datetime) -> str:
    """Print a time as entries hold it: UTC, milliseconds, Z.

    Args:
        at: Aware datetime.

    Returns:
        24 ASCII characters.

    >>> format_time(datetime(2026, 11, 21, 9, 0, 0, 123_000, tzinfo=UTC))
    '2026-11-21T09:00:00.123Z'
    """
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def _parse_time(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError as wrong:
        raise MalformedEntry("'t' is not a date that exists") from wrong
    if format_time(at) != text:  # later Pythons read 24:00 as the next day
        raise MalformedEntry("'t' is a time with another spelling")
    return at


def _broken_rule(octets: bytes) -> str:
    """Say which rule an entry breaks. Slow, and only for entries already refused."""
    if not 0 < len(octets) <= MAX_ENTRY_BYTES:
        return f"an entry of {len(octets)} bytes is outside 1 to {MAX_ENTRY_BYTES}"
    try:
        document = parse_canonical(octets)
    except MalformedInput as wrong:
        return str(wrong)
    expected = {*_GRAMMARS, "v"}
    if not isinstance(document, dict):
        return "an entry is a JSON object"
    if document.get("v") != FORMAT_VERSION or isinstance(document.get("v"), bool):
        return "unknown format version"
    if missing := sorted(expected - set(document)):
        return f"missing field {missing[0]}"
    if len(document) > len(expected):
        return "unknown field"
    for name, grammar in _FIELDS_RE.items():
        text = document[name]
        if not isinstance(text, str) or grammar.fullmatch(text) is None:
            return f"'{name}' is outside its grammar"
    return "not in the entry format"
