"""A worker is ready before it says so: what the first request would wait for is done when the server starts."""

from __future__ import annotations

import asyncio
import time
from collections.abc import MutableMapping
from datetime import UTC, datetime
from typing import Any

from typing_extensions import override

from egide.gateway.application import Gateway
from egide.gateway.mounting import Mounted
from egide.gateway.upstreams import Upstreams
from egide.service.configuration import ConfigurationError


class Opening:
    """Notes what is done with a gateway."""

    def __init__(self, done: list[str]) -> None:
        self._done = done

    def open(self) -> None:
        self._done.append("opened")

    async def close(self) -> None:
        self._done.append("closed")

    async def __call__(self, scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        self._done.append(scope["path"])


def test_prepares_then_opens_then_says_so_and_closes_last() -> None:
    done: list[str] = []
    messages = iter([{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}])

    async def receive() -> Any:
        return next(messages)

    async def send(message: Any) -> None:
        done.append(message["type"])

    mounted = Mounted(Opening(done), None, prepare=lambda: done.append("prepared"))  # type: ignore[arg-type]
    asyncio.run(mounted({"type": "lifespan"}, receive, send))
    assert done == ["prepared", "opened", "lifespan.startup.complete", "closed", "lifespan.shutdown.complete"]


def test_sends_the_gateways_addresses_to_it_and_all_others_to_the_desk() -> None:
    at_gateway: list[str] = []
    at_desk: list[str] = []
    mounted = Mounted(Opening(at_gateway), Opening(at_desk))  # type: ignore[arg-type]
    for path in ("/v1/models", "/health", "/ready", "/v1", "/", "/v1x", "/desk/v1/"):
        asyncio.run(mounted({"type": "http", "path": path}, None, None))  # type: ignore[arg-type]
    assert at_gateway == ["/v1/models", "/health", "/ready", "/v1"]
    assert at_desk == ["/", "/v1x", "/desk/v1/"]


def test_a_file_that_means_nothing_leaves_the_gateway_as_it_is(caplog) -> None:
    done: list[str] = []
    mounted = Mounted(Opening(done), None, reload=_refuse)  # type: ignore[arg-type]

    async def run() -> None:
        mounted._asked_to_reload()
        assert mounted._reloading is not None
        await mounted._reloading
        await mounted({"type": "http", "path": "/v1/models"}, None, None)  # type: ignore[arg-type]

    asyncio.run(run())
    assert done == ["/v1/models"]
    assert "[gateway]: unknown setting" in caplog.text


def _refuse() -> Any:
    raise ConfigurationError("[gateway]: unknown setting 'worker'")


def test_requests_under_way_end_with_the_gateway_that_took_them() -> None:
    done: list[str] = []
    former, following = Slow(done, "former"), Slow(done, "following")
    mounted = Mounted(former, None, reload=lambda: following)  # type: ignore[arg-type,return-value]

    async def run() -> None:
        under_way = asyncio.ensure_future(mounted({"type": "http", "path": "/v1/a"}, None, None))  # type: ignore[arg-type]
        await asyncio.sleep(0)
        mounted._asked_to_reload()
        while mounted._gateway is former:
            await asyncio.sleep(0.001)
        following.may_end.set()
        await mounted({"type": "http", "path": "/v1/b"}, None, None)  # type: ignore[arg-type]
        former.may_end.set()
        await under_way
        assert mounted._reloading is not None
        await mounted._reloading

    asyncio.run(run())
    assert done == ["following answered /v1/b", "former answered /v1/a", "former closed"]


class Slow(Gateway):
    """A gateway that answers when it is told to."""

    def __init__(self, done: list[str], name: str) -> None:
        super().__init__(Upstreams({}, None, time.monotonic), clock=lambda: datetime(2026, 11, 25, tzinfo=UTC))  # type: ignore[arg-type]
        self._done, self._name = done, name
        self.may_end = asyncio.Event()

    @override
    def open(self) -> None:
        """No thread is needed."""

    @override
    async def close(self) -> None:
        self._done.append(f"{self._name} closed")

    @override
    async def _route(self, scope: Any, receive: Any, send: Any) -> None:
        await self.may_end.wait()
        self._done.append(f"{self._name} answered {scope['path']}")
