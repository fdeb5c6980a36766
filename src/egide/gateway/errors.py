"""What the gateway answers when it does not answer: OpenAI's error shape, with a stable code.

GatewayError
├── BadRequest        400, 404, 413: the request cannot be read, or asks for what the gateway does not do
├── NotAuthenticated  401: no key, an unknown, revoked or expired one
├── Refused           403: the policy, or what cannot be protected
├── LimitReached      429: rate or budget of the key
├── Unavailable       503: a part that must answer before anything is sent does not
└── UpstreamFailed    502, 504 or the provider's own status

No message holds a value of the request.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

__all__ = [
    "BadRequest",
    "GatewayError",
    "LimitReached",
    "NotAuthenticated",
    "Refused",
    "Unavailable",
    "UpstreamFailed",
]


class GatewayError(Exception):
    """Root of every answer that is an error.

    Attributes:
        status: HTTP status.
        kind: OpenAI's `type`.
        code: Stable word that a program can compare.
        headers: Headers of the answer.
        details: More for a program, under `egide`.
    """

    status = 500
    kind = "api_error"

    def __init__(
        self,
        code: str,
        message: str,
        *,
        status: int | None = None,
        details: Mapping[str, Any] | None = None,
        headers: Sequence[tuple[str, str]] = (),
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status or self.status
        self.details = details or {}
        self.headers = tuple(headers)

    def body(self) -> dict[str, Any]:
        """Write the error in OpenAI's shape."""
        error: dict[str, Any] = {"message": self.message, "type": self.kind, "param": None, "code": self.code}
        if self.details:
            error["egide"] = dict(self.details)
        return {"error": error}


class BadRequest(GatewayError):
    """The request cannot be read, or asks for what the gateway does not do."""

    status = 400
    kind = "invalid_request_error"


class NotAuthenticated(GatewayError):
    """No key, an unknown one, or one that was revoked or has expired."""

    status = 401
    kind = "authentication_error"


class Refused(GatewayError):
    """The policy refuses, or the request holds what cannot be protected."""

    status = 403
    kind = "permission_error"


class LimitReached(GatewayError):
    """The key has used what it may for now."""

    status = 429
    kind = "rate_limit_error"


class Unavailable(GatewayError):
    """A part that must answer before anything is sent does not: nothing was sent."""

    status = 503
    kind = "api_error"


class UpstreamFailed(GatewayError):
    """The provider did not answer, or answered an error."""

    status = 502
    kind = "upstream_error"
