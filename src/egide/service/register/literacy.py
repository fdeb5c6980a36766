"""The short course on what the AI does and does not do, its quiz, and the record of who passed it, per role.

Source: Regulation (EU) 2024/1689, art. 4.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from uuid import UUID

from django.db import transaction

from egide.policy import InvalidRecord, Sentence
from egide.service.evidence.flows import Act, write_entry
from egide.service.register.models import LiteracyRecord
from egide.service.tenancy.access import Actor
from egide.service.tenancy.models import Brand, Membership
from egide.service.tenancy.rights import Role

# House rule: four answers of five, once a year.
_PASS_SHARE = 0.8
VALID_FOR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Lesson:
    """One thing to know."""

    title: Sentence
    text: Sentence


@dataclass(frozen=True, slots=True)
class QuizQuestion:
    """One question; `right` is the position of the right answer, `why` explains it."""

    text: Sentence
    answers: tuple[Sentence, ...]
    right: int
    why: Sentence


@dataclass(frozen=True, slots=True)
class Course:
    """What one role learns and is asked."""

    version: str
    lessons: tuple[Lesson, ...]
    questions: tuple[QuizQuestion, ...]


@cache
def course_for(role: str) -> Course:
    """Return the course of a role: what everybody learns, then what this role needs."""
    document = tomllib.loads((files("egide.service.register") / "literacy.toml").read_text("utf-8"))

    def meant(record: Mapping[str, Sequence[str]]) -> bool:
        return not record.get("roles") or role in record["roles"]

    return Course(
        version=document["version"],
        lessons=tuple(
            Lesson(Sentence(*record["title"]), Sentence(*record["text"]))
            for record in document["lesson"]
            if meant(record)
        ),
        questions=tuple(
            QuizQuestion(
                Sentence(*record["text"]),
                tuple(Sentence(*answer) for answer in record["answers"]),
                record["right"],
                Sentence(*record["why"]),
            )
            for record in document["question"]
            if meant(record)
        ),
    )


def take_quiz(brand: Brand, role: str, answers: Sequence[int | None], *, actor: Actor, now: datetime) -> LiteracyRecord:
    """Mark a quiz and keep the result, passed or not.

    Raises:
        InvalidRecord: the person does not hold the role in this brand, or the answers are not those of the course.
    """
    course = course_for(role)
    if actor.user_id is None or Role(role) not in actor.roles_in(brand.pk):
        raise InvalidRecord("literacy.role", "is not held in this brand")
    if len(answers) != len(course.questions):
        raise InvalidRecord("literacy.answers", f"must be {len(course.questions)}")
    correct = sum(given == question.right for given, question in zip(answers, course.questions, strict=True))
    with transaction.atomic():
        row: LiteracyRecord = LiteracyRecord.objects.create(
            brand=brand,
            user_id=actor.user_id,
            role=role,
            course_version=course.version,
            correct=correct,
            questions=len(course.questions),
            passed=correct >= _PASS_SHARE * len(course.questions),
            at=now,
        )
        detail = {"literacy": role, "passed": row.passed, "course": course.version}
        write_entry(brand.pk, Act("register.changed", row.pk, actor, detail=detail), at=now)
    return row


def passed_by(brand_id: UUID, *, now: datetime) -> dict[tuple[UUID, str], LiteracyRecord]:
    """Return the last valid pass of each person and role."""
    rows = LiteracyRecord.objects.filter(brand_id=brand_id, passed=True, at__gt=now - VALID_FOR).order_by("at")
    return {(row.user_id, row.role): row for row in rows}


def lacking(brand: Brand, memberships: Sequence[Membership], *, now: datetime) -> list[Membership]:
    """List the roles whose holder has not passed the course within a year."""
    passed = passed_by(brand.pk, now=now)
    return [row for row in memberships if (row.user_id, row.role) not in passed]
