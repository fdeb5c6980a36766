from __future__ import annotations

from dataclasses import fields, replace

from hypothesis import given
from hypothesis import strategies as st

from egide.assist.priority import LEVEL_FLOORS, REASONS, PriorityFacts, learn_intent_points, score

FLAGS = (
    "danger",
    "vulnerable",
    "service_down",
    "fraud",
    "legal_deadline",
    "social_risk",
    "escalated",
    "complaint",
    "negative",
)

facts = st.builds(
    PriorityFacts,
    kind=st.sampled_from(["request", "information", "thanks"]),
    **{flag: st.booleans() for flag in FLAGS},
    intent_points=st.floats(-50, 50),
    waiting_minutes=st.floats(0, 1e6),
    repeats=st.integers(0, 50),
    sla_minutes_left=st.none() | st.floats(-1e4, 1e4),
    sla_minutes_total=st.none() | st.floats(0, 1e4),
)


@given(facts, st.floats(0, 1e5))
def test_waiting_longer_never_lowers_the_place(known, more):
    later = replace(known, waiting_minutes=known.waiting_minutes + more)
    assert score(later).points >= score(known).points


@given(facts)
def test_less_time_left_never_lowers_the_place(known):
    tighter = replace(known, sla_minutes_left=None if known.sla_minutes_left is None else known.sla_minutes_left - 60)
    assert score(tighter).points >= score(known).points


@given(facts)
def test_bars_add_up_to_the_points(known):
    result = score(known)
    assert abs(sum(bar.points for bar in result.contributions) - result.points) < 0.05
    assert all(bar.reason in REASONS and bar.points for bar in result.contributions)


@given(facts, st.sampled_from(FLAGS))
def test_a_flag_never_lowers_the_place(known, flag):
    assert score(replace(known, **{flag: True})).points >= score(replace(known, **{flag: False})).points


def test_no_protected_attribute_can_enter():
    names = {field.name for field in fields(PriorityFacts)}
    assert not names & {
        "age",
        "sex",
        "gender",
        "name",
        "nationality",
        "origin",
        "city",
        "postcode",
        "language",
        "religion",
    }


def test_danger_comes_before_everything():
    assert score(PriorityFacts(danger=True)).level == "P1"
    assert score(PriorityFacts(kind="thanks")).level == "P4"
    assert score(PriorityFacts()).level == "P3"
    assert score(PriorityFacts(fraud=True)).level == "P2"


def test_levels_are_ordered_like_points():
    floors = [floor for floor, _ in LEVEL_FLOORS]
    assert floors == sorted(floors, reverse=True)


def test_intent_points_follow_what_people_kept_and_stay_bounded():
    learnt = learn_intent_points([("relevé", PriorityFacts(), "P4")] * 40 + [("panne", PriorityFacts(), "P1")] * 40)
    assert -20 <= learnt["relevé"] < 0 < learnt["panne"] <= 20


def test_reasons_exist_in_french_and_english():
    (bar,) = score(PriorityFacts(kind="request")).contributions
    assert bar.label("fr") != bar.label("en")


def test_time_raises_the_level_by_one_and_never_to_the_first():
    late = {"waiting_minutes": 1e6, "repeats": 9, "sla_minutes_left": -1e4, "sla_minutes_total": 60.0}
    assert score(PriorityFacts(kind="information", **late)).level == "P3"
    assert score(PriorityFacts(**late)).level == "P2"
    assert score(PriorityFacts(fraud=True, complaint=True, **late)).level == "P2"


@given(facts)
def test_the_first_level_is_for_a_danger_or_a_vulnerable_person(known):
    if score(known).level == "P1":
        assert known.danger or known.vulnerable


@given(facts, st.floats(0, 1e5))
def test_waiting_longer_never_lowers_the_level(known, more):
    assert score(replace(known, waiting_minutes=known.waiting_minutes + more)).level <= score(known).level


def test_a_complaint_counts_its_anger_once():
    assert score(PriorityFacts(complaint=True, negative=True)).points == score(PriorityFacts(complaint=True)).points
