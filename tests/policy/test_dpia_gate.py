"""The gate: validated with named persons, stale when what was assessed grows or its review is due."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest

from egide.policy import DpiaState, InvalidRecord
from egide.policy.dpia import Criterion, Scope, Validation, changes_between, dpia_state, needs_dpia

NOW = datetime(2026, 11, 24, tzinfo=UTC)
SCOPE = Scope(
    *(frozenset(part.split()) for part in ("SAV", "reply summary", "PERSON EMAIL", "mistral-small", "FR", "Scaleway"))
)
VALIDATION = Validation("M. Direction", "Mme DPO", "Favorable.", NOW - timedelta(days=30), SCOPE)


@pytest.mark.parametrize("part", [field.name for field in dataclasses.fields(Scope)])
def test_goes_stale_when_anything_assessed_grows_or_is_swapped(part: str) -> None:
    assert dpia_state(SCOPE, NOW, validation=VALIDATION) is DpiaState.VALIDATED
    grown = dataclasses.replace(SCOPE, **{part: getattr(SCOPE, part) | {"new"}})
    swapped = dataclasses.replace(SCOPE, **{part: frozenset({"new"})})
    for running in (grown, swapped):
        assert dpia_state(running, NOW, validation=VALIDATION) is DpiaState.STALE
    (change,) = changes_between(SCOPE, grown)
    assert (change.part, change.added, change.removed) == (part, {"new"}, frozenset())
    assert change.sentence.fr.endswith(": + new")
    assert grown.fingerprint() != SCOPE.fingerprint()


def test_stays_validated_when_something_is_given_up() -> None:
    smaller = dataclasses.replace(SCOPE, tasks=frozenset({"reply"}))
    assert dpia_state(smaller, NOW, validation=VALIDATION) is DpiaState.VALIDATED
    assert changes_between(SCOPE, smaller)[0].sentence.en == "Tasks: − summary"


def test_goes_stale_on_the_day_of_its_review() -> None:
    due = dataclasses.replace(VALIDATION, review_by=NOW)
    assert dpia_state(SCOPE, NOW - timedelta(seconds=1), validation=due) is DpiaState.VALIDATED
    assert dpia_state(SCOPE, NOW, validation=due) is DpiaState.STALE


def test_is_absent_drafted_or_refused_without_validation() -> None:
    assert dpia_state(SCOPE, NOW, validation=None) is DpiaState.ABSENT
    assert dpia_state(SCOPE, NOW, validation=None, drafted=True) is DpiaState.DRAFT
    assert dpia_state(SCOPE, NOW, validation=VALIDATION, refused=True) is DpiaState.REFUSED


@pytest.mark.parametrize("name", ["validator", "dpo", "dpo_opinion"])
def test_refuses_a_validation_by_nobody(name: str) -> None:
    with pytest.raises(InvalidRecord, match=name):
        dataclasses.replace(VALIDATION, **{name: " "})


def test_is_required_from_two_criteria_or_by_the_list() -> None:
    assert not needs_dpia([Criterion.SCORING, Criterion.SCORING])
    assert needs_dpia([Criterion.SCORING, Criterion.LARGE_SCALE])
    assert needs_dpia([], on_authority_list=True)
