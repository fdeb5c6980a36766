"""What holds for every decision: monotone in consent and evidence, indifferent to order, never without a reason."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.policy.situations import ALLOWED, LAW, REPLY, facts_of

from egide.policy import (
    Consent,
    ConsentState,
    DpiaState,
    Facts,
    InvalidLaw,
    Law,
    Verdict,
    decide,
    format_facts,
    parse_facts,
)
from egide.policy.decision import decide_by
from egide.policy.law import load_default
from egide.policy.rules import RULES

LABELS = [*sorted(LAW.kinds), "UNHEARD_OF", "NEW_KIND"]
CHANNELS = ["email", "phone", "sms", "*"]
PURPOSES = [*sorted(LAW.purposes), "XXX"]


def words(*allowed: str) -> st.SearchStrategy[str]:
    return st.sampled_from(allowed)


consents = st.fixed_dictionaries(
    {
        "purpose": st.sampled_from(PURPOSES),
        "channel": st.sampled_from(CHANNELS),
        "state": words(*ConsentState),
        "proven": st.booleans(),
        "expires_at": st.none() | words("2026-11-24T10:00:00Z", "2027-01-01T00:00:00Z"),
    }
)
subjects = st.fixed_dictionaries(
    {},
    optional={
        "customer": st.booleans(),
        "consents": st.lists(consents, max_size=3),
        "objections": st.lists(
            st.fixed_dictionaries({"purpose": st.sampled_from([*PURPOSES, "*"]), "channel": st.sampled_from(CHANNELS)}),
            max_size=2,
        ),
        "restricted": st.booleans(),
        "ai_opt_out": st.booleans(),
        "minor": st.booleans(),
        "vulnerable": st.booleans(),
    },
)
evidence = st.fixed_dictionaries(
    {"kind": words("iso-27001", "hds", "secnumcloud"), "valid_until": words("2026-11-23", "2026-11-24", "2027-06-01")}
)
models = st.fixed_dictionaries(
    {
        "name": st.just("m"),
        "kind": words("rule", "local", "remote"),
        "region": words("FR", "EU", "EEA", "adequate", "other"),
        "transfer_tool": words("none", "adequacy", "scc", "bcr"),
        "evidence": st.lists(evidence, max_size=3),
        "required_evidence": st.lists(words("iso-27001", "hds"), max_size=2),
        "risk_class": words("minimal", "limited", "high", "prohibited", "unclassified"),
        "conformity_complete": st.booleans(),
    }
)
# Each set of facts starts from an allowed situation, so that allowed and refused cases are both common.
facts = st.builds(
    lambda name, changes: parse_facts(ALLOWED[name] | changes),
    st.sampled_from(sorted(ALLOWED)),
    st.fixed_dictionaries(
        {},
        optional={
            "purpose": st.sampled_from(PURPOSES),
            "channel": words("email", "phone", "sms", "chat"),
            "automation": words("assist", "auto"),
            "environment": words("production", "trial"),
            "subject": subjects,
            "kinds": st.lists(st.sampled_from(LABELS), max_size=5),
            "practices": st.lists(st.sampled_from([*sorted(LAW.ai_cases), "other"]), max_size=1),
            "model": st.none() | models,
            "switches": st.fixed_dictionaries({}, optional={"brand": st.booleans(), "task": st.just(True)}),
            "dpia": words(*DpiaState),
            "residency": words("FR", "EEA", "other"),
            "disclosed": st.booleans(),
            "significant_effect": st.booleans(),
            "campaign": st.fixed_dictionaries(
                {},
                optional={"opt_out_offered": st.booleans(), "criteria": st.lists(st.sampled_from(LABELS), max_size=2)},
            ),
            "canvassing": st.fixed_dictionaries({}, optional={"calls_in_period": st.integers(0, 6)}),
            "events": st.dictionaries(
                words("last_contact", "resolved", "recorded"),
                words("2018-01-01", "2026-01-01", "2026-11-01"),
                max_size=2,
            ),
        },
    ),
)


def with_consents(case: Facts, more: tuple[Consent, ...]) -> Facts:
    return dataclasses.replace(case, subject=dataclasses.replace(case.subject, consents=more))


@given(facts)
def test_more_consent_never_refuses_more(case: Facts) -> None:
    given_now = Consent(case.purpose, case.channel, ConsentState.GIVEN, proven=True)
    before = decide(case, LAW)
    added = decide(with_consents(case, (*case.subject.consents, given_now)), LAW)
    turned = decide(
        with_consents(
            case,
            tuple(
                dataclasses.replace(one, state=ConsentState.GIVEN, proven=True, expires_at=None)
                for one in case.subject.consents
            ),
        ),
        LAW,
    )
    assert added.verdict.severity <= before.verdict.severity
    assert turned.verdict.severity <= before.verdict.severity
    assert added.mask == before.mask


@given(facts, st.data())
def test_less_evidence_never_allows_more(case: Facts, data: st.DataObject) -> None:
    if case.model is None:
        return
    kept = tuple(one for one in case.model.evidence if data.draw(st.booleans()))
    aged = tuple(
        dataclasses.replace(one, valid_until=one.valid_until - timedelta(days=400)) for one in case.model.evidence
    )
    before = decide(case, LAW).verdict.severity
    for fewer in (kept, aged):
        model = dataclasses.replace(case.model, evidence=fewer)
        assert decide(dataclasses.replace(case, model=model), LAW).verdict.severity >= before


@given(facts)
def test_unproven_consent_never_allows_more(case: Facts) -> None:
    unproven = tuple(dataclasses.replace(one, proven=False) for one in case.subject.consents)
    assert decide(with_consents(case, unproven), LAW).verdict.severity >= decide(case, LAW).verdict.severity


@given(facts)
def test_masks_unknown_and_special_kinds_whenever_a_model_may_read(case: Facts) -> None:
    decision = decide(case, LAW)
    if LAW.tasks[case.task].ai:
        never_clear = {
            label for label in case.kinds if label not in LAW.kinds or LAW.kinds[label].kind_class != "ordinary"
        }
        assert never_clear <= decision.mask
    assert decision.mask <= case.kinds


@settings(max_examples=60)
@given(facts, st.permutations(RULES))
def test_order_of_rules_is_indifferent(case: Facts, shuffled: list[object]) -> None:
    assert decide_by(shuffled, case, LAW) == decide(case, LAW)  # type: ignore[arg-type]


@given(facts)
def test_each_answer_has_its_reasons_and_each_reason_its_source(case: Facts) -> None:
    decision = decide(case, LAW)
    assert any(reason.verdict.severity == decision.verdict.severity for reason in decision.reasons) or (
        # "human only" turns into "refuse" where no person can do the task by hand.
        decision.verdict is Verdict.REFUSE and not LAW.tasks[case.task].by_hand
    )
    for reason in decision.reasons:
        assert reason.source
        assert reason.article
        assert reason.sentence.fr
        assert reason.sentence.en
        assert reason.mark.value in {"primary", "to verify", "house rule"}
    if decision.verdict is Verdict.ALLOW:
        assert not decision.mask


@given(facts)
def test_switching_off_never_lets_a_model_read(case: Facts) -> None:
    if LAW.tasks[case.task].ai:
        off = dataclasses.replace(case, switches=dataclasses.replace(case.switches, brand=False))
        assert not decide(off, LAW).allowed


@given(facts)
def test_a_prohibited_class_cannot_be_switched_on(case: Facts) -> None:
    for code in ("agent-emotion", "social-score", "exploit-vulnerability", "biometric-categorisation"):
        assert decide(dataclasses.replace(case, practices=frozenset({code})), LAW).verdict is Verdict.REFUSE


@given(facts)
def test_facts_survive_their_file(case: Facts) -> None:
    assert parse_facts(format_facts(case)) == case


def test_decides_the_same_twice() -> None:
    case = facts_of(REPLY, kinds=["PERSON", "HEALTH", "EMAIL"])
    assert decide(case, LAW) == decide(case, load_default())


def test_keeps_data_until_the_last_phase_ends() -> None:
    assert decide(facts_of(REPLY, events={"resolved": "2026-11-01"}), LAW).retain_until == date(2031, 11, 1)
    assert decide(facts_of(REPLY, purpose="REC", task="call_review"), LAW).retain_until == date(2027, 5, 24)
    assert decide(facts_of(REPLY, purpose="XXX"), LAW).retain_until is None


def test_refuses_a_law_that_lacks_what_the_rules_quote() -> None:
    import importlib.resources

    text = (importlib.resources.files("egide.policy.law") / "versions" / "law-2026-11.toml").read_text("utf-8")
    lacking = Law.parse(text.replace('id = "gdpr-9"', 'id = "gdpr-90"'))
    with pytest.raises(InvalidLaw, match="missing gdpr-9, which the rules quote"):
        decide(facts_of(REPLY), lacking)
