"""Read the tables of a TOML file strictly: each mistake is refused with its line and the allowed words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, TypeVar

from egide.policy.calendar.durations import Duration, parse_duration
from egide.policy.errors import InvalidDuration, InvalidLaw
from egide.policy.law.records import Sentence

_Word = TypeVar("_Word", bound=StrEnum)

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)


class StrictTable:
    """One table of the file, read key by key; what is left unread at the end is a typo."""

    def __init__(self, values: Mapping[str, Any], locate: Callable[[str | None], int | None], path: str) -> None:
        self._values = values
        self._locate = locate
        self._read: set[str] = set()
        self.path = path

    def fail(self, problem: str, key: str | None = None) -> InvalidLaw:
        """Build the error that names the line, the path and the problem."""
        where = f"{self.path}.{key}" if key else self.path
        return InvalidLaw(f"{where}: {problem}", self._locate(key))

    def _get(self, key: str, kind: type, wanted: str) -> Any:
        self._read.add(key)
        if key not in self._values:
            near = get_close_matches(key, [name for name in self._values if name not in self._read], n=1)
            if near:
                raise self.fail(f"the key is unknown; write '{key}'", near[0])
            raise self.fail(f"the key '{key}' is missing")
        value = self._values[key]
        # bool is an int, datetime is a date: the exact type is meant.
        if type(value) is not kind:
            raise self.fail(f"must be {wanted}", key)
        return value

    @property
    def line(self) -> int:
        """Line of the table's header, 0 when it has none."""
        return self._locate(None) or 0

    def text(self, key: str) -> str:
        """Read a text that is not blank."""
        value: str = self._get(key, str, "a text")
        if not value.strip():
            raise self.fail("must not be empty", key)
        return value

    def code(self, key: str, grammar: re.Pattern[str] = CODE) -> str:
        """Read a code."""
        value = self.text(key)
        if not grammar.fullmatch(value):
            raise self.fail("must be a code of letters, digits, '-', '_' or '.'", key)
        return value

    def day(self, key: str) -> date:
        """Read a day."""
        value: date = self._get(key, date, "a day such as 2026-08-11, without quotes")
        return value

    def optional_day(self, key: str) -> date | None:
        """Read a day that may be absent."""
        return self.day(key) if key in self._values else None

    def flag(self, key: str, default: bool | None = None) -> bool:
        """Read true or false."""
        if default is not None and key not in self._values:
            return default
        value: bool = self._get(key, bool, "true or false")
        return value

    def count(self, key: str) -> int:
        """Read a whole number, 0 or more."""
        value: int = self._get(key, int, "a whole number, 0 or more")
        if value < 0:
            raise self.fail("must be a whole number, 0 or more", key)
        return value

    def texts(self, key: str) -> list[str]:
        """Read a list of texts."""
        values: list[Any] = self._get(key, list, "a list of texts")
        if any(type(value) is not str for value in values):
            raise self.fail("must be a list of texts", key)
        return values

    def numbers(self, key: str) -> list[int]:
        """Read a list of whole numbers."""
        values: list[Any] = self._get(key, list, "a list of numbers")
        if any(type(value) is not int for value in values):
            raise self.fail("must be a list of numbers", key)
        return values

    def word(self, key: str, words: type[_Word]) -> _Word:
        """Read a word of a closed list."""
        return self.word_of(key, self.text(key), words)

    def word_of(self, key: str, value: str, words: type[_Word]) -> _Word:
        """Match one text against a closed list."""
        for word in words:
            if word.value == value:
                return word
        raise self.fail(f"{value!r} is not allowed; allowed words: {', '.join(sorted(words))}", key)

    def words(self, key: str, words: type[_Word]) -> frozenset[_Word]:
        """Read a list of words of a closed list."""
        return frozenset(self.word_of(key, value, words) for value in self.texts(key))

    def one_of(self, key: str, allowed: tuple[str, ...]) -> str:
        """Read a text among a few."""
        value = self.text(key)
        if value not in allowed:
            raise self.fail(f"{value!r} is not allowed; allowed words: {', '.join(allowed)}", key)
        return value

    def duration(self, key: str) -> Duration:
        """Read a duration such as P3Y."""
        try:
            return parse_duration(self.text(key))
        except InvalidDuration as problem:
            raise self.fail(str(problem), key) from problem

    def sentence(self) -> Sentence:
        """Read the keys fr and en."""
        return Sentence(self.text("fr"), self.text("en"))

    def children(self, key: str, locate: Callable[[int, str | None], int | None]) -> list[StrictTable]:
        """Open the tables nested under a key."""
        self._read.add(key)
        values = self._values.get(key, [])
        if not isinstance(values, list) or any(not isinstance(value, dict) for value in values):
            raise self.fail(f"must be written as [[{self.path.split('[')[0]}.{key}]] tables", key)
        return [
            StrictTable(value, lambda name, at=at: locate(at, name), f"{self.path}.{key}[{_name_of(value, at)}]")  # type: ignore[misc]
            for at, value in enumerate(values)
        ]

    def done(self) -> None:
        """Refuse every key that nobody read."""
        for key in self._values:
            if key not in self._read:
                raise self.fail(f"the key is unknown; allowed keys: {', '.join(sorted(self._read))}", key)


def _name_of(values: Mapping[str, Any], at: int) -> str:
    """Name a table by its code, for a reader who counts no tables; by its position otherwise."""
    for key in ("code", "id", "label"):
        name = values.get(key)
        if isinstance(name, str) and CODE.fullmatch(name):
            return name
    return str(at)


class Lines:
    """Find the line of a table or of a key, which tomllib does not keep."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()

    def header(self, name: str, occurrence: int, after: int = 0) -> int | None:
        """Find the line of the nth table of a name, 1 for the first line."""
        wanted = re.compile(rf"\s*\[\[?\s*{re.escape(name)}\s*\]\]?\s*(#.*)?")
        seen = 0
        for at in range(after, len(self._lines)):
            if wanted.fullmatch(self._lines[at]):
                if seen == occurrence:
                    return at + 1
                seen += 1
        return None

    def key(self, key: str | None, header_line: int | None) -> int | None:
        """Find the line of a key below a header, or the header's line."""
        if key is None:
            return header_line
        wanted = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=")
        for at in range(header_line or 0, len(self._lines)):
            if self._lines[at].lstrip().startswith("["):
                break
            if wanted.match(self._lines[at]):
                return at + 1
        return header_line
