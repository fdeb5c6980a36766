"""What if: the verdict on changed facts, and the reasons that come and go."""

from __future__ import annotations

import pytest
from tests.policy.situations import LAW, REPLY, STORAGE, facts_of

from egide.policy import InvalidFacts, Verdict, format_decision, what_if


def test_shows_the_reasons_that_come_and_go() -> None:
    answer = what_if(facts_of(REPLY, dpia="draft"), {"dpia": "validated", "switches.brand": False}, LAW)
    assert answer.before.verdict is Verdict.REFUSE
    assert answer.after.verdict is Verdict.HUMAN_ONLY
    assert [reason.rule for reason in answer.gone] == ["dpia-missing"]
    assert [reason.rule for reason in answer.new] == ["switch-brand"]


def test_changes_nothing_when_nothing_changes() -> None:
    answer = what_if(facts_of(REPLY), {}, LAW)
    assert answer.before == answer.after
    assert (answer.gone, answer.new) == ((), ())


def test_gives_a_model_to_a_task_that_had_none() -> None:
    answer = what_if(facts_of(STORAGE), {"model.name": "small", "model.kind": "local"}, LAW)
    assert answer.after.verdict is Verdict.ALLOW


@pytest.mark.parametrize("path", ["nowhere.brand", "dpia.state", "taks"])
def test_refuses_a_path_that_leads_nowhere(path: str) -> None:
    what_if(facts_of(REPLY), {"dpia": "stale"}, LAW)
    with pytest.raises(InvalidFacts, match=rf"facts\.{path}"):
        what_if(facts_of(REPLY), {path: "x"}, LAW)


def test_writes_the_json_object_of_the_command_line() -> None:
    written = format_decision(what_if(facts_of(REPLY), {"kinds": ["HEALTH"]}, LAW).after)
    assert list(written) == ["verdict", "mask", "retain_until", "reasons", "policy_version"]
    assert written["verdict"] == "allow-with-masking"
    assert written["mask"] == ["HEALTH"]
    assert written["retain_until"] == "2031-11-24"
    assert written["policy_version"].startswith("2026-11.1+")
    first = written["reasons"][0]
    assert {"rule", "article", "fact", "sentence", "source", "mark"} <= set(first)
    assert first["sentence"]["fr"] == "Donnée sensible (santé) : masqué avant tout modèle."
