from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egide.assist.contact_slots import Slot, SlotRates
from egide.assist.errors import BadExamples
from egide.assist.fairness import compare_corrections
from egide.assist.personalisation import Attribute, fill_template, measure_uplift, usable_attributes
from egide.assist.targeting import TargetingModel, area_under_curve


def _contacts(count=600, **extra):
    draw = random.Random(3)  # noqa: S311 (invented contacts)
    rows, agreed = [], []
    for place in range(count):
        tenure, channel = draw.random() * 10, draw.choice(["mobile", "fixe"])
        yes = draw.random() < 0.15 + 0.05 * tenure + 0.1 * (channel == "mobile")
        rows.append(
            {"tenure": tenure, "channel": channel} | {name: make(yes, draw, place) for name, make in extra.items()}
        )
        agreed.append(yes)
    return rows, agreed


@pytest.fixture(scope="module")
def model():
    return TargetingModel.train(*_contacts())


def test_learns_on_the_past_and_is_measured_on_what_came_later(model):
    assert 0.55 < model.report.auc < 0.9
    assert model.report.leaks == ()
    assert 0 <= model.report.brier_recalibrated <= 0.3


def test_a_column_known_after_the_contact_is_found_and_refused():
    rows, agreed = _contacts(duration=lambda yes, draw, place: (200 if yes else 20) + draw.random() * 50)
    report = TargetingModel.train(rows, agreed).report
    assert [leak.column for leak in report.leaks] == ["duration"]


def test_a_column_filled_for_one_outcome_only_is_a_leak():
    rows, agreed = _contacts(product=lambda yes, draw, place: "gold" if yes else "")
    assert [leak.column for leak in TargetingModel.train(rows, agreed).report.leaks] == ["product"]


def test_declared_columns_are_refused_and_protected_ones_left_out_unless_justified():
    rows, agreed = _contacts(
        age=lambda yes, draw, place: draw.randint(18, 90), outcome=lambda yes, draw, place: draw.random()
    )
    plain = TargetingModel.train(rows, agreed, after_contact=["outcome"])
    assert set(plain.columns) == {"tenure", "channel"}
    assert plain.report.left_out == ("age",)
    assert "age" in TargetingModel.train(rows, agreed, after_contact=["outcome"], justified=["age"]).columns


def test_explanation_adds_up_to_the_log_odds(model):
    import math

    row = {"tenure": 5.0, "channel": "mobile"}
    total = sum(each.points for each in model.explain(row)) + float(model._model.intercept_[0])
    assert 1 / (1 + math.exp(-total)) == pytest.approx(model.probabilities([row])[0], abs=1e-3)


def test_nobody_whom_the_law_protects_is_scored_or_chosen(model):
    candidates = [(f"p{place}", {"tenure": float(place), "channel": "mobile"}) for place in range(10)]
    asked = []

    def allowed(reference):
        asked.append(reference)
        return reference != "p9"

    chosen = model.choose(candidates, allowed=allowed, most=3)
    assert [reference for reference, _ in chosen] == ["p8", "p7", "p6"]
    assert asked == [reference for reference, _ in candidates]
    assert model.choose(candidates, allowed=lambda reference: False, most=3) == []


@pytest.mark.parametrize(("rows", "agreed"), [([], []), (*_contacts(50),), ([{"a": 1.0}] * 300, [True] * 300)])
def test_refuses_too_few_contacts_or_one_outcome(rows, agreed):
    with pytest.raises(BadExamples):
        TargetingModel.train(rows, agreed)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=40))
def test_area_under_curve_agrees_with_counting_pairs(pairs):
    wins = [score for score, yes in pairs if yes]
    losses = [score for score, yes in pairs if not yes]
    expected = (
        0.5
        if not wins or not losses
        else sum((win > loss) + 0.5 * (win == loss) for win in wins for loss in losses) / (len(wins) * len(losses))
    )
    assert area_under_curve([score for score, _ in pairs], [yes for _, yes in pairs]) == pytest.approx(expected)


def _people():
    draw = random.Random(5)  # noqa: S311 (invented contacts)
    groups = ["old"] * 300 + ["young"] * 700
    scores = [draw.random() * (1.0 if group == "old" else 0.6) for group in groups]
    return scores, [draw.random() < score for score in scores], groups


def test_each_correction_selects_the_same_number_and_shows_its_cost():
    scores, accepted, groups = _people()
    none, fifths, equal = compare_corrections(scores, accepted, groups, share=0.2)
    assert none.correction == "none"
    assert none.rate_ratio < 0.8 <= fifths.rate_ratio <= equal.rate_ratio + 0.05
    assert equal.rate_ratio == pytest.approx(1, abs=0.02)
    assert none.recall >= fifths.recall
    assert max(abs(each.selected - 200) for each in (none, fifths, equal)) <= 2


def test_corrections_are_deterministic_and_hide_small_groups():
    scores, accepted, groups = _people()
    assert compare_corrections(scores, accepted, groups, share=0.2) == compare_corrections(
        scores, accepted, groups, share=0.2
    )
    few = [*groups[:-10], *["rare"] * 10]
    assert {figure.group for figure in compare_corrections(scores, accepted, few, share=0.2)[0].groups} == {
        "old",
        "young",
    }
    with pytest.raises(BadExamples):
        compare_corrections(scores[:40], accepted[:40], groups[:40], share=0.2)


MORNING, EVENING = Slot(10, "call"), Slot(18, "call")


def _slots():
    return SlotRates(
        [("a", MORNING, place % 10 == 0) for place in range(200)]
        + [("a", EVENING, place % 2 == 0) for place in range(200)]
    )


def test_the_better_slot_is_chosen_most_often_with_its_propensity():
    choices = [
        _slots().choose("a", [MORNING, EVENING], allowed=lambda slot: True, seed=seed, control_share=0.0)
        for seed in range(20)
    ]
    assert all(choice.slot == EVENING for choice in choices)
    assert all(choice.propensity > 0.9 for choice in choices)


def test_a_slot_that_the_law_forbids_is_never_chosen():
    for seed in range(20):
        assert _slots().choose("a", [MORNING, EVENING], allowed=lambda slot: slot == MORNING, seed=seed).slot == MORNING
    assert _slots().choose("a", [MORNING, EVENING], allowed=lambda slot: False, seed=1) is None


def test_a_share_of_the_choices_is_a_control_and_the_same_seed_gives_the_same_choice():
    controls = [
        _slots().choose("a", [MORNING, EVENING], allowed=lambda slot: True, seed=seed, control_share=0.5).control
        for seed in range(60)
    ]
    assert 15 < sum(controls) < 45
    assert _slots().choose("a", [MORNING], allowed=lambda slot: True, seed=7) == _slots().choose(
        "a", [MORNING], allowed=lambda slot: True, seed=7
    )


def test_a_segment_never_seen_leans_on_the_slot_then_on_everything():
    rates = _slots()
    assert rates.rate("unseen", EVENING).rate > rates.rate("unseen", MORNING).rate
    assert rates.rate("unseen", Slot(3, "sms")).rate == pytest.approx(0.3, abs=1e-6)
    with pytest.raises(BadExamples):
        SlotRates([])


ATTRIBUTES = [
    Attribute("language", "fr", "declared"),
    Attribute("mood", "triste", "inferred"),
    Attribute("income", "high", "bought"),
    Attribute("plan", "fibre", "contract"),
]


def test_only_declared_or_consented_attributes_of_the_list_personalise():
    assert [
        each.name for each in usable_attributes(ATTRIBUTES, ["language", "mood", "income"], switched_off=False)
    ] == ["language"]
    assert usable_attributes(ATTRIBUTES, ["language", "plan"], switched_off=True) == ()


def test_a_slot_without_attribute_takes_its_neutral_default():
    used = usable_attributes(ATTRIBUTES, ["plan"], switched_off=False)
    assert fill_template("Votre {plan} {mood}{unknown}", used, {"plan": "offre", "mood": "."}) == "Votre fibre ."


def test_uplift_is_proven_only_when_its_whole_interval_is_above_zero():
    proven = measure_uplift([True] * 80 + [False] * 120, [True] * 30 + [False] * 170, ["plan"])
    assert proven.proven
    assert proven.low < proven.difference < proven.high
    assert proven.attributes == ("plan",)
    assert not measure_uplift([True] * 20 + [False] * 20, [True] * 19 + [False] * 21, []).proven
    with pytest.raises(BadExamples):
        measure_uplift([True] * 10, [False] * 50, [])
