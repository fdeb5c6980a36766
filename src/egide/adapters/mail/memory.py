"""Keep outgoing mail in memory, for tests."""

from __future__ import annotations

from email.message import EmailMessage

from egide.intake.outgoing import OutgoingMail, format_mail
from egide.intake.ports import Receipt

__all__ = ["MemoryOutbox"]


class MemoryOutbox:
    """Holds what was sent, by Message-ID, in order."""

    def __init__(self) -> None:
        self.sent: dict[str, EmailMessage] = {}

    def send(self, mail: OutgoingMail) -> Receipt:
        """Keep a mail.

        Returns:
            The receipt.
        """
        message = format_mail(mail)
        message_id = str(message["Message-ID"]).strip("<>")
        self.sent.setdefault(message_id, message)
        return Receipt("memory", message_id, mail.sent_at)
