"""The gate: no task runs in production before its impact assessment is validated, nor after what it assessed has changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum

from egide.policy.errors import InvalidRecord
from egide.policy.law.records import Sentence
from egide.policy.vocabulary import DpiaState


class Criterion(StrEnum):
    """The nine criteria of a likely high risk. Source: WP248 rev.01, III.B (to verify)."""

    SCORING = "scoring"
    AUTOMATED_DECISION = "automated-decision"
    MONITORING = "monitoring"
    SENSITIVE = "sensitive"
    LARGE_SCALE = "large-scale"
    MATCHING = "matching"
    VULNERABLE = "vulnerable"
    INNOVATIVE = "innovative"
    BARRIER = "barrier"


_CRITERIA_THAT_REQUIRE = 2


def needs_dpia(criteria: Collection[Criterion], *, on_authority_list: bool = False) -> bool:
    """Say whether the law requires an impact assessment.

    Args:
        criteria: Those that are met.
        on_authority_list: The processing is on the CNIL's list (délibération 2018-327).

    Returns:
        True from two criteria, or when it is on the list. The gate asks for one before any AI task all the same.

    Source: GDPR art. 35(1) and 35(4); WP248 rev.01.
    """
    return on_authority_list or len(set(criteria)) >= _CRITERIA_THAT_REQUIRE


@dataclass(frozen=True, slots=True)
class Scope:
    """What an assessment assessed: change one of these and it is stale."""

    purposes: frozenset[str]
    tasks: frozenset[str]
    kinds: frozenset[str]
    models: frozenset[str]
    regions: frozenset[str]
    sub_processors: frozenset[str]

    def fingerprint(self) -> str:
        """Identify the scope in the journal.

        Returns:
            SHA-256 in hexadecimal of its canonical JSON.
        """
        listed = {field.name: sorted(getattr(self, field.name)) for field in fields(self)}
        return hashlib.sha256(json.dumps(listed, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between what was assessed and what runs."""

    part: str
    added: frozenset[str]
    removed: frozenset[str]

    @property
    def sentence(self) -> Sentence:
        """Say it in French and English."""
        fr, en = _PARTS[self.part]
        shown = ", ".join([*(f"+ {one}" for one in sorted(self.added)), *(f"− {one}" for one in sorted(self.removed))])
        return Sentence(f"{fr} : {shown}", f"{en}: {shown}")


_PARTS = {
    "purposes": ("Finalités", "Purposes"),
    "tasks": ("Tâches", "Tasks"),
    "kinds": ("Données", "Data"),
    "models": ("Modèles", "Models"),
    "regions": ("Régions", "Regions"),
    "sub_processors": ("Sous-traitants ultérieurs", "Sub-processors"),
}


def changes_between(assessed: Scope, running: Scope) -> tuple[Change, ...]:
    """Compare what was assessed with what runs.

    Args:
        assessed: The scope that was validated.
        running: The scope of the configuration now.

    Returns:
        One change per part that differs; removing something is a change too, and it alone makes nothing stale.
    """
    changes = []
    for field in fields(Scope):
        before, now = getattr(assessed, field.name), getattr(running, field.name)
        if before != now:
            changes.append(Change(field.name, frozenset(now - before), frozenset(before - now)))
    return tuple(changes)


@dataclass(frozen=True, slots=True)
class Validation:
    """Who validated what, by name; the DPO's opinion is asked before.

    Attributes:
        validator: Named person who answers for the processing.
        dpo: Named DPO.
        dpo_opinion: The DPO's words.
        scope: What was assessed.
        review_by: The assessment is stale from this moment on; None without a date of review.
    """

    validator: str
    dpo: str
    dpo_opinion: str
    at: datetime
    scope: Scope
    review_by: datetime | None = None

    def __post_init__(self) -> None:
        for name in ("validator", "dpo", "dpo_opinion"):
            if not getattr(self, name).strip():
                raise InvalidRecord(f"validation.{name}", "must not be empty")


def dpia_state(
    running: Scope, now: datetime, *, validation: Validation | None, drafted: bool = False, refused: bool = False
) -> DpiaState:
    """Say where the assessment of what runs stands.

    Args:
        running: The scope of the configuration now.
        now: Aware time.
        validation: The last validation, if any.
        drafted: A draft exists.
        refused: The last answer of the validator was no.

    Returns:
        The state that the decision reads.
    """
    if refused:
        return DpiaState.REFUSED
    if validation is None:
        return DpiaState.DRAFT if drafted else DpiaState.ABSENT
    if validation.review_by is not None and validation.review_by <= now:
        return DpiaState.STALE
    grown = any(change.added for change in changes_between(validation.scope, running))
    return DpiaState.STALE if grown else DpiaState.VALIDATED
