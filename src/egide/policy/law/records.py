"""The dated records of the law: what a rule quotes, what a purpose allows, how long data lives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from egide.policy.calendar.canvassing import Window
from egide.policy.calendar.durations import Duration
from egide.policy.vocabulary import KindClass, Mark, RiskClass, Role, Speaks, Task

ALL_LABELS = "*"


class Sentence(NamedTuple):
    """One text in the two languages of the product."""

    fr: str
    en: str


@dataclass(frozen=True, slots=True)
class Obligation:
    """What a reason quotes: an article, since when it binds, where it was read and how sure that is.

    Attributes:
        article: As it is quoted in French; `article_en` in English.
        anticipated: The house applies it before its date.
    """

    id: str
    article: str
    article_en: str
    applies_from: date
    source: str
    version: str
    mark: Mark
    applies_until: date | None = None
    anticipated: bool = False

    def binds(self, day: date) -> bool:
        """Say whether the obligation is applied on a day.

        Args:
            day: The day of the decision.

        Returns:
            True from its date (or before, when anticipated) until its end, that day included.
        """
        return (self.anticipated or self.applies_from <= day) and (
            self.applies_until is None or day <= self.applies_until
        )


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of personal data, by its detection label."""

    label: str
    kind_class: KindClass
    name: Sentence


@dataclass(frozen=True, slots=True)
class TaskRecord:
    """What a task needs.

    Attributes:
        ai: A model reads the data.
        by_hand: A person can do it without a model; otherwise "human only" means "refuse".
        speaks: Whether the person meets the machine directly (AI Act art. 50).
        stores: The output keeps the data.
        roles: Who may ask.
        clear_local: Labels needed in clear by a rule or a model run here; ``*`` for all.
        clear_remote: Labels needed in clear by a model run elsewhere.
    """

    task: Task
    name: Sentence
    ai: bool
    by_hand: bool
    speaks: Speaks
    stores: bool
    roles: frozenset[Role]
    clear_local: frozenset[str]
    clear_remote: frozenset[str]


@dataclass(frozen=True, slots=True)
class Retention:
    """One phase of the life of data. Source: CNIL, practical guide to retention periods (2020)."""

    phase: str
    start_event: str
    duration: Duration
    end: str
    basis: str
    source: str


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why data is used: its bases under GDPR art. 6(1), the tasks that serve it, its retention.

    Attributes:
        under_restriction: It may go on while the person's data is restricted (GDPR art. 18(2)).
    """

    code: str
    name: Sentence
    bases: frozenset[str]
    tasks: frozenset[Task]
    marketing: bool
    under_restriction: bool
    retention: tuple[Retention, ...]
    source: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Deadline:
    """A legal deadline: how long, from which event, and whether it rolls over to a working day."""

    id: str
    name: Sentence
    duration: Duration
    start_event: str
    roll_over: bool
    applies_from: date
    source: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class CanvassingHours:
    """When and how often a consumer may be called.

    Attributes:
        weekdays: ISO weekdays, 1 for Monday.
        calls: Most calls within `period`.
        silence: How long a refusal is respected.
    """

    applies_from: date
    weekdays: frozenset[int]
    windows: tuple[Window, ...]
    public_holidays: bool
    calls: int
    period: Duration
    silence: Duration
    source: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class AiCase:
    """A practice that the AI Act classes, which a task or a model may declare."""

    code: str
    risk_class: RiskClass
    name: Sentence
    article: str
    source: str
    mark: Mark
