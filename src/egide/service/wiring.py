"""The parts that an entry point has chosen for this process; flows ask here, `egide.bootstrap` puts them.

A process that forgot to choose stops at the first question instead of working with a silent stand-in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from egide.assist.models import TextModel
    from egide.detection import Detector
    from egide.intake.ports import OutboxTransport
    from egide.journal import Log
    from egide.journal.ports import LogReader
    from egide.keys import KeyRing
    from egide.policy import Law
    from egide.service.configuration import Configuration


class PartsMissingError(RuntimeError):
    """No entry point has put the parts together: a defect of the entry point."""


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
        outbox_transport: Carries answers to customers.
        random_bytes: Gives that many random bytes.
        background: Runs a piece of work away from the request.
        text_models: Declared models by name; empty is a normal state.
    """

    configuration: Configuration
    key_ring: KeyRing
    detector: Detector
    law: Law
    open_journal: Callable[[UUID | None], Log]
    open_journal_files: Callable[[UUID | None], LogReader]
    outbox_transport: OutboxTransport
    random_bytes: Callable[[int], bytes]
    background: Callable[[Callable[[], None]], None]
    text_models: Mapping[str, TextModel] = field(default_factory=dict)


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
