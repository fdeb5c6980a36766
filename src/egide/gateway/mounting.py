"""One ASGI application for one port: the gateway under /v1, /health and /ready; the desk everywhere else."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from egide.gateway.application import Gateway
    from egide.gateway.http import Receive, Scope, Send

__all__ = ["Mounted"]

_logger = logging.getLogger(__name__)


class Mounted:
    """Sends each request where it belongs.

    Args:
        gateway: The gateway.
        desk: Django's ASGI application.
        prepare: Done once before the first request.
        reload: Reads the configuration again and gives the gateway that goes by it, on SIGHUP; None where the server
            replaces its processes instead.
    """

    def __init__(
        self,
        gateway: Gateway,
        desk: Any,
        prepare: Callable[[], None] = lambda: None,
        reload: Callable[[], Gateway] | None = None,
    ) -> None:
        self._prepare = prepare
        self._reload = reload
        self._gateway = gateway
        self._desk = desk
        self._reloading: asyncio.Task[None] | None = None
        self._again = False

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
                if self._reload is not None and hasattr(signal, "SIGHUP"):
                    asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, self._asked_to_reload)
                await send({"type": "lifespan.startup.complete"})
            else:
                if self._reloading is not None:
                    await self._reloading
                await self._gateway.close()
                await send({"type": "lifespan.shutdown.complete"})
                return

    def _asked_to_reload(self) -> None:
        self._again = True
        if self._reloading is None or self._reloading.done():
            self._reloading = asyncio.ensure_future(self._reload_gateway())

    async def _reload_gateway(self) -> None:
        """Have the requests that follow go to a new gateway; those under way end with the former."""
        assert self._reload is not None  # noqa: S101 - set where the signal is heard
        while self._again:
            self._again = False
            try:
                gateway = await asyncio.to_thread(self._reload)
            except Exception as failure:  # noqa: BLE001 - a server that runs outlives a file that means nothing
                _logger.error("the configuration was not read again, nothing has changed: %s", failure)  # noqa: TRY400
                continue
            gateway.open()
            former, self._gateway = self._gateway, gateway
            await former.retire()
