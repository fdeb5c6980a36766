"""The parts that an entry point has chosen for this process; flows ask here, `egide.bootstrap` puts them.

A process that forgot to choose stops at the first question instead of working with a silent stand-in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

    from egide.assist.models import TextModel
    from egide.assist.speech import SpeechModel
    from egide.detection import Detector
    from egide.intake.ports import Mailbox, OutboxTransport, ReplyTransport
    from egide.journal import Log, VerifierKey
    from egide.journal.ports import TileStore, TimeStampAuthority
    from egide.keys import KeyRing
    from egide.policy import Law
    from egide.service.configuration import Configuration


class PartsMissingError(RuntimeError):
    """No entry point has put the parts together: a defect of the entry point."""


class Ledger(Protocol):
    """The lines of the ledger of withdrawals, kept where no backup of the database is."""

    def append(self, lines: Sequence[bytes]) -> None:
        """Add lines at the end; all are on the disk on return."""
        ...

    def lines(self) -> Iterator[bytes]:
        """Read the lines, oldest first."""
        ...

    def keep(self, wanted: Callable[[bytes], bool]) -> int:
        """Drop the lines that are not wanted; answer how many."""
        ...


class WitnessClient(Protocol):
    """Submit a checkpoint to a witness (C2SP tlog-witness)."""

    def add_checkpoint(self, body: bytes) -> tuple[int, str]:
        """Send one request body; answer the status and the body."""
        ...


@dataclass(frozen=True, slots=True)
class OutsideWitness:
    """A witness that this installation submits to: its key, and the way to it."""

    key: VerifierKey
    client: WitnessClient


@dataclass(frozen=True, slots=True)
class TimeStamping:
    """How checkpoints are stamped: the authority, None on a site without network, and the roots that it is trusted by."""

    authority: TimeStampAuthority | None
    roots: tuple[Certificate, ...] = ()


@dataclass(frozen=True, slots=True)
class MailboxPlace:
    """Where a mailbox is and how it opens."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str = "INBOX"


def _no_mailbox(place: MailboxPlace) -> Mailbox:
    raise PartsMissingError("no entry point has said how a mailbox opens")


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything behind a port, chosen once per process.

    Attributes:
        configuration: What the installation was told.
        key_ring: Keys of brands and persons.
        detector: Finds personal data.
        law: The law file in force.
        open_journal: Opens the log of a brand, or of the installation for None.
        open_journal_files: Opens the published files of the same log.
        ledger: What people took back, outside the database and its backups.
        outbox_transport: Carries answers to customers.
        random_bytes: Gives that many random bytes.
        background: Runs a piece of work away from the request.
        text_models: Declared models by name; empty is a normal state.
        speech_models: What turns a recording into text, by name; empty is a normal state.
        witnesses: Outside witnesses of the journals; without one, a rewritten history is not detected.
        time_stamping: Time stamps over checkpoints; None when none was configured.
        open_mailbox: Opens a mailbox to poll.
        reply_transport: Carries an answer back to the help desk that its conversation came from.
    """

    configuration: Configuration
    key_ring: KeyRing
    detector: Detector
    law: Law
    open_journal: Callable[[UUID | None], Log]
    open_journal_files: Callable[[UUID | None], TileStore]
    ledger: Ledger
    outbox_transport: OutboxTransport
    random_bytes: Callable[[int], bytes]
    background: Callable[[Callable[[], None]], None]
    text_models: Mapping[str, TextModel] = field(default_factory=dict)
    speech_models: Mapping[str, SpeechModel] = field(default_factory=dict)
    witnesses: tuple[OutsideWitness, ...] = ()
    time_stamping: TimeStamping | None = None
    open_mailbox: Callable[[MailboxPlace], Mailbox] = _no_mailbox
    reply_transport: ReplyTransport | None = None


_installed: Parts | None = None


def install(parts: Parts | None) -> None:
    """Put the parts of this process, or take them away."""
    global _installed  # noqa: PLW0603 - one process has one set of parts; Django offers no place to hang it
    _installed = parts


def parts() -> Parts:
    """Return the parts of this process.

    Raises:
        PartsMissingError: `egide.bootstrap` was not called.
    """
    if _installed is None:
        raise PartsMissingError("call egide.bootstrap before using the service")
    return _installed
