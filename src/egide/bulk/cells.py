"""The cells of delimited text, with the place of each, so that a cell can be changed and no other byte.

Source: RFC 4180, and what spreadsheets write: another delimiter, a byte order mark, quotes in the middle of a cell.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

__all__ = ["Cell", "Sheet", "find_cells", "read_sheet"]

_DELIMITERS: Final = ",;\t|"


@dataclass(frozen=True, slots=True)
class Sheet:
    """How a delimited file is laid out."""

    delimiter: str
    header: tuple[str, ...]
    """The names of the columns; empty when the first line holds values."""


class Cell(NamedTuple):
    """A cell of a chunk of records."""

    column: int
    start: int
    """Where its content begins in the chunk, inside the quotes."""
    end: int
    quoted: bool

    def text_of(self, chunk: str) -> str:
        """Read the cell, doubled quotes made single."""
        raw = chunk[self.start : self.end]
        return raw.replace('""', '"') if self.quoted else raw

    def offsets(self, chunk: str) -> list[int] | None:
        """Return where each code point of the cell's text stands in the chunk, and its end; None when one by one."""
        raw = chunk[self.start : self.end]
        if not self.quoted or '""' not in raw:
            return None
        starts, position = [], 0
        while position < len(raw):
            starts.append(self.start + position)
            position += 2 if raw.startswith('""', position) else 1
        return [*starts, self.end]


def read_sheet(sample: str) -> Sheet:
    """Read the layout of a delimited file from its beginning.

    Args:
        sample: Its first records.

    Returns:
        The delimiter that the first line has most of, and the header if the first line reads like one: names only, no
        cell empty or with a digit or an at sign.
    """
    sample = sample.removeprefix("\ufeff")
    first_line = sample.splitlines()[0] if sample.splitlines() else ""
    delimiter = max(_DELIMITERS, key=lambda one: (first_line.count(one), -_DELIMITERS.index(one)))
    header = tuple(next(csv.reader([first_line], delimiter=delimiter), []))
    named = all(name.strip() and not any((c.isdigit() and c not in "12") or c == "@" for c in name) for name in header)
    return Sheet(delimiter, header if named else ())


def find_cells(chunk: str, delimiter: str) -> Iterator[Cell]:
    """Go through the cells of whole records.

    Args:
        chunk: One or more records, with their line ends.
        delimiter: What stands between cells.

    Yields:
        The cells, in order; an empty line has one empty cell.
    """
    position = column = 0
    if chunk.startswith("\ufeff"):
        position = 1
    pattern = _cell(delimiter)
    while position < len(chunk):
        cell = pattern.match(chunk, position)
        if cell is None:  # a quote that never closes: the rest is one cell
            yield Cell(column, position, len(chunk), quoted=False)
            return
        quoted = cell.start(1) >= 0
        yield Cell(column, *(cell.span(1) if quoted else cell.span(2)), quoted)
        column = column + 1 if cell[3] == delimiter else 0
        position = cell.end()


@lru_cache(maxsize=8)
def _cell(delimiter: str) -> re.Pattern[str]:
    one = re.escape(delimiter)
    return re.compile(rf'(?:"((?:[^"]|"")*)"(?={one}|[\r\n]|\Z)|([^{one}\r\n]*))({one}|\r\n|\r|\n|\Z)')
