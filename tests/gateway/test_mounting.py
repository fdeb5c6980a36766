"""A worker is ready before it says so: what the first request would wait for is done when the server starts."""

from __future__ import annotations

import asyncio
from collections.abc import MutableMapping
from typing import Any

from egide.gateway.mounting import Mounted


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
