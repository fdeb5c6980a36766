"""A ledger in one file of lines, readable by its owner alone."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

LEDGER_NAME: Final = "withdrawals.jsonl"


class FileLedger:
    """A `Ledger` over a folder that is not the database's. Any number of processes may add to it.

    Args:
        folder: Where the file is; made on the first write.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / LEDGER_NAME

    def append(self, lines: Sequence[bytes]) -> None:
        """Add lines at the end; all are on the disk on return.

        Raises:
            OSError: the file cannot be written.
        """
        with self._alone():
            new = not self._path.exists()
            descriptor = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            with os.fdopen(descriptor, "ab") as opened:
                # What a crash left of a line must not swallow the next one.
                torn = opened.tell() > 0 and not self._ends_with_a_line()
                opened.write((b"\n" if torn else b"") + b"".join(line + b"\n" for line in lines))
                opened.flush()
                os.fsync(opened.fileno())
            if new:
                self._flush_folder()

    def lines(self) -> Iterator[bytes]:
        """Read the lines, oldest first; what a crash left of a line that was never confirmed is passed over."""
        try:
            content = self._path.read_bytes()
        except FileNotFoundError:
            return
        yield from (line for line in content.split(b"\n") if line.endswith(b"}"))

    def keep(self, wanted: Callable[[bytes], bool]) -> int:
        """Drop the lines that are not wanted, in one replacement of the file.

        Returns:
            How many were dropped.
        """
        with self._alone():
            lines = list(self.lines())
            kept = [line for line in lines if wanted(line)]
            if len(kept) < len(lines):
                beside = self._path.with_name(f".{LEDGER_NAME}.new")
                descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
                with os.fdopen(descriptor, "wb") as opened:
                    opened.write(b"".join(line + b"\n" for line in kept))
                    opened.flush()
                    os.fsync(opened.fileno())
                beside.replace(self._path)
                self._flush_folder()
            return len(lines) - len(kept)

    def _ends_with_a_line(self) -> bool:
        with self._path.open("rb") as opened:
            opened.seek(-1, os.SEEK_END)
            return opened.read(1) == b"\n"

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self._folder / ".lock").open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _flush_folder(self) -> None:
        descriptor = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
