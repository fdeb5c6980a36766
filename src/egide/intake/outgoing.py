"""Compose the mail that leaves: plain text, threaded, marked when a model wrote or helped to write it.

Source: RFC 5322, RFC 3834 §5 for what is sent without a person; AI Act art. 50 for the mark. The sentence that tells the reader
is part of ``text``, composed by the caller; the header is for machines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final, Literal

from egide.intake.automatic import AI_HEADER
from egide.intake.errors import TransportError

__all__ = ["AiMark", "OutgoingMail", "format_mail"]

AiMark = Literal["assisted", "generated"]

# One mailbox, ASCII or RFC 6531, nothing that could end a header or name a second recipient.
_ADDRESS: Final = re.compile(r"[^\s<>()\[\]\\,;:\"@\x00-\x1f\x7f]{1,64}@[^\s<>()\[\]\\,;:\"@\x00-\x1f\x7f]{1,253}")
_MESSAGE_ID: Final = re.compile(r"<?([^\s<>\x00-\x1f\x7f]{1,400})>?")


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingMail:
    """One mail to send; its personal parts never show in ``repr``.

    Attributes:
        sender: The brand's address.
        recipient: The customer's address, one.
        subject: Line breaks become spaces.
        text: Plain text, AI mention included where the law wants one.
        message_id: With or without brackets; drawn by the caller, the same at each attempt.
        sent_at: Aware.
        ai: ``assisted`` when a person reviewed a model's draft, ``generated`` when none did, None without a model.
        in_reply_to: Message-ID answered, or ``""``.
        references: Message-IDs of the thread, oldest first.
        sender_name: Display name of the sender.
    """

    sender: str
    recipient: str = field(repr=False)
    subject: str = field(repr=False)
    text: str = field(repr=False)
    message_id: str
    sent_at: datetime
    ai: str | None = None
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    sender_name: str = ""


def format_mail(mail: OutgoingMail) -> EmailMessage:
    """Compose the message of RFC 5322.

    Args:
        mail: What to send.

    Returns:
        The message; ``as_bytes()`` gives it with CRLF line ends.

    Raises:
        TransportError: ``address-invalid``, ``message-id-invalid`` or ``ai-mark-invalid``: it could not be sent as it stands,
            and is not worth trying again.
    """
    if not (_ADDRESS.fullmatch(mail.sender) and _ADDRESS.fullmatch(mail.recipient)):
        raise TransportError("address-invalid", permanent=True)
    if mail.ai not in {None, "assisted", "generated"}:
        raise TransportError("ai-mark-invalid", permanent=True)
    message = EmailMessage(policy=SMTP)
    name = _one_line(mail.sender_name).replace('"', "'")
    message["From"] = f'"{name}" <{mail.sender}>' if name else mail.sender
    message["To"] = mail.recipient
    message["Subject"] = _one_line(mail.subject)
    message["Date"] = format_datetime(mail.sent_at)
    message["Message-ID"] = _bracketed(mail.message_id)
    if mail.in_reply_to:
        message["In-Reply-To"] = _bracketed(mail.in_reply_to)
    # RFC 5322 §3.6.4: the parent's references, then the parent; the first and the latest when the thread is long.
    chain = list(
        dict.fromkeys(_bracketed(reference) for reference in (*mail.references, mail.in_reply_to) if reference)
    )
    if chain:
        message["References"] = " ".join(chain if len(chain) <= 20 else [chain[0], *chain[-19:]])  # noqa: PLR2004 - as common clients do
    if mail.ai:
        message[AI_HEADER] = mail.ai
    if mail.ai == "generated":
        message["Auto-Submitted"] = "auto-replied"
    message.set_content(mail.text.encode("utf-8", "replace").decode("utf-8"), subtype="plain", charset="utf-8")
    return message


def _one_line(text: str) -> str:
    return " ".join(re.sub(r"[\x00-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]+", " ", text).split())[:500]


def _bracketed(message_id: str) -> str:
    found = _MESSAGE_ID.fullmatch(message_id.strip())
    if found is None or not found[1].isascii():
        raise TransportError("message-id-invalid", permanent=True)
    return f"<{found[1]}>"
