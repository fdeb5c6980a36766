"""Post an answer to the address that a help desk gave: signed, over TLS, without following a redirection."""

from __future__ import annotations

import http.client
import ssl
from typing import Final
from urllib.parse import urlsplit

from egide.intake.outgoing_reply import OutgoingReply, ReplyPlace, format_reply
from egide.intake.ports import TransportError

__all__ = ["HttpReplies"]

_OK: Final = range(200, 300)
# Another try may help when the other side is busy, broken or asks to wait (RFC 9110 §15, RFC 6585 §4).
_FOR_NOW: Final = frozenset({408, 425, 429, *range(500, 600)})


class HttpReplies:
    """A connection per answer; certificates are always verified."""

    def __init__(self, timeout_s: float = 15.0) -> None:
        """Say how long to wait.

        Args:
            timeout_s: For each exchange.
        """
        self._timeout_s = timeout_s

    def send(self, reply: OutgoingReply, place: ReplyPlace) -> None:
        """Post an answer.

        Raises:
            TransportError: ``reply-address``, ``reply-unreachable``, ``reply-refused``.
        """
        parted = urlsplit(place.url)
        if parted.scheme not in {"http", "https"} or not parted.hostname:
            raise TransportError("reply-address", permanent=True)
        body, headers = format_reply(reply, place.secret)
        path = (parted.path or "/") + (f"?{parted.query}" if parted.query else "")
        connection = self._connection(parted.scheme, parted.hostname, parted.port)
        try:
            connection.request("POST", path, body, headers)
            status = connection.getresponse().status
        except (OSError, http.client.HTTPException):
            raise TransportError("reply-unreachable") from None
        finally:
            connection.close()
        if status not in _OK:
            raise TransportError("reply-refused", permanent=status not in _FOR_NOW)

    def _connection(self, scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
        if scheme == "https":
            context = ssl.create_default_context()
            return http.client.HTTPSConnection(host, port, timeout=self._timeout_s, context=context)
        return http.client.HTTPConnection(host, port, timeout=self._timeout_s)
