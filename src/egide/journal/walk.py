"""Go down from a signed root to every entry, and find what was touched when something does not follow.

The signed root vouches for the tiles on the right edge, those for the tiles below, and so down to every entry: left to
right, a tile of each level at a time in memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from egide.journal.checkpoint import Checkpoint
from egide.journal.errors import MalformedInput, MalformedTile, ResourceMissing
from egide.journal.hashing import fold_right, leaf_hash, perfect_root
from egide.journal.ports import LogReader
from egide.journal.tampering import Tampering, TamperingKind
from egide.journal.tiles import (
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


class LogWalk:
    """One verification of one log.

    Args:
        reader: Published files.
        tiles: Reader of the tiles at the signed size.
        root: Signed root, 32 bytes.
        pruned: Entries from 0 whose content is declared gone.
        kept: Checkpoints kept elsewhere: they narrow where a doubt starts.
    """

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
            if perfect_root(found) != wanted:
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
        if len(made) == tile.width and perfect_root(b"".join(made)) == wanted:
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
                perfect_root(self._read_hashes(Tile(tile.level - 1, index)))
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
