"""Verify a whole log from its published files, and say what was done to it and where.

The signed root vouches for the tiles on the right edge, those for the tiles below, and so down to every entry: one
pass from the top, left to right, a tile at a time in memory. The first thing that does not follow from what is
above it is where the log was touched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from egide.journal.checkpoint import Checkpoint, SignedCheckpoint, open_checkpoint
from egide.journal.entries import Entry
from egide.journal.errors import (
    MalformedCheckpoint,
    MalformedEntry,
    MalformedInput,
    MalformedNote,
    MalformedTile,
    ResourceMissing,
    UntrustedSignature,
    WrongOrigin,
)
from egide.journal.hashing import fold_right, leaf_hash, perfect_root
from egide.journal.keys import Algorithm, VerifierKey
from egide.journal.ports import LogReader
from egide.journal.pruning import read_minimum_index
from egide.journal.tampering import Tampering, TamperingKind
from egide.journal.tiles import (
    CHECKPOINT_PATH,
    TILE_HEIGHT,
    TILE_WIDTH,
    Tile,
    TileReader,
    parse_bundle,
    partial_root,
    split_hashes,
    tiles_of_size,
)
from egide.journal.tree import range_root

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
        log_keys: The log's Ed25519 keys, obtained otherwise than from the log.
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
    """

    signed: SignedCheckpoint
    pruned: int
    first_at: datetime | None
    last_at: datetime | None
    longest_silence: timedelta

    @property
    def witnesses(self) -> tuple[VerifierKey, ...]:
        """Trusted witnesses that cosigned."""
        return tuple(key for key in self.signed.signers if key.algorithm is not Algorithm.ED25519)


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
    walk = _Walk(reader, tiles, signed.root, pruned, _kept(expected))
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
    return VerifiedLog(signed, pruned, times.first_at, times.last_at, times.longest_silence)


def _check_checkpoint(reader: LogReader, expected: Expectations) -> SignedCheckpoint:
    octets = reader.read(CHECKPOINT_PATH)
    if octets is None:
        raise Tampering(TamperingKind.TRUNCATED, 0, "the checkpoint is missing")
    try:
        signed = open_checkpoint(octets, (*expected.log_keys, *expected.witnesses), expected.origin)
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


class _Walk:
    """Go down from the signed root to every entry."""

    def __init__(
        self, reader: LogReader, tiles: TileReader, root: bytes, pruned: int, kept: Sequence[Checkpoint]
    ) -> None:
        self._kept = kept
        self._reader = reader
        self._tiles = tiles
        self._root = root
        self._pruned = pruned

    def bundles(self) -> Iterator[tuple[int, list[bytes]]]:
        """Verify everything, from left to right.

        Yields:
            (first index, entries) of each bundle, once verified; pruned bundles are passed over.
        """
        edges = [(tile, self._read_hashes(tile)) for tile in reversed(list(tiles_of_size(self._tiles.size)))]
        if fold_right(root for _, hashes in edges for root in partial_root(hashes)) != self._root:
            raise self._locate_on_edge(edges)
        for tile, hashes in edges:
            yield from self._below(tile, hashes)

    def _below(self, tile: Tile, hashes: bytes) -> Iterator[tuple[int, list[bytes]]]:
        """Verify what is under a tile whose hashes are vouched for."""
        level = tile.level or 0
        if level == 0:
            first = tile.index * TILE_WIDTH
            if first + TILE_WIDTH > self._pruned:
                yield first, self._entries(tile, split_hashes(hashes))
            return
        for position, wanted in enumerate(split_hashes(hashes)):
            child = Tile(level - 1, tile.index * TILE_WIDTH + position)
            found = self._read_hashes(child)
            if perfect_root(split_hashes(found)) != wanted:
                raise self._locate_in(child, found, wanted)
            yield from self._below(child, found)

    def _entries(self, tile: Tile, hashes: list[bytes]) -> list[bytes]:
        """Read the entries of a bundle and compare each with its hash, which is vouched for."""
        bundle = Tile(None, tile.index, tile.width)
        first = tile.index * TILE_WIDTH
        entries, broken = self._read_bundle(bundle)
        found = [leaf_hash(entry) for entry in entries]
        if broken is None and found == hashes:
            return entries
        index = next(
            (i for i, (is_, due) in enumerate(zip(found, hashes, strict=False)) if is_ != due),
            min(len(found), len(hashes)),
        )
        kind = self._kind_of_edit(tile, hashes, found, index)
        if broken is not None and kind is TamperingKind.EDITED:
            raise Tampering(TamperingKind.MALFORMED, first + index, broken)
        raise Tampering(kind, first + index, f"{bundle} does not match its hashes")

    def _kind_of_edit(self, tile: Tile, due: list[bytes], found: list[bytes], index: int) -> TamperingKind:
        """Name what happened from how the entries line up with their hashes after the first difference."""
        after = [*due[index:], *self._following_hash(tile)]
        if index == len(found):
            return TamperingKind.DELETED
        if len(after) > 1 and found[index:][: len(after) - 1] == after[1 : 1 + len(found) - index]:
            return TamperingKind.DELETED
        shifted = found[index + 1 :]
        if shifted and shifted[: len(due) - index] == due[index:][: len(shifted)]:
            return TamperingKind.INSERTED
        if index == len(due):
            return TamperingKind.INSERTED
        if sorted(found) == sorted(due):
            return TamperingKind.REORDERED
        return TamperingKind.EDITED

    def _following_hash(self, tile: Tile) -> list[bytes]:
        """The hash after this tile's last one: what a deletion pulls into this bundle."""
        width = self._tiles.width(0, tile.index + 1)
        if not width:
            return []
        try:
            return split_hashes(self._tiles.hash_tile(0, tile.index + 1))[:1]
        except (ResourceMissing, MalformedInput):
            return []

    def _locate_in(self, tile: Tile, found: bytes, wanted: bytes) -> Tampering:
        """A tile does not lead to the hash above it: find whether it or what it was made from was touched."""
        span = 1 << (TILE_HEIGHT * (tile.level or 0))
        first = tile.index * TILE_WIDTH * span
        made = self._made_from(tile)
        if made is None:
            return Tampering(TamperingKind.HASH_ALTERED, first, f"{tile} does not lead to the hash above it")
        difference = _first_difference(split_hashes(found), made)
        if len(made) == tile.width and perfect_root(made) == wanted:
            return Tampering(
                TamperingKind.HASH_ALTERED,
                first + difference * span,
                f"{tile} was altered; what it was made from is intact",
            )
        return self._suspect(tile, difference, len(made))

    def _locate_on_edge(self, edges: list[tuple[Tile, bytes]]) -> Tampering:
        """The tiles of the right edge do not lead to the signed root: find which one was touched."""
        rebuilt = [(tile, hashes, self._made_from(tile)) for tile, hashes in edges]
        made = [b"".join(made) if made is not None else hashes for _, hashes, made in rebuilt]
        differing = [(tile, hashes, made) for tile, hashes, made in rebuilt if made and b"".join(made) != hashes]
        intact = fold_right(root for hashes in made for root in partial_root(hashes)) == self._root
        for tile, hashes, parts in differing:
            difference = _first_difference(split_hashes(hashes), parts or [])
            if intact:
                index = (tile.index * TILE_WIDTH + difference) << (TILE_HEIGHT * (tile.level or 0))
                return Tampering(
                    TamperingKind.HASH_ALTERED, index, f"{tile} was altered; what it was made from is intact"
                )
            return self._suspect(tile, difference, len(parts or []))
        for tile, hashes in edges:
            try:
                for _ in self._below(tile, hashes):
                    pass
            except Tampering as below:
                return below
        agreed = [kept.size for kept in self._kept if range_root(self._tiles.node, 0, kept.size) == kept.root]
        return Tampering(
            TamperingKind.REWRITTEN,
            max(agreed, default=0),
            "the tiles agree with one another and not with the signed root: entries and hashes were changed together",
            self._tiles.size - 1,
        )

    def _suspect(self, tile: Tile, difference: int, made: int) -> Tampering:
        """Neither the tile nor its making leads to the hash above: both were touched."""
        span = 1 << (TILE_HEIGHT * (tile.level or 0))
        first = tile.index * TILE_WIDTH * span
        last = first + tile.width * span - 1
        if tile.level:
            child = Tile(tile.level - 1, tile.index * TILE_WIDTH + difference)
            if difference < min(made, tile.width):
                deeper = self._made_from(child)
                stored = split_hashes(self._read_hashes(child))
                if deeper is not None and deeper != stored:
                    return self._suspect(child, _first_difference(stored, deeper), len(deeper))
        elif made != tile.width:
            kind = TamperingKind.DELETED if made < tile.width else TamperingKind.INSERTED
            return Tampering(kind, first + difference, f"{tile} announces {tile.width} entries, there are {made}")
        if difference < min(made, tile.width):
            return Tampering(TamperingKind.EDITED, first + difference * span, f"{tile} does not match its entries")
        return Tampering(
            TamperingKind.EDITED, first, f"entries and hashes were changed together, between {first} and {last}", last
        )

    def _made_from(self, tile: Tile) -> list[bytes] | None:
        """Rebuild a tile's hashes from the level below; None when that cannot be read."""
        try:
            if not tile.level:
                if tile.index * TILE_WIDTH + TILE_WIDTH <= self._pruned:
                    return None
                return [leaf_hash(entry) for entry in self._read_bundle(Tile(None, tile.index, tile.width))[0]]
            first = tile.index * TILE_WIDTH
            return [
                perfect_root(split_hashes(self._read_hashes(Tile(tile.level - 1, index))))
                for index in range(first, first + tile.width)
            ]
        except Tampering:
            return None

    def _read_hashes(self, tile: Tile) -> bytes:
        try:
            return self._tiles.hash_tile(tile.level or 0, tile.index)
        except ResourceMissing as wrong:
            index = tile.index * TILE_WIDTH << (TILE_HEIGHT * (tile.level or 0))
            raise Tampering(TamperingKind.TRUNCATED, index, str(wrong)) from wrong
        except MalformedTile as wrong:
            index = tile.index * TILE_WIDTH << (TILE_HEIGHT * (tile.level or 0))
            raise Tampering(TamperingKind.MALFORMED, index, str(wrong)) from wrong

    def _read_bundle(self, bundle: Tile) -> tuple[list[bytes], str | None]:
        """Read the entries that can be, and say why when that is not exactly what the format requires."""
        octets = self._reader.read(bundle.path)
        if octets is None and bundle != bundle.full:
            octets = self._reader.read(bundle.full.path)
            if octets is not None:
                entries, broken = _lenient_bundle(octets, bundle.full)
                return entries[: bundle.width], broken
        if octets is None:
            raise Tampering(TamperingKind.TRUNCATED, bundle.index * TILE_WIDTH, f"{bundle} is missing")
        return _lenient_bundle(octets, bundle)


def _lenient_bundle(octets: bytes, bundle: Tile) -> tuple[list[bytes], str | None]:
    try:
        return parse_bundle(octets, bundle), None
    except MalformedTile as wrong:
        entries: list[bytes] = []
        position = 0
        while position + 2 <= len(octets):
            start = position + 2
            position = start + int.from_bytes(octets[position:start], "big")
            if position > len(octets):
                break
            entries.append(octets[start:position])
        return entries, str(wrong)


def _first_difference(one: list[bytes], other: list[bytes]) -> int:
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
