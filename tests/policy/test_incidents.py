"""What an incident starts: which duties, until when, and what is missing before it may be closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egide.policy import InvalidRecord, Law
from egide.policy.incidents import (
    DutyState,
    IncidentFacts,
    Risk,
    compute_duties,
    lacking_to_close,
    load_scenarios,
)

# A Friday evening before a weekend: clock hours take no notice.
KNOWN = datetime(2026, 11, 27, 18, 0, tzinfo=UTC)
FACTS = IncidentFacts(aware_at=KNOWN, breach=True)
DEADLINES = Law.load_default().deadlines


def duties(facts: IncidentFacts, after: timedelta = timedelta(hours=1)) -> dict[str, DutyState]:
    return {duty.id: duty.state for duty in compute_duties(facts, DEADLINES, now=KNOWN + after)}


def test_clocks_run_through_nights_and_weekends() -> None:
    found = {duty.id: duty.due_at for duty in compute_duties(FACTS, DEADLINES, now=KNOWN)}
    assert found == {
        "controller": KNOWN + timedelta(hours=24),
        "authority": KNOWN + timedelta(hours=72),
        "people": None,
    }


@pytest.mark.parametrize(
    ("after", "state"),
    [
        (timedelta(hours=71, minutes=59), DutyState.OPEN),
        (timedelta(hours=72), DutyState.LATE),
    ],
)
def test_authority_is_late_from_the_last_moment(after, state) -> None:
    assert duties(FACTS, after)["authority"] is state


def test_unknown_risk_does_not_stop_the_clock() -> None:
    assert duties(FACTS)["authority"] is DutyState.OPEN


def test_no_risk_needs_no_notification_and_an_older_one_stays_done() -> None:
    harmless = replace(FACTS, risk=Risk.NONE)
    assert duties(harmless)["authority"] is DutyState.NOT_REQUIRED
    notified = replace(harmless, authority_at=KNOWN + timedelta(minutes=30))
    assert duties(notified)["authority"] is DutyState.DONE


def test_high_risk_informs_people_unless_the_reason_is_written() -> None:
    grave = replace(FACTS, risk=Risk.HIGH)
    assert duties(grave)["people"] is DutyState.OPEN
    assert duties(replace(grave, people_excused=True))["people"] is DutyState.NOT_REQUIRED
    assert duties(replace(grave, people_at=KNOWN))["people"] is DutyState.DONE


def test_incident_without_personal_data_starts_no_clock() -> None:
    assert set(duties(replace(FACTS, breach=False)).values()) == {DutyState.NOT_REQUIRED}


def test_controller_that_runs_the_desk_is_not_told_by_itself() -> None:
    assert duties(replace(FACTS, processor=False))["controller"] is DutyState.NOT_REQUIRED


@pytest.mark.parametrize("field", ["controller_at", "authority_at", "people_at"])
def test_refuses_a_duty_done_before_anybody_knew(field) -> None:
    with pytest.raises(InvalidRecord, match=field):
        replace(FACTS, **{field: KNOWN - timedelta(minutes=1)})


def test_refuses_a_moment_without_its_time_zone() -> None:
    with pytest.raises(InvalidRecord, match="time zone"):
        IncidentFacts(aware_at=KNOWN.replace(tzinfo=None), breach=True)


_MOMENTS = st.none() | st.integers(0, 200).map(lambda hours: KNOWN + timedelta(hours=hours))


@given(
    st.builds(
        IncidentFacts,
        aware_at=st.just(KNOWN),
        breach=st.booleans(),
        processor=st.booleans(),
        risk=st.sampled_from(Risk),
        controller_at=_MOMENTS,
        authority_at=_MOMENTS,
        people_at=_MOMENTS,
        people_excused=st.booleans(),
    ),
    st.integers(0, 400),
)
def test_closing_lacks_exactly_what_is_still_to_do(facts: IncidentFacts, hours: int) -> None:
    found = compute_duties(facts, DEADLINES, now=KNOWN + timedelta(hours=hours))
    waiting = [duty for duty in found if duty.state in {DutyState.OPEN, DutyState.LATE}]
    unknown = facts.breach and facts.risk is Risk.UNKNOWN
    assert len(lacking_to_close(facts, found)) == len(waiting) + unknown
    assert all(duty.due_at is None or duty.state is not DutyState.NOT_REQUIRED for duty in found)


def test_scenarios_say_what_to_do_in_both_languages() -> None:
    scenarios = load_scenarios()
    assert len(scenarios) >= 10
    for scenario in scenarios.values():
        assert len(scenario.steps) >= 3
        for sentence in (scenario.name, *scenario.steps):
            assert sentence.fr.strip()
            assert sentence.en.strip()
            assert sentence.fr != sentence.en
