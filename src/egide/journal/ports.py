"""What a journal needs from outside: files, a signature, the memory of a witness, a time-stamping authority."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from egide.journal.keys import VerifierKey
    from egide.journal.note import NoteSignature


class LogReader(Protocol):
    """Read the published files of one log."""

    def read(self, path: str) -> bytes | None:
        """Read a file by its path under the log's prefix; None when it is not there."""
        ...


class TileStore(LogReader, Protocol):
    """Keep the published files of one log.

    A file is either absent or whole, at every moment and after every crash. When `write` returns, what it wrote
    survives a power cut.
    """

    def write(self, files: Mapping[str, bytes]) -> None:
        """Write or replace files. Each is whole or absent after a crash; all are durable on return.

        A checkpoint among them becomes visible last, once all the others are durable: it refers to them.
        """
        ...

    def delete(self, paths: Iterable[str]) -> None:
        """Remove files; those already absent are not an error."""
        ...

    def delete_partials(self, path: str) -> None:
        """Remove every partial width of the tile or bundle at this full path; none there is not an error."""
        ...

    def exclusive(self) -> AbstractContextManager[None]:
        """Hold the only right to write this log, across threads and processes, released by a crash."""
        ...


class Signer(Protocol):
    """Sign checkpoints with one key: the log's own, or a cosigner's."""

    @property
    def key(self) -> VerifierKey:
        """The public half, with its name and type."""
        ...

    def sign(self, text: str, at: datetime) -> NoteSignature:
        """Sign the text of a checkpoint.

        Args:
            text: The three lines of a checkpoint, final newline included.
            at: Now, aware UTC; cosignatures carry it, log signatures do not.

        Returns:
            The signature line.
        """
        ...


class WitnessStore(Protocol):
    """Remember the last checkpoint cosigned for each origin."""

    def latest(self, origin: str) -> bytes | None:
        """The last checkpoint persisted for this origin, or None."""
        ...

    def compare_and_persist(self, origin: str, expected: bytes | None, new: bytes) -> bool:
        """Replace the last checkpoint if it still is `expected`, atomically and durably.

        Returns:
            False, and nothing changed, when another request went first.
        """
        ...


class TimeStampAuthority(Protocol):
    """Obtain RFC 3161 time stamps."""

    def stamp(self, request: bytes) -> bytes:
        """Send a DER request and receive the DER response. Only a hash leaves the site."""
        ...
