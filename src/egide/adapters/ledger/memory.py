"""A ledger in memory, for tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence


class MemoryLedger:
    """A `Ledger` that lasts as long as its process."""

    def __init__(self) -> None:
        self._lines: list[bytes] = []

    def append(self, lines: Sequence[bytes]) -> None:
        """Add lines at the end."""
        self._lines += lines

    def lines(self) -> Iterator[bytes]:
        """Read the lines, oldest first."""
        return iter(list(self._lines))

    def keep(self, wanted: Callable[[bytes], bool]) -> int:
        """Drop the lines that are not wanted; answer how many."""
        kept = [line for line in self._lines if wanted(line)]
        dropped = len(self._lines) - len(kept)
        self._lines = kept
        return dropped
