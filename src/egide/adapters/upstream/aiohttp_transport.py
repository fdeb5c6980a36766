"""Carry the gateway's requests with aiohttp: connections are kept, answers arrive in pieces."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import aiohttp

__all__ = ["AiohttpTransport"]

_CONNECT_S = 10.0


@lru_cache(maxsize=256)
def _limits(timeout_s: float) -> aiohttp.ClientTimeout:
    import aiohttp

    return aiohttp.ClientTimeout(total=None, sock_connect=min(_CONNECT_S, timeout_s), sock_read=timeout_s)


class AiohttpAnswer:
    """An answer whose body is still arriving."""

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self._response = response

    @property
    def status(self) -> int:
        """HTTP status."""
        return self._response.status

    @property
    def headers(self) -> Mapping[str, str]:
        """Headers, looked up in any case."""
        return self._response.headers

    async def read(self) -> bytes:
        """Read the rest of the body.

        Returns:
            The bytes.

        Raises:
            ConnectionError: the provider went away.
            TimeoutError: it stopped sending.
        """
        import aiohttp

        try:
            return await self._response.read()
        except aiohttp.ClientError as broken:
            raise ConnectionError(type(broken).__name__) from None

    async def pieces(self) -> AsyncIterator[bytes]:
        """Give the body as it arrives.

        Yields:
            Bytes, as they come.

        Raises:
            ConnectionError: the provider went away.
            TimeoutError: it stopped sending.
        """
        import aiohttp

        try:
            async for piece in self._response.content.iter_any():
                yield piece
        except aiohttp.ClientError as broken:
            raise ConnectionError(type(broken).__name__) from None

    async def close(self) -> None:
        """Let go: an answer read to its end gives its connection back, any other closes it."""
        if self._response.content.at_eof():
            self._response.release()
        else:
            self._response.close()


class AiohttpTransport:
    """A `Transport` over one pool of connections; it belongs to the event loop that first used it.

    Args:
        most_connections: To all providers together.
    """

    def __init__(self, *, most_connections: int = 512) -> None:
        self._most = most_connections
        self._session: aiohttp.ClientSession | None = None

    async def post(self, url: str, *, headers: Mapping[str, str], body: bytes, timeout_s: float) -> AiohttpAnswer:
        """Send a request and return as soon as the status is known.

        Args:
            url: Absolute address.
            headers: Headers to send.
            body: The body.
            timeout_s: Most seconds between two bytes of the answer.

        Returns:
            The answer, to be closed by the caller.

        Raises:
            ConnectionError: nobody answers, or the address leads elsewhere.
            TimeoutError: nobody answers in time.
        """
        import aiohttp

        session = self._open()
        limits = _limits(timeout_s)
        try:
            # A redirection would carry the request to an address that nobody declared.
            response = await session.post(url, headers=headers, data=body, timeout=limits, allow_redirects=False)
        except TimeoutError:
            raise
        except (aiohttp.ClientError, OSError) as broken:
            raise ConnectionError(type(broken).__name__) from None
        return AiohttpAnswer(response)

    def _open(self) -> aiohttp.ClientSession:
        import aiohttp

        if self._session is None or self._session.closed:
            connector = aiohttp.TCPConnector(limit=self._most, ttl_dns_cache=60, keepalive_timeout=30)
            # No proxy of the environment, no cookie: a request goes where it was declared, and leaves nothing.
            self._session = aiohttp.ClientSession(
                connector=connector, trust_env=False, cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=True
            )
        return self._session

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None
