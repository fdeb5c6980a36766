"""Share one writer's place, and one flush to the disk, among the threads of a process."""

from __future__ import annotations

import os
import threading
from collections import deque
from pathlib import Path


class Turn:
    """The right to write, given in the order of arrival.

    SQLite lets writers try again after a pause that grows to a tenth of a second: whoever came last may win, and
    whoever waits sleeps while the place is free.
    """

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._taken = False
        self._waiting: deque[threading.Lock] = deque()

    def take(self, timeout_s: float) -> bool:
        """Wait for the place; answer False when the time is over."""
        with self._mutex:
            if not self._taken:
                self._taken = True
                return True
            place = threading.Lock()
            place.acquire()
            self._waiting.append(place)
        if place.acquire(timeout=timeout_s):
            return True
        with self._mutex:
            if place not in self._waiting:
                return True  # handed over between the end of the wait and this look
            self._waiting.remove(place)
        return False

    def give_back(self) -> None:
        """Hand the place to whoever has waited longest."""
        with self._mutex:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False


class _Place:
    """Where one commit waits for a flush: woken once, when it is served, refused, or called to flush for the others."""

    def __init__(self) -> None:
        self.woken = threading.Lock()
        self.woken.acquire()
        self.served = False
        self.refusal: OSError | None = None


class SharedFlush:
    """One flush of a write-ahead log serves every commit that was written before it began.

    Args:
        database: The database's file; its log lies beside it.
    """

    def __init__(self, database: Path) -> None:
        self._log = Path(f"{database}-wal")
        self._mutex = threading.Lock()
        self._flushing = False
        self._waiting: list[_Place] = []
        self._inode = 0

    def wait(self) -> None:
        """Return once everything written before this call survives a power cut.

        Raises:
            OSError: the disk refused.
        """
        place = None
        with self._mutex:
            if self._flushing:
                place = _Place()
                self._waiting.append(place)
            self._flushing = True
        if place is not None:
            place.woken.acquire()
            if place.refusal is not None:
                raise OSError("the flush that this commit waited for was refused") from place.refusal
            if place.served:
                return
        self._lead()

    def _lead(self) -> None:
        """Flush for oneself and for all who wait now, then call whoever came meanwhile to flush for the next."""
        with self._mutex:
            served, self._waiting = self._waiting, []
        refusal: OSError | None = None
        try:
            self._flush()
        except OSError as refused:
            refusal = refused
            raise
        finally:
            with self._mutex:
                following = self._waiting.pop(0) if self._waiting else None
                self._flushing = following is not None
            for place in served:
                place.served, place.refusal = refusal is None, refusal
                place.woken.release()
            if following is not None:
                following.woken.release()

    def _flush(self) -> None:
        try:
            opened = os.open(self._log, os.O_RDWR)
        except FileNotFoundError:
            return  # the last connection closed: SQLite flushed everything into the database itself
        try:
            os.fsync(opened)
            inode = os.fstat(opened).st_ino
        finally:
            os.close(opened)
        if inode != self._inode:  # a new file: its name must survive too
            _flush_folder(self._log.parent)
            self._inode = inode


def _flush_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # folders are not opened there, and the file system keeps names by itself
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
