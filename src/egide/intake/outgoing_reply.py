"""An answer on its way back to the help desk that its conversation came from: what is sent, and how it is signed.

Source: the way that chatwoot/chatwoot signs its webhooks (HMAC-SHA256 over ``timestamp.body``, a delivery id that retries keep),
so that whoever verifies theirs verifies ours with the same code.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass, field
from datetime import datetime

__all__ = ["DELIVERY_HEADER", "SIGNATURE_HEADER", "TIMESTAMP_HEADER", "OutgoingReply", "ReplyPlace", "format_reply"]

SIGNATURE_HEADER = "X-Egide-Signature"
TIMESTAMP_HEADER = "X-Egide-Timestamp"
DELIVERY_HEADER = "X-Egide-Delivery"


@dataclass(frozen=True, slots=True)
class ReplyPlace:
    """Where an answer goes, and the secret that both sides hold."""

    url: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class OutgoingReply:
    """One answer; its words never show in ``repr``.

    Attributes:
        delivery: The same at each attempt, so that the other side takes it once.
        conversation: The conversation's name at the help desk.
        text: Plain text, AI mention included where the law wants one.
        sent_at: When it is handed over, aware.
        ai: ``assisted`` when a person reviewed a model's draft, ``generated`` when none did, empty without a model.
    """

    delivery: str
    conversation: str
    text: str = field(repr=False)
    sent_at: datetime
    ai: str = ""


def format_reply(reply: OutgoingReply, secret: str) -> tuple[bytes, dict[str, str]]:
    """Write the body and the headers of the request.

    Args:
        reply: What to send.
        secret: Shared with the other side.

    Returns:
        The body, UTF-8 JSON, and its headers; a retry has the same delivery and a time of its own.
    """
    document = {
        "event": "reply",
        "delivery": reply.delivery,
        "conversation": reply.conversation,
        "text": reply.text,
        "ai": reply.ai,
        "sent_at": reply.sent_at.isoformat(timespec="seconds"),
    }
    body = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    moment = str(int(reply.sent_at.timestamp()))
    signature = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return body, {
        "Content-Type": "application/json; charset=utf-8",
        SIGNATURE_HEADER: f"sha256={signature}",
        TIMESTAMP_HEADER: moment,
        DELIVERY_HEADER: reply.delivery,
    }
