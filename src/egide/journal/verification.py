"""Verify a whole log from its published files, and say what was done to it and where.

The signed root vouches for the tiles on the right edge, those for the tiles below, and so down to every entry: one
pass from the top, left to right, a tile at a time in memory. The first thing that does not follow from what is
above it is where the log was touched.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from egide.journal.checkpoint import Checkpoint, SignedCheckpoint, open_checkpoint, require_signatures
from egide.journal.entries import Entry
from egide.journal.errors import (
    MalformedCheckpoint,
    MalformedEntry,
    MalformedNote,
    MalformedTile,
    UntrustedSignature,
    WrongOrigin,
)
from egide.journal.keys import VerifierKey
from egide.journal.ports import LogReader
from egide.journal.pruning import read_minimum_index
from egide.journal.tampering import Tampering, TamperingKind
from egide.journal.tiles import (
    CHECKPOINT_PATH,
    TILE_WIDTH,
    TileReader,
)
from egide.journal.tree import range_root
from egide.journal.walk import LogWalk

ORDER_TOLERANCE: Final = timedelta(hours=1)
STAMP_TOLERANCE: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class StampedCheckpoint:
    """A checkpoint file that a time-stamping authority vouched for, both verified by the caller.

    Attributes:
        checkpoint: The checkpoint.
        at: Time of the token, aware UTC.
    """

    checkpoint: Checkpoint
    at: datetime


@dataclass(frozen=True, slots=True)
class Expectations:
    """What the reader knows beforehand; each item catches attacks that the files alone do not show.

    Attributes:
        log_keys: The log's keys, obtained otherwise than from the log: Ed25519, and further keys that must have signed.
        origin: Origin expected; None takes the name of the log's key.
        known: Checkpoints that the reader kept from earlier or got from another reader, verified.
        witnesses: Keys of witnesses outside the operator.
        required_witnesses: How many of them must have cosigned.
        stamps: Time-stamped checkpoints.
        check_entries: Also require every entry to be a well-formed Égide entry.
        order_tolerance: How much earlier than a preceding entry an entry may say it happened.
        stamp_tolerance: Longest delay between writing a checkpoint and stamping it.
    """

    log_keys: Sequence[VerifierKey]
    origin: str | None = None
    known: Sequence[Checkpoint] = ()
    witnesses: Sequence[VerifierKey] = ()
    required_witnesses: int = 0
    stamps: Sequence[StampedCheckpoint] = ()
    check_entries: bool = True
    order_tolerance: timedelta = ORDER_TOLERANCE
    stamp_tolerance: timedelta = STAMP_TOLERANCE


@dataclass(frozen=True, slots=True)
class VerifiedLog:
    """What a verification that succeeded established.

    Attributes:
        signed: The checkpoint, with the keys that signed it.
        pruned: Entries from 0 whose content is gone, declared; their hashes were verified.
        first_at: Time of the first entry read, None when none is.
        last_at: Latest time of an entry.
        longest_silence: Longest time between two successive entries; a heartbeat is due every day.
        witnesses: Trusted witnesses that cosigned the checkpoint.
    """

    signed: SignedCheckpoint
    pruned: int
    first_at: datetime | None
    last_at: datetime | None
    longest_silence: timedelta
    witnesses: tuple[VerifierKey, ...]


def check_log(
    reader: LogReader, expected: Expectations, on_progress: Callable[[int, int], None] | None = None
) -> VerifiedLog:
    """Verify a whole log: signatures, every tile, every entry, and its agreement with what the reader knows.

    Args:
        reader: Published files.
        expected: What the reader knows beforehand.
        on_progress: Called with (entries verified, size) after each bundle.

    Returns:
        What was established.

    Raises:
        Tampering: the first thing that is wrong, with its kind and the first bad index.
    """
    signed = _check_checkpoint(reader, expected)
    tiles = TileReader(reader, signed.size)
    times = _Times(expected)
    try:
        pruned = min(read_minimum_index(reader), signed.size) // TILE_WIDTH * TILE_WIDTH
    except MalformedTile as wrong:
        raise Tampering(TamperingKind.MALFORMED, None, str(wrong)) from wrong
    walk = LogWalk(reader, tiles, signed.root, pruned, _kept(expected))
    for first, entries in walk.bundles():
        if expected.check_entries:
            for index, octets in enumerate(entries, first):
                try:
                    entry = Entry.parse(octets)
                except MalformedEntry as wrong:
                    raise Tampering(TamperingKind.MALFORMED, index, f"signed, and yet {wrong}") from wrong
                times.check(index, entry.at)
        if on_progress is not None:
            on_progress(min(first + TILE_WIDTH, signed.size), signed.size)
    # A rewritten history explains odd times, not the reverse: it is named first.
    _check_known(tiles, signed, expected)
    if times.first_bad is not None:
        raise times.first_bad
    witnesses = tuple(key for key in signed.signers if key in set(expected.witnesses))
    return VerifiedLog(signed, pruned, times.first_at, times.last_at, times.longest_silence, witnesses)


def _check_checkpoint(reader: LogReader, expected: Expectations) -> SignedCheckpoint:
    octets = reader.read(CHECKPOINT_PATH)
    if octets is None:
        raise Tampering(TamperingKind.TRUNCATED, 0, "the checkpoint is missing")
    try:
        signed = open_checkpoint(octets, (*expected.log_keys, *expected.witnesses), expected.origin)
        require_signatures(signed, expected.log_keys)
    except WrongOrigin as wrong:
        raise Tampering(TamperingKind.WRONG_LOG, None, str(wrong)) from wrong
    except (MalformedNote, MalformedCheckpoint) as wrong:
        raise Tampering(TamperingKind.MALFORMED, None, str(wrong)) from wrong
    except UntrustedSignature as wrong:
        raise Tampering(TamperingKind.FORGED, None, str(wrong)) from wrong
    newest = max(_kept(expected), key=lambda checkpoint: checkpoint.size, default=None)
    if newest is not None and newest.size > signed.size:
        raise Tampering(
            TamperingKind.ROLLED_BACK,
            signed.size,
            f"the log shows {signed.size} entries and had shown {newest.size}",
        )
    cosigned = {key for key in signed.signers if key in set(expected.witnesses)}
    if len(cosigned) < expected.required_witnesses:
        raise Tampering(
            TamperingKind.UNWITNESSED,
            None,
            f"{len(cosigned)} trusted witnesses cosigned instead of {expected.required_witnesses}",
        )
    return signed


def _kept(expected: Expectations) -> list[Checkpoint]:
    return [*expected.known, *(stamp.checkpoint for stamp in expected.stamps)]


def _check_known(tiles: TileReader, signed: SignedCheckpoint, expected: Expectations) -> None:
    """Compare with checkpoints kept elsewhere: the files are sound, and may still tell another story."""
    agreed = 0
    for kept in sorted(_kept(expected), key=lambda checkpoint: checkpoint.size):
        if kept.origin != signed.checkpoint.origin:
            raise Tampering(TamperingKind.WRONG_LOG, None, "a checkpoint to compare with is of another log")
        if range_root(tiles.node, 0, kept.size) != kept.root:
            raise Tampering(
                TamperingKind.REWRITTEN,
                agreed,
                f"the log was signed with another history at size {kept.size}: this one differs in entries "
                f"{agreed} to {kept.size - 1}",
            )
        agreed = kept.size


class _Times:
    """Follow the times that entries claim."""

    def __init__(self, expected: Expectations) -> None:
        self._expected = expected
        self._stamps = sorted(expected.stamps, key=lambda stamp: stamp.checkpoint.size)
        self.first_at: datetime | None = None
        self.last_at: datetime | None = None
        self.longest_silence = timedelta(0)
        self.first_bad: Tampering | None = None

    def check(self, index: int, at: datetime) -> None:
        """Look at the time of one entry, in the order of the log."""
        if self.last_at is None or self.first_at is None:
            self.first_at = self.last_at = at
        if at > self.last_at:
            self.longest_silence = max(self.longest_silence, at - self.last_at)
            self.last_at = at
        elif self.last_at - at > self._expected.order_tolerance:
            self._suspect(index, f"it claims a time {self.last_at - at} before an earlier entry")
        tolerance = self._expected.stamp_tolerance
        for stamp in self._stamps:
            if index < stamp.checkpoint.size:
                if at > stamp.at + tolerance:
                    self._suspect(index, "it claims a time after the time stamp that covers it")
            elif at < stamp.at - tolerance:
                self._suspect(index, "it claims a time before a time stamp that does not cover it")

    def _suspect(self, index: int, reason: str) -> None:
        if self.first_bad is None:
            self.first_bad = Tampering(TamperingKind.BACKDATED, index, reason)
