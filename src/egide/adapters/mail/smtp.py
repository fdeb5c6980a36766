"""Hand outgoing mail to an SMTP server.

Source: RFC 5321 (SMTP), RFC 3207 (STARTTLS), RFC 8314 (TLS from the first byte on port 465).
"""

from __future__ import annotations

import smtplib
import ssl
from typing import Final

from egide.intake.outgoing import OutgoingMail, format_mail
from egide.intake.ports import Receipt, TransportError

__all__ = ["SmtpOutbox"]

_TLS_PORT: Final = 465
_PERMANENT_FROM: Final = 500  # RFC 5321 §4.2.1: 5yz is a permanent negative reply


class SmtpOutbox:
    """An SMTP server; a connection per mail, certificates always verified."""

    def __init__(
        self,
        host: str,
        port: int = 587,
        *,
        user: str = "",
        password: str = "",
        starttls: bool = True,
        timeout_s: float = 30.0,
    ) -> None:
        """Name the server; nothing is opened yet.

        Args:
            host: Its name.
            port: 465 speaks TLS from the first byte; any other begins in clear.
            user: Account, or ``""`` for a relay that asks for none.
            password: Its password.
            starttls: Whether to turn to TLS before anything is said; a server that cannot is refused.
            timeout_s: For each exchange.
        """
        self._host, self._port = host, port
        self._user, self._password = user, password
        self._starttls = starttls
        self._timeout_s = timeout_s

    def send(self, mail: OutgoingMail) -> Receipt:
        """Send a mail.

        Returns:
            The receipt, once the server has taken charge.

        Raises:
            TransportError: ``smtp-unreachable``, ``smtp-tls``, ``smtp-login``, ``smtp-recipient``, ``smtp-refused`` or
                ``smtp-utf8``; ``permanent`` follows the server's reply code.
        """
        message = format_mail(mail)
        message_id = str(message["Message-ID"]).strip("<>")
        try:
            with self._connection() as server:
                server.send_message(message, from_addr=mail.sender, to_addrs=[mail.recipient])
        except smtplib.SMTPAuthenticationError as refused:
            raise TransportError("smtp-login", permanent=refused.smtp_code >= _PERMANENT_FROM) from None
        except smtplib.SMTPRecipientsRefused as refused:
            codes = [code for code, _ in refused.recipients.values()]
            raise TransportError("smtp-recipient", permanent=min(codes, default=0) >= _PERMANENT_FROM) from None
        except smtplib.SMTPNotSupportedError:
            raise TransportError("smtp-tls" if self._starttls else "smtp-utf8", permanent=not self._starttls) from None
        except smtplib.SMTPResponseException as refused:
            raise TransportError("smtp-refused", permanent=refused.smtp_code >= _PERMANENT_FROM) from None
        except ssl.SSLError:
            raise TransportError("smtp-tls") from None
        except (smtplib.SMTPException, OSError):
            raise TransportError("smtp-unreachable") from None
        return Receipt("smtp", message_id, mail.sent_at, "250")

    def _connection(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self._port == _TLS_PORT:
            server: smtplib.SMTP = smtplib.SMTP_SSL(self._host, self._port, timeout=self._timeout_s, context=context)
        else:
            server = smtplib.SMTP(self._host, self._port, timeout=self._timeout_s)
        try:
            if self._starttls and self._port != _TLS_PORT:
                server.starttls(context=context)
            if self._user:
                server.login(self._user, self._password)
        except BaseException:
            server.close()
            raise
        return server
