"""Recognise the same message come twice, by keys from the surest to the loosest.

1. ``(source, external_id)``;
2. RFC 5322 Message-ID;
3. hash of normalised text, author and minute, for records that two sources export each under its own id;
4. MinHash likeness of 0.9 or more within 48 hours for one person.

All functions are pure: the service stores keys and asks.

Source: reference of the help desk, §8; Broder, "On the resemblance and containment of documents" (1997).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Literal, Protocol

from egide.intake.minhash import bands, resemblance, signature
from egide.intake.record import Record

__all__ = [
    "NEAR_SIMILARITY",
    "NEAR_WINDOW",
    "Key",
    "KeyIndex",
    "KeyKind",
    "Match",
    "Seen",
    "find_duplicate",
    "keys_of",
    "near_signature",
    "normalise_text",
]

KeyKind = Literal["external", "message-id", "content", "band"]

NEAR_SIMILARITY: Final = 0.9
NEAR_WINDOW: Final = timedelta(hours=48)
_SHINGLE_WORDS: Final = 3
_LEAST_WORDS: Final = 12  # under a dozen words, two honest messages look alike ("thank you, have a good day")
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Key:
    """One fingerprint under which a message is remembered: 32 bytes, no text recoverable without the brand's key."""

    kind: KeyKind
    digest: bytes


@dataclass(frozen=True, slots=True)
class Seen:
    """What is remembered of a message already in.

    Attributes:
        reference: The service's name of the stored message.
        source: Its source.
        external_id: Its id there.
        author_ref: Its person, or None.
        started_at: When, or None.
        signature: Its MinHash signature, or ``b""``.
    """

    reference: str
    source: str
    external_id: str
    author_ref: bytes | None
    started_at: datetime | None
    signature: bytes


class KeyIndex(Protocol):
    """Where the keys of one brand are kept."""

    def seen_under(self, keys: Iterable[Key]) -> Iterable[tuple[Key, Seen]]:
        """Give what is remembered under any of these keys."""
        ...


@dataclass(frozen=True, slots=True)
class Match:
    """A message already in, and the key that says so."""

    reference: str
    kind: KeyKind
    similarity: float


def normalise_text(text: str) -> str:
    """Write a text one way: compatibility forms, folded case, words apart by one space."""
    # The dotless i of Turkish is the one letter whose capital folds to another letter.
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text).casefold().replace("ı", "i")))


def _digest(kind: str, secret: bytes, *parts: bytes) -> bytes:
    keyed = hashlib.blake2b(digest_size=32, key=hashlib.sha256(secret).digest(), person=kind.encode()[:16])
    for part in parts:
        keyed.update(len(part).to_bytes(8, "big"))
        keyed.update(part)
    return keyed.digest()


def keys_of(record: Record, author_ref: bytes | None, brand_key: bytes) -> tuple[Key, ...]:
    """Give the keys of a record, the surest first.

    Args:
        record: The record.
        author_ref: Its author, from ``egide.intake.personal.author_ref``; None when unknown.
        brand_key: A secret of the brand: keys of two brands never meet.

    Returns:
        One key per kind that applies, and the bands of the MinHash signature last.
    """
    found: list[Key] = []
    if record.external_id:
        found.append(
            Key("external", _digest("external", brand_key, record.source.encode(), record.external_id.encode()))
        )
    if record.message_id:
        found.append(Key("message-id", _digest("message-id", brand_key, record.message_id.encode())))
    if author_ref is not None and record.started_at is not None:
        minute = record.started_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M").encode()
        text = normalise_text(f"{record.subject}\n{record.text}").encode()
        if text:
            found.append(Key("content", _digest("content", brand_key, text, author_ref, minute)))
    if author_ref is not None and record.started_at is not None and (made := near_signature(record.text)):
        found.extend(
            Key("band", _digest("band", brand_key, author_ref, bytes([rank]), band))
            for rank, band in enumerate(bands(made))
        )
    return tuple(found)


def near_signature(text: str) -> bytes:
    """Make the MinHash signature of a text long enough to have one.

    Returns:
        ``SIGNATURE_BYTES`` bytes, or ``b""`` for fewer than a dozen words.
    """
    words = normalise_text(text).split()
    if len(words) < _LEAST_WORDS:
        return b""
    return signature({" ".join(words[i : i + _SHINGLE_WORDS]) for i in range(len(words) - _SHINGLE_WORDS + 1)})


def find_duplicate(record: Record, author_ref: bytes | None, keys: Iterable[Key], index: KeyIndex) -> Match | None:
    """Say whether a record is already in, and by which key.

    Two messages to which one source gave two ids are two messages, however alike: content and likeness join only what two
    sources, or a source without ids, tell twice.

    Args:
        record: The record.
        author_ref: Its author.
        keys: Its keys, from ``keys_of``.
        index: The brand's keys.

    Returns:
        The surest match, or None.
    """
    order = tuple(keys)
    rank = {key: position for position, key in enumerate(order)}
    made = b""
    best: tuple[int, Match] | None = None
    for key, seen in index.seen_under(order):
        if key not in rank:
            continue
        match: Match | None = None
        if key.kind in {"external", "message-id"}:
            match = Match(seen.reference, key.kind, 1.0)
        elif _told_apart(record, seen):
            continue
        elif key.kind == "content":
            match = Match(seen.reference, key.kind, 1.0)
        elif (
            _near_in_time(record, seen) and author_ref is not None and seen.author_ref == author_ref and seen.signature
        ):
            made = made or near_signature(record.text)
            likeness = resemblance(made, seen.signature)
            if likeness >= NEAR_SIMILARITY:
                match = Match(seen.reference, key.kind, likeness)
        if match is not None and (best is None or rank[key] < best[0]):
            best = (rank[key], match)
    return best[1] if best else None


def _told_apart(record: Record, seen: Seen) -> bool:
    return bool(record.external_id) and record.source == seen.source and record.external_id != seen.external_id


def _near_in_time(record: Record, seen: Seen) -> bool:
    if record.started_at is None or seen.started_at is None:
        return False
    return abs(record.started_at - seen.started_at) <= NEAR_WINDOW
