"""Chatwoot 4: take the customer's messages from its webhooks.

Kept: text, sender's e-mail, telephone and name, conversation id, labels, priority. Dropped: ``pubsub_token`` (a credential),
custom attributes, assignees, everything else.

Source: chatwoot/chatwoot ``app/listeners/webhook_listener.rb``, swagger ``definitions/resource/webhook.yml``.
"""

from __future__ import annotations

from typing import Final

from egide.connectors.errors import UnreadableEvent
from egide.connectors.payload import identifiers, labels, moment, parse_object, part, text, written
from egide.intake import Channel, Item, Options, Position, Record
from egide.intake.reasons import skip

__all__ = ["read_event"]

_INCOMING: Final = frozenset({"incoming", "0"})  # a name in webhooks, an integer in REST and in messages[]
_CHANNELS: Final[dict[str, Channel]] = {
    "Channel::Email": "email",
    "Channel::FacebookPage": "social",
    "Channel::Instagram": "social",
    "Channel::TwitterProfile": "social",
    "Channel::Tiktok": "social",
    "Channel::Voice": "call_in",
}


def read_event(raw_body: bytes, options: Options) -> tuple[Item, ...]:
    """Read one webhook.

    Args:
        raw_body: The body, already proved.
        options: What the importer knows.

    Returns:
        The customer's message, or a skip: another event, an agent's or bot's message, a private note.

    Raises:
        UnreadableEvent: a message without id or conversation.
    """
    event = parse_object(raw_body)
    position = Position("webhook:chatwoot")
    if text(event, "event") != "message_created":
        return (skip(position, "not-a-message"),)
    if event.get("private") is True:
        return (skip(position, "internal-note"),)
    sender = part(event, "sender")
    if text(event, "message_type") not in _INCOMING or text(sender, "type") in {"user", "agent_bot"}:
        return (skip(position, "own-message"),)
    conversation = part(event, "conversation")
    message_id, thread_id = text(event, "id"), text(conversation, "id")
    if not message_id or not thread_id:
        raise UnreadableEvent("id" if thread_id else "conversation.id")
    # The message's own sender may carry a name alone; the conversation's has the rest.
    known = part(conversation, "meta", "sender")
    customer = identifiers({**known, **{name: held for name, held in sender.items() if held}})
    record = Record(
        source=options.source or f"chatwoot:{text(part(event, 'account'), 'id')}",
        external_id=message_id,
        thread_id=thread_id,
        channel=_CHANNELS.get(text(conversation, "channel"), options.channel or "chat"),
        direction="inbound",
        position=position,
        author=customer,
        customer=customer,
        started_at=moment(event, "created_at"),
        text=written(text(event, "content")),
        labels=labels(labels=conversation.get("labels"), inbox=text(part(event, "inbox"), "id")),
        priority=text(conversation, "priority"),
    )
    return (record,)
