"""Read one mail, however malformed: who, when, in which thread, what was written this time.

Source: RFC 5322, RFC 2045 to 2049. Bodies are decoded with what mailers really send: false charsets, 8-bit bytes under
``7bit``, unknown encodings.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from email import message_from_bytes
from email.message import Message
from typing import Any, Final

from egide.intake.automatic import automatic_kind
from egide.intake.errors import UnreadableRecord
from egide.intake.fields import as_text, clean_text, parse_language, parse_time
from egide.intake.headers import addresses, decode_bytes, decode_words, header, message_ids, sent_at
from egide.intake.html_text import html_to_text
from egide.intake.limits import Options
from egide.intake.personal import NOBODY, Identifiers, Personal
from egide.intake.reasons import reject, skip
from egide.intake.record import Attachment, Item, Position, Record
from egide.intake.replies import split_reply
from egide.intake.streams import decode_text
from egide.intake.threads import find_marker, thread_root

__all__ = ["artificial_message_id", "item_of_mail", "item_of_plain_text", "record_of_mail_object"]

_ARTIFICIAL_DOMAIN: Final = "artificial.egide.invalid"
_END_OF_HEADERS: Final = re.compile(rb"\r?\n\r?\n")
_SPACE_BEFORE_COLON: Final = re.compile(rb"^([!-9;-~]{1,70})[ \t]{1,20}:", re.MULTILINE)
_WRITTEN_TYPES: Final = frozenset({"text/plain", "text/html", "text/enriched", "text/richtext"})
_DEPTH: Final = 30  # mailers nest five or six parts deep


def artificial_message_id(content: bytes) -> str:
    """Name a mail that has no Message-ID by its content, so that reading it again gives the same name."""
    return f"{hashlib.sha256(content).hexdigest()[:40]}@{_ARTIFICIAL_DOMAIN}"


def item_of_mail(raw: bytes, position: Position, options: Options) -> Item:
    """Read one mail.

    Args:
        raw: The mail as received.
        position: Where it stands.
        options: What the importer knows; ``own_addresses`` tells mail of the brand from mail to it.

    Returns:
        A record, a skip for automatic mail, or a reject.
    """
    if len(raw) > options.limits.mail_bytes:
        return reject(position, "mail-too-large", options.limits.mail_bytes)
    try:
        message = message_from_bytes(_without_envelope(raw))
        if code := automatic_kind(message):
            return skip(position, code)
        return _record(message, raw, position, options)
    except UnreadableRecord as unreadable:
        return reject(position, unreadable.code, unreadable.detail)
    except RecursionError:
        return reject(position, "mail-too-deep")
    except (ValueError, LookupError, AttributeError, TypeError, AssertionError):
        # The email package raises these on headers and boundaries that it did not foresee; none may stop an import.
        return reject(position, "mail-malformed")


def _without_envelope(raw: bytes) -> bytes:
    """Drop what some exports put before the first header, and mend the obsolete ``From :`` of RFC 5322 §4.5."""
    content = raw.lstrip(b"\r\n \t").removeprefix(b"\xef\xbb\xbf")
    if content.startswith((b"From ", b">From ")):
        content = content.partition(b"\n")[2]
    end = _END_OF_HEADERS.search(content)
    head = content[: end.start()] if end else content
    return _SPACE_BEFORE_COLON.sub(rb"\1:", head) + content[len(head) :]


def _record(message: Message, raw: bytes, position: Position, options: Options) -> Record:
    bodies, attachments = _parts(message, options)
    written = "\n\n".join(body for body in bodies if body.strip())
    subject = header(message, "Subject")
    senders = addresses(message, "From") or addresses(message, "Sender") or addresses(message, "Return-Path")
    if not written.strip() and not subject and not attachments and not senders:
        raise UnreadableRecord("mail-empty")
    parts = split_reply(written, subject)
    own_id = next(iter(message_ids(message, "Message-ID")), "") or artificial_message_id(raw)
    references = tuple(dict.fromkeys((*message_ids(message, "References"), *message_ids(message, "In-Reply-To"))))
    outbound = bool(senders) and _is_own(senders[0][1], options.own_addresses)
    author = _person(senders[:1])
    others = [pair for name in ("To", "Cc") for pair in addresses(message, name)]
    customer = _person([pair for pair in others if not _is_own(pair[1], options.own_addresses)]) if outbound else author
    return Record(
        source=options.source or "email",
        external_id=own_id,
        thread_id=thread_root(own_id, references),
        channel="email",
        direction="outbound" if outbound else "inbound",
        position=position,
        author_role="agent" if outbound else "customer",
        author=author,
        customer=customer,
        started_at=sent_at(message),
        lang=parse_language(header(message, "Content-Language").partition(",")[0]),
        subject=subject,
        text=parts.text,
        quoted=parts.quoted,
        signature=parts.signature,
        attachments=attachments,
        message_id=own_id,
        references=references,
        thread_marker=find_marker(subject) or find_marker(written),
        raw=raw,
    )


def _is_own(address: str, own: frozenset[str]) -> bool:
    folded = address.casefold()
    return folded in own or f"@{folded.rpartition('@')[2]}" in own


def _person(pairs: list[tuple[str, str]]) -> Identifiers:
    if not pairs:
        return NOBODY
    name, address = pairs[0]
    return Identifiers(email=Personal(address), name=Personal(name) if name else None)


def _parts(message: Message, options: Options) -> tuple[list[str], tuple[Attachment, ...]]:
    """Take the written parts and list the attached ones."""
    bodies: list[str] = []
    attached: list[Attachment] = []
    for rank, (part, inline) in enumerate(_leaves(message, 0)):
        if rank >= options.limits.mail_parts:
            raise UnreadableRecord("mail-too-deep")
        if inline:
            bodies.append(_body(part, options.limits.html_chars))
        else:
            attached.append(_attachment(part))
    return bodies, tuple(attached)


def _leaves(part: Message, depth: int) -> Iterator[tuple[Message, bool]]:
    """Walk to the parts that hold something: ``(part, whether it is text to read)``."""
    if depth > _DEPTH:
        raise UnreadableRecord("mail-too-deep")
    if part.get_content_type() == "message/rfc822":
        yield part, False
        return
    children = part.get_payload()
    if not isinstance(children, list):
        yield part, _is_body(part)
        return
    if part.get_content_type() == "multipart/alternative":
        yield from _best_alternative([child for child in children if isinstance(child, Message)], depth)
        return
    for child in children:
        if isinstance(child, Message):
            yield from _leaves(child, depth + 1)


def _best_alternative(children: list[Message], depth: int) -> Iterator[tuple[Message, bool]]:
    """Of several ways to say the same, take the plain text; the HTML when there is none or it is empty."""
    leaves = [leaf for child in children for leaf in _leaves(child, depth + 1)]
    texts = [part for part, inline in leaves if inline]
    plain = [part for part in texts if part.get_content_type() != "text/html" and _holds_text(part)]
    for part in plain or [part for part in texts if part.get_content_type() == "text/html"]:
        yield part, True
    for part, inline in leaves:
        if not inline:
            yield part, False


def _holds_text(part: Message) -> bool:
    content = part.get_payload(decode=True)
    return isinstance(content, bytes) and bool(content.strip())


def _is_body(part: Message) -> bool:
    disposition = header(part, "Content-Disposition").partition(";")[0].strip().casefold()
    # A multipart that came as one piece has lost its boundary: its text is there to be read.
    if disposition == "attachment" or not (
        part.get_content_type() in _WRITTEN_TYPES or part.get_content_maintype() == "multipart"
    ):
        return False
    return not (disposition and _filename(part))


def _body(part: Message, html_chars: int) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    charset = part.get_param("charset") or ""
    if isinstance(charset, tuple):
        charset = charset[2]
    text = decode_bytes(content, str(charset) or "utf-8")
    if part.get_content_type() == "text/html" or "<html" in text[:1000].casefold():
        return clean_text(html_to_text(text[:html_chars]))
    return clean_text(text)


def _attachment(part: Message) -> Attachment:
    if part.get_content_type() == "message/rfc822":
        content = b"".join(child.as_bytes() for child in part.get_payload() if isinstance(child, Message))
    else:
        payload = part.get_payload(decode=True)
        content = payload if isinstance(payload, bytes) else b""
    return Attachment(
        name=Personal(_filename(part)),
        media_type=part.get_content_type(),
        size_bytes=len(content),
        sha256=hashlib.sha256(content).digest(),
    )


def _filename(part: Message) -> str:
    """Read a file name without its folders: it is shown, never used as a path."""
    name = part.get_filename("")
    return decode_words(str(name)).replace("\\", "/").rpartition("/")[2][:255]


def item_of_plain_text(content: bytes, position: Position, options: Options) -> Item:
    """Read a bare text as one message, its quotations and signature apart.

    Returns:
        A record named by its content, or a reject when it is empty.
    """
    text = clean_text(decode_text(content))
    if not text:
        return reject(position, "empty")
    parts = split_reply(text)
    own_id = f"sha256:{hashlib.sha256(content).hexdigest()[:32]}"
    return Record(
        source=options.source or "text",
        external_id=own_id,
        thread_id=own_id,
        channel=options.channel or "form",
        direction="inbound",
        position=position,
        text=parts.text,
        quoted=parts.quoted,
        signature=parts.signature,
        thread_marker=find_marker(text),
        raw=content,
    )


def record_of_mail_object(found: Mapping[str, Any], position: Position, options: Options) -> Record:
    """Read a mail already taken apart: ``{from, to, date, header, body, attachments}``.

    Returns:
        The record; its Message-ID is artificial, made of the object's content.

    Raises:
        UnreadableRecord: it has no text, or a value of another kind.
    """
    subject = as_text(found.get("header"), "header")
    body = as_text(found.get("body"), "body")
    if not subject and not body:
        raise UnreadableRecord("text-missing")
    message = Message()
    message["From"] = as_text(found.get("from"), "from").replace("\n", " ").replace("\r", " ")
    message["To"] = as_text(found.get("to"), "to").replace("\n", " ").replace("\r", " ")
    senders = addresses(message, "From")
    outbound = bool(senders) and _is_own(senders[0][1], options.own_addresses)
    names = found.get("attachments")
    attachments = tuple(
        Attachment(name=Personal(name), media_type="application/octet-stream", size_bytes=0, sha256=b"")
        for name in (names if isinstance(names, list) else [])
        if isinstance(name, str)
    )
    date = as_text(found.get("date"), "date")
    own_id = artificial_message_id("\x1f".join((date, subject, body)).encode())
    parts = split_reply(body, subject)
    return Record(
        source=options.source or "email",
        external_id=own_id,
        thread_id=own_id,
        channel="email",
        direction="outbound" if outbound else "inbound",
        position=position,
        author_role="agent" if outbound else "customer",
        author=_person(senders[:1]),
        customer=_person(addresses(message, "To")[:1]) if outbound else _person(senders[:1]),
        started_at=parse_time(found.get("date"), "date", options.timezone),
        subject=subject,
        text=parts.text,
        quoted=parts.quoted,
        signature=parts.signature,
        attachments=attachments,
        message_id=own_id,
        thread_marker=find_marker(subject) or find_marker(body),
    )
