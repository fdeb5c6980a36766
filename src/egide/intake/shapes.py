"""Turn one JSON object, of any shape that the field exports, into records.

Shapes: the canonical flat record, the conversation with ``messages`` or ``turns``, the call with ``segments``, the mail
object (``header``/``body``/``from``/``to``), the dialogue of ``[speaker, text]`` pairs.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from egide.intake.calls import records_of_call
from egide.intake.errors import UnreadableRecord
from egide.intake.fields import as_text, clean_text, parse_channel, parse_language, parse_role, parse_time
from egide.intake.flat import FlatReader, consent_of, content_id, customer_of, first_named, nested_labels, source_of
from egide.intake.limits import Options
from egide.intake.mail import record_of_mail_object
from egide.intake.personal import NOBODY
from egide.intake.record import Position, Record
from egide.intake.transcripts import parse_object

__all__ = ["records_of_object"]

_MESSAGE_LISTS: Final = ("messages", "turns", "original")


def records_of_object(found: object, position: Position, options: Options, flat: FlatReader) -> Iterator[Record]:
    """Read one JSON object as the one or many records it holds.

    Yields:
        Its records, in order.

    Raises:
        UnreadableRecord: it is no conversation, or one of its values cannot be read; nothing of it is yielded then.
    """
    if not isinstance(found, Mapping):
        raise UnreadableRecord("json-shape")
    if isinstance(found.get("segments"), list) and "text" not in found:
        yield from records_of_call(parse_object(found, options.speakers), position, options, found)
        return
    for name in _MESSAGE_LISTS:
        messages = found.get(name)
        if isinstance(messages, list) and (messages or "text" not in found):
            yield from _conversation(found, messages, position, options)
            return
    if isinstance(found.get("body"), str) and "header" in found and "from" in found:
        yield record_of_mail_object(found, position, options)
        return
    yield flat.record(found, position)


def _conversation(
    found: Mapping[str, Any], messages: Sequence[Any], position: Position, options: Options
) -> list[Record]:
    """Read a conversation object; its records are made before any is given, so that none is half-taken."""
    if not messages:
        raise UnreadableRecord("text-missing")
    thread_id = as_text(first_named(found, "thread_id"), "thread_id") or as_text(
        first_named(found, "external_id"), "id"
    )
    thread_id = thread_id or content_id(json.dumps(messages, ensure_ascii=False, sort_keys=True), position)
    channel = parse_channel(first_named(found, "channel")) or options.channel or "chat"
    customer = customer_of(found)
    opened_at = parse_time(first_named(found, "started_at"), "opened_at", options.timezone)
    shared = Record(
        source=as_text(first_named(found, "source"), "source") or source_of(options, position),
        external_id="",
        thread_id=thread_id,
        channel=channel,
        direction="inbound",
        position=position,
        customer=customer,
        lang=parse_language(first_named(found, "lang")),
        subject=as_text(first_named(found, "subject"), "subject"),
        labels=nested_labels(found),
        priority=as_text(first_named(found, "priority"), "priority"),
        csat=as_text(first_named(found, "csat"), "csat"),
        outcome=as_text(first_named(found, "outcome"), "outcome"),
        consent=consent_of(found.get("consent")),
        purpose=as_text(first_named(found, "purpose"), "purpose"),
        legal_basis=as_text(first_named(found, "legal_basis"), "legal_basis"),
        source_url=as_text(first_named(found, "source_url"), "source_url"),
        brand=as_text(first_named(found, "brand"), "brand"),
    )
    records = []
    for turn, message in enumerate(messages):
        at_, speaker, text, own_id = _message(message)
        role = parse_role(speaker)
        if role is None:
            raise UnreadableRecord("field-invalid", f"{turn}.from")
        if not text:
            raise UnreadableRecord("text-missing", str(turn))
        records.append(
            replace(
                shared,
                external_id=own_id or f"{thread_id}/{turn}",
                direction="inbound" if role == "customer" else "outbound",
                author_role=role,
                author=customer if role == "customer" else NOBODY,
                turn=turn,
                started_at=parse_time(at_, f"{turn}.at", options.timezone) or (opened_at if turn == 0 else None),
                text=text,
            )
        )
    return records


def _message(message: object) -> tuple[Any, Any, str, str]:
    """Take time, speaker, text and own id out of one message of a conversation."""
    if isinstance(message, Mapping):
        role = next(
            (message[name] for name in ("from", "role", "speaker", "author_role", "author") if name in message), None
        )
        text = next((message[name] for name in ("text", "content", "body", "utterance") if name in message), None)
        at = next((message[name] for name in ("at", "started_at", "created_at", "timestamp") if name in message), None)
        return at, role, as_text(text, "text"), as_text(message.get("id"), "id")
    match message:
        case [str() as speaker, str() as text]:
            return None, speaker, clean_text(text), ""
    raise UnreadableRecord("json-shape")
