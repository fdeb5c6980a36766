"""Poll an IMAP mailbox, read-only, from where the last poll stopped.

Source: RFC 3501 (IMAP4rev1) §2.3.1.1 for UIDs and UIDVALIDITY, §6.4.8 for UID commands.
"""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Iterator
from typing import Any, Final

from egide.intake.limits import Limits
from egide.intake.ports import TransportError

__all__ = ["ImapMailbox", "MemoryMailbox"]

_CURSOR: Final = re.compile(r"([0-9]{1,10}):([0-9]{1,10})\Z")
_SIZE: Final = re.compile(rb"RFC822\.SIZE ([0-9]{1,12})")


class ImapMailbox:
    """One folder of an IMAP account. A cursor is ``UIDVALIDITY:UID``; a folder made anew is read from its beginning."""

    def __init__(
        self,
        host: str,
        port: int = 993,
        *,
        user: str,
        password: str,
        folder: str = "INBOX",
        tls: bool = True,
        timeout_s: float = 30.0,
        mail_bytes: int = Limits().mail_bytes,
    ) -> None:
        """Name the mailbox; nothing is opened yet.

        Args:
            host: The server's name.
            port: 993 for TLS from the first byte.
            user: Account.
            password: Its password.
            folder: Folder to read; it is opened read-only and nothing is marked as seen.
            tls: False only for a server on the same machine.
            timeout_s: For each exchange.
            mail_bytes: A larger mail is passed over: its cursor moves, its content is not fetched.
        """
        self._host, self._port, self._tls, self._timeout_s = host, port, tls, timeout_s
        self._user, self._password, self._folder = user, password, folder
        self._mail_bytes = mail_bytes

    def fetch_after(self, cursor: str, limit: int) -> Iterator[tuple[str, bytes]]:
        """Read mails that came after a cursor, oldest first.

        Yields:
            ``(cursor, raw mail)``; an empty mail stands for one that was too large.

        Raises:
            TransportError: ``imap-login``, ``imap-unreachable``, ``imap-refused`` or ``imap-cursor``.
        """
        known = _CURSOR.match(cursor)
        if cursor and known is None:
            raise TransportError("imap-cursor", permanent=True)
        try:
            server = self._connection()
        except imaplib.IMAP4.error:
            raise TransportError("imap-login") from None
        except OSError:
            raise TransportError("imap-unreachable") from None
        try:
            yield from self._mails(server, known, limit)
        except (imaplib.IMAP4.error, OSError, ValueError):
            raise TransportError("imap-refused") from None
        finally:
            server.shutdown()

    def _connection(self) -> imaplib.IMAP4:
        server: imaplib.IMAP4
        if self._tls:
            context = ssl.create_default_context()
            server = imaplib.IMAP4_SSL(self._host, self._port, ssl_context=context, timeout=self._timeout_s)
        else:
            server = imaplib.IMAP4(self._host, self._port, timeout=self._timeout_s)
        try:
            server.login(self._user, self._password)
        except BaseException:
            server.shutdown()
            raise
        return server

    def _mails(self, server: imaplib.IMAP4, known: re.Match[str] | None, limit: int) -> Iterator[tuple[str, bytes]]:
        quoted = '"' + self._folder.replace("\\", "\\\\").replace('"', '\\"') + '"'
        _taken(server.select(quoted, readonly=True))
        held = server.response("UIDVALIDITY")[1]
        validity = int(held[0]) if held and isinstance(held[0], bytes) else 0
        last = int(known[2]) if known and int(known[1]) == validity else 0
        found = _taken(server.uid("SEARCH", f"UID {last + 1}:*"))
        # "n:*" names the last mail even when its UID is under n.
        uids = sorted(uid for uid in map(int, (found[0] or b"").split()) if uid > last)
        for uid in uids[:limit]:
            size = _SIZE.search(_flat(_taken(server.uid("FETCH", str(uid), "(RFC822.SIZE)"))))
            raw = b""
            if size is None or int(size[1]) <= self._mail_bytes:
                parts = _taken(server.uid("FETCH", str(uid), "(BODY.PEEK[])"))
                raw = next((part[1] for part in parts if isinstance(part, tuple)), b"")
            yield f"{validity}:{uid}", raw


def _taken(answer: tuple[str, list[Any]]) -> list[Any]:
    status, found = answer
    if status != "OK":
        raise imaplib.IMAP4.error(status)
    return found


def _flat(parts: list[Any]) -> bytes:
    return b" ".join(part for part in parts if isinstance(part, bytes))


class MemoryMailbox:
    """Mails in memory, for tests."""

    def __init__(self, mails: list[bytes]) -> None:
        self.mails = mails

    def fetch_after(self, cursor: str, limit: int) -> Iterator[tuple[str, bytes]]:
        """Give the mails after a cursor.

        Yields:
            ``(cursor, raw mail)``.

        Raises:
            TransportError: ``imap-cursor``.
        """
        known = _CURSOR.match(cursor)
        if cursor and known is None:
            raise TransportError("imap-cursor", permanent=True)
        last = int(known[2]) if known else 0
        for rank, raw in list(enumerate(self.mails, 1))[last : last + limit]:
            yield f"1:{rank}", raw
