"""How the server speaks HTTP: uvicorn's own way, with fewer packets, and no newcomer turned away when it stops."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from typing_extensions import override
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

__all__ = ["Connection"]

_NEWCOMER_S: Final = 1.0
"""How long a connection accepted just before the server stops may take to say what it wants."""


class _InOnePiece:
    """A transport that sends what is written in one turn of the event loop at its end, in one piece.

    An answer's head and body are written one after the other: two calls of the system, two packets, two awakenings of the
    client, at a tenth of a millisecond each.
    """

    def __init__(self, transport: Any, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._written: list[bytes] = []

    def write(self, data: bytes) -> None:
        """Have bytes sent at the end of this turn."""
        if not self._written:
            self._loop.call_soon(self._send)
        self._written.append(data)

    def close(self) -> None:
        """Close once everything written was sent."""
        self._send()
        self._transport.close()

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        """Hand the connection to another protocol, such as WebSocket."""
        self._send()
        self._transport.set_protocol(protocol)

    def _send(self) -> None:
        written, self._written = self._written, []
        if written:
            self._transport.write(written[0] if len(written) == 1 else b"".join(written))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


class Connection(HttpToolsProtocol):
    """One connection of a client."""

    @override
    def connection_made(self, transport: Any) -> None:
        super().connection_made(_InOnePiece(transport, self.loop))  # type: ignore[arg-type]

    @override
    def shutdown(self) -> None:
        """Let a request that is on its way come in: its client was told that the server takes it."""
        asked: Any = self.cycle  # None before the first request
        if asked is None and not self.transport.is_closing():
            self.loop.call_later(_NEWCOMER_S, super().shutdown)
        else:
            super().shutdown()
