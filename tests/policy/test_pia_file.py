"""The CNIL PIA file: nine rules, the public example imported whole, files that read back."""

from __future__ import annotations

import copy
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egide.policy import InvalidRecord
from egide.policy.dpia import (
    QUESTIONS,
    Answer,
    Comment,
    Evaluation,
    Form,
    Measure,
    PiaFile,
    as_html,
    as_text,
    check_pia,
    format_pia,
    name_pia_file,
    parse_pia,
)

EXAMPLE = Path(__file__).parents[2].parent / "shared" / "data" / "gov-cnil-pia" / "2018-02-21-pia-example.json"
NOW = "2026-11-21T09:00:00.000Z"
FILE = PiaFile(
    pia={
        "name": "Réponses assistées – marque A",
        "category": "Relation client",
        "status": 2,
        "author_name": "Conformité",
        "evaluator_name": "Évaluation",
        "validator_name": "Direction",
        "dpo_status": 1,
        "dpo_opinion": "Favorable.",
        "dpos_names": "Mme A.",
        "concerned_people_status": 0,
        "concerned_people_opinion": "Réservés.",
        "people_names": "Panel",
        "created_at": NOW,
        "updated_at": NOW,
    },
    answers=(
        Answer(111, NOW, as_html("Répondre aux clients."), 0),
        Answer(324, NOW, None, None, ("Chiffrement",)),
        Answer(325, NOW, as_html("Grave."), 3, (), NOW),
    ),
    measures=(Measure(7, "Chiffrement", "<p>AES-256-GCM.</p>", NOW),),
    evaluations=(
        Evaluation("3.1.7", 3, 2, NOW, {"gauges": {"x": 0, "y": 0}, "evaluation_comment": ""}),
        Evaluation("2.1.211", 1, 1, NOW),
        Evaluation("3.2", 0, 0, NOW, {"evaluation_date": "2026-11-21"}),
    ),
    comments=(
        Comment(212, "À revoir.", for_measure=False, created_at=NOW),
        Comment(7, "Clé ?", for_measure=True, created_at=NOW),
    ),
)

BREAKS: list[tuple[str, tuple[Any, ...], object]] = [
    ("a", ("comments",), ...),
    ("a", ("extra",), []),
    ("a", ("answers",), {}),
    ("a", ("answers", 0), "text"),
    ("a", ("pia",), []),
    ("b", ("answers", 0, "reference_to"), "111"),
    ("b", ("answers", 0, "reference_to"), 999),
    ("b", ("answers", 0, "reference_to"), True),
    ("b", ("answers", 0, "reference_to"), 111.0),
    ("c", ("evaluations", 0, "reference_to"), 3.1),
    ("c", ("evaluations", 0, "reference_to"), "3.1"),
    ("c", ("evaluations", 0, "reference_to"), "2.1.221"),
    ("c", ("evaluations", 0, "reference_to"), "3.1.٧"),
    ("d", ("evaluations", 0, "reference_to"), "3.1.8"),
    ("d", ("measures", 0, "id"), "7"),
    ("d", ("comments", 0, "reference_to"), 7),
    ("d", ("comments", 1, "reference_to"), 212),
    ("e", ("answers", 1, "data", "list"), ["Chifrement"]),
    ("f", ("answers", 2, "data", "gauge"), 5),
    ("f", ("answers", 2, "data", "gauge"), -1),
    ("f", ("answers", 2, "data", "gauge"), "3"),
    ("f", ("answers", 2, "data", "list"), "Chiffrement"),
    ("f", ("answers", 2, "data", "list"), [1]),
    ("f", ("answers", 2, "data"), None),
    ("f", ("answers", 0, "data", "text"), "<script>x</script>"),
    ("f", ("answers", 0, "data", "text"), '<p onclick="x">y</p>'),
    ("f", ("answers", 0, "data", "text"), '<a href="javascript:x">y</a>'),
    ("f", ("answers", 0, "data", "text"), '<p style="background:url(https://x.example)">y</p>'),
    ("f", ("answers", 0, "data", "text"), "<!-- hidden -->"),
    ("f", ("answers", 0, "data", "text"), "<?php x ?>"),
    ("f", ("answers", 0, "data", "text"), "<!DOCTYPE html>"),
    ("f", ("answers", 0, "data", "text"), 3),
    ("f", ("measures", 0, "content"), "<img src=x>"),
    ("f", ("evaluations", 0, "status"), 4),
    ("f", ("evaluations", 0, "global_status"), 3),
    ("f", ("evaluations", 0, "gauges"), {"x": 0}),
    ("f", ("pia", "status"), 6),
    ("g", ("pia", "created_at"), "21/11/2026"),
    ("g", ("pia", "created_at"), ...),
    ("g", ("answers", 2, "updated_at"), "2026-13-01"),
    ("g", ("measures", 0, "created_at"), 20261121),
    ("g", ("evaluations", 2, "evaluation_date"), "soon"),
    ("g", ("comments", 0, "created_at"), None),
    ("h", ("pia", "dpo_opinion"), " "),
    ("h", ("pia", "dpos_names"), ...),
    ("h", ("pia", "people_names"), None),
    ("h", ("pia", "concerned_people_opinion"), ""),
    ("i", ("pia", "name"), ""),
]


def broken(path: tuple[Any, ...], wrong: object) -> Any:
    document = copy.deepcopy(format_pia(FILE))
    target: Any = document
    for key in path[:-1]:
        target = target[key]
    if wrong is ...:
        del target[path[-1]]
    else:
        target[path[-1]] = wrong
    return document


def test_accepts_its_own_file() -> None:
    assert check_pia(json.loads(json.dumps(format_pia(FILE)))) == ()


@pytest.mark.parametrize(
    ("rule", "path", "wrong"), BREAKS, ids=[f"{rule}-{at}" for at, (rule, _, _) in enumerate(BREAKS)]
)
def test_finds_the_broken_rule_and_says_where(rule: str, path: tuple[Any, ...], wrong: object) -> None:
    problems = check_pia(broken(path, wrong))
    assert rule in {problem.rule for problem in problems}
    # A damaged number may also lose the links that used it; nothing else is reported.
    assert {problem.rule for problem in problems} <= {rule, "d", "e"}
    for problem in problems:
        assert problem.sentence.fr
        assert problem.sentence.en


@pytest.mark.parametrize("wrong", [None, [], "x", 3])
def test_refuses_what_is_not_an_object(wrong: object) -> None:
    assert [problem.rule for problem in check_pia(wrong)] == ["a"]


def test_reads_back_what_it_writes() -> None:
    imported = parse_pia(json.loads(json.dumps(format_pia(FILE))))
    assert imported.file == FILE
    assert imported.problems == ()
    assert imported.file.answered == 3


@pytest.mark.parametrize(("rule", "path", "wrong"), [one for one in BREAKS if one[0] in "abc"])
def test_refuses_to_read_what_would_be_lost(rule: str, path: tuple[Any, ...], wrong: object) -> None:
    with pytest.raises(InvalidRecord, match=f"rule {rule}"):
        parse_pia(broken(path, wrong))


def test_reads_with_a_warning_what_is_only_imperfect() -> None:
    imported = parse_pia(broken(("answers", 1, "data", "list"), ["Chifrement"]))
    assert [(problem.rule, problem.path) for problem in imported.problems] == [("e", "answers[1].data.list[0]")]
    with pytest.raises(InvalidRecord, match="rule e"):
        format_pia(imported.file)


def test_refuses_an_entry_out_of_shape() -> None:
    for path in (
        ("evaluations", 0, "status"),
        ("measures", 0, "title"),
        ("comments", 0, "description"),
        ("answers", 0, "data"),
    ):
        with pytest.raises(InvalidRecord):
            parse_pia(broken(path, ...))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=6), inner, max_size=2),
    max_leaves=6,
)


@given(st.sampled_from(["pia", "answers", "measures", "evaluations", "comments"]), json_values)
def test_never_fails_otherwise_than_by_its_rules(key: str, value: object) -> None:
    document = format_pia(FILE) | {key: value}
    check_pia(document)
    try:
        parse_pia(document)
    except InvalidRecord as refused:
        assert refused.path  # noqa: PT017 - either outcome is right; only another error is wrong


def test_has_the_36_questions() -> None:
    assert Counter(question.form for question in QUESTIONS.values()) == {Form.TEXT: 18, Form.LIST: 12, Form.GAUGE: 6}
    assert {question.item for question in QUESTIONS.values()} == {"1.1", "1.2", "2.1", "2.2", "3.2", "3.3", "3.4"}


@given(st.text(max_size=40))
def test_text_becomes_basic_html_and_back(text: str) -> None:
    document = broken(("answers", 0, "data", "text"), as_html(text))
    assert check_pia(document) == ()
    assert as_text(as_html(text)).split() == text.replace("\x00", "").split() or "\r" in text or "\x00" in text


def test_names_the_file_with_its_extension() -> None:
    assert name_pia_file("Réponses assistées – marque A") == "pia-reponses-assistees-marque-a.json"
    assert name_pia_file("影響") == "pia-sans-nom.json"


@pytest.mark.shared_data
@pytest.mark.skipif(not EXAMPLE.exists(), reason="the CNIL's public example is not beside the repository (shared/data)")
def test_imports_the_public_example_whole() -> None:
    document = json.loads(EXAMPLE.read_text("utf-8"))
    imported = parse_pia(document)
    assert imported.problems == ()
    file = imported.file
    assert (len(file.answers), len(file.measures), len(file.evaluations), len(file.comments)) == (36, 23, 40, 1)
    assert {answer.number for answer in file.answers} == set(QUESTIONS)
    assert file.answered == 36
    written = format_pia(file)
    assert parse_pia(written).file == file
    for before, after in zip(document["answers"], written["answers"], strict=True):
        assert after["data"] == before["data"]
    for before, after in zip(document["evaluations"], written["evaluations"], strict=True):
        assert after == {key: value for key, value in before.items() if key not in {"id", "pia_id"}}
    assert all(as_text(answer.text or "") for answer in file.answers if answer.text)
