"""The errors of the connectors.

ConnectorError
├── SignatureRefused     the event is not proved to come from its source, or came before
└── UnreadableEvent      the event is not what its source sends
"""

from __future__ import annotations

__all__ = ["ConnectorError", "SignatureRefused", "UnreadableEvent"]


class ConnectorError(Exception):
    """Root of what can go wrong with an event from outside."""


class SignatureRefused(ConnectorError):
    """An event that may not come in; ``code`` says why.

    ``signature-missing``, ``signature-malformed``, ``signature-wrong``, ``timestamp-missing``, ``timestamp-malformed``,
    ``timestamp-stale``, ``delivery-replayed``, ``secret-missing``.
    """

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class UnreadableEvent(ConnectorError):
    """An event whose shape is unknown; ``field`` names what is missing or wrong, never its content."""

    def __init__(self, field: str) -> None:
        self.field = field
        super().__init__(field)
