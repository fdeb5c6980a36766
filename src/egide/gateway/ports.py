"""What the gateway needs from outside: something that carries a request to a provider."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Protocol

__all__ = ["Transport", "UpstreamAnswer"]


class UpstreamAnswer(Protocol):
    """An answer whose body is still arriving."""

    @property
    def status(self) -> int:
        """HTTP status."""
        ...

    @property
    def headers(self) -> Mapping[str, str]:
        """Headers, looked up in any case."""
        ...

    async def read(self) -> bytes:
        """Read the rest of the body."""
        ...

    def pieces(self) -> AsyncIterator[bytes]:
        """Give the body as it arrives."""
        ...

    async def close(self) -> None:
        """Let go; a body that is still arriving is abandoned, so that the provider stops."""
        ...


class Transport(Protocol):
    """Carries requests; raises `ConnectionError` when nobody answers and `TimeoutError` when nobody answers in time."""

    async def post(self, url: str, *, headers: Mapping[str, str], body: bytes, timeout_s: float) -> UpstreamAnswer:
        """Send a request and return as soon as the status is known.

        Args:
            url: Absolute address.
            headers: Headers to send.
            body: The body.
            timeout_s: Most seconds between two bytes of the answer.

        Returns:
            The answer, to be closed by the caller.
        """
        ...

    async def close(self) -> None:
        """Close the connections."""
        ...
