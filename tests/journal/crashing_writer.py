"""A process that appends to a log on disk and kills itself, or is killed, in the middle: run by the crash tests.

Usage: crashing_writer.py FOLDER COUNT [STEP]. Appends batches until COUNT entries, printing each size once durable.
With STEP, the process kills itself with SIGKILL at that numbered effect on the disk.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from typing_extensions import override

from egide.adapters.journal import FilesystemTileStore
from egide.journal import Ed25519Signer, Log

NOW = datetime(2026, 11, 21, tzinfo=UTC)
BATCH = 100


class DyingStore(FilesystemTileStore):
    """Counts each single effect on the disk, one file at a time, and dies just before or half-way through one."""

    def __init__(self, root: Path, step: int) -> None:
        super().__init__(root)
        self.left = step

    @override
    def write(self, files: Mapping[str, bytes]) -> None:
        for path, octets in files.items():
            self._tick()
            if self.left == 0:
                # Half a file under its temporary name: what a crash in the middle of a write leaves.
                place = self.root / path
                place.parent.mkdir(parents=True, exist_ok=True)
                place.with_name(f".{place.name}.new").write_bytes(octets[: len(octets) // 2])
                os.kill(os.getpid(), signal.SIGKILL)
            super().write({path: octets})

    @override
    def delete_partials(self, path: str) -> None:
        for partial in sorted((self.root / f"{path}.p").glob("[0-9]*")):
            self._tick()
            partial.unlink()
        super().delete_partials(path)

    def _tick(self) -> None:
        self.left -= 1
        if self.left == -1:
            os.kill(os.getpid(), signal.SIGKILL)


def entry(number: int) -> bytes:
    return b"entry %d" % number


def main(folder: str, count: str, step: str = "0") -> None:
    store = DyingStore(Path(folder), int(step)) if int(step) else FilesystemTileStore(Path(folder))
    log = Log(store, Ed25519Signer("h.example/log", bytes(32)))
    size = log.checkpoint().size
    while size < int(count):
        stop = min(size + BATCH, int(count))
        log.append([entry(number) for number in range(size, stop)], NOW, first_index=size)
        size = stop
        print(size, flush=True)  # noqa: T201 - what the test reads


def race(folder: str, writer: str, count: str) -> None:
    """Append `count` batches of 7 entries named after the writer, racing with others."""
    log = Log(FilesystemTileStore(Path(folder)), Ed25519Signer("h.example/log", bytes(32)))
    for number in range(int(count)):
        given = log.append([f"{writer}-{number}-{part}".encode() for part in range(7)], NOW)
        print(given.start, given.stop, log.checkpoint().size, flush=True)  # noqa: T201 - what the test reads


if __name__ == "__main__":
    (race if sys.argv[1] == "race" else main)(*sys.argv[2 if sys.argv[1] == "race" else 1 :])
