"""Call events from a telephone system, in the neutral form of Zammad's generic CTI.

Source: zammad-documentation ``api/generic-cti``: ``newCall``, ``answer``, ``hangup``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qsl

from egide.connectors.errors import UnreadableEvent
from egide.connectors.payload import labels, parse_object, text
from egide.intake import Identifiers, Item, Options, Personal, Position, Record
from egide.intake.reasons import skip

__all__ = ["CallEvent", "parse_event", "read_event"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CallEvent:
    """One event of a call; numbers are masked.

    Attributes:
        event: ``newCall``, ``answer`` or ``hangup``.
        call_id: The same through the call.
        direction: ``in`` or ``out``.
        caller: The number that calls.
        called: The number called.
        user: The agents concerned, as the telephone system names them.
        queue: The queue, or ``""``.
        cause: Why it ended (``normalClearing``, ``busy``, ``noAnswer``, …), or ``""``.
    """

    event: Literal["newCall", "answer", "hangup"]
    call_id: str
    direction: Literal["in", "out"]
    caller: Personal
    called: Personal
    user: str = ""
    queue: str = ""
    cause: str = ""


def parse_event(raw_body: bytes) -> CallEvent:
    """Read a call event, JSON or form-encoded.

    Args:
        raw_body: The body, already proved.

    Returns:
        The event.

    Raises:
        UnreadableEvent: an event, direction, id or number is missing or unknown.
    """
    if raw_body.lstrip()[:1] == b"{":
        found = parse_object(raw_body)
    else:
        try:
            found = dict(parse_qsl(raw_body.decode("utf-8"), max_num_fields=50))
        except (UnicodeDecodeError, ValueError):
            raise UnreadableEvent("body") from None
    event, direction = text(found, "event"), text(found, "direction")
    if event not in {"newCall", "answer", "hangup"}:
        raise UnreadableEvent("event")
    if direction not in {"in", "out"}:
        raise UnreadableEvent("direction")
    call_id = text(found, "callId", "call_id")
    if not call_id or not text(found, "from") or not text(found, "to"):
        raise UnreadableEvent("callId" if not call_id else "from, to")
    users = found.get("user")
    return CallEvent(
        event=event,  # type: ignore[arg-type]  # told apart above
        call_id=call_id,
        direction=direction,  # type: ignore[arg-type]  # told apart above
        caller=Personal(text(found, "from")),
        called=Personal(text(found, "to")),
        user=", ".join(str(user) for user in users) if isinstance(users, list) else text(found, "user", "user[]"),
        queue=text(found, "queue"),
        cause=text(found, "cause"),
    )


def read_event(raw_body: bytes, options: Options) -> tuple[Item, ...]:
    """Read a call event as an interaction: the new call opens it, its other events are for the telephony page.

    Returns:
        A record without text for ``newCall``, else a skip.
    """
    event = parse_event(raw_body)
    position = Position("webhook:cti")
    if event.event != "newCall":
        return (skip(position, "not-a-message"),)
    inbound = event.direction == "in"
    customer = Identifiers(phone=event.caller if inbound else event.called)
    record = Record(
        source=options.source or "cti",
        external_id=event.call_id,
        thread_id=event.call_id,
        channel="call_in" if inbound else "call_out",
        direction="inbound" if inbound else "outbound",
        position=position,
        author_role="customer" if inbound else "agent",
        author=customer if inbound else Identifiers(),
        customer=customer,
        labels=labels(queue=event.queue),
    )
    return (record,)
