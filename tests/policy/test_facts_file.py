"""A facts file is read strictly: a mistake names its path and the allowed words, never a personal value."""

from __future__ import annotations

import contextlib
import json
from importlib import resources
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.policy.situations import BOT, DIALLING, REPLY, SENDING, changed

from egide.policy import Channel, DpiaState, InvalidFacts, PolicyError, Region, RiskClass, Role, Task, parse_facts
from egide.policy.facts_schema import facts_schema

WRONG: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    (REPLY, {"task": "guess"}, "facts.task: 'guess' is not allowed; allowed words: triage, summary, reply"),
    (REPLY, {"channel": "fax"}, "facts.channel: 'fax' is not allowed; allowed words: email, chat"),
    (REPLY, {"actor": {}}, "facts.actor.role: is missing; allowed words: agent, supervisor"),
    (REPLY, {"actor": "agent"}, "facts.actor: must be an object"),
    (REPLY, {"actor__name": "Jeanne"}, "facts.actor.name: is unknown; allowed keys: role"),
    (REPLY, {"taks": 1}, "facts.taks: is unknown; allowed keys: actor, auto_intents"),
    (REPLY, {"now": "2026-11-24T10:00:00"}, "facts.now: must be a time with its offset"),
    (REPLY, {"now": "2026-13-24T10:00:00Z"}, "facts.now: must be a time with its offset"),
    (REPLY, {"now": "0001-01-01T00:00:00+23:00"}, "facts.now: must be a time with its offset"),
    (REPLY, {"now": 1764000000}, "facts.now: must be a time with its offset"),
    (REPLY, {"kinds": "PERSON"}, "facts.kinds: must be a list"),
    (REPLY, {"kinds": ["PERSON", "Jean Dupont"]}, "facts.kinds[1]: must be a label in capitals, such as PERSON"),
    (REPLY, {"brand": "Maison Lune"}, "facts.brand: must be a code"),
    (REPLY, {"purpose": None}, "facts.purpose: must be a code"),
    (REPLY, {"subject__minor": "no"}, "facts.subject.minor: must be true or false"),
    (REPLY, {"subject__minor": 1}, "facts.subject.minor: must be true or false"),
    (REPLY, {"subject__consents": [{"purpose": "SAV"}]}, "facts.subject.consents[0].channel: is missing"),
    (
        REPLY,
        {"subject__objections": [{"purpose": "a b", "channel": "*"}]},
        "facts.subject.objections[0].purpose: must be a code",
    ),
    (
        REPLY,
        {"model__region": "US"},
        "facts.model.region: 'US' is not allowed; allowed words: FR, EU, EEA, adequate, other",
    ),
    (
        REPLY,
        {"model__evidence": [{"kind": "hds", "valid_until": "2026-02-30"}]},
        "facts.model.evidence[0].valid_until: must be a day",
    ),
    (
        REPLY,
        {"model__evidence": [{"kind": "hds", "valid_until": 20260230}]},
        "facts.model.evidence[0].valid_until: must be a day",
    ),
    (REPLY, {"dpia": "Jean Dupont, 3 rue Haute"}, "facts.dpia: allowed words: absent, draft"),
    (
        REPLY,
        {"switches__brnad": True},
        "facts.switches.brnad: is unknown; allowed keys: brand, interaction, model, task",
    ),
    (SENDING, {"campaign__approvals": -1}, "facts.campaign.approvals: must be a whole number, 0 or more"),
    (SENDING, {"campaign__approvals": True}, "facts.campaign.approvals: must be a whole number, 0 or more"),
    (DIALLING, {"canvassing__time_zone": "../etc"}, "facts.canvassing.time_zone: must be an IANA time zone"),
    (REPLY, {"events": []}, "facts.events: must be an object of days"),
    (REPLY, {"events": {"resolved": "yesterday"}}, "facts.events.resolved: must be a day"),
    (BOT, {"intent": 3}, "facts.intent: must be a code"),
]


@pytest.mark.parametrize(
    ("situation", "changes", "problem"),
    WRONG,
    ids=[text.split(":")[0] + str(at) for at, (_, _, text) in enumerate(WRONG)],
)
def test_names_the_path_and_the_allowed_words(situation: dict[str, Any], changes: dict[str, Any], problem: str) -> None:
    parse_facts(situation)
    with pytest.raises(InvalidFacts) as refused:
        parse_facts(changed(situation, **changes))
    assert str(refused.value).startswith(problem)
    assert "Dupont" not in str(refused.value)
    assert "Jeanne" not in str(refused.value)


@pytest.mark.parametrize("key", ["brand", "purpose", "task", "channel", "actor", "now"])
def test_needs_the_six_facts_without_which_there_is_no_question(key: str) -> None:
    document = {name: value for name, value in REPLY.items() if name != key}
    with pytest.raises(InvalidFacts, match=rf"facts\.{key}: is missing"):
        parse_facts(document)


def test_takes_what_allows_least_for_what_is_absent() -> None:
    facts = parse_facts({key: REPLY[key] for key in ("brand", "purpose", "task", "channel", "actor", "now")})
    assert facts.dpia is DpiaState.ABSENT
    assert facts.model is None
    assert not facts.switches.brand
    assert not facts.disclosed
    model = parse_facts(changed(REPLY, model={"name": "m", "kind": "remote"})).model
    assert model is not None
    assert model.region is Region.OTHER
    assert model.risk_class is RiskClass.UNCLASSIFIED
    assert not model.conformity_complete


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(json_values)
def test_refuses_anything_else_with_its_own_error(document: object) -> None:
    with pytest.raises(PolicyError):
        parse_facts(document)


@given(st.sampled_from(sorted(REPLY)), json_values)
def test_reads_or_refuses_any_value_at_any_key(key: str, value: object) -> None:
    with contextlib.suppress(InvalidFacts):
        parse_facts(REPLY | {key: value})


def test_schema_lists_the_words_that_the_reader_takes() -> None:
    schema = json.loads((resources.files("egide.policy") / "facts.schema.json").read_text("utf-8"))
    assert schema == facts_schema()
    properties = schema["properties"]
    assert set(properties) == set(parse_facts(REPLY).__dataclass_fields__)
    assert properties["task"]["enum"] == [word.value for word in Task]
    assert properties["channel"]["enum"] == [word.value for word in Channel]
    assert properties["actor"]["properties"]["role"]["enum"] == [word.value for word in Role]
    assert properties["model"]["anyOf"][0]["properties"]["region"]["enum"] == [word.value for word in Region]
    assert sorted(schema["required"]) == ["actor", "brand", "channel", "now", "purpose", "task"]
    assert schema["additionalProperties"] is False
