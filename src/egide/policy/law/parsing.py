"""Read a law file strictly: a typo is refused with its line and the words that are allowed."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import date, time
from difflib import get_close_matches
from enum import StrEnum
from importlib import resources
from types import MappingProxyType
from typing import Any, TypeVar

from egide.policy.calendar.durations import Duration, parse_duration
from egide.policy.errors import InvalidDuration, InvalidLaw
from egide.policy.law.records import (
    AiCase,
    CanvassingHours,
    Deadline,
    Kind,
    Law,
    Obligation,
    Purpose,
    Retention,
    Sentence,
    TaskRecord,
    Window,
)
from egide.policy.vocabulary import KindClass, Mark, RiskClass, Role, Speaks, Task

_Word = TypeVar("_Word", bound=StrEnum)
_Record = TypeVar("_Record")

BASES = ("a", "b", "c", "d", "e", "f")
PHASES = ("active", "intermediate", "end")
ENDS = ("archive", "delete", "anonymise")
_TABLES = ("obligation", "kind", "task", "purpose", "deadline", "canvassing", "ai_case")
_WINDOW = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-3]):([0-5][0-9])", re.ASCII)
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)
_LABEL = re.compile(r"[A-Z][A-Z0-9_]{0,63}", re.ASCII)


class _Table:
    """One table of the file, read key by key; what is left unread at the end is a typo."""

    def __init__(self, values: Mapping[str, Any], locate: Callable[[str | None], int | None], path: str) -> None:
        self._values = values
        self._locate = locate
        self._read: set[str] = set()
        self.path = path

    def fail(self, problem: str, key: str | None = None) -> InvalidLaw:
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

    def text(self, key: str) -> str:
        value: str = self._get(key, str, "a text")
        if not value.strip():
            raise self.fail("must not be empty", key)
        return value

    def code(self, key: str, grammar: re.Pattern[str] = _CODE) -> str:
        value = self.text(key)
        if not grammar.fullmatch(value):
            raise self.fail("must be a code of letters, digits, '-', '_' or '.'", key)
        return value

    def day(self, key: str) -> date:
        value: date = self._get(key, date, "a day such as 2026-08-11, without quotes")
        return value

    def optional_day(self, key: str) -> date | None:
        return self.day(key) if key in self._values else None

    def flag(self, key: str, default: bool | None = None) -> bool:
        if default is not None and key not in self._values:
            return default
        value: bool = self._get(key, bool, "true or false")
        return value

    def count(self, key: str) -> int:
        value: int = self._get(key, int, "a whole number, 0 or more")
        if value < 0:
            raise self.fail("must be a whole number, 0 or more", key)
        return value

    def texts(self, key: str) -> list[str]:
        values: list[Any] = self._get(key, list, "a list of texts")
        if any(type(value) is not str for value in values):
            raise self.fail("must be a list of texts", key)
        return values

    def numbers(self, key: str) -> list[int]:
        values: list[Any] = self._get(key, list, "a list of numbers")
        if any(type(value) is not int for value in values):
            raise self.fail("must be a list of numbers", key)
        return values

    def word(self, key: str, words: type[_Word]) -> _Word:
        return self.word_of(key, self.text(key), words)

    def word_of(self, key: str, value: str, words: type[_Word]) -> _Word:
        for word in words:
            if word.value == value:
                return word
        raise self.fail(f"{value!r} is not allowed; allowed words: {', '.join(sorted(words))}", key)

    def words(self, key: str, words: type[_Word]) -> frozenset[_Word]:
        return frozenset(self.word_of(key, value, words) for value in self.texts(key))

    def one_of(self, key: str, allowed: tuple[str, ...]) -> str:
        value = self.text(key)
        if value not in allowed:
            raise self.fail(f"{value!r} is not allowed; allowed words: {', '.join(allowed)}", key)
        return value

    def duration(self, key: str) -> Duration:
        try:
            return parse_duration(self.text(key))
        except InvalidDuration as problem:
            raise self.fail(str(problem), key) from problem

    def sentence(self) -> Sentence:
        return Sentence(self.text("fr"), self.text("en"))

    def children(self, key: str, locate: Callable[[int, str | None], int | None]) -> list[_Table]:
        self._read.add(key)
        values = self._values.get(key, [])
        if not isinstance(values, list) or any(not isinstance(value, dict) for value in values):
            raise self.fail(f"must be written as [[{self.path.split('[')[0]}.{key}]] tables", key)
        return [
            _Table(value, lambda name, at=at: locate(at, name), f"{self.path}.{key}[{at}]")  # type: ignore[misc]
            for at, value in enumerate(values)
        ]

    def done(self) -> None:
        for key in self._values:
            if key not in self._read:
                raise self.fail(f"the key is unknown; allowed keys: {', '.join(sorted(self._read))}", key)


class _Lines:
    """Find the line of a table or of a key, which tomllib does not keep."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()

    def header(self, name: str, occurrence: int, after: int = 0) -> int | None:
        wanted = re.compile(rf"\s*\[\[?\s*{re.escape(name)}\s*\]\]?\s*(#.*)?")
        seen = 0
        for at in range(after, len(self._lines)):
            if wanted.fullmatch(self._lines[at]):
                if seen == occurrence:
                    return at + 1
                seen += 1
        return None

    def key(self, key: str | None, header_line: int | None) -> int | None:
        if key is None:
            return header_line
        wanted = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=")
        for at in range(header_line or 0, len(self._lines)):
            if self._lines[at].lstrip().startswith("["):
                break
            if wanted.match(self._lines[at]):
                return at + 1
        return header_line


def load_default() -> Law:
    """Read the newest law file of the package.

    Returns:
        The law.
    """
    versions = resources.files("egide.policy.law") / "versions"
    newest = max((file for file in versions.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    return parse_law(newest.read_text("utf-8"))


def parse_law(toml_text: str) -> Law:
    """Read a law file as a whole, or refuse it as a whole.

    Args:
        toml_text: The file's text.

    Returns:
        The law, with the SHA-256 of its text.

    Raises:
        InvalidLaw: with the line, the path and the allowed words.
    """
    try:
        values = tomllib.loads(toml_text)
    except tomllib.TOMLDecodeError as problem:
        at_line = re.search(r"at line ([0-9]+)", str(problem))
        raise InvalidLaw(f"not TOML: {problem}", int(at_line[1]) if at_line else None) from problem
    lines = _Lines(toml_text)
    top = _Table(values, lambda key: _top_line(lines, key), "law")
    version, read_on = top.code("version"), top.day("read_on")
    tables = {name: _children(top, lines, name) for name in _TABLES}
    top.done()
    law = Law(
        version=version,
        read_on=read_on,
        digest=hashlib.sha256(toml_text.encode()).hexdigest(),
        obligations=_unique(tables["obligation"], _obligation, "id"),
        kinds=_unique(tables["kind"], _kind, "label"),
        tasks=_unique(tables["task"], _task, "task"),
        purposes=_unique(tables["purpose"], lambda table: _purpose(table, lines), "code"),
        deadlines=_unique(tables["deadline"], _deadline, "id"),
        canvassing=tuple(_canvassing(table) for table in tables["canvassing"]),
        ai_cases=_unique(tables["ai_case"], _ai_case, "code"),
    )
    for task in Task:
        if task not in law.tasks:
            raise InvalidLaw(f"law.task: the task '{task}' is missing")
    for name, table in zip(law.tasks, tables["task"], strict=True):
        for key, labels in (
            ("clear_local", law.tasks[name].clear_local),
            ("clear_remote", law.tasks[name].clear_remote),
        ):
            for label in sorted(labels - {"*"}):
                if label not in law.kinds:
                    raise table.fail(f"{label!r} is not allowed; allowed words: {', '.join(sorted(law.kinds))}", key)
    return law


def _top_line(lines: _Lines, key: str | None) -> int | None:
    line = lines.key(key, 0)
    return line or (lines.header(key, 0) if key else None)


def _children(top: _Table, lines: _Lines, name: str) -> list[_Table]:
    return top.children(name, lambda at, key: lines.key(key, lines.header(name, at)))


def _unique(tables: list[_Table], read: Callable[[_Table], _Record], key: str) -> Mapping[Any, _Record]:
    records: dict[Any, _Record] = {}
    for table in tables:
        record = read(table)
        table.done()
        name = getattr(record, key)
        if name in records:
            raise table.fail(f"{str(name)!r} is declared twice")
        records[name] = record
    return MappingProxyType(records)


def _obligation(table: _Table) -> Obligation:
    return Obligation(
        id=table.code("id"),
        article=table.text("article"),
        applies_from=table.day("applies_from"),
        applies_until=table.optional_day("applies_until"),
        anticipated=table.flag("anticipated", default=False),
        source=table.text("source"),
        version=table.text("version"),
        mark=table.word("mark", Mark),
    )


def _kind(table: _Table) -> Kind:
    return Kind(table.code("label", _LABEL), table.word("class", KindClass), table.sentence())


def _task(table: _Table) -> TaskRecord:
    return TaskRecord(
        task=table.word("code", Task),
        name=table.sentence(),
        ai=table.flag("ai"),
        by_hand=table.flag("by_hand"),
        speaks=table.word("speaks", Speaks),
        stores=table.flag("stores"),
        roles=table.words("roles", Role),
        clear_local=frozenset(table.texts("clear_local")),
        clear_remote=frozenset(table.texts("clear_remote")),
    )


def _purpose(table: _Table, lines: _Lines) -> Purpose:
    code = table.code("code")
    bases = table.texts("bases")
    for basis in bases:
        if basis not in BASES:
            raise table.fail(f"{basis!r} is not allowed; allowed words: {', '.join(BASES)}", "bases")
    if not bases:
        raise table.fail("a purpose needs at least one basis", "bases")

    def locate(at: int, key: str | None) -> int | None:
        return lines.key(key, lines.header("purpose.retention", at, after=table._locate(None) or 0))

    phases = []
    for child in table.children("retention", locate):
        phases.append(_retention(child))
        child.done()
    return Purpose(
        code=code,
        name=table.sentence(),
        bases=frozenset(bases),
        tasks=table.words("tasks", Task),
        marketing=table.flag("marketing"),
        under_restriction=table.flag("under_restriction", default=False),
        retention=tuple(phases),
        source=table.text("source"),
        mark=table.word("mark", Mark),
    )


def _retention(table: _Table) -> Retention:
    return Retention(
        phase=table.one_of("phase", PHASES),
        start_event=table.code("start_event"),
        duration=table.duration("duration"),
        end=table.one_of("end", ENDS),
        basis=table.one_of("basis", BASES),
        source=table.text("source"),
    )


def _deadline(table: _Table) -> Deadline:
    return Deadline(
        id=table.code("id"),
        name=table.sentence(),
        duration=table.duration("duration"),
        start_event=table.code("start_event"),
        roll_over=table.flag("roll_over"),
        applies_from=table.day("applies_from"),
        source=table.text("source"),
        mark=table.word("mark", Mark),
    )


def _canvassing(table: _Table) -> CanvassingHours:
    weekdays = table.numbers("weekdays")
    if any(not 1 <= day <= 7 for day in weekdays):  # noqa: PLR2004 - ISO weekdays
        raise table.fail("must be ISO weekdays, 1 for Monday to 7 for Sunday", "weekdays")
    windows = []
    for text in table.texts("windows"):
        found = _WINDOW.fullmatch(text)
        if found is None:
            raise table.fail(f"{text!r} is not a window such as 10:00-13:00", "windows")
        window = Window(time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4])))
        if window.start >= window.end:
            raise table.fail(f"{text!r} ends before it starts", "windows")
        windows.append(window)
    hours = CanvassingHours(
        applies_from=table.day("applies_from"),
        weekdays=frozenset(weekdays),
        windows=tuple(windows),
        public_holidays=table.flag("public_holidays"),
        calls=table.count("calls"),
        period=table.duration("period"),
        silence=table.duration("silence"),
        source=table.text("source"),
        mark=table.word("mark", Mark),
    )
    table.done()
    return hours


def _ai_case(table: _Table) -> AiCase:
    return AiCase(
        code=table.code("code"),
        risk_class=table.word("class", RiskClass),
        name=table.sentence(),
        article=table.text("article"),
        source=table.text("source"),
        mark=table.word("mark", Mark),
    )
