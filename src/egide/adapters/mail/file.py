"""Write outgoing mail to ``.eml`` files, whole or not at all: what an installation without a mail server does."""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path

from egide.intake.outgoing import OutgoingMail, format_mail
from egide.intake.ports import Receipt, TransportError

__all__ = ["FileOutbox"]


class FileOutbox:
    """A folder of ``.eml`` files, readable by the owner alone; the mails in it are not encrypted."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, mail: OutgoingMail) -> Receipt:
        """Write a mail under a name made of its Message-ID, so that a second attempt writes nothing.

        Returns:
            The receipt; its detail is the file's name.

        Raises:
            TransportError: ``file-unwritable``, worth trying again.
        """
        message = format_mail(mail)
        message_id = str(message["Message-ID"]).strip("<>")
        name = f"{hashlib.sha256(message_id.encode()).hexdigest()[:32]}.eml"
        target = self._folder / name
        partial = self._folder / f".{name}.{os.getpid()}"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not target.exists():
                descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
                with os.fdopen(descriptor, "wb") as file:
                    file.write(message.as_bytes())
                    file.flush()
                    os.fsync(file.fileno())
                partial.replace(target)
        except OSError:
            with contextlib.suppress(OSError):
                partial.unlink(missing_ok=True)
            raise TransportError("file-unwritable") from None
        return Receipt("file", message_id, mail.sent_at, name)
