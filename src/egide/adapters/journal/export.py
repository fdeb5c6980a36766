"""Copy a log into a folder that verifies offline, with or without Égide."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Final

from egide.adapters.journal.filesystem import FilesystemTileStore
from egide.journal.canonical import Json
from egide.journal.checkpoint import SignedCheckpoint, open_checkpoint
from egide.journal.entries import Entry
from egide.journal.errors import LogMissing, LogUnusable
from egide.journal.events import event_type
from egide.journal.keys import COSIGNERS_PATH, VKEY_PATH, VerifierKey, format_vkey
from egide.journal.ports import LogReader
from egide.journal.pruning import MINIMUM_INDEX_PATH, read_minimum_index
from egide.journal.tiles import CHECKPOINT_PATH, TILE_HEIGHT, TILE_WIDTH, Tile, TileReader, format_bundle

ENTRIES_PATH: Final = "entries.jsonl"
README_PATH: Final = "README.txt"
PROGRAM_PATH: Final = "verify.go"

Readable = Callable[[int, Entry], "Mapping[str, Json] | None"]
"""Answer what the recipient may read of an entry beside the leaf: opened values by field; None for nothing."""


def export_log(
    reader: LogReader,
    folder: Path,
    key: VerifierKey,
    *,
    cosigners: Sequence[VerifierKey] = (),
    witnesses: Sequence[VerifierKey] = (),
    readable: Readable | None = None,
) -> SignedCheckpoint:
    """Write checkpoint, tiles, bundles, key and readable entries into a folder.

    The checkpoint is read first and everything is cut to its size, so a log that grows meanwhile exports soundly.

    Args:
        reader: Published files of the log.
        folder: Where to write; made if needed, and it must not hold another log.
        key: Public key of the log.
        cosigners: Public keys of the log's further signatures, written beside.
        witnesses: Public keys of its witnesses, written beside.
        readable: What the recipient may read beside the leaves; None writes leaves only.

    Returns:
        The checkpoint exported.

    Raises:
        LogMissing: nothing is published.
        LogUnusable: the folder holds something else.
        ResourceMissing: a tile is missing.
    """
    octets = reader.read(CHECKPOINT_PATH)
    if octets is None:
        raise LogMissing("the log publishes no checkpoint")
    signed = open_checkpoint(octets, (key, *cosigners, *witnesses))
    if folder.exists() and any(folder.iterdir()):
        raise LogUnusable("the folder is not empty")
    target = FilesystemTileStore(folder, fsync=False)
    tiles = TileReader(reader, signed.size)
    minimum = read_minimum_index(reader)
    for tile in _hash_tiles(signed.size):
        target.write({tile.path: tiles.hash_tile(tile.level or 0, tile.index)})
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ENTRIES_PATH).open("w", encoding="utf-8") as lines:
        for tile in _bundles(signed.size):
            if (tile.index + 1) * TILE_WIDTH <= minimum:
                continue
            raw = reader.read(tile.path)
            entries = tiles.bundle(tile.index)
            if raw is None:
                raw = format_bundle(entries)
            target.write({tile.path: raw})
            for index, entry in enumerate(entries, tile.index * TILE_WIDTH):
                lines.write(_readable_line(index, entry, readable))
    beside = {
        VKEY_PATH: f"{format_vkey(key)}\n".encode(),
        README_PATH: _for_auditors(README_PATH)
        .replace("{origin}", signed.checkpoint.origin)
        .replace("{size}", str(signed.size))
        .encode(),
        PROGRAM_PATH: _for_auditors(PROGRAM_PATH).encode(),
    }
    if cosigners:
        beside[COSIGNERS_PATH] = "".join(f"{format_vkey(cosigner)}\n" for cosigner in cosigners).encode()
    if witnesses:
        beside["witness.vkey"] = "".join(f"{format_vkey(witness)}\n" for witness in witnesses).encode()
    if minimum:
        beside[MINIMUM_INDEX_PATH] = f"{minimum}\n".encode()
    # The checkpoint comes last: a folder with one is a whole export.
    target.write(beside)
    target.write({CHECKPOINT_PATH: octets})
    return signed


def _for_auditors(name: str) -> str:
    """Read what goes with each export: whoever checks it may have nothing of ours but the folder."""
    return files("egide.adapters.journal").joinpath("auditor", name).read_text(encoding="utf-8")


def _hash_tiles(size: int) -> Iterator[Tile]:
    level = 0
    while count := size >> (TILE_HEIGHT * level):
        for index in range(-(-count // TILE_WIDTH)):
            yield Tile(level, index, min(TILE_WIDTH, count - index * TILE_WIDTH))
        level += 1


def _bundles(size: int) -> Iterator[Tile]:
    for index in range(-(-size // TILE_WIDTH)):
        yield Tile(None, index, min(TILE_WIDTH, size - index * TILE_WIDTH))


def _readable_line(index: int, octets: bytes, readable: Readable | None) -> str:
    entry = Entry.parse(octets)
    heading_fr, heading_en = event_type(entry.type).heading
    line: dict[str, Json] = {
        "index": index,
        "heading": {"fr": heading_fr, "en": heading_en},
        "entry": json.loads(octets),
    }
    opened = readable(index, entry) if readable is not None else None
    if opened:
        line["opened"] = dict(opened)
    # Without white space, the entry stands in the line as in its leaf: byte for byte what is hashed.
    return json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n"
