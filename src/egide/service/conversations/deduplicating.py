"""Recognise a message that came before, over the keys that the brand remembers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from egide.intake import Record, author_ref
from egide.intake.dedup import Key, Seen, find_duplicate, keys_of, near_signature
from egide.service.conversations.models import DedupKey, Quarantined
from egide.service.wiring import parts

_BAND = "band"


@dataclass(frozen=True, slots=True)
class Keyed:
    """A record with its author and its keys, the surest first."""

    record: Record
    author: bytes | None
    keys: tuple[Key, ...]

    def rows(self, brand_id: UUID, message_id: UUID) -> list[DedupKey]:
        """Prepare the rows that will recognise this message again."""
        record = self.record
        first_band = next((key for key in self.keys if key.kind == _BAND), None)
        return [
            DedupKey(
                brand_id=brand_id,
                message_id=message_id,
                kind=key.kind,
                blind_index=key.digest,
                source=record.source[:40],
                has_external_id=bool(record.external_id),
                author_index=self.author,
                at=record.started_at,
                signature=near_signature(record.text) if key is first_band else None,
            )
            for key in self.keys
        ]

    def seen(self) -> Seen:
        """Describe this record as one that is already in."""
        record = self.record
        return Seen(
            "this file",
            record.source,
            record.external_id,
            self.author,
            record.started_at,
            near_signature(record.text) if any(key.kind == _BAND for key in self.keys) else b"",
        )


class Deduplicator:
    """Remembers what a brand holds, and what this import has just taken."""

    def __init__(self, brand_id: UUID) -> None:
        self._brand_id = brand_id
        self._secret = parts().key_ring.brand_secret(str(brand_id), "deduplication").reveal()
        self._seen: dict[Key, list[Seen]] = {}
        self._held: set[bytes] = set()

    def keys_of(self, record: Record) -> Keyed:
        """Compute the keys of a record."""
        author = author_ref(record.author or record.customer, self._secret)
        found = keys_of(record, author, self._secret)
        return Keyed(record, author, found or (_positional_key(record, self._secret),))

    def look_up(self, batch: Sequence[Keyed]) -> None:
        """Ask the database once for every key of a batch."""
        digests = {key.digest for candidate in batch for key in candidate.keys}
        self._seen = {}
        rows = DedupKey.objects.filter(brand_id=self._brand_id, blind_index__in=digests)
        signatures = self._signatures(rows)
        for row in rows:
            seen = Seen(
                str(row.message_id),
                row.source,
                "another id" if row.has_external_id else "",
                bytes(row.author_index) if row.author_index else None,
                row.at,
                signatures.get(row.message_id, b""),
            )
            self._seen.setdefault(Key(row.kind, bytes(row.blind_index)), []).append(seen)
        held = Quarantined.objects.filter(brand_id=self._brand_id, dedup_key__in=digests)
        self._held = {bytes(digest) for digest in held.values_list("dedup_key", flat=True)}

    def _signatures(self, rows: Iterable[DedupKey]) -> dict[UUID, bytes]:
        alike = {row.message_id for row in rows if row.kind == _BAND}
        kept = DedupKey.objects.filter(brand_id=self._brand_id, message_id__in=alike, signature__isnull=False)
        return {message: bytes(signature) for message, signature in kept.values_list("message_id", "signature")}

    def seen_under(self, keys: Iterable[Key]) -> Iterator[tuple[Key, Seen]]:
        """Give what is remembered under any of these keys."""
        for key in keys:
            for seen in self._seen.get(key, ()):
                yield key, seen

    def is_duplicate(self, candidate: Keyed) -> bool:
        """Say whether the record is already in, or waits in quarantine."""
        if any(key.digest in self._held for key in candidate.keys):
            return True
        return find_duplicate(candidate.record, candidate.author, candidate.keys, self) is not None

    def remember(self, candidate: Keyed) -> None:
        """Remember a record of this batch, so that its copy in the same batch is recognised."""
        for key in candidate.keys:
            self._seen.setdefault(key, []).append(candidate.seen())


def _positional_key(record: Record, secret: bytes) -> Key:
    """Fall back on place and content for a record without id, author or time: the same file again is recognised."""
    import hashlib
    import hmac

    place = f"{record.source}\x00{record.thread_id}\x00{record.turn}\x00{record.text}"
    return Key("content", hmac.digest(secret, place.encode("utf-8", "surrogatepass"), hashlib.sha256))
