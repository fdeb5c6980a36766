"""Name, cut and read the static files of a log: tiles of 256 hashes and bundles of 256 entries.

Source: C2SP tlog-tiles, July 2026.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from typing_extensions import override

from egide.journal.errors import EntryRefused, MalformedTile, ResourceMissing
from egide.journal.hashing import HASH_BYTES, fold_right, perfect_root
from egide.journal.ports import LogReader

TILE_WIDTH: Final = 256
TILE_HEIGHT: Final = 8
MAX_LEVEL: Final = 63
MAX_ENTRY_BYTES: Final = 65_535
CHECKPOINT_PATH: Final = "checkpoint"

_PATH: Final = re.compile(
    r"tile/(?P<level>entries|[0-9]|[1-5][0-9]|6[0-3])/(?P<index>(?:x[0-9]{3}/)*[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Tile:
    """One static file: level 0 to 63, or None for a bundle of entries; index in the level; width 1 to 256."""

    level: int | None
    index: int
    width: int = TILE_WIDTH

    @property
    def path(self) -> str:
        """The path of this file under the log's prefix.

        >>> Tile(0, 1234067, 12).path
        'tile/0/x001/x234/067.p/12'
        """
        digits = f"{self.index:03d}"
        digits = digits.zfill(-(-len(digits) // 3) * 3)
        groups = [digits[i : i + 3] for i in range(0, len(digits), 3)]
        name = "/".join([f"x{group}" for group in groups[:-1]] + groups[-1:])
        partial = "" if self.width == TILE_WIDTH else f".p/{self.width}"
        return f"tile/{'entries' if self.level is None else self.level}/{name}{partial}"

    @property
    def full(self) -> Tile:
        """The same tile once it is complete."""
        return Tile(self.level, self.index)

    @override
    def __str__(self) -> str:
        return self.path


def parse_tile_path(path: str) -> Tile:
    """Read the path of a tile or bundle and refuse every other spelling.

    Args:
        path: Path relative to the log's prefix, without leading slash.

    Returns:
        The tile it names.

    Raises:
        MalformedTile: not the grammar, or another spelling of a path.

    >>> parse_tile_path("tile/entries/x001/000.p/7")
    Tile(level=None, index=1000, width=7)
    """
    found = _PATH.fullmatch(path)
    if found is None:
        raise MalformedTile("not a tile path")
    level = None if found["level"] == "entries" else int(found["level"])
    width = TILE_WIDTH if found["width"] is None else int(found["width"])
    tile = Tile(level, int(found["index"].replace("x", "").replace("/", "")), width)
    if tile.path != path:
        raise MalformedTile("tile path with another spelling or a width outside 1 to 255")
    return tile


def tiles_of_size(size: int) -> Iterator[Tile]:
    """List the partial and full tiles at the right edge: one per level that holds anything incomplete.

    Args:
        size: Number of entries.

    Yields:
        The partial hash tiles of this size, lowest level first.
    """
    level = 0
    while size >> (TILE_HEIGHT * level):
        count = size >> (TILE_HEIGHT * level)
        if width := count % TILE_WIDTH:
            yield Tile(level, count // TILE_WIDTH, width)
        level += 1


def parse_hash_tile(octets: bytes, tile: Tile) -> bytes:
    """Check that a hash tile has exactly the announced width.

    Args:
        octets: Content of the file.
        tile: What was asked for.

    Returns:
        The same bytes: `width` hashes of 32 bytes.

    Raises:
        MalformedTile: another length.
    """
    if len(octets) != tile.width * HASH_BYTES:
        raise MalformedTile(f"{tile} has {len(octets)} bytes instead of {tile.width * HASH_BYTES}")
    return octets


def format_bundle(entries: Sequence[bytes]) -> bytes:
    """Write entries as a bundle: each preceded by its length on two bytes, big-endian.

    Args:
        entries: 1 to 256 entries of 1 to 65,535 bytes.

    Returns:
        Content of the file.

    Raises:
        EntryRefused: an entry is empty or too long.
    """
    parts: list[bytes] = []
    for entry in entries:
        if not 0 < len(entry) <= MAX_ENTRY_BYTES:
            raise EntryRefused(f"an entry of {len(entry)} bytes is outside 1 to {MAX_ENTRY_BYTES}")
        parts += (len(entry).to_bytes(2, "big"), entry)
    return b"".join(parts)


def parse_bundle(octets: bytes, tile: Tile) -> list[bytes]:
    """Read a bundle of entries and check that it holds exactly the announced number.

    Args:
        octets: Content of the file.
        tile: What was asked for.

    Returns:
        `width` entries.

    Raises:
        MalformedTile: cut short, bytes after the end, an empty entry, or another number of entries.
    """
    entries: list[bytes] = []
    position, end = 0, len(octets)
    while position < end:
        start = position + 2
        position = start + int.from_bytes(octets[position:start], "big")
        if position > end or position == start or start > end:
            raise MalformedTile(f"{tile} is cut short or holds an empty entry at entry {len(entries)} of the bundle")
        entries.append(octets[start:position])
    if len(entries) != tile.width:
        raise MalformedTile(f"{tile} holds {len(entries)} entries instead of {tile.width}")
    return entries


class TileReader:
    """Read hashes and entries of a log of a given size from its static files, whatever keeps them.

    Args:
        reader: The files.
        size: Size of a checkpoint already verified; never reads beyond it.
        kept_tiles: How many tiles to remember: 256 of 8 kB are 2 MB.
    """

    def __init__(self, reader: LogReader, size: int, *, kept_tiles: int = 256) -> None:
        self._reader = reader
        self.size = size
        self._kept_tiles = kept_tiles
        self._tiles: dict[tuple[int, int], bytes] = {}

    def width(self, level: int | None, index: int) -> int:
        """How many hashes (or entries) the tile holds at this size: 0 to 256."""
        count = self.size >> (TILE_HEIGHT * (level or 0))
        return max(0, min(TILE_WIDTH, count - index * TILE_WIDTH))

    def hash_tile(self, level: int, index: int) -> bytes:
        """Read the hashes of a tile, of exactly the width that the size requires.

        Args:
            level: Tile level, 0 to 63.
            index: Index in the level.

        Returns:
            `width` hashes of 32 bytes.

        Raises:
            ResourceMissing: neither the partial nor the full tile is there.
            MalformedTile: the file has another length.
        """
        known = self._tiles.get((level, index))
        if known is None:
            known = self._fetch(Tile(level, index, self.width(level, index)))
            if len(self._tiles) >= self._kept_tiles:
                del self._tiles[next(iter(self._tiles))]
            self._tiles[level, index] = known
        return known

    def bundle(self, index: int) -> list[bytes]:
        """Read the entries of a bundle, exactly as many as the size requires.

        Args:
            index: Index of the bundle.

        Returns:
            Its entries.

        Raises:
            ResourceMissing: neither the partial nor the full bundle is there.
            MalformedTile: the file breaks the format.
        """
        tile = Tile(None, index, self.width(None, index))
        octets = self._reader.read(tile.path)
        if octets is not None:
            return parse_bundle(octets, tile)
        octets = self._reader.read(tile.full.path) if tile != tile.full else None
        if octets is None:
            raise ResourceMissing(f"{tile} is missing")
        return parse_bundle(octets, tile.full)[: tile.width]

    def node(self, level: int, index: int) -> bytes:
        """Compute the hash of a perfect node of the binary tree.

        Args:
            level: Height of the node, 0 for a leaf.
            index: Index among the nodes of this height.

        Returns:
            32 bytes.

        Raises:
            ResourceMissing: the tile that holds it is missing.
            MalformedTile: the tile has another length.
        """
        tile_level, height = divmod(level, TILE_HEIGHT)
        first = index << height
        tile_index, position = divmod(first, TILE_WIDTH)
        hashes = self.hash_tile(tile_level, tile_index)
        return perfect_root(hashes[position * HASH_BYTES : (position + (1 << height)) * HASH_BYTES])

    def _fetch(self, tile: Tile) -> bytes:
        octets = self._reader.read(tile.path)
        if octets is not None:
            return parse_hash_tile(octets, tile)
        # A partial tile may be deleted once the full one exists, and a crash may leave the full one first.
        octets = self._reader.read(tile.full.path) if tile != tile.full else None
        if octets is None:
            raise ResourceMissing(f"{tile} is missing")
        return parse_hash_tile(octets, tile.full)[: tile.width * HASH_BYTES]


def split_hashes(octets: bytes) -> list[bytes]:
    """Cut concatenated hashes into a list of 32 bytes each."""
    return [octets[i : i + HASH_BYTES] for i in range(0, len(octets), HASH_BYTES)]


def partial_root(octets: bytes) -> list[bytes]:
    """Hash a partial tile into the roots of its perfect subtrees, largest first.

    Args:
        octets: 1 to 255 hashes of 32 bytes.

    Returns:
        One root per bit set in the width.
    """
    roots: list[bytes] = []
    start, count = 0, len(octets) // HASH_BYTES
    while start < count:
        length = 1 << (count - start).bit_length() - 1
        roots.append(perfect_root(octets[start * HASH_BYTES : (start + length) * HASH_BYTES]))
        start += length
    return roots


class RightEdge:
    """The right edge of a growing tree: what must be remembered to append and to sign, and nothing more.

    One list of at most 255 hashes per tile level. Appending fills them; a full tile is handed over and its
    root goes to the level above.
    """

    def __init__(self) -> None:
        self.size = 0
        self._levels: list[bytearray] = []

    @classmethod
    def load(cls, tiles: TileReader) -> RightEdge:
        """Read the edge of a tree from its partial tiles.

        Args:
            tiles: Reader at the size wanted.

        Returns:
            The edge. The caller compares `root()` with a signed root before trusting it.

        Raises:
            ResourceMissing: a partial tile is missing.
            MalformedTile: a partial tile has another length.
        """
        edge = cls()
        edge.size = tiles.size
        level = 0
        while tiles.size >> (TILE_HEIGHT * level):
            index, width = divmod(tiles.size >> (TILE_HEIGHT * level), TILE_WIDTH)
            edge._levels.append(bytearray(tiles.hash_tile(level, index) if width else b""))
            level += 1
        return edge

    def copy(self) -> RightEdge:
        """An edge that grows apart from this one."""
        twin = RightEdge()
        twin.size = self.size
        twin._levels = [bytearray(level) for level in self._levels]
        return twin

    def append(self, leaf: bytes) -> Iterator[tuple[Tile, bytes]]:
        """Add one leaf hash.

        Args:
            leaf: Leaf hash, 32 bytes.

        Yields:
            Each tile that this leaf completed, with its 8,192 bytes, lowest level first.
        """
        self.size += 1
        level, carried = 0, leaf
        while True:
            if level == len(self._levels):
                self._levels.append(bytearray())
            hashes = self._levels[level]
            hashes += carried
            if len(hashes) < TILE_WIDTH * HASH_BYTES:
                return
            full = bytes(hashes)
            hashes.clear()
            yield Tile(level, (self.size >> (TILE_HEIGHT * (level + 1))) - 1), full
            carried = perfect_root(full)
            level += 1

    def partial_tiles(self) -> Iterator[tuple[Tile, bytes]]:
        """List the partial tiles that a checkpoint of this size requires."""
        for tile in tiles_of_size(self.size):
            yield tile, bytes(self._levels[tile.level or 0])

    def root(self) -> bytes:
        """Compute the root of the whole tree, 32 bytes."""
        roots: list[bytes] = []
        for hashes in reversed(self._levels):
            roots += partial_root(bytes(hashes))
        return fold_right(roots)
