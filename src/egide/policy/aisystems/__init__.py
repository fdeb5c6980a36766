"""The inventory of AI systems: class by questions, file of a high-risk system."""

from __future__ import annotations

from egide.policy.aisystems.classification import (
    Classification,
    ClassQuestion,
    Ground,
    Reply,
    SystemRole,
    classify,
    list_questions,
)
from egide.policy.aisystems.conformity import ConformityFile, list_missing

__all__ = [
    "ClassQuestion",
    "Classification",
    "ConformityFile",
    "Ground",
    "Reply",
    "SystemRole",
    "classify",
    "list_missing",
    "list_questions",
]
