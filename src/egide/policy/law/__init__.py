"""The law as data: dated records with a source, a version and a mark."""

from __future__ import annotations

from egide.policy.calendar.canvassing import Window
from egide.policy.law.law_file import Law, load_default, parse_law
from egide.policy.law.records import (
    AiCase,
    CanvassingHours,
    Deadline,
    Kind,
    Obligation,
    Purpose,
    Retention,
    Sentence,
    TaskRecord,
)

__all__ = [
    "AiCase",
    "CanvassingHours",
    "Deadline",
    "Kind",
    "Law",
    "Obligation",
    "Purpose",
    "Retention",
    "Sentence",
    "TaskRecord",
    "Window",
    "load_default",
    "parse_law",
]
