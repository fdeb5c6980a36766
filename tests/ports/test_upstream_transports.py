"""The contract of the gateway's Transport, run on its adapter against a server on loopback."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from aiohttp import web

from egide.adapters.upstream import AiohttpTransport
from egide.gateway.ports import Transport

BODY = b'{"input":"Bonjour"}'
HEADERS = {"Authorization": "Bearer sk-contract", "Content-Type": "application/json"}


class Server:
    """Answers by path, and keeps what it was asked."""

    def __init__(self) -> None:
        self.paths: list[str] = []
        self.bodies: list[bytes] = []
        self.left = asyncio.Event()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.paths.append(request.path)
        self.bodies.append(await request.read())
        match request.path:
            case "/whole":
                return web.Response(status=429, body=b"later", headers={"Retry-After": "3", "Set-Cookie": "seen=1"})
            case "/moved":
                return web.Response(status=307, headers={"Location": "/elsewhere"})
            case "/silent":
                await asyncio.sleep(5)
                return web.Response()
        response = web.StreamResponse()
        if request.path == "/cut":
            response.content_length = 1000
        await response.prepare(request)
        await response.write(b"first")
        if request.path == "/cut":
            assert request.transport is not None
            request.transport.close()
            return response
        try:
            for _ in range(500):
                await asyncio.sleep(0.01)
                await response.write(b".")
        except (ConnectionError, asyncio.CancelledError):
            self.left.set()
            raise
        return response


def serve(behaviour: Callable[[Transport, Server, str], Awaitable[None]]) -> None:
    """Run a behaviour with a transport and a server that lives as long as it."""

    async def main() -> None:
        server, transport = Server(), AiohttpTransport()
        application = web.Application()
        application.router.add_post("/{path:.*}", server.answer)
        runner = web.AppRunner(application, handler_cancellation=True, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        try:
            await behaviour(transport, server, f"http://{host}:{port}")
        finally:
            await transport.close()
            await runner.cleanup()

    asyncio.run(main())


def test_carries_the_body_and_gives_status_headers_and_answer() -> None:
    async def behaviour(transport: Transport, server: Server, base: str) -> None:
        answer = await transport.post(f"{base}/whole", headers=HEADERS, body=BODY, timeout_s=5)
        assert answer.status == 429
        assert answer.headers["retry-after"] == "3"
        assert await answer.read() == b"later"
        assert server.bodies == [BODY]
        await answer.close()

    serve(behaviour)


def test_gives_the_first_piece_while_the_rest_is_coming_and_closing_stops_the_provider() -> None:
    async def behaviour(transport: Transport, server: Server, base: str) -> None:
        answer = await transport.post(f"{base}/stream", headers=HEADERS, body=BODY, timeout_s=5)
        async for piece in answer.pieces():
            assert piece.startswith(b"first")
            break
        await answer.close()
        await asyncio.wait_for(server.left.wait(), 4)

    serve(behaviour)


def test_refuses_to_follow_a_redirection() -> None:
    async def behaviour(transport: Transport, server: Server, base: str) -> None:
        answer = await transport.post(f"{base}/moved", headers=HEADERS, body=BODY, timeout_s=5)
        assert answer.status == 307
        assert server.paths == ["/moved"]
        await answer.close()

    serve(behaviour)


def test_raises_timeout_error_when_the_provider_is_silent() -> None:
    async def behaviour(transport: Transport, server: Server, base: str) -> None:
        with pytest.raises(TimeoutError):
            await transport.post(f"{base}/silent", headers=HEADERS, body=BODY, timeout_s=0.2)

    serve(behaviour)


def test_raises_connection_error_when_the_answer_is_cut() -> None:
    async def behaviour(transport: Transport, server: Server, base: str) -> None:
        answer = await transport.post(f"{base}/cut", headers=HEADERS, body=BODY, timeout_s=5)
        with pytest.raises(ConnectionError):
            await answer.read()
        await answer.close()

    serve(behaviour)


def test_raises_connection_error_without_key_or_address_when_nobody_listens() -> None:
    async def behaviour(transport: Transport, server: Server, base: str) -> None:
        with pytest.raises(ConnectionError) as broken:
            await transport.post("http://127.0.0.1:1/v1", headers=HEADERS, body=BODY, timeout_s=2)
        assert "sk-contract" not in str(broken.value)
        assert "127.0.0.1" not in str(broken.value)

    serve(behaviour)
