"""Delete the content of old entries under a declared policy, and keep every hash.

What is pruned is gone for storage limitation; the level-0 hash tiles stay, so roots, consistency and the receipts
already given still verify. Two persons decide and the journal records it: that is the caller's part, done before.

Source: C2SP tlog-tiles, Pruning. It recommends denying requests; Égide deletes, since the aim is that the content
no longer exists.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from egide.journal.errors import InconsistentLog, MalformedTile
from egide.journal.ports import LogReader, TileStore
from egide.journal.strict import parse_integer
from egide.journal.tiles import TILE_WIDTH, Tile

MINIMUM_INDEX_PATH: Final = "minimum-index"


def read_minimum_index(reader: LogReader) -> int:
    """Read the declared minimum index: entries below it may be gone.

    Args:
        reader: Published files of the log.

    Returns:
        0 for a log never pruned.

    Raises:
        MalformedTile: the file is not one decimal line.
    """
    octets = reader.read(MINIMUM_INDEX_PATH)
    if octets is None:
        return 0
    text = octets.decode("ascii", "replace")
    if not text.endswith("\n"):
        raise MalformedTile("the minimum index is one line")
    return parse_integer(text[:-1], MalformedTile, "minimum index")


def prunable_bundles(start: int, minimum_index: int) -> Iterator[Tile]:
    """List the full bundles whose every entry is in [start, minimum_index)."""
    for index in range(start // TILE_WIDTH, minimum_index // TILE_WIDTH):
        yield Tile(None, index)


def prune_entries(store: TileStore, minimum_index: int, size: int) -> int:
    """Delete the bundles wholly below a minimum index. Interrupted, it is safe to run again.

    Args:
        store: Files of the log.
        minimum_index: Entries below it are no longer needed; whole bundles of 256 only are deleted.
        size: Size of the published checkpoint.

    Returns:
        How many entries are gone, from 0: those of whole bundles.

    Raises:
        InconsistentLog: beyond the log, or lower than what was declared before.
        MalformedTile: the declared minimum index cannot be read.
    """
    if not 0 <= minimum_index <= size:
        raise InconsistentLog(f"minimum index {minimum_index} is not within the {size} entries of the log")
    with store.exclusive():
        declared = read_minimum_index(store)
        if minimum_index < declared:
            raise InconsistentLog(f"minimum index {minimum_index} is below the {declared} already declared")
        # Declared first: a reader who meets a missing bundle must find that it was announced.
        store.write({MINIMUM_INDEX_PATH: f"{minimum_index}\n".encode()})
        store.delete(tile.path for tile in prunable_bundles(0, minimum_index))
    return minimum_index // TILE_WIDTH * TILE_WIDTH
