"""One ASGI application for one port: the gateway under /v1, /health and /ready; the desk everywhere else."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from egide.gateway.application import Gateway
    from egide.gateway.http import Receive, Scope, Send

__all__ = ["Mounted"]


class Mounted:
    """Sends each request where it belongs.

    Args:
        gateway: The gateway.
        desk: Django's ASGI application.
        prepare: Done once before the first request.
    """

    def __init__(self, gateway: Gateway, desk: Any, prepare: Callable[[], None] = lambda: None) -> None:
        self._prepare = prepare
        self._gateway = gateway
        self._desk = desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or live and die with the server."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        path = scope.get("path", "")
        ours = path.startswith("/v1/") or path in {"/v1", "/health", "/ready"}
        await (self._gateway if ours else self._desk)(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self._prepare()
                self._gateway.open()
                await send({"type": "lifespan.startup.complete"})
            else:
                await self._gateway.close()
                await send({"type": "lifespan.shutdown.complete"})
                return
