"""What the bare HTTP/1.1 transport makes of answers in every shape, split anywhere, against a server that plays bytes."""

from __future__ import annotations

import asyncio
import gzip
import ssl
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from egide.adapters.upstream import Http1Transport
from egide.adapters.upstream.http1_transport import Http1Answer

BODY = b'{"input":"Bonjour"}'
HEADERS = {"Authorization": "Bearer sk-contract", "Content-Type": "application/json"}
SIZED = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 7\r\n\r\nbonjour"
CHUNKED = (
    b"HTTP/1.1 100 Continue\r\nX-Interim: yes\r\n\r\n"
    b"HTTP/1.1 201 Created\r\nX-Twice: a\r\nTransfer-Encoding: chunked\r\nX-Twice: b\r\n\r\n"
    b"3\r\nbon\r\n4\r\njour\r\n0\r\nX-Late: no\r\n\r\n"
)
UNTIL_THE_END = b"HTTP/1.1 200 OK\r\n\r\nbonjour"


class Played:
    """A server that plays one list of pieces for each request, and then closes where it is told to.

    Attributes:
        answers: Pieces for each request, in order; None closes.
        connections: How many were made.
        asked: Requests as they came.
    """

    def __init__(self, *answers: list[bytes | None]) -> None:
        self.answers = list(answers)
        self.connections = 0
        self.asked: list[bytes] = []
        self.left = asyncio.Event()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while self.answers:
                head = await reader.readuntil(b"\r\n\r\n")
                self.asked.append(head + await reader.readexactly(len(BODY)))
                for piece in self.answers.pop(0):
                    if piece is None:
                        return
                    writer.write(piece)
                    await writer.drain()
                    await asyncio.sleep(0)
            await reader.read()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self.left.set()
            writer.close()


Behaviour = Callable[[Callable[..., Awaitable[Http1Answer]]], Awaitable[None]]


def play(
    server: Played,
    behaviour: Behaviour,
    *,
    serving: ssl.SSLContext | None = None,
    trusting: ssl.SSLContext | None = None,
    most: int = 512,
) -> None:
    """Run a behaviour, given a way to ask the server."""

    async def main() -> None:
        listening = await asyncio.start_server(server.serve, "127.0.0.1", 0, ssl=serving)
        port = listening.sockets[0].getsockname()[1]
        transport = Http1Transport(tls=trusting, most_connections=most)
        scheme = "http" if serving is None else "https"

        async def ask(headers: dict[str, str] = HEADERS, timeout_s: float = 5.0) -> Http1Answer:
            url = f"{scheme}://127.0.0.1:{port}/v1/chat?api-version=1"
            return await transport.post(url, headers=headers, body=BODY, timeout_s=timeout_s)

        try:
            await asyncio.wait_for(behaviour(ask), 20)
        finally:
            await transport.close()
            listening.close()
            await listening.wait_closed()
            await asyncio.sleep(0.02)

    asyncio.run(main())


async def whole(answer: Http1Answer) -> bytes:
    try:
        return await answer.read()
    finally:
        await answer.close()


@pytest.mark.parametrize("written", [SIZED, CHUNKED])
def test_reads_the_same_wherever_the_answer_is_split_and_keeps_the_connection(written: bytes) -> None:
    server = Played(*([written[:at], written[at:]] for at in range(1, len(written))))

    async def behaviour(ask: Callable[..., Awaitable[Http1Answer]]) -> None:
        for _ in range(1, len(written)):
            answer = await ask()
            assert answer.status == (201 if written is CHUNKED else 200)
            assert "x-interim" not in answer.headers
            assert answer.headers.get("X-TWICE") == ("a, b" if written is CHUNKED else None)
            assert await whole(answer) == b"bonjour"

    play(server, behaviour)
    assert server.connections == 1
    head = server.asked[0].decode()
    assert head.startswith("POST /v1/chat?api-version=1 HTTP/1.1\r\nHost: 127.0.0.1:")
    assert f"Content-Length: {len(BODY)}\r\n" in head
    assert head.endswith(BODY.decode())


def test_reads_a_body_without_a_length_until_the_provider_closes() -> None:
    async def behaviour(ask: Callable[..., Awaitable[Http1Answer]]) -> None:
        assert await whole(await ask()) == b"bonjour"

    play(Played([UNTIL_THE_END, None]), behaviour)


@pytest.mark.parametrize("written", [SIZED, CHUNKED])
def test_refuses_an_answer_that_is_cut_anywhere(written: bytes) -> None:
    cuts = range(0, len(written), 3)
    server = Played(*([written[:at], None] for at in cuts))

    async def behaviour(ask: Callable[..., Awaitable[Http1Answer]]) -> None:
        for _ in cuts:
            with pytest.raises(ConnectionError):
                await whole(await ask())

    play(server, behaviour)
    assert server.connections == len(cuts)


@pytest.mark.parametrize(
    "after",
    [SIZED, b"H", b"garbage", b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n"],
    ids=["whole", "H", "no", "500"],
)
@pytest.mark.parametrize("at_once", [True, False])
def test_never_takes_bytes_that_nobody_asked_for_as_the_next_answer(after: bytes, *, at_once: bool) -> None:
    unasked: list[bytes | None] = [SIZED + after] if at_once else [SIZED, after]
    server = Played(unasked, [CHUNKED])

    async def behaviour(ask: Callable[..., Awaitable[Http1Answer]]) -> None:
        first = await ask()
        assert (first.status, await whole(first)) == (200, b"bonjour")
        await asyncio.sleep(0.05)
        second = await ask()
        assert (second.status, await whole(second)) == (201, b"bonjour")

    play(server, behaviour)
    assert server.connections == 2


@pytest.mark.parametrize(
    "written", [b"no HTTP\r\n\r\n", b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"]
)
def test_refuses_what_is_no_answer(written: bytes) -> None:
    async def behaviour(ask: Callable[..., Awaitable[Http1Answer]]) -> None:
        with pytest.raises(ConnectionError):
            await ask()

    play(Played([written]), behaviour)


def test_refuses_a_head_without_end() -> None:
    lines = [b"HTTP/1.1 200 OK\r\n", *(b"X-%d: %b\r\n" % (number, b"x" * 1000) for number in range(100))]

    async def behaviour(ask: Callable[..., Awaitable[Http1Answer]]) -> None:
        with pytest.raises(ConnectionError):
            await ask()

    play(Played([b"".join(lines)]), behaviour)


def test_opens_a_compressed_body_and_refuses_one_cut_short_or_of_another_kind() -> None:
    def packed(body: bytes, coding: bytes = b"gzip") -> bytes:
        return b"HTTP/1.1 200 OK\r\nContent-Encoding: %b\r\nContent-Length: %d\r\n\r\n%b" % (coding, len(body), body)

    squeezed = gzip.compress(b"bonjour" * 100)
    server = Played([packed(squeezed)], [packed(squeezed[:-9])], [packed(b"no gzip")], [packed(b"x", b"br")])

    async def behaviour(ask: Callable[..., Awaitable[Http1Answer]]) -> None:
        assert await whole(await ask()) == b"bonjour" * 100
        for _ in range(3):
            with pytest.raises(ConnectionError):
                await whole(await ask())

    play(server, behaviour)


def test_makes_a_provider_wait_for_a_slow_client_and_loses_nothing() -> None:
    size = 8_000_000
    server = Played([b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % size, b"x" * size], [SIZED])

    async def behaviour(ask: Callable[..., Awaitable[Http1Answer]]) -> None:
        answer = await ask(timeout_s=0.2)
        await asyncio.sleep(0.5)  # longer than the provider may be silent
        read = largest = 0
        async for piece in answer.pieces():
            read += len(piece)
            largest = max(largest, len(piece))
        await answer.close()
        assert read == size
        assert largest < size / 4
        assert await whole(await ask()) == b"bonjour"

    play(server, behaviour)


def test_raises_timeout_error_when_the_provider_stops_in_the_middle() -> None:
    async def behaviour(ask: Callable[..., Awaitable[Http1Answer]]) -> None:
        answer = await ask(timeout_s=0.1)
        with pytest.raises(TimeoutError):
            await whole(answer)

    play(Played([SIZED[:-3]]), behaviour)


def test_abandons_the_provider_when_closed_or_cancelled_and_makes_room_for_others() -> None:
    server = Played([SIZED[:-3]], [SIZED[:20]], [SIZED])

    async def behaviour(ask: Callable[..., Awaitable[Http1Answer]]) -> None:
        await (await ask()).close()
        await asyncio.wait_for(server.left.wait(), 4)
        server.left.clear()
        asking = asyncio.ensure_future(ask())
        await asyncio.sleep(0.05)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        await asyncio.wait_for(server.left.wait(), 4)
        assert await whole(await ask()) == b"bonjour"

    play(server, behaviour, most=1)


@pytest.mark.parametrize("value", ["a\r\nX-Other: b", "a\nb", "a\rb", "a\0b", "€"])
def test_refuses_a_header_that_would_write_another(value: str) -> None:
    server = Played([SIZED])

    async def behaviour(ask: Callable[..., Awaitable[Http1Answer]]) -> None:
        with pytest.raises(ConnectionError):
            await ask({"Authorization": value})

    play(server, behaviour)
    assert not server.connections


@pytest.mark.parametrize("url", ["ftp://provider.example/v1", "http:///v1", "http://provider.example:port/v1", "v1"])
def test_refuses_an_address_that_leads_nowhere(url: str) -> None:
    async def main() -> None:
        with pytest.raises(ConnectionError):
            await Http1Transport().post(url, headers=HEADERS, body=BODY, timeout_s=1)

    asyncio.run(main())


def test_reaches_a_provider_over_tls_only_when_it_proves_who_it_is(tmp_path: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)  # noqa: TID251 - a certificate is valid by the machine's own clock
    import ipaddress

    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    held = tmp_path / "server.pem"
    held.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(held)
    trusting = ssl.create_default_context(cadata=certificate.public_bytes(serialization.Encoding.PEM).decode())

    async def trusted(ask: Callable[..., Awaitable[Http1Answer]]) -> None:
        for _ in range(2):
            assert await whole(await ask()) == b"bonjour"

    async def unknown(ask: Callable[..., Awaitable[Http1Answer]]) -> None:
        with pytest.raises(ConnectionError):
            await ask()

    server = Played([SIZED], [CHUNKED])
    play(server, trusted, serving=serving, trusting=trusting)
    assert server.connections == 1
    refused = Played([SIZED])
    play(refused, unknown, serving=serving)
    assert not refused.asked
