"""Wait for a provider only as long as the client does: when the client leaves, its request to the provider ends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable
from typing import Any, TypeVar

from egide.gateway.errors import UpstreamFailed
from egide.gateway.http import ClientGone
from egide.gateway.ports import UpstreamAnswer

__all__ = ["pieces_unless_gone", "unless_gone"]

_Answer = TypeVar("_Answer")


async def unless_gone(work: Awaitable[_Answer], gone: asyncio.Future[None], name: str) -> _Answer:
    """Wait for a provider, or for the client to leave.

    Args:
        work: What the provider does; cancelled when the client leaves first.
        gone: Done once the client has left.
        name: The model, for the error.

    Returns:
        What the provider gave.

    Raises:
        ClientGone: the client left first.
        UpstreamFailed: the provider stopped or went away.
    """
    task = asyncio.ensure_future(work)
    both: set[asyncio.Future[Any]] = {task, gone}
    try:
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise ClientGone
        return task.result()
    except TimeoutError:
        raise UpstreamFailed("upstream_timeout", f"The provider of '{name}' stopped.", status=504) from None
    except ConnectionError:
        raise UpstreamFailed("upstream_unreachable", f"The provider of '{name}' went away.") from None
    finally:
        if not task.done():
            task.cancel()


async def pieces_unless_gone(answer: UpstreamAnswer, gone: asyncio.Future[None], name: str) -> AsyncIterator[bytes]:
    """Give the pieces of an answer until it ends, or the client leaves.

    Args:
        answer: The provider's.
        gone: Done once the client has left.
        name: The model, for the error.

    Yields:
        The pieces, as they arrive.

    Raises:
        ClientGone: the client left first.
        UpstreamFailed: the provider stopped or went away.
    """
    pieces = aiter(answer.pieces())
    while (piece := await unless_gone(_next(pieces), gone, name)) is not None:
        yield piece


async def _next(pieces: AsyncIterator[bytes]) -> bytes | None:
    return await anext(pieces, None)
