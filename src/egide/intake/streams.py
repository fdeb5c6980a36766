"""Read bytes within bounds: lines of limited length, compressed data that may not explode, decoded text."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Final

from typing_extensions import override

from egide.intake.errors import UnreadableSource
from egide.intake.limits import Limits

__all__ = ["GZIP_MAGIC", "buffered", "decode_text", "inflated", "lines_within", "read_whole", "sniff_encoding"]

GZIP_MAGIC: Final = b"\x1f\x8b"
_CHUNK: Final = 64 * 1024
_BOMS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class _Borrowed(io.RawIOBase):
    """A stream of the caller, read through a buffer that may be thrown away without closing it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    @override
    def readable(self) -> bool:
        return True

    @override
    def seekable(self) -> bool:
        return bool(getattr(self._stream, "seekable", bool)())

    @override
    def seek(self, offset: int, whence: int = 0) -> int:
        self._stream.seek(offset, whence)
        return self._stream.tell()

    @override
    def tell(self) -> int:
        return self._stream.tell()

    @override
    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]  # io gives a writable buffer
        taken = self._stream.read(len(buffer))
        buffer[: len(taken)] = taken
        return len(taken)


def buffered(stream: BinaryIO) -> BinaryIO:
    """Give a stream that can be peeked at; anything with ``read()`` will do, and stays open.

    Returns:
        A buffered stream, seekable when the caller's is.
    """
    raw: io.RawIOBase = _Borrowed(stream)
    return io.BufferedReader(raw, _CHUNK)


class _CountedReader(io.RawIOBase):
    """Pass reads through and count them, to know how much compressed data gave what was inflated."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.count = 0

    @override
    def readable(self) -> bool:
        return True

    @override
    def read(self, size: int = -1) -> bytes:
        taken = self._stream.read(size)
        self.count += len(taken)
        return taken


class _Inflated(io.RawIOBase):
    """A gzip stream that stops at a ratio no text reaches."""

    def __init__(self, stream: BinaryIO, limits: Limits) -> None:
        self._compressed = _CountedReader(stream)
        self._plain = gzip.GzipFile(fileobj=self._compressed, mode="rb")
        self._limits = limits
        self._count = 0

    @override
    def readable(self) -> bool:
        return True

    @override
    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]  # io gives a writable buffer
        try:
            taken = self._plain.read(min(len(buffer), _CHUNK))
        except (OSError, EOFError, zlib.error):
            raise UnreadableSource("compressed-damaged") from None
        self._count += len(taken)
        limits = self._limits
        if (
            self._count > limits.inflate_free_bytes
            and self._count > max(self._compressed.count, 1) * limits.inflate_ratio
        ):
            raise UnreadableSource("compressed-bomb", f"1:{limits.inflate_ratio}")
        buffer[: len(taken)] = taken
        return len(taken)


def inflated(stream: BinaryIO, limits: Limits) -> BinaryIO:
    """Open gzip data as plain bytes.

    Returns:
        A buffered stream; reading it raises ``UnreadableSource`` on damage or on a bomb.
    """
    raw: io.RawIOBase = _Inflated(stream, limits)
    return io.BufferedReader(raw, _CHUNK)


def lines_within(stream: BinaryIO, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Read lines without ever holding more than ``limit`` bytes of one.

    Yields:
        ``(number, line)`` from 1, line end included; ``(number, None)`` for a line that was too long and was passed over.
    """
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        if len(line) <= limit:
            yield number, line
            continue
        while not line.endswith(b"\n") and (line := stream.readline(_CHUNK)):
            pass
        yield number, None


def read_whole(stream: BinaryIO, limit: int) -> bytes:
    """Read a stream to its end.

    Returns:
        All its bytes.

    Raises:
        UnreadableSource: it holds more than ``limit`` bytes.
    """
    content = stream.read(limit + 1)
    if len(content) > limit:
        raise UnreadableSource("too-large", str(limit))
    return content


def sniff_encoding(head: bytes) -> str:
    """Tell the encoding of a text from its first bytes: a byte-order mark, UTF-8, else Windows-1252.

    Windows-1252 is what spreadsheets of Western Europe write when they do not write UTF-8.

    Returns:
        ``utf-8``, ``utf-8-sig``, ``utf-16`` or ``cp1252``.
    """
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return encoding
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as broken:
        # A character cut by the end of the sample is no error.
        return "utf-8" if broken.start >= len(head) - 3 and broken.reason == "unexpected end of data" else "cp1252"
    return "utf-8"


def decode_text(content: bytes) -> str:
    """Decode a whole text file by its sniffed encoding; undecodable bytes become U+FFFD."""
    return content.decode(sniff_encoding(content), "replace")
