"""Carry mail out: to an SMTP server, to files, to memory; and in: from an IMAP mailbox."""

from egide.adapters.mail.file import FileOutbox
from egide.adapters.mail.imap import ImapMailbox, MemoryMailbox
from egide.adapters.mail.memory import MemoryOutbox
from egide.adapters.mail.smtp import SmtpOutbox

__all__ = ["FileOutbox", "ImapMailbox", "MemoryMailbox", "MemoryOutbox", "SmtpOutbox"]
