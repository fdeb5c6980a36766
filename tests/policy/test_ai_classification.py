"""AI systems are classed by questions; not knowing leaves them unclassified, and unclassified is not used."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.policy.situations import LAW

from egide.policy import InvalidRecord, RiskClass
from egide.policy.aisystems import ConformityFile, Reply, classify, list_missing, list_questions

DAY = date(2026, 11, 24)
ALL_NO = dict.fromkeys(LAW.ai_cases, Reply.NO)
RANK = [RiskClass.MINIMAL, RiskClass.LIMITED, RiskClass.HIGH, RiskClass.PROHIBITED]


@pytest.mark.parametrize(
    ("case", "risk_class"),
    [
        ("agent-emotion", RiskClass.PROHIBITED),
        ("social-score", RiskClass.PROHIBITED),
        ("exploit-vulnerability", RiskClass.PROHIBITED),
        ("customer-emotion-voice", RiskClass.HIGH),
        ("agent-monitoring", RiskClass.HIGH),
        ("credit", RiskClass.HIGH),
        ("chatbot", RiskClass.LIMITED),
        ("auto-message", RiskClass.LIMITED),
        ("customer-priority", RiskClass.MINIMAL),
    ],
)
def test_gives_the_class_of_the_case(case: str, risk_class: RiskClass) -> None:
    found = classify(ALL_NO | {case: Reply.YES}, LAW, DAY)
    assert found.risk_class is risk_class
    assert [ground.case for ground in found.grounds] == [case]
    assert found.grounds[0].article
    assert found.duties
    assert (found.on, found.law_version) == (DAY, LAW.version)


def test_is_minimal_when_every_reply_is_no() -> None:
    assert classify(ALL_NO, LAW, DAY).risk_class is RiskClass.MINIMAL


def test_stays_unclassified_while_a_reply_could_raise_the_class() -> None:
    found = classify(ALL_NO | {"credit": Reply.UNKNOWN}, LAW, DAY)
    assert found.risk_class is RiskClass.UNCLASSIFIED
    assert found.unanswered == ("credit",)
    without = {code: reply for code, reply in ALL_NO.items() if code != "credit"}
    assert classify(without, LAW, DAY) == found


def test_is_prohibited_whatever_else_is_unknown() -> None:
    found = classify({"agent-emotion": Reply.YES}, LAW, DAY)
    assert found.risk_class is RiskClass.PROHIBITED
    assert found.unanswered == ()
    assert len(found.duties) == 1


def test_adds_the_duties_of_the_milder_classes() -> None:
    high = classify(ALL_NO | {"credit": Reply.YES}, LAW, DAY).duties
    limited = classify(ALL_NO | {"chatbot": Reply.YES}, LAW, DAY).duties
    assert set(classify(ALL_NO, LAW, DAY).duties) < set(limited) < set(high)


@given(
    st.dictionaries(st.sampled_from(sorted(LAW.ai_cases)), st.sampled_from([Reply.YES, Reply.NO]), max_size=18),
    st.sampled_from(sorted(LAW.ai_cases)),
)
def test_one_more_yes_never_lowers_the_class(replies: dict[str, Reply], case: str) -> None:
    before = classify(ALL_NO | replies, LAW, DAY).risk_class
    after = classify(ALL_NO | replies | {case: Reply.YES}, LAW, DAY).risk_class
    assert RANK.index(after) >= RANK.index(before)


def test_asks_the_severest_questions_first_in_both_languages() -> None:
    questions = list_questions(LAW)
    assert len(questions) == len(LAW.ai_cases)
    ranks = [RANK.index(LAW.ai_cases[question.case].risk_class) for question in questions]
    assert ranks == sorted(ranks, reverse=True)
    assert all(question.text.fr.endswith("?") and question.text.en.endswith("?") for question in questions)


def test_refuses_a_reply_to_no_question() -> None:
    with pytest.raises(InvalidRecord, match=r"replies\.mind-reading: allowed words: agent-emotion"):
        classify({"mind-reading": Reply.YES}, LAW, DAY)


COMPLETE = ConformityFile("notice.pdf", "overseer-1", "schema", "weekly", 6, notice="page")


def test_says_what_the_file_of_a_high_risk_system_lacks() -> None:
    assert list_missing(COMPLETE, DAY) == {}
    assert set(list_missing(ConformityFile(), DAY)) == {
        "instructions",
        "overseer",
        "input_control",
        "monitoring",
        "notice",
        "log_months",
    }
    assert set(list_missing(dataclasses.replace(COMPLETE, log_months=5), DAY)) == {"log_months"}
    about_workers = dataclasses.replace(COMPLETE, about_workers=True)
    assert set(list_missing(about_workers, DAY)) == {"workers_informed_on"}
    assert set(list_missing(dataclasses.replace(about_workers, workers_informed_on=DAY), DAY)) == {
        "workers_informed_on"
    }
    assert list_missing(dataclasses.replace(about_workers, workers_informed_on=date(2026, 11, 23)), DAY) == {}
    about_access = dataclasses.replace(COMPLETE, about_access=True)
    assert set(list_missing(about_access, DAY)) == {"rights_assessment"}
    assert list_missing(dataclasses.replace(about_access, rights_assessment="fria.pdf"), DAY) == {}
