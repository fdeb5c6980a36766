"""Gather the entries of concurrent writers into batches: one flush to the disk serves them all."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from typing import Final

from egide.journal.errors import LogUnusable
from egide.journal.log import Log

_MAX_BATCH: Final = 4096


class GroupCommit:
    """Append entries from many threads through one sequencer thread.

    While a batch is being written the next one gathers, so the cost of the flush is shared whatever its speed.

    Args:
        log: The log; other processes may append to it too.
        clock: Answers now, aware UTC.
        max_batch: Most entries in a batch.
    """

    def __init__(self, log: Log, clock: Callable[[], datetime], *, max_batch: int = _MAX_BATCH) -> None:
        self._log = log
        self._clock = clock
        self._max_batch = max_batch
        self._waiting: list[tuple[bytes, Future[int]]] = []
        self._changed = threading.Condition()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="journal-sequencer", daemon=True)
        self._thread.start()

    def submit(self, entry: bytes) -> Future[int]:
        """Hand over one entry; the future answers its index once it is durable and published.

        Args:
            entry: Serialised entry.

        Returns:
            A future of the index; it raises what `Log.append` raised for its batch.

        Raises:
            LogUnusable: the sequencer is closed.
        """
        future: Future[int] = Future()
        with self._changed:
            if self._closed:
                raise LogUnusable("the sequencer is closed")
            self._waiting.append((entry, future))
            self._changed.notify()
        return future

    def append(self, entry: bytes) -> int:
        """Hand over one entry and wait until it is durable and published; answer its index."""
        return self.submit(entry).result()

    def close(self) -> None:
        """Write what waits, then stop."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join()

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._waiting and not self._closed:
                    self._changed.wait()
                batch = self._waiting[: self._max_batch]
                del self._waiting[: self._max_batch]
            if not batch:
                return
            try:
                indexes = self._log.append([entry for entry, _ in batch], self._clock())
            except Exception as failed:  # noqa: BLE001 - handed to every writer of the batch
                for _, future in batch:
                    future.set_exception(failed)
                continue
            for index, (_, future) in zip(indexes, batch, strict=True):
                future.set_result(index)
