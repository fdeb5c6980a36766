from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egide.assist.answerability import choose_threshold
from egide.assist.cases import PastCases
from egide.assist.data_audit import TrainingRow, audit_rows
from egide.assist.errors import BadExamples
from egide.assist.faq import SolvedCase, group_unanswered, propose_faq
from egide.assist.feedback import ReplayExample, decide_promotion, edit_share, replay, verdict_of
from egide.assist.messages import Message


@dataclass(frozen=True)
class _Said:
    label: str
    confidence: float = 0.9


class _Fixed:
    """Answer right except for the texts it is told to miss."""

    def __init__(self, wrong=()):
        self._wrong = set(wrong)

    def predict(self, texts):
        return [
            _Said("x" if text in self._wrong else text.split()[0], 0.4 if text in self._wrong else 0.9)
            for text in texts
        ]


def _examples(group_of=lambda place: ""):
    return [ReplayExample(f"{'abc'[place % 3]} {place}", "abc"[place % 3], group_of(place)) for place in range(120)]


def test_a_challenger_that_is_better_everywhere_is_promoted():
    examples = _examples()
    champion = _Fixed(example.text for example in examples[:40])
    assert decide_promotion(champion, _Fixed(), frozen=examples, recent=examples).promote
    assert decide_promotion(champion, champion, frozen=examples, recent=examples).reasons == ("not_better",)


def test_a_challenger_that_is_worse_on_one_set_is_refused():
    frozen, recent = _examples(), _examples()
    champion, challenger = _Fixed([example.text for example in frozen[:40]]), _Fixed()
    assert decide_promotion(champion, challenger, frozen=frozen, recent=recent).promote
    other = [ReplayExample(f"d {place}", "d") for place in range(60)]
    promotion = decide_promotion(champion, _Fixed(example.text for example in other), frozen=frozen, recent=other)
    assert not promotion.promote
    assert "worse_on_recent" in promotion.reasons


def test_a_challenger_that_loses_a_group_is_refused_even_if_better_overall():
    examples = _examples(lambda place: "small" if place < 30 else "large")
    champion = _Fixed(example.text for example in examples[30:90])
    challenger = _Fixed(example.text for example in examples[:10])
    promotion = decide_promotion(champion, challenger, frozen=examples, recent=examples)
    assert not promotion.promote
    assert "group_worse_frozen:small" in promotion.reasons


def test_groups_under_thirty_are_not_reported():
    assert replay(_Fixed(), _examples(lambda place: "tiny" if place < 29 else "")).by_group == {}
    with pytest.raises(BadExamples):
        replay(_Fixed(), [])


@given(st.text(max_size=60), st.text(max_size=60))
def test_edit_share_is_between_zero_and_one_and_symmetric(first, second):
    assert 0 <= edit_share(first, second) == edit_share(second, first) <= 1
    assert (edit_share(first, second) == 0) is (first.strip() == second.strip())


def test_a_verdict_comes_from_what_was_sent():
    assert [verdict_of("Oui.", sent) for sent in ("Oui.", "Oui !", None)] == ["accept", "edit", "reject"]


def _rows(**changes):
    return [
        TrainingRow(
            f"{'facture numero' if place % 2 else 'panne de box'} {word}",
            "a" if place % 2 else "b",
            changes.get("basis", "contract"),
            frozenset({"training"}),
            changes.get("group", lambda place: "")(place),
        )
        for place, word in enumerate(f"mot{number}" for number in range(80))
    ]


def test_clean_rows_may_train():
    audit = audit_rows(_rows(), purpose="training")
    assert audit.allowed
    assert len(audit.usable) == 80


def test_rows_without_a_basis_or_the_purpose_are_left_out_and_may_refuse_everything():
    assert audit_rows(_rows(), purpose="training").allowed
    for rows, purpose in ((_rows(basis=""), "training"), (_rows(), "marketing")):
        audit = audit_rows(rows, purpose=purpose)
        assert not audit.allowed
        assert {finding.code for finding in audit.findings} == {"too_few", "no_basis"}


def test_a_test_text_in_training_blocks():
    rows = _rows()
    audit = audit_rows(rows, purpose="training", test_texts=[rows[0].text.upper()])
    assert not audit.allowed
    assert audit.findings[0].code == "leakage"


def test_copies_conflicts_and_groups_are_named():
    rows = _rows(group=lambda place: "g1" if place % 2 else "g2")
    rows += [rows[0]] * 40 + [TrainingRow(rows[0].text, "a", "contract", frozenset({"training"}))]
    codes = {finding.code for finding in audit_rows(rows, purpose="training").findings}
    assert {"duplicates", "conflicting_labels", "label_rate_gap", "proxy"} <= codes


def test_findings_never_hold_a_text():
    rows = _rows()
    assert "facture numero" not in repr(audit_rows(rows, purpose="training", test_texts=[rows[0].text])) + repr(rows)


def _case(identifier, question, answer, author="agent"):
    return SolvedCase(identifier, (Message("1", "customer", None, question), Message("2", author, None, answer)))


ANSWER = "Le parrainage donne une remise de deux mois à vous et à votre filleul après sa première facture."


def test_proposes_from_people_only_and_merges_near_copies():
    cases = [
        _case("c1", "Comment marche le parrainage ?", ANSWER),
        _case("c2", "Comment marche le parrainage ?", ANSWER),
        _case(
            "c3",
            "Et le programme étudiant ?",
            "Réponse longue d'un robot qui ne doit jamais devenir un article de la base.",
            "bot",
        ),
    ]
    (proposal,) = propose_faq(cases, None, holds_personal_data=lambda text: False, today=date(2026, 1, 1))
    assert proposal.sources == ("c1", "c2")
    assert proposal.answer == ANSWER
    assert proposal.status == "pending"
    assert proposal.expires == date(2027, 1, 1)


def test_personal_data_blocks_a_proposal():
    case = _case("c1", "Comment marche le parrainage ?", ANSWER)
    (blocked,) = propose_faq([case], None, holds_personal_data=lambda text: "filleul" in text, today=date(2026, 1, 1))
    assert blocked.status == "blocked"


def test_what_the_base_already_answers_is_not_proposed(base):
    known = _case(
        "c1",
        "Quels sont les frais de résiliation de la fibre ?",
        "Les frais de résiliation de la fibre sont de 49 euros pour tout le monde.",
    )
    assert propose_faq([known], base, holds_personal_data=lambda text: False, today=date(2026, 1, 1)) == []


def test_unanswered_questions_are_grouped_by_subject():
    groups = group_unanswered(
        [("1", "forfait au Japon"), ("2", "mon forfait marche-t-il au Japon"), ("3", "panneaux solaires"), ("4", "")]
    )
    assert groups[0].question_ids == ("1", "2")
    assert group_unanswered([]) == []


def test_nearest_past_cases_come_closest_first():
    cases = PastCases([("c1", "ma box est en panne"), ("c2", "ma facture est fausse"), ("c3", "la box clignote")])
    assert cases.nearest("panne de la box")[0].id == "c1"
    assert cases.nearest("zzz") == []
    with pytest.raises(BadExamples):
        PastCases([])
    with pytest.raises(BadExamples):
        PastCases([("c", "")])


def test_a_brand_gets_the_lowest_threshold_that_keeps_its_precision():
    confidences = [place / 100 for place in range(100)]
    right = [confidence >= 0.5 for confidence in confidences]
    threshold = choose_threshold(confidences, right, precision=1.0)
    assert threshold == 0.5
    assert choose_threshold(confidences, right, precision=0.5) < 0.5
    assert choose_threshold(confidences, [False] * 100, precision=0.9) == 1.0
    with pytest.raises(BadExamples):
        choose_threshold([0.5] * 19, [True] * 19, precision=0.9)
