"""Zammad 6: take articles from its triggers.

Its default payload holds the e-mail of every agent of the group and the customer's whole file. Use a *Custom Payload* instead
and fetch the article with a scoped token::

    {"id":"#{ticket.id}","article":"#{article.id}"}

Kept of a default payload: the article's text, its author's address, the ticket's number, state, priority and title.

Source: zammad-admin-documentation ``manage/webhook/add.rst`` and ``payload.rst``; zammad-documentation ``api/ticket/articles.rst``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from egide.connectors.errors import UnreadableEvent
from egide.connectors.payload import identifiers, labels, moment, parse_object, part, text, written
from egide.intake import Channel, Identifiers, Item, Options, Personal, Position, Record
from egide.intake.personal import normalise_email
from egide.intake.reasons import skip

__all__ = ["read_article", "read_event", "reference_of"]

_CHANNELS: Final[dict[str, Channel]] = {
    "email": "email",
    "web": "form",
    "phone": "call_in",
    "chat": "chat",
    "sms": "chat",
    "whatsapp message": "chat",
    "telegram personal-message": "chat",
    "twitter status": "social",
    "twitter direct-message": "social",
    "facebook feed post": "social",
    "facebook feed comment": "social",
}


def reference_of(raw_body: bytes) -> tuple[str, str] | None:
    """Give ``(ticket id, article id)`` of a custom payload that holds references alone, else None."""
    event = parse_object(raw_body)
    ticket, article = text(event, "id"), text(event, "article")
    return (ticket, article) if ticket and article else None


def read_event(raw_body: bytes, options: Options) -> tuple[Item, ...]:
    """Read one trigger.

    Args:
        raw_body: The body, already proved.
        options: What the importer knows.

    Returns:
        The article, or a skip: a reference to be fetched, an internal note, the system's own words.

    Raises:
        UnreadableEvent: neither a reference nor an article.
    """
    if reference_of(raw_body) is not None:
        return (skip(Position("webhook:zammad"), "reference-only"),)
    event = parse_object(raw_body)
    return (read_article(part(event, "article"), part(event, "ticket"), options),)


def read_article(article: Mapping[str, Any], ticket: Mapping[str, Any], options: Options) -> Item:
    """Read an article as webhooks and ``GET /api/v1/ticket_articles/{id}`` give it.

    Args:
        article: The article.
        ticket: Its ticket, as far as known.
        options: What the importer knows.

    Returns:
        A record or a skip.

    Raises:
        UnreadableEvent: the article has no id or no ticket.
    """
    position = Position("webhook:zammad")
    article_id, ticket_id = text(article, "id"), text(article, "ticket_id") or text(ticket, "id")
    if not article_id or not ticket_id:
        raise UnreadableEvent("article.id" if ticket_id else "article.ticket_id")
    if article.get("internal") is True:
        return skip(position, "internal-note")
    sender = text(article, "sender").casefold()
    if sender == "system":
        return skip(position, "own-message")
    is_agent = sender == "agent"
    customer = _author(article) if not is_agent else identifiers(part(ticket, "customer"))
    return Record(
        source=options.source or "zammad",
        external_id=article_id,
        thread_id=ticket_id,
        channel=_CHANNELS.get(text(article, "type").casefold(), options.channel or "form"),
        direction="outbound" if is_agent else "inbound",
        position=position,
        author_role="agent" if is_agent else "customer",
        author=Identifiers() if is_agent else customer,
        customer=customer,
        started_at=moment(article, "created_at"),
        subject=text(article, "subject") or text(ticket, "title"),
        text=written(text(article, "body"), text(article, "content_type")),
        message_id=text(article, "message_id").strip("<>"),
        labels=labels(
            state=text(ticket, "state") or text(part(ticket, "state"), "name"), number=text(ticket, "number")
        ),
        priority=text(ticket, "priority") or text(part(ticket, "priority"), "name"),
    )


def _author(article: Mapping[str, Any]) -> Identifiers:
    """Read ``Name <address>`` or a bare address of the ``from`` field."""
    name, opened, address = text(article, "from").rpartition("<")
    address = normalise_email(address)
    shown = name.strip(' "') if opened else ""
    return Identifiers(email=Personal(address) if address else None, name=Personal(shown) if shown else None)
