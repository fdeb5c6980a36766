"""The few things of HTTP that the gateway needs over plain ASGI: read a body, send an answer, see a client leave."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from typing import Any, Final

from egide.gateway.errors import BadRequest, GatewayError

__all__ = [
    "ClientGone",
    "Receive",
    "Scope",
    "Send",
    "header",
    "read_body",
    "send_error",
    "send_json",
    "start",
    "wait_until_gone",
]

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

JSON: Final = b"application/json; charset=utf-8"
_ALWAYS: Final = [(b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff")]


class ClientGone(Exception):
    """The client left."""


def header(scope: Scope, name: bytes) -> str:
    """Return a header of the request, empty when it is absent."""
    return next((bytes(value).decode("latin-1") for key, value in scope["headers"] if key == name), "")


async def read_body(receive: Receive, most_bytes: int) -> bytes:
    """Read the whole body of a request.

    Args:
        receive: ASGI.
        most_bytes: Largest body.

    Returns:
        The bytes.

    Raises:
        BadRequest: it is larger.
        ClientGone: the client left meanwhile.
    """
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGone
        if piece := message.get("body", b""):
            parts.append(piece)
            size += len(piece)
            if size > most_bytes:
                raise BadRequest("request_too_large", f"The body is larger than {most_bytes} bytes.", status=413)
        if not message.get("more_body", False):
            return parts[0] if len(parts) == 1 else b"".join(parts)


async def wait_until_gone(receive: Receive) -> None:
    """Return when the client leaves."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def start(send: Send, status: int, content_type: bytes, headers: Sequence[tuple[str, str]] = ()) -> None:
    """Send the status and the headers."""
    written = [(b"content-type", content_type), *_ALWAYS]
    written += [(name.lower().encode("ascii"), value.encode("ascii", "replace")) for name, value in headers if value]
    await send({"type": "http.response.start", "status": status, "headers": written})


async def send_json(
    send: Send, status: int, body: bytes, headers: Sequence[tuple[str, str]] = (), content_type: bytes = JSON
) -> None:
    """Send a whole answer."""
    await start(send, status, content_type, [*headers, ("content-length", str(len(body)))])
    await send({"type": "http.response.body", "body": body})


async def send_error(send: Send, error: GatewayError, headers: Sequence[tuple[str, str]] = ()) -> None:
    """Send an error in OpenAI's shape."""
    body = json.dumps(error.body(), ensure_ascii=False).encode()
    decision = error.details.get("decision", "")
    extra = [("X-Egide-Decision", str(decision))] if decision else []
    await send_json(send, error.status, body, [*headers, *error.headers, *extra])
