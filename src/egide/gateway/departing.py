"""Work for a client only as long as it is there: when it leaves, whatever was being waited for is cancelled."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Self

from egide.gateway.http import ClientGone, Receive, wait_until_gone

__all__ = ["WhileConnected"]


class WhileConnected:
    """Interrupt a block when the client leaves.

    The block runs in its own task, which is cancelled: no task is made for each thing it waits for.

    Args:
        receive: ASGI, of a request whose body was read.

    Raises:
        ClientGone: at the end of the block, when the client left first.
    """

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._gone: asyncio.Future[None] | None = None
        self._task: asyncio.Task[object] | None = None
        self._asked_before = 0
        self._interrupted = False

    async def __aenter__(self) -> Self:
        """Watch from here on."""
        self._task = asyncio.current_task()
        assert self._task is not None  # noqa: S101 - a coroutine runs in a task
        self._asked_before = self._task.cancelling()
        self._gone = asyncio.ensure_future(wait_until_gone(self._receive))
        self._gone.add_done_callback(self._interrupt)
        return self

    def _interrupt(self, gone: asyncio.Future[None]) -> None:
        if not gone.cancelled() and self._task is not None:
            self._interrupted = True
            self._task.cancel()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Watch no more."""
        assert self._gone is not None  # noqa: S101 - set on entry
        assert self._task is not None  # noqa: S101 - set on entry
        self._gone.remove_done_callback(self._interrupt)
        self._gone.cancel()
        if not self._interrupted:
            return
        if kind is None:
            # The block ended in the same turn of the loop: the interruption still waits for something to interrupt.
            try:
                await asyncio.sleep(0)
            except asyncio.CancelledError:
                kind = asyncio.CancelledError
        if self._task.uncancel() <= self._asked_before and kind is asyncio.CancelledError:
            raise ClientGone from None
