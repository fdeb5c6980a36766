"""Write a file so that it appears whole or not at all, and so that an interrupted run goes on where it stopped."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO, Final

from egide.bulk.errors import FileRefused

__all__ = ["Draft", "Position"]

_BLOCK: Final = 1 << 20


@dataclass(slots=True)
class Position:
    """How far a run has come: what was read, what was written, and how much was replaced."""

    read: int = 0
    written: int = 0
    replaced: int = 0
    read_sha256: str = ""
    job: str = ""


class Draft:
    """The file being written, beside its final place, with a note of how far it has come.

    Args:
        target: The final place.
        source: The file being read.
        job: What is being done with which key; a draft of another job is not taken up.
    """

    def __init__(self, target: Path, source: Path, job: str) -> None:
        self._target = target
        self._source = source
        self._job = job
        self._part = target.with_name(f".{target.name}.egide-part")
        self._note = target.with_name(f".{target.name}.egide-note")
        self.position = Position(job=job)
        self.source_hash = hashlib.sha256()
        self.written_hash = hashlib.sha256()

    @contextmanager
    def open(self) -> Iterator[tuple[BinaryIO, BinaryIO]]:
        """Open the source and the draft, both where an interrupted run of the same job left them.

        Yields:
            The source and the draft.

        Raises:
            FileRefused: the source cannot be read or the draft cannot be written.
        """
        try:
            with self._source.open("rb") as source:
                self._take_up(source)
                with self._part.open("r+b" if self._part.exists() else "w+b") as part:
                    self._hash(part, self.position.written, self.written_hash)
                    part.truncate(self.position.written)
                    part.seek(self.position.written)
                    source.seek(self.position.read)
                    yield source, part
        except OSError as failed:
            raise FileRefused(f"{failed.filename or self._target}: {failed.strerror}.") from failed

    def advance(self, part: BinaryIO, read: bytes, written: bytes, replaced: int) -> None:
        """Write the next piece.

        Args:
            part: The draft.
            read: What was read of the source.
            written: What stands for it.
            replaced: How many spans were replaced in it.
        """
        part.write(written)
        self.source_hash.update(read)
        self.written_hash.update(written)
        self.position.read += len(read)
        self.position.written += len(written)
        self.position.replaced += replaced

    def note(self, part: BinaryIO) -> None:
        """Make what was written durable, and note how far the run has come."""
        part.flush()
        os.fsync(part.fileno())
        self.position.read_sha256 = self.source_hash.hexdigest()
        draft = self._note.with_name(self._note.name + "~")
        draft.write_text(json.dumps(asdict(self.position)), "utf-8")
        draft.replace(self._note)

    def finish(self) -> None:
        """Put the file in its place.

        Raises:
            FileRefused: the place cannot be written.
        """
        try:
            with self._part.open("rb") as part:
                os.fsync(part.fileno())
            self._part.replace(self._target)
            self._note.unlink(missing_ok=True)
        except OSError as failed:
            raise FileRefused(f"{self._target}: {failed.strerror}.") from failed

    def discard(self) -> None:
        """Leave nothing of the draft."""
        self._part.unlink(missing_ok=True)
        self._note.unlink(missing_ok=True)

    def _take_up(self, source: BinaryIO) -> None:
        try:
            noted = Position(**json.loads(self._note.read_text("utf-8")))
            part_size = self._part.stat().st_size
        except (OSError, ValueError, TypeError):
            return
        if noted.job != self._job or part_size < noted.written:
            return
        begun = hashlib.sha256()
        self._hash(source, noted.read, begun)
        if begun.hexdigest() == noted.read_sha256:
            self.position, self.source_hash = noted, begun

    @staticmethod
    def _hash(stream: BinaryIO, length: int, into: hashlib._Hash) -> None:
        stream.seek(0)
        while length and (block := stream.read(min(_BLOCK, length))):
            into.update(block)
            length -= len(block)
