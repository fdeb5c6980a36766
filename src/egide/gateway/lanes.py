"""Work that may not run on the event loop: done by one thread, in batches of whatever waits.

While a batch is worked on the next one gathers, so that a commit to the database is shared by all that wait for one.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from queue import SimpleQueue
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import connection

__all__ = ["Lane", "renew_connection"]

_Job = TypeVar("_Job")
_Result = TypeVar("_Result")


class _Waiting(NamedTuple):
    """A job, and who waits for it, if anybody does."""

    job: Any
    loop: asyncio.AbstractEventLoop | None
    future: asyncio.Future[Any] | None


class Lane(Generic[_Job, _Result]):
    """One thread that works on batches.

    Args:
        name: Name of the thread.
        work: Answers each job of a batch, in order, with a result or an exception; what it raises
            answers the whole batch.
        most: Most jobs in a batch.
        gather_s: How long the first job of a batch waits for others; for work that nobody waits for.
        at_end: Called by the thread before it ends.
        then: Where a result goes on to, whose work must bear two threads: while nobody waits in either lane, it is done
            at once in this one. An exception answers at once.
    """

    def __init__(
        self,
        name: str,
        work: Callable[[Sequence[_Job]], Sequence[_Result | Exception]],
        *,
        most: int = 64,
        gather_s: float = 0.0,
        at_end: Callable[[], None] = lambda: None,
        then: Lane[_Result, Any] | None = None,
    ) -> None:
        self._work = work
        self._at_end = at_end
        self._gather_s = gather_s
        self._then = then
        self._stopping = threading.Event()
        self._most = most
        self._working = False
        self._queue: SimpleQueue[_Waiting | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def submit(self, job: _Job) -> asyncio.Future[Any]:
        """Hand over a job; the future answers in the event loop that runs now, with what the last lane gives."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()
        self._queue.put(_Waiting(job, loop, future))
        return future

    def leave(self, job: _Job) -> None:
        """Hand over a job from any thread; nobody waits for it."""
        self._queue.put(_Waiting(job, None, None))

    def close(self) -> None:
        """Do what waits, then stop."""
        self._stopping.set()
        self._queue.put(None)
        self._thread.join(timeout=10)

    def _run(self) -> None:
        try:
            self._serve()
        finally:
            self._at_end()

    def _serve(self) -> None:
        stopping = False
        while not stopping:
            first = self._queue.get()
            if first is None:
                return
            if self._gather_s:
                self._stopping.wait(self._gather_s)
            batch = [first]
            while len(batch) < self._most and not self._queue.empty():
                one = self._queue.get()
                if one is None:
                    stopping = True
                    break
                batch.append(one)
            self._do(batch)

    def _do(self, batch: Sequence[_Waiting]) -> None:
        """Answer a batch, or pass it on."""
        self._working = True
        try:
            results = self._work([waiting.job for waiting in batch])
        except Exception as failure:  # noqa: BLE001 - a thread that ended would leave every later request waiting
            results = [failure] * len(batch)
        self._working = False
        for waiting, result in zip(batch, results, strict=True):
            self._pass_on(waiting, result)

    def _pass_on(self, waiting: _Waiting, result: _Result | Exception) -> None:
        then = self._then
        if then is not None and not isinstance(result, Exception):
            following = waiting._replace(job=result)
            if self._queue.empty() and then._queue.empty() and not then._working:
                then._do([following])  # nobody else waits: a change of thread would cost more than it gives
            else:
                then._queue.put(following)
        elif waiting.loop is not None and waiting.future is not None and not waiting.loop.is_closed():
            waiting.loop.call_soon_threadsafe(_settle, waiting.future, result)


def _settle(future: asyncio.Future[Any], result: object) -> None:
    if future.done():
        return  # whoever asked has left
    if isinstance(result, Exception):
        future.set_exception(result)
    else:
        future.set_result(result)


def renew_connection() -> None:
    """Let go of this thread's connection to the database if it failed: a lane keeps the same one, request after request."""
    if connection.errors_occurred:
        connection.close_if_unusable_or_obsolete()
