"""What the way in and out of conversations needs from outside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from egide.intake.errors import TransportError

if TYPE_CHECKING:
    from egide.intake.outgoing import OutgoingMail
    from egide.intake.outgoing_reply import OutgoingReply, ReplyPlace

__all__ = ["Mailbox", "OutboxTransport", "Receipt", "ReplyTransport", "TransportError"]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the transport says of a mail it took.

    Attributes:
        transport: ``file``, ``smtp`` or ``memory``.
        message_id: The Message-ID as sent, without brackets.
        accepted_at: The mail's own time; transports read no clock.
        detail: File name or server reply code; nothing personal.
    """

    transport: str
    message_id: str
    accepted_at: datetime
    detail: str = ""


class OutboxTransport(Protocol):
    """Carries a mail out. Sending the same Message-ID twice through a file or memory transport keeps one mail."""

    def send(self, mail: OutgoingMail) -> Receipt:
        """Hand a mail over.

        Args:
            mail: What to send.

        Returns:
            The receipt.

        Raises:
            TransportError: it was not taken.
        """
        ...


class ReplyTransport(Protocol):
    """Carries an answer back to a help desk. Sending the same delivery twice is the other side's to recognise."""

    def send(self, reply: OutgoingReply, place: ReplyPlace) -> None:
        """Hand an answer over.

        Args:
            reply: What to send.
            place: Where, and the secret to sign with.

        Raises:
            TransportError: it was not taken; ``permanent`` when another try would not help.
        """
        ...


class Mailbox(Protocol):
    """A mailbox to be polled."""

    def fetch_after(self, cursor: str, limit: int) -> Iterator[tuple[str, bytes]]:
        """Read mails that came after a cursor.

        Args:
            cursor: What the last call gave, or ``""`` for the beginning.
            limit: At most this many.

        Yields:
            ``(cursor, raw mail)``, oldest first; the cursor is to be kept once the mail is in.

        Raises:
            TransportError: the mailbox cannot be read.
        """
        ...
