"""Carry the gateway's requests over HTTP/1.1 with httptools: little between a request and the socket.

A general client (redirections, cookies, proxies, tracing) costs each call more than protecting its text costs; the
gateway wants none of these, and must not have some.
"""

from __future__ import annotations

import asyncio
import base64
import ssl
import zlib
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from functools import lru_cache
from http import HTTPStatus
from typing import Any, Final, NamedTuple
from urllib.parse import quote, unquote, urlsplit

from typing_extensions import override

__all__ = ["Http1Transport"]

_CONNECT_S: Final = 10.0
_IDLE_S: Final = 30.0
"""How long a connection is kept for another request; providers close theirs after a minute or more."""
_MOST_BUFFERED: Final = 1 << 18
"""Bytes of an answer that may wait for a slow client before its provider is made to wait."""
_MOST_HEAD: Final = 1 << 16
"""Bytes of the names and values of an answer's headers."""
_PORTS: Final = {"http": 80, "https": 443}
_SAFE: Final = "/:?&=%+,;@~!$'()*-._[]"


class _Place(NamedTuple):
    """Where an address leads.

    Attributes:
        host: Name or number of the machine.
        port: Port.
        secure: Whether TLS protects the way.
        start: The lines that each request to this address begins with.
    """

    host: str
    port: int
    secure: bool
    start: bytes


@lru_cache(maxsize=256)
def _place(url: str) -> _Place:
    """Read an address.

    Args:
        url: Absolute, of http or https.

    Returns:
        Where it leads.

    Raises:
        ValueError: it is none that HTTP leads to.
    """
    parts = urlsplit(url)
    host, port = parts.hostname, parts.port
    if parts.scheme not in _PORTS or not host:
        raise ValueError
    host = host if host.isascii() else host.encode("idna").decode("ascii")
    named = (f"[{host}]" if ":" in host else host) + (f":{port}" if port is not None else "")
    target = quote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), safe=_SAFE)
    lines = [f"POST {target} HTTP/1.1", f"Host: {named}", "Accept-Encoding: identity"]
    if parts.username is not None:
        known = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
        lines.append(f"Authorization: Basic {base64.b64encode(known).decode()}")
    start = "".join(f"{line}\r\n" for line in lines).encode("ascii")
    return _Place(host, _PORTS[parts.scheme] if port is None else port, parts.scheme == "https", start)


def _write_head(place: _Place, headers: Mapping[str, str], size: int) -> bytes:
    """Write the head of a request.

    Args:
        place: Where it goes.
        headers: Beside those that every request has.
        size: Bytes of the body.

    Returns:
        The bytes, up to the empty line.

    Raises:
        ValueError: a header cannot be written in one line of Latin-1.
    """
    written = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    if written.count("\n") != len(headers) or written.count("\r") != len(headers) or "\0" in written:
        raise ValueError
    return b"%b%bContent-Length: %d\r\n\r\n" % (place.start, written.encode("latin-1"), size)


class _Headers(Mapping[str, str]):
    """Headers by name, in any case; those that came several times are one, parted by commas."""

    def __init__(self) -> None:
        self._values: dict[str, str] = {}

    def add(self, name: str, value: str) -> None:
        """Add one that came."""
        name = name.lower()
        before = self._values.get(name)
        self._values[name] = value if before is None else f"{before}, {value}"

    @override
    def __getitem__(self, name: str) -> str:
        return self._values[name.lower()]

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    @override
    def __len__(self) -> int:
        return len(self._values)


class _Connection(asyncio.Protocol):
    """One connection to a provider: one request at a time, each answered before the next is sent.

    Args:
        pool: The connections to the same place that wait for a request.
        loop: The event loop.
    """

    def __init__(self, pool: list[_Connection], loop: asyncio.AbstractEventLoop) -> None:
        self.idle_since_s = 0.0
        self.loop = loop
        self.transport: Any = None
        self._pool = pool
        self._answer: Http1Answer | None = None
        self._parser: Any = None

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def send(self, head: bytes, body: bytes, answer: Http1Answer) -> None:
        """Send a request, whose answer is then told what arrives.

        Raises:
            ConnectionError: the provider has closed meanwhile.
        """
        import httptools

        if self.transport.is_closing():
            raise ConnectionError("closed before it was used")
        self._answer, self._parser = answer, httptools.HttpResponseParser(answer)
        answer.parser = self._parser
        self.transport.writelines((head, body))

    @override
    def data_received(self, data: bytes) -> None:
        import httptools

        answer = self._answer
        if answer is None:  # nobody asked: whatever it is must not be taken for the next answer
            self.drop()
            return
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as broken:
            answer.fail(ConnectionError(type(broken).__name__))
            answer.keeps = False
        answer.arrived()
        if answer.ended:
            self._part(answer)

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        if self in self._pool:
            self._pool.remove(self)
        if self._answer is not None:
            self._answer.lost(exc)
            self._part(self._answer)

    def drop(self) -> None:
        """Close at once: what is under way is abandoned, and the provider sees it."""
        self.transport.abort()

    def _part(self, answer: Http1Answer) -> None:
        """Have the connection wait for another request, or close it."""
        self._answer = self._parser = answer.parser = None
        if answer.keeps and not self.transport.is_closing() and not self.transport.get_write_buffer_size():
            now_s = self.idle_since_s = self.loop.time()
            while self._pool and now_s - self._pool[0].idle_since_s >= _IDLE_S:
                self._pool.pop(0).drop()
            self._pool.append(self)
        else:
            self.drop()


class Http1Answer:
    """An answer whose body is still arriving; also what the parser of its connection tells of it.

    Args:
        connection: Where it arrives.
        timeout_s: Most seconds between two bytes.
        at_end: Called once, when nothing more will arrive.
    """

    def __init__(self, connection: _Connection, timeout_s: float, at_end: Callable[[], object]) -> None:
        self.status = 0
        self.headers = _Headers()
        self.parser: Any = None
        self.ended = False
        """Whether nothing more will arrive, for good or ill."""
        self.keeps = False
        """Whether the connection may carry another request after this one."""
        self._connection = connection
        self._loop = connection.loop
        self._timeout_s = timeout_s
        self._at_end = at_end
        self._failure: Exception | None = None
        self._head_size = 0
        self._has_head = False
        self._pieces: list[bytes] = []
        self._buffered = 0
        self._paused = False
        self._compressed = False
        self._inflate: Any = None
        self._waiter: asyncio.Future[None] | None = None
        self._heard_s = self._loop.time()
        self._unsent = 0
        self._timer = self._loop.call_later(timeout_s, self._check)

    # ---------------------------------------------------------------- what the parser tells

    def on_message_begin(self) -> None:
        """Begin: after an interim answer, or for bytes that nobody asked for."""
        if self.ended:
            self.keeps = False

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header; those that follow a body in pieces are of no use."""
        self._head_size += len(name) + len(value)
        if self._head_size > _MOST_HEAD:
            self.fail(ConnectionError("a head without end"))
        elif not self._has_head:
            self.headers.add(name.decode("latin-1"), value.decode("latin-1"))

    def on_headers_complete(self) -> None:
        """Know the status."""
        if self.ended:
            return
        status = self.parser.get_status_code()
        if status < HTTPStatus.OK:
            self.headers = _Headers()
            return
        self.status, self._has_head = status, True
        coding = self.headers.get("Content-Encoding", "identity").strip().lower()
        if coding in {"gzip", "x-gzip", "deflate"}:
            self._compressed = True
        elif coding not in {"identity", ""}:
            self.fail(ConnectionError("a coding that was not asked for"))

    def on_body(self, body: bytes) -> None:
        """Take a piece of the body."""
        if self.ended:
            return
        if self._compressed:
            self._inflate = self._inflate or zlib.decompressobj(zlib.MAX_WBITS | 32)
            try:
                body = self._inflate.decompress(body)
            except zlib.error as broken:
                self.fail(ConnectionError(type(broken).__name__))
                return
        self._pieces.append(body)
        self._buffered += len(body)
        if self._buffered > _MOST_BUFFERED and not self._paused:
            self._paused = True
            self._connection.transport.pause_reading()

    def on_message_complete(self) -> None:
        """End, unless the answer was only an interim one."""
        if self._has_head and not self.ended:
            if self._inflate is not None and not self._inflate.eof:
                self.fail(ConnectionError("a body cut short"))
                return
            self.keeps = bool(self.parser.should_keep_alive())
            self._end()

    # ---------------------------------------------------------------- what the connection tells

    def arrived(self) -> None:
        """Note that bytes came, and wake whoever waits for them."""
        self._heard_s = self._loop.time()
        if self._has_head or self.ended:
            self._wake()

    def lost(self, reason: Exception | None) -> None:
        """Note that the connection is gone: the end of a body whose length nobody said, otherwise a failure."""
        if self.ended:
            return
        until_the_end = "content-length" not in self.headers and "transfer-encoding" not in self.headers
        if reason is None and self._has_head and until_the_end:
            self._end()
        else:
            self.fail(ConnectionError("the provider went away"))

    def fail(self, failure: Exception) -> None:
        """End with a failure; the connection carries nothing more."""
        if not self.ended:
            self._failure = failure
            self._end()

    # ---------------------------------------------------------------- what the gateway asks

    async def head(self) -> None:
        """Wait for the status.

        Raises:
            ConnectionError: the provider went away.
            TimeoutError: it sends nothing.
        """
        while not self._has_head and not self.ended:
            await self._wait()
        if self._failure is not None:
            raise self._failure

    async def read(self) -> bytes:
        """Read the rest of the body.

        Returns:
            The bytes.

        Raises:
            ConnectionError: the provider went away.
            TimeoutError: it stopped sending.
        """
        taken = self._take()
        while not self.ended:
            await self._wait()
            taken += self._take()
        if self._failure is not None:
            raise self._failure
        return b"".join(taken)

    async def pieces(self) -> AsyncIterator[bytes]:
        """Give the body as it arrives.

        Yields:
            Bytes, as they come.

        Raises:
            ConnectionError: the provider went away.
            TimeoutError: it stopped sending.
        """
        while True:
            if piece := b"".join(self._take()):
                yield piece
            elif self.ended:
                break
            else:
                await self._wait()
        if self._failure is not None:
            raise self._failure

    async def close(self) -> None:
        """Let go: an answer that arrived whole has given its connection back, any other closes it."""
        self.abandon()

    def abandon(self) -> None:
        """Close the connection of an answer that has not ended."""
        if not self.ended:
            self.fail(ConnectionError("abandoned"))
            self._connection.drop()

    # ---------------------------------------------------------------- inside

    def _take(self) -> list[bytes]:
        taken, self._pieces, self._buffered = self._pieces, [], 0
        self._resume()
        return taken

    def _resume(self) -> None:
        if self._paused:
            self._paused = False
            self._heard_s = self._loop.time()
            if not self._connection.transport.is_closing():
                self._connection.transport.resume_reading()

    def _end(self) -> None:
        self.ended = True
        self._timer.cancel()
        self._at_end()
        self._resume()
        self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    async def _wait(self) -> None:
        self._waiter = self._loop.create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None

    def _check(self) -> None:
        """Fail when nothing moved for too long, in either direction; a client that reads slowly is not the provider's fault."""
        unsent, before = self._connection.transport.get_write_buffer_size(), self._unsent
        self._unsent = unsent
        if self._paused or (unsent and (not before or unsent < before)):
            self._heard_s = self._loop.time()
        left_s = self._heard_s + self._timeout_s - self._loop.time()
        if left_s > 0:
            self._timer = self._loop.call_later(left_s, self._check)
        else:
            self.fail(TimeoutError())
            self._connection.drop()


class Http1Transport:
    """A `Transport` over one pool of connections; it belongs to the event loop that first used it.

    Args:
        most_connections: To all providers together, at work.
        tls: How providers prove who they are; by the authorities of the system if left out.
    """

    def __init__(self, *, most_connections: int = 512, tls: ssl.SSLContext | None = None) -> None:
        self._tls = tls
        self._free = asyncio.Semaphore(most_connections)
        self._pools: dict[tuple[str, int, bool], list[_Connection]] = {}

    async def post(self, url: str, *, headers: Mapping[str, str], body: bytes, timeout_s: float) -> Http1Answer:
        """Send a request and return as soon as the status is known.

        Args:
            url: Absolute address.
            headers: Headers to send.
            body: The body.
            timeout_s: Most seconds between two bytes of the answer.

        Returns:
            The answer, to be closed by the caller.

        Raises:
            ConnectionError: nobody answers, or the address leads nowhere.
            TimeoutError: nobody answers in time.
        """
        try:
            place = _place(url)
            head = _write_head(place, headers, len(body))
        except ValueError:
            raise ConnectionError("an address or a header that cannot be written") from None
        await self._free.acquire()
        try:
            connection = await self._connect(place, timeout_s)
        except BaseException:
            self._free.release()
            raise
        answer = Http1Answer(connection, timeout_s, self._free.release)
        try:
            connection.send(head, body, answer)
            await answer.head()
        except BaseException:
            answer.abandon()
            raise
        return answer

    async def _connect(self, place: _Place, timeout_s: float) -> _Connection:
        """Take the connection that was used last, or make one."""
        pool = self._pools.setdefault(place[:3], [])
        loop = asyncio.get_running_loop()
        while pool:
            known = pool.pop()
            if not known.transport.is_closing() and loop.time() - known.idle_since_s < _IDLE_S:
                return known
            known.drop()
        try:
            async with asyncio.timeout(min(_CONNECT_S, timeout_s)):
                _, connection = await loop.create_connection(
                    lambda: _Connection(pool, loop),
                    place.host,
                    place.port,
                    ssl=self._context() if place.secure else None,
                )
        except TimeoutError:
            raise
        except OSError as broken:
            raise ConnectionError(type(broken).__name__) from None
        return connection

    def _context(self) -> ssl.SSLContext:
        if self._tls is None:
            self._tls = ssl.create_default_context()
            self._tls.set_alpn_protocols(["http/1.1"])
        return self._tls

    async def close(self) -> None:
        """Close the connections that wait; those at work close with their answers."""
        for pool in self._pools.values():
            while pool:
                pool.pop().drop()
