"""Read CSV and TSV, row by row: quoted line breaks, any usual separator, UTF-8 or Windows-1252.

A row is put together from lines while a quoted cell is open, and taken back to its first line when that one fits alone: one
stray quote costs one row and not the file.
"""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from collections.abc import Iterator
from functools import cache
from typing import BinaryIO, Final

from egide.intake.errors import UnreadableRecord
from egide.intake.flat import FlatReader
from egide.intake.limits import Options
from egide.intake.reasons import reject
from egide.intake.record import Item, Position
from egide.intake.streams import lines_within, read_whole

__all__ = ["read_table"]

_SEPARATORS: Final = (b";", b"\t", b",", b"|")
_CSV_CELL: Final = 131_072  # csv.field_size_limit() of a process that nobody changed
_UTF8_MARK: Final = b"\xef\xbb\xbf"
_UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")

_Line = tuple[int, bytes | None]


def read_table(stream: BinaryIO, name: str, options: Options) -> Iterator[Item]:
    """Read comma, semicolon, tab or bar separated rows under a header.

    Args:
        stream: A buffered stream, which ``peek`` looks into.
        name: The file's name.
        options: What the importer knows.

    Yields:
        A record or a reject per row.
    """
    limit = options.limits.line_bytes
    if stream.peek(2)[:2] in _UTF16_MARKS:  # type: ignore[attr-defined]  # a BufferedReader
        # A line end takes two bytes there: decoded whole, within the bound of files that are.
        whole = read_whole(stream, options.limits.whole_bytes)
        stream = io.BytesIO(whole.decode("utf-16", "replace").encode("utf-8", "replace"))
    pending: deque[_Line] = deque()
    lines = lines_within(stream, limit)
    flat = FlatReader(options)
    header: tuple[str, ...] = ()
    separator = b","
    while (taken := _take(pending, lines)) is not None:
        number, line = taken
        position = Position(name, number)
        if line is None:
            yield reject(position, "line-too-long", limit)
        elif not line.strip():
            continue
        elif not header:
            line = line.removeprefix(_UTF8_MARK)
            separator = max(_SEPARATORS, key=line.count)
            header = tuple(_cells(line, separator) or ())
            if refused := _refused_header(header, flat):
                yield reject(position, *refused)
                return
        else:
            cells = _cells(line, separator)
            if b'"' in line:
                cells = _cells_over_lines(taken, pending, lines, separator, len(header), limit)
            yield _item(cells, header, position, flat)
    if not header:
        yield reject(Position(name), "empty")


def _take(pending: deque[_Line], lines: Iterator[_Line]) -> _Line | None:
    return pending.popleft() if pending else next(lines, None)


def _refused_header(header: tuple[str, ...], flat: FlatReader) -> tuple[str, str] | None:
    try:
        plan = flat.plan(header)
    except UnreadableRecord as unreadable:
        return unreadable.code, unreadable.detail
    return None if "text" in plan or "subject" in plan else ("columns-missing", "")


def _item(cells: list[str] | None, header: tuple[str, ...], position: Position, flat: FlatReader) -> Item:
    if cells is None:
        return reject(position, "csv-malformed")
    if len(cells) != len(header):
        return reject(position, "csv-width", f"{len(cells)}/{len(header)}")
    try:
        return flat.record(dict(zip(header, cells, strict=True)), position)
    except UnreadableRecord as unreadable:
        return reject(position, unreadable.code, unreadable.detail)


def _cells_over_lines(
    first: _Line, pending: deque[_Line], lines: Iterator[_Line], separator: bytes, width: int, limit: int
) -> list[str] | None:
    """Read a row that holds quotes, with the lines that its quoted cells run over.

    When they never close, or what they close on has another width and the first line fits alone as bare text, the first line
    is the row and the others are read again.

    Returns:
        The cells, or None when the row breaks the grammar.
    """
    line = first[1] or b""
    held = [first]
    size = len(line)
    still_open = _leaves_open(line, separator, within=False)
    while still_open and (following := _take(pending, lines)) is not None:
        if following[1] is None or size + len(following[1]) > limit:
            pending.appendleft(following)
            break
        held.append(following)
        size += len(following[1])
        still_open = _leaves_open(following[1], separator, within=True)
    cells = None if still_open else _cells(b"".join(part or b"" for _, part in held), separator)
    if cells is not None and len(cells) == width:
        return cells
    bare = _decoded(line).rstrip("\r\n").split(separator.decode())
    if len(bare) == width:
        cells = bare
    elif still_open:
        cells = None
    else:
        return cells
    pending.extendleft(reversed(held[1:]))
    return cells


@cache
def _closing(separator: bytes) -> re.Pattern[bytes]:
    """Match up to the quote that closes a cell: not doubled, and followed by a separator or the end of the line."""
    return re.compile(
        rb'(?:[^"]|""|"(?![' + re.escape(separator) + rb'\r\n]|\Z))*+"(?=[' + re.escape(separator) + rb"\r\n]|\Z)"
    )


def _leaves_open(line: bytes, separator: bytes, *, within: bool) -> bool:
    """Say whether a quoted cell is still open at the end of a line; a quote opens a cell only at its start."""
    position = 0
    while True:
        if not within:
            if not line.startswith(b'"', position):
                following = line.find(separator + b'"', position)
                if following < 0:
                    return False
                position = following + 1
            position += 1
        closed = _closing(separator).match(line, position)
        if closed is None:
            return True
        position = closed.end()
        within = False


def _cells(row: bytes, separator: bytes) -> list[str] | None:
    """Cut a row into cells; None when it breaks the grammar of RFC 4180."""
    text = _decoded(row)
    if len(text) > _CSV_CELL:
        return _cells_of_long_row(text.rstrip("\r\n"), separator.decode())
    try:
        return next(csv.reader([text], delimiter=separator.decode(), strict=True), None)
    except csv.Error:
        return None


def _cells_of_long_row(text: str, separator: str) -> list[str] | None:
    """Cut a row that may hold a cell longer than the ``csv`` module takes without changing its limit for the whole process."""
    cells = []
    position = 0
    while True:
        if text.startswith('"', position):
            end = text.find('"', position + 1)
            while end >= 0 and text.startswith('""', end):
                end = text.find('"', end + 2)
            if end < 0 or (end + 1 < len(text) and text[end + 1] != separator):
                return None
            cells.append(text[position + 1 : end].replace('""', '"'))
            end += 1
        else:
            end = text.find(separator, position)
            end = len(text) if end < 0 else end
            cells.append(text[position:end])
        if end >= len(text):
            return cells
        position = end + 1


def _decoded(row: bytes) -> str:
    """Decode a row: UTF-8, else Windows-1252, which spreadsheets of Western Europe write; some files mix the two."""
    try:
        return row.decode("utf-8")
    except UnicodeDecodeError:
        return row.decode("cp1252", "replace")
