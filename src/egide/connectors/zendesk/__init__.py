"""Zendesk: take tickets and comments from its event webhooks and from its API.

Kept: text, requester's address when ``via`` names it, brand, priority, status, tags. Dropped: collaborators, followers,
custom fields, satisfaction probability (a score about a person).

Source: developer.zendesk.com ``webhooks/event-types/ticket-events``, ``api-reference/ticketing/tickets``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from egide.connectors.errors import UnreadableEvent
from egide.connectors.payload import identifiers, labels, moment, parse_object, part, text, written
from egide.intake import Channel, Identifiers, Item, Options, Personal, Position, Record
from egide.intake.reasons import skip

__all__ = ["read_comments", "read_event", "read_export"]

_CHANNELS: Final[dict[str, Channel]] = {
    "email": "email",
    "web": "form",
    "api": "form",
    "chat": "chat",
    "native_messaging": "chat",
    "messaging": "chat",
    "sms": "chat",
    "whatsapp": "chat",
    "facebook": "social",
    "twitter": "social",
    "instagram_dm": "social",
    "any_channel": "social",
    "voice": "call_in",
    "phone": "call_in",
}


def read_event(raw_body: bytes, options: Options) -> tuple[Item, ...]:
    """Read one event webhook.

    Args:
        raw_body: The body, already proved; empty for events without one.
        options: What the importer knows.

    Returns:
        The ticket's first message, or the comment; a skip for other events and private comments.

    Raises:
        UnreadableEvent: a ticket event without a ticket id.
    """
    position = Position("webhook:zendesk")
    if not raw_body.strip():
        return (skip(position, "not-a-message"),)
    event = parse_object(raw_body)
    kind = text(event, "type").removeprefix("zen:event-type:")
    detail = part(event, "detail")
    if kind not in {"ticket.created", "ticket.comment_added"}:
        return (skip(position, "not-a-message"),)
    source = options.source or f"zendesk:{text(event, 'account_id')}"
    if kind == "ticket.created":
        if not text(detail, "id"):
            raise UnreadableEvent("detail.id")
        return (_ticket(detail, source, position, options),)
    comment = part(event, "event", "comment")
    if not text(detail, "id") or not text(comment, "id"):
        raise UnreadableEvent("detail.id" if text(comment, "id") else "event.comment.id")
    return (_comment(comment, text(detail, "id"), part(detail, "via"), source, position, options),)


def read_export(raw_body: bytes, options: Options) -> tuple[Item, ...]:
    """Read what the Tickets API answers: one ticket, or a page of them.

    Args:
        raw_body: The answer.
        options: What the importer knows.

    Returns:
        The first message of each ticket.

    Raises:
        UnreadableEvent: the answer holds no ticket, or one without id.
    """
    answer = parse_object(raw_body)
    tickets = answer.get("tickets", answer.get("results"))
    found = tickets if isinstance(tickets, list) else [answer["ticket"]] if "ticket" in answer else None
    if found is None:
        raise UnreadableEvent("tickets")
    items: list[Item] = []
    for rank, ticket in enumerate(found):
        if not isinstance(ticket, Mapping) or not text(ticket, "id"):
            raise UnreadableEvent(f"tickets[{rank}].id")
        position = Position("api:zendesk", offset=rank)
        items.append(_ticket(ticket, options.source or "zendesk", position, options))
    return tuple(items)


def read_comments(raw_body: bytes, ticket_id: str, requester_id: str, options: Options) -> tuple[Item, ...]:
    """Read what the API answers for the comments of one ticket.

    Args:
        raw_body: The answer.
        ticket_id: The ticket, which comments do not name.
        requester_id: Who asks: their comments are the customer's.
        options: What the importer knows.

    Returns:
        A record per public comment, a skip per private one.

    Raises:
        UnreadableEvent: the answer holds no list of comments.
    """
    comments = parse_object(raw_body).get("comments")
    if not isinstance(comments, list):
        raise UnreadableEvent("comments")
    items: list[Item] = []
    for rank, comment in enumerate(comments):
        if not isinstance(comment, Mapping) or not text(comment, "id"):
            raise UnreadableEvent(f"comments[{rank}].id")
        position = Position("api:zendesk", offset=rank)
        held = {
            **comment,
            "author": {"id": comment.get("author_id"), "is_staff": text(comment, "author_id") != requester_id},
        }
        items.append(_comment(held, ticket_id, part(comment, "via"), options.source or "zendesk", position, options))
    return tuple(items)


def _ticket(ticket: Mapping[str, Any], source: str, position: Position, options: Options) -> Item:
    if ticket.get("is_public") is False:
        return skip(position, "internal-note")
    via = part(ticket, "via")
    customer = _sender(via)
    return Record(
        source=source,
        external_id=f"ticket/{text(ticket, 'id')}",
        thread_id=text(ticket, "id"),
        channel=_channel(via, options),
        direction="inbound",
        position=position,
        author=customer,
        customer=customer,
        started_at=moment(ticket, "created_at"),
        subject=text(ticket, "raw_subject", "subject"),
        text=written(text(ticket, "description")),
        labels=labels(tags=ticket.get("tags"), status=text(ticket, "status"), type=text(ticket, "type")),
        priority=text(ticket, "priority").casefold(),
        csat=text(part(ticket, "satisfaction_rating"), "score"),
        source_url=text(ticket, "url"),
        brand=text(ticket, "brand_id"),
    )


def _comment(
    comment: Mapping[str, Any],
    ticket_id: str,
    via: Mapping[str, Any],
    source: str,
    position: Position,
    options: Options,
) -> Item:
    if comment.get("public", comment.get("is_public")) is False:
        return skip(position, "internal-note")
    author = part(comment, "author")
    staff = author.get("is_staff") is True
    customer = Identifiers() if staff else _sender(via) or identifiers(author)
    return Record(
        source=source,
        external_id=f"comment/{text(comment, 'id')}",
        thread_id=ticket_id,
        channel=_channel(via, options),
        direction="outbound" if staff else "inbound",
        position=position,
        author_role="agent" if staff else "customer",
        author=customer,
        customer=customer,
        started_at=moment(comment, "created_at"),
        text=written(text(comment, "plain_body") or text(comment, "body")),
    )


def _channel(via: Mapping[str, Any], options: Options) -> Channel:
    return _CHANNELS.get(text(via, "channel").casefold(), options.channel or "form")


def _sender(via: Mapping[str, Any]) -> Identifiers:
    sender = part(via, "source", "from")
    address, phone, name = text(sender, "address"), text(sender, "phone"), text(sender, "name")
    return Identifiers(
        email=Personal(address) if "@" in address else None,
        phone=Personal(phone) if phone else None,
        name=Personal(name) if name else None,
    )
