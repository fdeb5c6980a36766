"""Where the parts of an e-mail stand in its bytes, and what their text says, character by character.

A message is handled as a string of one character per byte (Latin-1), so that an offset is a place in the file.

Source: RFC 5322, RFC 2045 to 2047.
"""

from __future__ import annotations

import binascii
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.header import decode_header
from email.message import Message
from email.parser import HeaderParser
from typing import Final, NamedTuple

__all__ = ["DecodedText", "Header", "Leaf", "decode_body", "decode_words", "find_headers", "find_leaves"]

_BLANK_LINE: Final = re.compile(r"\r?\n\r?\n|\A\r?\n")
_HEADER: Final = re.compile(r"^([!-9;-~]+):((?:[^\n]*(?:\n[ \t]|\Z)?)*?[^\n]*)(?:\n|\Z)", re.MULTILINE)
_QUOTED: Final = re.compile(r"=(?:([0-9A-Fa-f]{2})|[ \t]*\r?\n)")
_WORDS: Final = re.compile(r"=\?[^?\s]+\?[bBqQ]\?[^?\s]*\?=(?:\s+=\?[^?\s]+\?[bBqQ]\?[^?\s]*\?=)*")
_DEEPEST: Final = 20


class Header(NamedTuple):
    """A header field."""

    name: str
    """In lower case."""
    start: int
    """Where its value begins."""
    end: int


@dataclass(frozen=True, slots=True)
class Leaf:
    """A part that holds no other."""

    headers: Message
    start: int
    """Where its body begins."""
    end: int

    @property
    def encoding(self) -> str:
        """The content transfer encoding, in lower case."""
        return str(self.headers.get("content-transfer-encoding", "7bit")).strip().lower()

    @property
    def is_text(self) -> bool:
        """Whether a detector can read it: text that is not sent as an attached file of another type."""
        return self.headers.get_content_maintype() == "text"


@dataclass(frozen=True, slots=True)
class DecodedText:
    """The text of a body and where each code point stands in the message."""

    text: str
    starts: list[int]


def find_headers(message: str, start: int, end: int) -> Iterator[Header]:
    """Go through the header fields between two offsets."""
    for field in _HEADER.finditer(message, start, end):
        yield Header(field[1].lower(), field.start(2), min(field.end(2), end))


def find_leaves(
    message: str, start: int = 0, end: int | None = None, depth: int = 0
) -> Iterator[tuple[int, int, Leaf | None]]:
    """Go through the parts of a message.

    Args:
        message: The message, one character per byte.
        start: Where the part begins.
        end: Where it ends.
        depth: How many parts hold it.

    Yields:
        The bounds of each block of headers, and the part when it holds no other.
    """
    stop = len(message) if end is None else end
    blank = _BLANK_LINE.search(message, start, stop)
    headers_end, body = (stop, stop) if blank is None else (blank.start(), blank.end())
    headers = HeaderParser().parsestr(message[start:headers_end] + "\n\n")
    boundary = headers.get_boundary()
    if depth < _DEEPEST and headers.get_content_maintype() == "multipart" and boundary:
        yield start, headers_end, None
        line = re.compile(rf"^--{re.escape(boundary)}(?:--)?[ \t]*\r?(?:\n|\Z)", re.MULTILINE)
        marks = [(mark.start(), mark.end()) for mark in line.finditer(message, body, stop)]
        # What stands before the first mark and after the last is not shown by mail readers, but it is in the file.
        first_mark = marks[0][0] if marks else stop
        yield headers_end, headers_end, Leaf(Message(), body, first_mark)
        for (_, first), (last, _) in itertools.pairwise(marks):
            yield from find_leaves(message, first, last, depth + 1)
        if marks:
            yield stop, stop, Leaf(Message(), marks[-1][1], stop)
    elif depth < _DEEPEST and headers.get_content_type() == "message/rfc822":
        yield start, headers_end, None
        yield from find_leaves(message, body, stop, depth + 1)
    else:
        yield start, headers_end, Leaf(headers, body, stop)


def decode_body(message: str, leaf: Leaf) -> DecodedText:
    """Read the text of a body that is not in Base64.

    Args:
        message: The message, one character per byte.
        leaf: The part.

    Returns:
        The text, with the place of each code point and the end.
    """
    content = bytearray()
    places: list[int] = []
    position = leaf.start
    for quoted in _QUOTED.finditer(message, leaf.start, leaf.end) if leaf.encoding == "quoted-printable" else ():
        content += message[position : quoted.start()].encode("latin-1")
        places.extend(range(position, quoted.start()))
        if quoted[1]:
            content.append(int(quoted[1], 16))
            places.append(quoted.start())
        position = quoted.end()
    content += message[position : leaf.end].encode("latin-1")
    places.extend(range(position, leaf.end))
    return _by_code_point(bytes(content), [*places, leaf.end], leaf.headers.get_content_charset() or "utf-8")


def decode_words(message: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Go through the encoded words of a header, neighbours together, with what they say."""
    for words in _WORDS.finditer(message, start, end):
        try:
            said = "".join(
                part if isinstance(part, str) else part.decode(charset or "ascii", "replace")
                for part, charset in decode_header(words.group())
            )
        except (LookupError, ValueError, binascii.Error):
            said = words.group()
        yield words.start(), words.end(), said


def _by_code_point(content: bytes, places: list[int], charset: str) -> DecodedText:
    try:
        text = content.decode(charset)
    except (LookupError, UnicodeDecodeError):
        return DecodedText(content.decode("latin-1"), places)
    if len(text) == len(content):
        return DecodedText(text, places)
    lengths = [len(character.encode(charset)) for character in text]
    if sum(lengths) != len(content):  # a charset that keeps a state: its bytes cannot be told apart
        return DecodedText(content.decode("latin-1"), places)
    return DecodedText(text, [places[position] for position in itertools.accumulate(lengths, initial=0)])
