"""Keep a log's files in memory: for tests and for trying things out."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager


class MemoryTileStore:
    """A `TileStore` that forgets everything when the process ends.

    Args:
        files: Initial content by path.
    """

    def __init__(self, files: Mapping[str, bytes] | None = None) -> None:
        self.files: dict[str, bytes] = dict(files or {})
        self._lock = threading.RLock()

    def read(self, path: str) -> bytes | None:
        """Read a file, or None."""
        return self.files.get(path)

    def write(self, files: Mapping[str, bytes]) -> None:
        """Write or replace files."""
        self.files.update(files)

    def delete(self, paths: Iterable[str]) -> None:
        """Remove files, those absent included."""
        for path in paths:
            self.files.pop(path, None)

    def delete_partials(self, path: str) -> None:
        """Remove every partial width of the tile at this full path."""
        self.delete([known for known in self.files if known.startswith(f"{path}.p/")])

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Hold the only right to write, across threads."""
        with self._lock:
            yield


class MemoryWitnessStore:
    """A `WitnessStore` that forgets: a witness that restarts with it would accept a rolled-back log."""

    def __init__(self) -> None:
        self._latest: dict[str, bytes] = {}
        self._lock = threading.Lock()

    def latest(self, origin: str) -> bytes | None:
        """The last checkpoint of this origin, or None."""
        return self._latest.get(origin)

    def compare_and_persist(self, origin: str, expected: bytes | None, new: bytes) -> bool:
        """Replace the last checkpoint if it still is `expected`."""
        with self._lock:
            if self._latest.get(origin) != expected:
                return False
            self._latest[origin] = new
            return True
