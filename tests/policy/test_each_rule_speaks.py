"""Each rule speaks on one changed fact of an allowed situation, with its verdict, and is silent before."""

from __future__ import annotations

from typing import Any

import pytest
from tests.policy.situations import (
    ALLOWED,
    BOT,
    DIALLING,
    LAW,
    MODEL,
    REPLY,
    REVIEW,
    SENDING,
    STORAGE,
    TARGETING,
    TO_CUSTOMER,
    TRAINING,
    TRANSCRIPTION,
    changed,
    decision_on,
    rules_of,
)

from egide.policy import Verdict
from egide.policy.rules import NO_BASIS, RULES

BY_ID = {rule.id: rule for rule in (*RULES, NO_BASIS)}


def consent(**changes: Any) -> list[dict[str, Any]]:
    return [{"purpose": "MKT-P", "channel": "email", "state": "given", "proven": True} | changes]


TO_SAV = changed(SENDING, purpose="SAV", subject={"customer": True}, actor={"role": "agent"}, campaign={})
NOT_CUSTOMER = {"subject__customer": False}

SPEAKS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("purpose-unknown", REPLY, {"purpose": "XXX"}),
    ("purpose-without-retention", REPLY, {"purpose": "XXX"}),
    ("task-outside-purpose", REPLY, {"purpose": "REC"}),
    ("role-not-allowed", REPLY, {"actor__role": "rssi"}),
    ("no-basis", TO_CUSTOMER, {"subject__customer": False}),
    ("no-basis", TO_CUSTOMER, {"campaign__similar_products": False}),
    ("no-basis", TO_CUSTOMER, {"campaign__opt_out_offered": False}),
    ("no-basis", TO_CUSTOMER, {"channel": "phone"}),
    ("consent-missing", SENDING, {"subject__consents": []}),
    ("consent-missing", SENDING, {"subject__consents": consent(channel="sms")}),
    ("consent-missing", SENDING, {"subject__consents": consent(purpose="LOY")}),
    ("consent-not-given", SENDING, {"subject__consents": consent(state="requested")}),
    ("consent-not-given", SENDING, {"subject__consents": consent(state="invalidated")}),
    ("consent-unproven", SENDING, {"subject__consents": consent(proven=False)}),
    ("consent-expired", SENDING, {"subject__consents": consent(expires_at="2026-11-24T10:00:00Z")}),
    ("consent-refused", SENDING, {"subject__consents": consent(state="withdrawn")}),
    ("consent-refused", SENDING, {"subject__consents": consent(state="refused")}),
    ("consent-refused", SENDING, {"subject__consents": consent() + consent(state="withdrawn", channel="*")}),
    ("consent-refused", TO_CUSTOMER, {"subject__consents": consent(purpose="MKT-C", state="refused")}),
    ("objection-to-marketing", SENDING, {"subject__objections": [{"purpose": "*", "channel": "*"}]}),
    ("objection-to-marketing", SENDING, {"subject__objections": [{"purpose": "MKT-P", "channel": "email"}]}),
    (
        "objection-to-marketing",
        TARGETING | {"purpose": "STU"},
        {"subject__objections": [{"purpose": "STU", "channel": "*"}]},
    ),
    ("objection", REVIEW, {"subject__objections": [{"purpose": "REC", "channel": "phone"}]}),
    ("restricted", REPLY, {"subject__restricted": True}),
    ("restricted", SENDING, {"subject__restricted": True}),
    ("retention-over", REVIEW, {"events": {"recorded": "2026-05-23"}}),
    ("retention-over", STORAGE, {"events": {"resolved": "2021-11-23"}}),
    ("archived", REPLY, {"events": {"resolved": "2026-10-23"}}),
    ("archived-for-others", REPLY, {"events": {"resolved": "2026-10-23"}}),
    ("archived-for-others", TO_SAV, {"events": {"resolved": "2026-10-23"}}),
    ("never-learnt", TRAINING, {"kinds": ["HEALTH"]}),
    ("never-learnt", TRAINING, {"kinds": ["OFFENCE"]}),
    ("never-learnt", TRAINING, {"kinds": ["NATIONAL_ID"]}),
    ("never-learnt", TRAINING, {"kinds": ["CARD"]}),
    ("never-learnt", TRAINING, {"kinds": ["UNHEARD_OF"]}),
    ("segment-special", TARGETING, {"campaign__criteria": ["HEALTH"]}),
    ("segment-special", SENDING, {"campaign__criteria": ["OFFENCE", "AGE"]}),
    ("segment-highly-personal", TARGETING, {"campaign__criteria": ["FINANCE"]}),
    ("segment-highly-personal", TARGETING, {"campaign__criteria": ["NATIONAL_ID"]}),
    ("segment-highly-personal", TARGETING, {"campaign__criteria": ["CARD"]}),
    ("segment-highly-personal", TARGETING, {"campaign__criteria": ["UNHEARD_OF"]}),
    ("voice-leaves", TRANSCRIPTION, {"model": MODEL}),
    ("switch-brand", REPLY, {"switches__brand": False}),
    ("switch-task", REPLY, {"switches__task": False}),
    ("switch-model", REPLY, {"switches__model": False}),
    ("switch-interaction", REPLY, {"switches__interaction": False}),
    ("ai-opt-out", REPLY, {"subject__ai_opt_out": True}),
    ("dpia-missing", REPLY, {"dpia": "absent"}),
    ("dpia-missing", REPLY, {"dpia": "draft"}),
    ("dpia-missing", REPLY, {"dpia": "refused"}),
    ("dpia-stale", REPLY, {"dpia": "stale"}),
    ("model-missing", REPLY, {"model": None}),
    ("evidence-missing", REPLY, {"model__evidence": []}),
    ("evidence-missing", REPLY, {"model__required_evidence": ["iso-27001", "secnumcloud"]}),
    ("evidence-expired", REPLY, {"now": "2026-11-25T00:00:00Z"}),
    ("residency", REPLY, {"model__region": "EU"}),
    ("residency", REPLY, {"residency": "EEA", "model__region": "adequate"}),
    ("transfer", REPLY, {"residency": "other", "model__region": "other"}),
    ("transfer", REPLY, {"residency": "other", "model__region": "other", "model__transfer_tool": "adequacy"}),
    ("risk-unclassified", REPLY, {"model__risk_class": "unclassified"}),
    ("risk-unclassified", REPLY, {"model": {"name": "small", "kind": "local"}}),
    ("risk-prohibited", REPLY, {"model__risk_class": "prohibited", "model__conformity_complete": True}),
    ("risk-high", REPLY, {"model__risk_class": "high"}),
    ("practice-prohibited", REVIEW, {"practices": ["agent-emotion"], "model__conformity_complete": True}),
    ("practice-prohibited", TARGETING, {"practices": ["exploit-vulnerability"]}),
    ("practice-prohibited", TARGETING, {"practices": ["social-score"]}),
    ("practice-high", REVIEW, {"practices": ["agent-monitoring"]}),
    ("practice-high", REVIEW, {"practices": ["customer-emotion-voice"]}),
    ("practice-high", REPLY, {"practices": ["credit"]}),
    ("practice-unknown", REPLY, {"practices": ["mind-reading"]}),
    ("not-disclosed", BOT, {"disclosed": False}),
    ("not-disclosed", REPLY, {"automation": "auto", "intent": "order-status", "auto_intents": ["order-status"]}),
    ("intent-not-granted", BOT, {"intent": "complaint"}),
    ("intent-not-granted", BOT, {"intent": None}),
    ("significant-effect", BOT, {"significant_effect": True}),
    ("significant-effect", TARGETING, {"significant_effect": True, "automation": "auto"}),
    ("alone-with-minor", BOT, {"subject__minor": True}),
    ("alone-with-vulnerable", BOT, {"subject__vulnerable": True}),
    ("minor", SENDING, {"subject__minor": True}),
    ("minor", TARGETING, {"subject__minor": True}),
    ("minor", TRAINING, {"subject__minor": True}),
    ("vulnerable", SENDING, {"subject__vulnerable": True}),
    ("opt-out-missing", SENDING, {"campaign__opt_out_offered": False}),
    ("four-eyes", SENDING, {"automation": "auto", "campaign__approvals": 1}),
    ("canvassing-banned-sector", DIALLING, {"canvassing__banned_sector": True}),
    ("canvassing-hours", DIALLING, {"now": "2026-11-22T10:00:00Z"}),
    ("canvassing-hours", DIALLING, {"now": "2026-11-11T10:00:00Z"}),
    ("canvassing-hours", DIALLING, {"now": "2026-11-24T08:59:59Z"}),
    ("canvassing-hours", DIALLING, {"now": "2026-11-24T12:00:00Z"}),
    ("canvassing-hours", DIALLING, {"now": "2026-11-24T12:59:59Z"}),
    ("canvassing-hours", DIALLING, {"now": "2026-11-24T19:00:00Z"}),
    ("canvassing-hours", DIALLING, {"canvassing__time_zone": "America/Martinique"}),
    ("canvassing-hours", DIALLING, {"canvassing__time_zone": "Moon/Tranquility"}),
    ("canvassing-frequency", DIALLING, {"canvassing__calls_in_period": 4}),
    ("canvassing-silence", DIALLING, {"canvassing__refused_at": "2026-09-25T10:00:00Z"}),
]
# These rules do not object; what they do has its own tests below.
ASSENTS = {"basis-a", "basis-b", "basis-c", "basis-f"}
MASKS = {
    "special-category",
    "offence",
    "national-id",
    "card",
    "highly-personal",
    "secret",
    "cvv",
    "unknown-kind",
    "not-needed",
}


@pytest.mark.parametrize("name", sorted(ALLOWED))
def test_allows_each_situation_as_it_stands(name: str) -> None:
    decision = decision_on(ALLOWED[name])
    assert decision.verdict is Verdict.ALLOW
    assert rules_of(decision) <= ASSENTS
    assert decision.allowed


@pytest.mark.parametrize(
    ("rule", "situation", "changes"), SPEAKS, ids=[f"{rule}-{at}" for at, (rule, _, _) in enumerate(SPEAKS)]
)
def test_speaks_when_its_fact_is_there_and_is_silent_before(
    rule: str, situation: dict[str, Any], changes: dict[str, Any]
) -> None:
    assert rule not in rules_of(decision_on(situation))
    decision = decision_on(situation, **changes)
    reason = next(reason for reason in decision.reasons if reason.rule == rule)
    assert reason.verdict is BY_ID[rule].verdict
    assert decision.verdict.severity >= reason.verdict.severity
    assert not decision.allowed
    assert reason.fact
    assert reason.article
    assert reason.source
    for sentence in reason.sentence:
        assert "{" not in sentence
        assert sentence[0] == sentence[0].upper()
        assert sentence.endswith((".", "!"))


HUMAN_ONLY = {
    "ai-opt-out", "alone-with-minor", "alone-with-vulnerable", "four-eyes", "intent-not-granted", "not-disclosed",
    "significant-effect", "switch-brand", "switch-interaction", "switch-model", "switch-task", "vulnerable",
}  # fmt: skip


def test_each_rule_keeps_its_verdict_and_its_article() -> None:
    for rule in BY_ID.values():
        expected = (
            Verdict.ALLOW if rule.id in ASSENTS
            else Verdict.ALLOW_WITH_MASKING if rule.id in MASKS
            else Verdict.HUMAN_ONLY if rule.id in HUMAN_ONLY
            else Verdict.REFUSE
        )  # fmt: skip
        assert rule.verdict is expected, rule.id
        assert rule.duty in LAW.obligations
        assert rule.condition.fr
        assert rule.condition.en
    assert set(BY_ID) > HUMAN_ONLY


def test_each_rule_has_a_case() -> None:
    assert {rule for rule, _, _ in SPEAKS} | ASSENTS | MASKS == set(BY_ID)


SILENT: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("archived-for-others", TO_SAV, {"events": {"resolved": "2026-10-23"}, "actor__role": "supervisor"}),
    ("archived-for-others", TO_SAV, {"events": {"resolved": "2026-10-24"}}),
    ("consent-unproven", TO_CUSTOMER, {"subject__consents": consent(purpose="MKT-C", proven=False)}),
    (
        "consent-expired",
        TO_CUSTOMER,
        {"subject__consents": consent(purpose="MKT-C", expires_at="2026-01-01T00:00:00Z")},
    ),
    ("consent-not-given", TO_CUSTOMER, {"subject__consents": consent(purpose="MKT-C", state="requested")}),
    ("consent-refused", REPLY, {"subject__consents": consent(purpose="SAV", state="refused")}),
    ("four-eyes", TO_SAV, {"automation": "auto"}),
    ("significant-effect", TO_SAV, {"automation": "auto", "significant_effect": True}),
    ("evidence-missing", STORAGE, {"model": MODEL | {"evidence": []}}),
    ("evidence-expired", STORAGE, {"model": MODEL, "now": "2026-12-24T10:00:00Z"}),
    ("risk-unclassified", STORAGE, {"model": {"name": "small", "kind": "local"}}),
    ("dpia-stale", STORAGE, {"dpia": "stale"}),
    ("restricted", STORAGE, {"subject__restricted": True}),
    ("restricted", STORAGE, {"purpose": "DSR", "task": "sending", "subject__restricted": True}),
    ("consent-expired", SENDING, {"subject__consents": consent(expires_at="2026-11-24T10:00:01Z")}),
    ("consent-refused", SENDING, {"subject__consents": consent() + consent(state="withdrawn", channel="sms")}),
    ("objection-to-marketing", SENDING, {"subject__objections": [{"purpose": "MKT-P", "channel": "sms"}]}),
    ("objection-to-marketing", SENDING, {"subject__objections": [{"purpose": "LOY", "channel": "*"}]}),
    ("objection", REPLY, {"subject__objections": [{"purpose": "SAV", "channel": "*"}]}),
    ("retention-over", REVIEW, {"events": {"recorded": "2026-05-24"}}),
    ("retention-over", STORAGE, {"events": {"resolved": "2021-11-24"}}),
    ("archived", REPLY, {"events": {"resolved": "2026-10-24"}}),
    ("archived", STORAGE, {"events": {"resolved": "2026-01-01"}}),
    ("dpia-missing", REPLY, {"dpia": "absent", "environment": "trial"}),
    ("dpia-stale", REPLY, {"dpia": "stale", "environment": "trial"}),
    (
        "evidence-expired",
        REPLY,
        {
            "model__evidence": [
                {"kind": "iso-27001", "valid_until": "2020-01-01"},
                {"kind": "iso-27001", "valid_until": "2026-11-24"},
            ]
        },
    ),
    (
        "evidence-expired",
        REPLY,
        {"model__evidence": [*MODEL["evidence"], {"kind": "hds", "valid_until": "2020-01-01"}]},
    ),
    ("evidence-missing", REPLY, {"model__required_evidence": [], "model__evidence": []}),
    ("residency", REPLY, {"residency": "EU", "model__region": "EU"}),
    ("residency", REPLY, {"model": {"name": "own", "kind": "local", "region": "other", "risk_class": "minimal"}}),
    ("transfer", REPLY, {"model": {"name": "own", "kind": "local", "region": "other", "risk_class": "minimal"}}),
    ("transfer", REPLY, {"residency": "other", "model__region": "other", "model__transfer_tool": "scc"}),
    ("transfer", REPLY, {"residency": "other", "model__region": "other", "model__transfer_tool": "bcr"}),
    ("transfer", REPLY, {"residency": "adequate", "model__region": "adequate"}),
    ("risk-unclassified", REPLY, {"model": {"name": "regex", "kind": "rule"}}),
    ("risk-high", REPLY, {"model__risk_class": "high", "model__conformity_complete": True}),
    ("practice-high", REVIEW, {"practices": ["agent-monitoring"], "model__conformity_complete": True}),
    ("practice-prohibited", REPLY, {"practices": ["text-sentiment"]}),
    ("significant-effect", REPLY, {"significant_effect": True}),
    ("alone-with-minor", REPLY, {"subject__minor": True}),
    ("alone-with-vulnerable", REPLY, {"subject__vulnerable": True}),
    ("minor", REPLY, {"subject__minor": True}),
    ("vulnerable", REPLY, {"subject__vulnerable": True}),
    ("segment-special", TARGETING, {"campaign__criteria": ["AGE", "LOCATION"]}),
    ("segment-highly-personal", TARGETING, {"campaign__criteria": ["AGE", "LOCATION"]}),
    ("four-eyes", SENDING, {"campaign__approvals": 0}),
    ("four-eyes", SENDING, {"automation": "auto"}),
    (
        "opt-out-missing",
        SENDING | {"channel": "post"},
        {"subject__consents": consent(channel="post"), "campaign__opt_out_offered": False},
    ),
    ("canvassing-hours", DIALLING, {"now": "2026-11-24T09:00:00Z"}),
    ("canvassing-hours", DIALLING, {"now": "2026-11-24T13:00:00Z"}),
    ("canvassing-hours", DIALLING, {"now": "2026-11-22T10:00:00Z", "canvassing__hours_consented": True}),
    ("canvassing-frequency", DIALLING, {"canvassing__calls_in_period": 3}),
    ("canvassing-silence", DIALLING, {"canvassing__refused_at": "2026-09-24T10:00:00Z"}),
    (
        "canvassing-banned-sector",
        DIALLING,
        {"canvassing__banned_sector": True, "canvassing__related_to_contract": True},
    ),
]


@pytest.mark.parametrize(
    ("rule", "situation", "changes"), SILENT, ids=[f"{rule}-{at}" for at, (rule, _, _) in enumerate(SILENT)]
)
def test_stays_silent_at_its_edge(rule: str, situation: dict[str, Any], changes: dict[str, Any]) -> None:
    decision = decision_on(situation, **changes)
    assert decision.verdict is Verdict.ALLOW, rules_of(decision)
    assert rule not in rules_of(decision)


AFTER_SALES_CALL = changed(
    DIALLING,
    purpose="SAV",
    subject={"customer": True},
    now="2026-11-22T22:00:00Z",
    canvassing={"calls_in_period": 9, "refused_at": "2026-11-21T10:00:00Z", "banned_sector": True},
)


def test_limits_canvassing_only_and_leaves_an_after_sales_call_alone() -> None:
    assert decision_on(AFTER_SALES_CALL).verdict is Verdict.ALLOW
    assert decision_on(AFTER_SALES_CALL, purpose="TEL").verdict is Verdict.REFUSE


def test_calls_about_an_ongoing_contract_without_consent() -> None:
    contract = {"subject": {"customer": True}, "canvassing__related_to_contract": True}
    assert decision_on(DIALLING, **contract).verdict is Verdict.ALLOW
    assert decision_on(DIALLING, **contract | {"subject": {}}).verdict is Verdict.REFUSE


@pytest.mark.parametrize(
    ("label", "rule"),
    [
        ("HEALTH", "special-category"),
        ("BELIEF", "special-category"),
        ("ORIGIN", "special-category"),
        ("SEXUAL", "special-category"),
        ("OFFENCE", "offence"),
        ("NATIONAL_ID", "national-id"),
        ("CARD", "card"),
        ("IBAN", "highly-personal"),
        ("SECRET", "secret"),
        ("CVV", "cvv"),
        ("UNHEARD_OF", "unknown-kind"),
        ("PERSON", "not-needed"),
    ],
)
@pytest.mark.parametrize("kind", ["rule", "local", "remote"])
def test_masks_before_any_model(label: str, rule: str, kind: str) -> None:
    decision = decision_on(REPLY, kinds=[label, "AGE"], model=MODEL | {"kind": kind})
    assert decision.verdict is Verdict.ALLOW_WITH_MASKING
    assert decision.allowed
    assert decision.mask == {label}
    (reason,) = [reason for reason in decision.reasons if reason.rule == rule]
    assert label in reason.fact


def test_leaves_a_place_in_clear_for_a_local_model_only() -> None:
    assert decision_on(REPLY, kinds=["LOCATION"], model=MODEL | {"kind": "local"}).mask == frozenset()
    assert decision_on(REPLY, kinds=["LOCATION"]).mask == {"LOCATION"}


def test_stores_everything_but_the_verification_code() -> None:
    decision = decision_on(STORAGE, kinds=["PERSON", "HEALTH", "CARD", "CVV", "SECRET", "UNHEARD_OF"])
    assert decision.mask == {"CVV"}
    assert decision.verdict is Verdict.ALLOW_WITH_MASKING


def test_names_the_basis_that_holds() -> None:
    assert rules_of(decision_on(REPLY)) == {"basis-b", "basis-f"}
    assert rules_of(decision_on(REPLY, subject__customer=False)) == {"basis-f"}
    assert rules_of(decision_on(SENDING)) == {"basis-a"}
    assert rules_of(decision_on(STORAGE, purpose="ACC")) == {"basis-c"}
    assert rules_of(decision_on(REPLY, subject__objections=[{"purpose": "*", "channel": "*"}])) == {"basis-b"}


def test_refuses_what_a_person_cannot_do_by_hand_when_ai_is_off() -> None:
    assert decision_on(REPLY, switches__brand=False).verdict is Verdict.HUMAN_ONLY
    assert decision_on(TRAINING, switches__brand=False).verdict is Verdict.REFUSE
    assert decision_on(TRAINING, subject__ai_opt_out=True).verdict is Verdict.REFUSE


def test_canvassing_hours_bind_from_their_date() -> None:
    before = decision_on(DIALLING, now="2023-02-26T10:00:00Z")
    assert "canvassing-hours" not in rules_of(before)
    assert "canvassing-hours" in rules_of(decision_on(DIALLING, now="2023-03-05T10:00:00Z"))


OBJECTED = {"subject__objections": [{"purpose": "*", "channel": "*"}]}


@pytest.mark.parametrize(
    ("situation", "changes", "rules"),
    [
        # Consent is no basis of call recording: reasons about consent would mislead.
        (REVIEW, OBJECTED, {"no-basis", "objection"}),
        (REVIEW, OBJECTED | {"subject__consents": consent(purpose="REC", channel="phone", proven=False)}, {"no-basis", "objection"}),
        (REVIEW, OBJECTED | {"subject__consents": consent(purpose="REC", channel="phone", state="requested")}, {"no-basis", "objection"}),
        (REVIEW, OBJECTED | {"subject__consents": consent(purpose="REC", channel="*", expires_at="2026-01-01T00:00:00Z")}, {"no-basis", "objection"}),
        # Nobody objected: the missing condition of legitimate interest is the reason.
        (TO_CUSTOMER, {"campaign__similar_products": False}, {"no-basis", "consent-missing"}),
        # Legitimate interest is no basis of marketing to prospects.
        (SENDING, OBJECTED | {"subject__consents": []}, {"no-basis", "consent-missing", "objection-to-marketing"}),
        (SENDING, {"subject__consents": consent(state="withdrawn") + consent(state="requested", channel="*")}, {"no-basis", "consent-refused"}),
        (SENDING, {"subject__consents": consent(state="requested", expires_at="2026-01-01T00:00:00Z")}, {"no-basis", "consent-not-given"}),
        (SENDING, {"subject__consents": consent(state="requested", proven=False)}, {"no-basis", "consent-not-given"}),
    ],
)  # fmt: skip
def test_gives_exactly_the_reasons_that_explain(
    situation: dict[str, Any], changes: dict[str, Any], rules: set[str]
) -> None:
    assert rules_of(decision_on(situation, **changes)) == rules


def test_names_the_intent_that_is_not_granted() -> None:
    for intent, shown in (("complaint", "complaint"), (None, "none")):
        (reason,) = [one for one in decision_on(BOT, intent=intent).reasons if one.rule == "intent-not-granted"]
        assert reason.fact == f"intent = {shown}, not in auto_intents"
        assert f"({shown})" in reason.sentence.fr
