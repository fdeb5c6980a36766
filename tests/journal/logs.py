"""Logs of small, well-formed, synthetic entries, shared by the tests of the journal."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from egide.adapters.journal import MemoryTileStore
from egide.journal import (
    Ed25519Signer,
    Expectations,
    Log,
    SealedEntry,
    Tampering,
    VerifiedLog,
    check_log,
    leaf_hash,
    seal,
)
from egide.journal.hashing import tree_root
from egide.journal.ports import LogReader, TileStore

ORIGIN = "desk.example/journal/0b6f7f6e-5f57-4a40-9d0b-6d5f6c1f5a11"
OTHER_ORIGIN = "desk.example/journal/5d0c5b0e-9a3f-4f2a-8a57-0f6f0f6b7c22"
START = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
LATER = START + timedelta(days=1)


class BrandLog:
    """A brand's log with its key and a source of entries, one second apart."""

    def __init__(self, seed: int = 1, origin: str = ORIGIN, store: TileStore | None = None) -> None:
        self._random = random.Random(seed)  # noqa: S311 - salts of synthetic entries, repeatable
        self._ticks = itertools.count()
        self.signer = Ed25519Signer(origin, bytes([seed]) * 32)
        self.store = MemoryTileStore() if store is None else store
        self.log = Log(self.store, self.signer)
        self.log.create(START)

    @property
    def files(self) -> dict[str, bytes]:
        assert isinstance(self.store, MemoryTileStore)
        return self.store.files

    def sealed(self, kind: str = "review.accepted", at: datetime | None = None) -> SealedEntry:
        tick = next(self._ticks)
        return seal(
            kind,
            at or START + timedelta(seconds=tick),
            UUID(int=self._random.getrandbits(128), version=4),
            "SAV",
            "p1",
            self._random.randbytes,
            actor=f"agent-{tick}",
            subject=f"person-{tick}",
            detail={"n": tick},
        )

    def entries(self, count: int, at: datetime | None = None) -> list[bytes]:
        return [self.sealed(at=at).entry.encode() for _ in range(count)]

    def append(self, entries: Sequence[bytes]) -> None:
        self.log.append(entries, LATER)

    def fill(self, *batches: int) -> list[bytes]:
        added: list[bytes] = []
        for count in batches:
            batch = self.entries(count)
            self.append(batch)
            added += batch
        return added

    def expectations(self, **known: object) -> Expectations:
        return Expectations(log_keys=[self.signer.key], **known)  # type: ignore[arg-type]

    def check(self, reader: LogReader | None = None, **known: object) -> VerifiedLog:
        return check_log(reader or self.store, self.expectations(**known))

    def tampering(self, reader: LogReader | None = None, **known: object) -> Tampering | None:
        """What a verification finds, or None when it finds nothing."""
        try:
            self.check(reader, **known)
        except Tampering as found:
            return found
        return None


def root_of(entries: Sequence[bytes]) -> bytes:
    """The root by RFC 6962's own recursive definition, independent of tiles."""
    return tree_root([leaf_hash(entry) for entry in entries])
