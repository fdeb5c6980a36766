"""Keep a log's files in a directory that any static web server can publish as it is."""

from __future__ import annotations

import functools
import hashlib
import os
import shutil
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from egide.journal.keys import COSIGNERS_PATH, VKEY_PATH
from egide.journal.pruning import MINIMUM_INDEX_PATH
from egide.journal.tiles import CHECKPOINT_PATH, parse_tile_path

LOCK_NAME: Final = ".lock"
_FLUSHERS: Final = 4  # a batch writes two or three files in as many folders
# Files beside the C2SP ones that an export holds.
BESIDE: Final = frozenset(
    {
        CHECKPOINT_PATH,
        VKEY_PATH,
        COSIGNERS_PATH,
        MINIMUM_INDEX_PATH,
        "entries.jsonl",
        "README.txt",
        "verify.go",
        "witness.vkey",
    }
)


class FilesystemTileStore:
    """A `TileStore` over a directory, with the exact paths of C2SP tlog-tiles.

    A file is written beside its place, flushed to the disk, then renamed over it, and the directory is flushed:
    after a crash it is either the old one or the new one, whole.

    Args:
        root: The log's directory; made on the first write.
        fsync: Flush to the disk. Turn off only for data that may be lost, such as a test's.
    """

    def __init__(self, root: Path, *, fsync: bool = True) -> None:
        self.root = root
        self._fsync = fsync
        self._held = threading.local()

    def read(self, path: str) -> bytes | None:
        """Read a file by its path under the log's prefix; None when it is not there."""
        try:
            return self._place(path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def write(self, files: Mapping[str, bytes]) -> None:
        """Write or replace files; all are on the disk on return."""
        folders: set[Path] = set()
        moves: list[tuple[Path, Path]] = []
        for path, octets in files.items():
            place = self._place(path)
            folders |= self._make_folder(place.parent)
            folders.add(place.parent)
            # The exclusive right makes a fixed name safe, and the next attempt overwrites what a crash left.
            beside = place.with_name(f".{place.name}.new")
            beside.write_bytes(octets)
            moves.append((beside, place))
        if self._fsync:
            _flush_all([beside for beside, _ in moves])
        checkpoint = self.root / CHECKPOINT_PATH
        for beside, place in moves:
            if place != checkpoint:
                beside.replace(place)
        if self._fsync and len(files) > (CHECKPOINT_PATH in files):
            _flush_all(folders)
        if CHECKPOINT_PATH in files:
            checkpoint.with_name(f".{CHECKPOINT_PATH}.new").replace(checkpoint)
            if self._fsync:
                _flush(self.root)

    def delete(self, paths: Iterable[str]) -> None:
        """Remove files, those absent included."""
        for path in paths:
            with suppress(FileNotFoundError, NotADirectoryError):
                self._place(path).unlink()

    def delete_partials(self, path: str) -> None:
        """Remove every partial width of the tile at this full path: they are alone in a folder of their own."""
        place = self._place(path)
        shutil.rmtree(place.with_name(f"{place.name}.p"), ignore_errors=True)

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Hold the only right to write this log: a file lock, released by the system when the process dies."""
        if getattr(self._held, "depth", 0):
            self._held.depth += 1
            try:
                yield
            finally:
                self._held.depth -= 1
            return
        with _file_lock(self.root):
            self._held.depth = 1
            try:
                yield
            finally:
                self._held.depth = 0

    def _place(self, path: str) -> Path:
        """Where a path is, after refusing one that names anything else than a file of a log."""
        if path not in BESIDE:
            parse_tile_path(path)
        return self.root / path

    def _make_folder(self, folder: Path) -> set[Path]:
        """Make a folder and say which existing ones got a new name in them."""
        changed: set[Path] = set()
        missing = folder
        while not missing.exists():
            changed.add(missing.parent)
            missing = missing.parent
        folder.mkdir(parents=True, exist_ok=True)
        return changed


class FilesystemWitnessStore:
    """A `WitnessStore` over a directory: one file per origin, compared and replaced under a file lock.

    Args:
        root: The witness's directory; made on the first write.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def latest(self, origin: str) -> bytes | None:
        """The last checkpoint persisted for this origin, or None."""
        try:
            return self._place(origin).read_bytes()
        except FileNotFoundError:
            return None

    def compare_and_persist(self, origin: str, expected: bytes | None, new: bytes) -> bool:
        """Replace the last checkpoint if it still is `expected`; on the disk on return."""
        with _file_lock(self.root):
            if self.latest(origin) != expected:
                return False
            place = self._place(origin)
            beside = place.with_name(f".{place.name}.new")
            beside.write_bytes(new)
            _flush(beside)
            beside.replace(place)
            _flush(self.root)
            return True

    def _place(self, origin: str) -> Path:
        # An origin holds slashes and is chosen by others: only its hash becomes a file name.
        return self.root / f"{hashlib.sha256(origin.encode()).hexdigest()}.checkpoint"


@contextmanager
def _file_lock(folder: Path) -> Iterator[None]:
    """Hold a lock on a folder, across threads and processes; the system releases it when the process dies."""
    import fcntl  # only to write: an auditor's machine that has no such lock still reads and verifies

    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder / LOCK_NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@functools.cache
def _flushers() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_FLUSHERS, thread_name_prefix="journal-flush")


def _flush_all(paths: Collection[Path]) -> None:
    """Flush files or folders to the disk, together: the system merges concurrent flushes into fewer disk writes."""
    if len(paths) == 1:
        _flush(*paths)
        return
    for _ in _flushers().map(_flush, paths):
        pass


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
