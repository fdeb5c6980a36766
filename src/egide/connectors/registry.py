"""The connectors by name, and the one way an event comes in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final

from egide.connectors import chatwoot, cti, freshservice, libredesk, zammad, zendesk
from egide.connectors.errors import UnreadableEvent
from egide.connectors.signatures import SCHEMES, Scheme, verify
from egide.intake import Item, Options
from egide.intake.errors import IntakeError

__all__ = ["CONNECTORS", "Connector", "receive"]


@dataclass(frozen=True, slots=True)
class Connector:
    """A source of events: how it signs and how its events read."""

    name: str
    scheme: Scheme
    read_event: Callable[[bytes, Options], tuple[Item, ...]]


CONNECTORS: Final = MappingProxyType(
    {
        connector.name: connector
        for connector in (
            Connector("chatwoot", SCHEMES["chatwoot"], chatwoot.read_event),
            Connector("cti", SCHEMES["bearer"], cti.read_event),
            Connector("freshservice", SCHEMES["bearer"], freshservice.read_event),
            Connector("libredesk", SCHEMES["libredesk"], libredesk.read_event),
            Connector("zammad", SCHEMES["zammad"], zammad.read_event),
            Connector("zendesk", SCHEMES["zendesk"], zendesk.read_event),
        )
    }
)


def receive(
    connector: Connector,
    raw_body: bytes,
    headers: Mapping[str, str],
    *,
    secret: bytes,
    now: datetime,
    seen: Callable[[str], bool],
    options: Options,
) -> tuple[Item, ...]:
    """Take one event: proof first, then reading.

    Args:
        connector: Its source.
        raw_body: The body as received.
        headers: The headers.
        secret: The secret shared with the source.
        now: Aware UTC.
        seen: Says whether a delivery came before, and remembers it; see ``verify``.
        options: What the importer knows.

    Returns:
        What the event holds.

    Raises:
        SignatureRefused: it is not proved, or is a replay; nothing of it was read.
        UnreadableEvent: it is proved and has an unknown shape.
    """
    verify(raw_body, headers, connector.scheme, secret, now, seen)
    try:
        return connector.read_event(raw_body, options)
    except IntakeError:
        raise UnreadableEvent("body") from None
