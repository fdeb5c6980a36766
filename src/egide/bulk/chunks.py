"""Read a file of lines in chunks of whole records, within a bounded memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from egide.bulk.cells import Sheet, read_sheet
from egide.bulk.errors import FileRefused

__all__ = ["LineFile", "kind_of", "read_chunks", "read_layout"]

_CHUNK_BYTES: Final = 1 << 17
_LONGEST_RECORD: Final = 1 << 20
_WHOLE_FILE_MAX: Final = 64 << 20
_SAMPLE_BYTES: Final = 1 << 20
_KINDS: Final = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
    ".eml": "eml",
}


@dataclass(frozen=True, slots=True)
class LineFile:
    """How a file of lines is read."""

    kind: str
    encoding: str
    """"utf-8", or "latin-1" for what is not: every byte then is one character and comes back as it was."""
    sheet: Sheet | None = None

    def decode(self, chunk: bytes) -> str:
        """Read bytes; those that are not UTF-8 in a file of UTF-8 come back as they were."""
        return chunk.decode(self.encoding, "surrogateescape" if self.encoding == "utf-8" else "strict")

    def encode(self, text: str) -> bytes:
        """Write what `decode` read."""
        return text.encode(self.encoding, "surrogateescape" if self.encoding == "utf-8" else "strict")


def kind_of(path: Path) -> str:
    """Say how a file is read, from the end of its name; anything unknown is text."""
    return _KINDS.get(path.suffix.lower(), "text")


def read_layout(path: Path) -> LineFile:
    """Read how a file of lines is laid out.

    Args:
        path: The file.

    Returns:
        Its kind, its encoding, and the layout of a delimited file.

    Raises:
        FileRefused: the file cannot be read, is not text, or is JSON too large to be read whole.
    """
    try:
        with path.open("rb") as stream:
            sample = stream.read(_SAMPLE_BYTES)
        size = path.stat().st_size
    except OSError as failed:
        raise FileRefused(f"{path}: cannot be read ({failed.strerror}).") from failed
    if b"\0" in sample:
        raise FileRefused(f"{path}: not text in UTF-8 or Latin-1, nor a format that is known.")
    kind = kind_of(path)
    if kind == "json" and size > _WHOLE_FILE_MAX:
        raise FileRefused(f"{path}: a JSON document over 64 MiB; write one record per line (.jsonl).")
    encoding = _encoding_of(sample[: sample.rfind(b"\n") + 1 or None])
    layout = LineFile(kind, encoding)
    return LineFile(kind, encoding, read_sheet(layout.decode(sample))) if kind == "csv" else layout


def _encoding_of(sample: bytes) -> str:
    """Say UTF-8 where more characters are than are not, so that one bad byte does not garble a whole file."""
    text = sample.decode("utf-8", "surrogateescape")
    if text.isascii():
        return "utf-8"
    bad = sum(1 for character in text if "\udc80" <= character <= "\udcff")
    good = sum(1 for character in text if character > "\x7f") - bad
    return "utf-8" if good >= bad else "latin-1"


def read_chunks(stream: BinaryIO, kind: str) -> Iterator[bytes]:
    """Read whole records from where the stream stands.

    Args:
        stream: The file.
        kind: "csv" keeps a quoted line break inside its record; "json" is read whole.

    Yields:
        Chunks of about 128 KiB that end with a record.
    """
    if kind == "json":
        yield stream.read()
        return
    while chunk := stream.read(_CHUNK_BYTES):
        parts = [chunk, stream.readline() if not chunk.endswith(b"\n") else b""]
        quotes = sum(part.count(b'"') for part in parts)
        length = 0
        while kind == "csv" and quotes % 2 and length < _LONGEST_RECORD and (line := stream.readline()):
            parts.append(line)
            quotes += line.count(b'"')
            length += len(line)
        yield b"".join(parts)
