"""One version of the law: read as a whole, or refused as a whole so that the previous version stays active."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from importlib import resources
from types import MappingProxyType
from typing import Any, TypeVar

from egide.policy.calendar.canvassing import Window
from egide.policy.errors import InvalidLaw
from egide.policy.law.records import (
    ALL_LABELS,
    AiCase,
    CanvassingHours,
    Deadline,
    Kind,
    Obligation,
    Purpose,
    Retention,
    TaskRecord,
)
from egide.policy.law.strict_tables import Lines, StrictTable
from egide.policy.vocabulary import KindClass, Mark, RiskClass, Role, Speaks, Task

_Record = TypeVar("_Record")

BASES = ("a", "b", "c", "d", "e", "f")
PHASES = ("active", "intermediate", "end")
ENDS = ("archive", "delete", "anonymise")
_TABLES = ("obligation", "kind", "task", "purpose", "deadline", "canvassing", "ai_case")
_WINDOW = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-3]):([0-5][0-9])", re.ASCII)
_LABEL = re.compile(r"[A-Z][A-Z0-9_]{0,63}", re.ASCII)


@dataclass(frozen=True, slots=True, eq=False)
class Law:
    """One version of the law file; compared by identity, so that a decision can keep what it derived from it.

    Attributes:
        archive_roles: Who may still use data in its archive phase.
    """

    version: str
    read_on: date
    archive_roles: frozenset[Role]
    digest: str
    obligations: Mapping[str, Obligation]
    kinds: Mapping[str, Kind]
    tasks: Mapping[Task, TaskRecord]
    purposes: Mapping[str, Purpose]
    deadlines: Mapping[str, Deadline]
    canvassing: tuple[CanvassingHours, ...]
    ai_cases: Mapping[str, AiCase]

    @staticmethod
    def load_default() -> Law:
        """Read the law file shipped with the product.

        Returns:
            The newest version in the package.
        """
        return load_default()

    @staticmethod
    def parse(toml_text: str) -> Law:
        """Read a law file.

        Args:
            toml_text: The file's text.

        Returns:
            The law.

        Raises:
            InvalidLaw: with the line and the allowed words.
        """
        return parse_law(toml_text)

    def canvassing_on(self, day: date) -> CanvassingHours | None:
        """Find the canvassing rules in force on a day.

        Args:
            day: The consumer's local day.

        Returns:
            The newest rules already in force, or None.
        """
        in_force = [hours for hours in self.canvassing if hours.applies_from <= day]
        return max(in_force, key=lambda hours: hours.applies_from, default=None)


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
    lines = Lines(toml_text)
    top = StrictTable(values, lambda key: _top_line(lines, key), "law")
    version, read_on, archive_roles = top.code("version"), top.day("read_on"), top.words("archive_roles", Role)
    tables = {name: _children(top, lines, name) for name in _TABLES}
    top.done()
    law = Law(
        version=version,
        read_on=read_on,
        archive_roles=archive_roles,
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
            for label in sorted(labels - {ALL_LABELS}):
                if label not in law.kinds:
                    raise table.fail(f"{label!r} is not allowed; allowed words: {', '.join(sorted(law.kinds))}", key)
    return law


def _top_line(lines: Lines, key: str | None) -> int | None:
    line = lines.key(key, 0)
    return line or (lines.header(key, 0) if key else None)


def _children(top: StrictTable, lines: Lines, name: str) -> list[StrictTable]:
    return top.children(name, lambda at, key: lines.key(key, lines.header(name, at)))


def _unique(tables: list[StrictTable], read: Callable[[StrictTable], _Record], key: str) -> Mapping[Any, _Record]:
    records: dict[Any, _Record] = {}
    for table in tables:
        record = read(table)
        table.done()
        name = getattr(record, key)
        if name in records:
            raise table.fail(f"{str(name)!r} is declared twice")
        records[name] = record
    return MappingProxyType(records)


def _obligation(table: StrictTable) -> Obligation:
    return Obligation(
        id=table.code("id"),
        article=table.text("article"),
        article_en=table.text("article_en"),
        applies_from=table.day("applies_from"),
        applies_until=table.optional_day("applies_until"),
        anticipated=table.flag("anticipated", default=False),
        source=table.text("source"),
        version=table.text("version"),
        mark=table.word("mark", Mark),
    )


def _kind(table: StrictTable) -> Kind:
    return Kind(table.code("label", _LABEL), table.word("class", KindClass), table.sentence())


def _task(table: StrictTable) -> TaskRecord:
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


def _purpose(table: StrictTable, lines: Lines) -> Purpose:
    code = table.code("code")
    bases = table.texts("bases")
    for basis in bases:
        if basis not in BASES:
            raise table.fail(f"{basis!r} is not allowed; allowed words: {', '.join(BASES)}", "bases")
    if not bases:
        raise table.fail("a purpose needs at least one basis", "bases")

    def locate(at: int, key: str | None) -> int | None:
        return lines.key(key, lines.header("purpose.retention", at, after=table.line))

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


def _retention(table: StrictTable) -> Retention:
    return Retention(
        phase=table.one_of("phase", PHASES),
        start_event=table.code("start_event"),
        duration=table.duration("duration"),
        end=table.one_of("end", ENDS),
        basis=table.one_of("basis", BASES),
        source=table.text("source"),
    )


def _deadline(table: StrictTable) -> Deadline:
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


def _canvassing(table: StrictTable) -> CanvassingHours:
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


def _ai_case(table: StrictTable) -> AiCase:
    return AiCase(
        code=table.code("code"),
        risk_class=table.word("class", RiskClass),
        name=table.sentence(),
        article=table.text("article"),
        source=table.text("source"),
        mark=table.word("mark", Mark),
    )
