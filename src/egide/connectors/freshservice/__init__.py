"""Freshservice and Freshdesk: take tickets from their API and from the webhooks of their automation rules.

These webhooks are not signed: set the header ``Authorization: Bearer …`` in the rule. Kept: text, requester's e-mail and
telephone when present, priority, status, type, tags. Dropped: copies and forwards (addresses of third parties), custom fields.

Source: api.freshservice.com ``#tickets``; freshworks/freshworks-api-sdk ``test/freshservice/responses``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from egide.connectors.errors import UnreadableEvent
from egide.connectors.payload import identifiers, labels, moment, parse_object, text, written
from egide.intake import Channel, Item, Options, Position, Record
from egide.intake.errors import UnreadableRecord
from egide.intake.json_text import parse_json

__all__ = ["read_event", "read_export"]

_SOURCES: Final[dict[str, Channel]] = {
    "1": "email",
    "2": "form",
    "3": "call_in",
    "4": "chat",
    "7": "chat",
    "email": "email",
    "portal": "form",
    "phone": "call_in",
    "chat": "chat",
}
_PRIORITIES: Final = {"1": "low", "2": "medium", "3": "high", "4": "urgent"}


def read_event(raw_body: bytes, options: Options) -> tuple[Item, ...]:
    """Read one webhook: ``{"ticket": {…}}``, or the ``freshdesk_webhook`` object of an automation rule.

    Args:
        raw_body: The body, already proved.
        options: What the importer knows.

    Returns:
        The ticket's message.

    Raises:
        UnreadableEvent: no ticket, or one without id.
    """
    event = parse_object(raw_body)
    for name in ("freshdesk_webhook", "freshservice_webhook"):
        flat = event.get(name)
        if isinstance(flat, Mapping):
            held = {key.removeprefix("ticket_"): content for key, content in flat.items()}
            requester = {
                "email": held.get("requester_email"),
                "name": held.get("requester_name"),
                "phone": held.get("requester_phone"),
            }
            return (_ticket({**held, "requester": requester}, Position(f"webhook:{name}"), options),)
    ticket = event.get("ticket")
    if not isinstance(ticket, Mapping):
        raise UnreadableEvent("ticket")
    return (_ticket(ticket, Position("webhook:freshservice"), options),)


def read_export(raw_body: bytes, options: Options) -> tuple[Item, ...]:
    """Read what the API answers: a ticket, or pages of tickets.

    Args:
        raw_body: The answer.
        options: What the importer knows.

    Returns:
        A record per ticket.

    Raises:
        UnreadableEvent: the answer holds no ticket.
    """
    try:
        found = parse_json(raw_body)
    except UnreadableRecord:
        raise UnreadableEvent("body") from None
    pages = found if isinstance(found, list) else [found]
    tickets: list[Any] = []
    for page in pages:
        if isinstance(page, Mapping) and isinstance(page.get("tickets"), list):
            tickets.extend(page["tickets"])
        elif isinstance(page, Mapping) and "ticket" in page:
            tickets.append(page["ticket"])
        else:
            raise UnreadableEvent("tickets")
    return tuple(
        _ticket(ticket if isinstance(ticket, Mapping) else {}, Position("api:freshservice", offset=rank), options)
        for rank, ticket in enumerate(tickets)
    )


def _ticket(ticket: Mapping[str, Any], position: Position, options: Options) -> Record:
    ticket_id = text(ticket, "id")
    if not ticket_id:
        raise UnreadableEvent("ticket.id")
    requester = ticket.get("requester")
    customer = identifiers(requester if isinstance(requester, Mapping) else ticket)
    return Record(
        source=options.source or "freshservice",
        external_id=f"ticket/{ticket_id}",
        thread_id=ticket_id,
        channel=_SOURCES.get(text(ticket, "source").casefold(), options.channel or "form"),
        direction="inbound",
        position=position,
        author=customer,
        customer=customer,
        started_at=moment(ticket, "created_at"),
        subject=text(ticket, "subject"),
        text=text(ticket, "description_text") or written(text(ticket, "description"), "html"),
        labels=labels(tags=ticket.get("tags"), type=text(ticket, "type"), status=text(ticket, "status")),
        priority=_PRIORITIES.get(text(ticket, "priority"), text(ticket, "priority").casefold()),
        source_url=text(ticket, "url"),
    )
