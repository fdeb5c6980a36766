"""libredesk: take the contact's messages from its webhooks.

Its queue drops events when full and never retries: poll its API as well. Kept: text and identifiers of conversation and sender.

Source: abhinavxd/libredesk ``internal/webhook/webhook.go`` at 948ffd8.
"""

from __future__ import annotations

from egide.connectors.errors import UnreadableEvent
from egide.connectors.payload import moment, parse_object, part, text, written
from egide.intake import Item, Options, Position, Record
from egide.intake.reasons import skip

__all__ = ["read_event"]


def read_event(raw_body: bytes, options: Options) -> tuple[Item, ...]:
    """Read one webhook.

    Args:
        raw_body: The body, already proved.
        options: What the importer knows.

    Returns:
        The contact's message, or a skip: another event, an agent's message, a private note.

    Raises:
        UnreadableEvent: a message without uuid or conversation.
    """
    event = parse_object(raw_body)
    position = Position("webhook:libredesk")
    if text(event, "event") != "message.created":
        return (skip(position, "not-a-message"),)
    message = part(event, "payload")
    if message.get("private") is True:
        return (skip(position, "internal-note"),)
    if text(message, "type") == "outgoing" or text(message, "sender_type") not in {"contact", "visitor"}:
        return (skip(position, "own-message"),)
    message_id, thread_id = text(message, "uuid"), text(message, "conversation_uuid")
    if not message_id or not thread_id:
        raise UnreadableEvent("uuid" if thread_id else "conversation_uuid")
    record = Record(
        source=options.source or "libredesk",
        external_id=message_id,
        thread_id=thread_id,
        channel=options.channel or "email",
        direction="inbound",
        position=position,
        started_at=moment(message, "created_at") or moment(event, "timestamp"),
        text=text(message, "text_content") or written(text(message, "content"), text(message, "content_type")),
    )
    return (record,)
