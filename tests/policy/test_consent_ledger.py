"""The consent ledger: states at a moment, proof, expiry, receipts that read back."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.policy.situations import LAW, SENDING, facts_of

from egide.policy import ConsentState, InvalidRecord, Verdict, decide
from egide.policy.calendar import parse_duration
from egide.policy.consent import (
    Collector,
    ConsentEvent,
    Notice,
    Party,
    as_facts,
    fold_events,
    format_receipt,
    format_record,
    hash_wording,
    parse_receipt,
    parse_record,
)

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=20)
BRAND = Party("urn:maison-lune", "Maison Lune", "1 rue de la Lune, Lyon", "dpo@maison-lune.example")
NOTICE = Notice(
    privacy_notice="https://maison-lune.example/vie-privee",
    controllers=(BRAND,),
    recipients=(Party("urn:routeur", "Routeur", "Lille", "contact@routeur.example", "dpv:DataProcessor"),),
    kinds=("EMAIL",),
    storage_locations=("FR",),
    retention="P3Y",
    jurisdiction="FR",
    withdrawal_method="https://maison-lune.example/choix",
    authority=Party("urn:cnil", "CNIL", "Paris", "https://www.cnil.fr", "dpv:DataProtectionAuthority"),
)


def event(state: ConsentState = ConsentState.GIVEN, at: datetime = NOON, **changes: Any) -> ConsentEvent:
    return ConsentEvent(
        **(
            {
                "record_id": f"{state}-{at:%d%H%M}",
                "principal_id": "p-17",
                "brand": "maison-lune",
                "purpose": "MKT-P",
                "channel": "email",
                "state": state,
                "at": at,
                "wording": "J’accepte de recevoir les offres par e-mail.",
                "wording_version": "3",
                "language": "fr",
                "collector": Collector.WEB,
                "evidence_sha256": hash_wording("page"),
            }
            | changes
        )
    )


def state_of(*events: ConsentEvent, at: datetime = LATER) -> ConsentState:
    (status,) = fold_events(events, at)
    return status.state


def test_takes_the_last_choice() -> None:
    given_first = event()
    withdrawn = event(ConsentState.WITHDRAWN, NOON + timedelta(days=1))
    again = event(ConsentState.GIVEN, NOON + timedelta(days=2))
    assert state_of(given_first) is ConsentState.GIVEN
    assert state_of(given_first, withdrawn) is ConsentState.WITHDRAWN
    assert state_of(again, withdrawn, given_first) is ConsentState.GIVEN
    assert state_of(given_first, withdrawn, again, at=NOON + timedelta(days=1)) is ConsentState.WITHDRAWN
    assert fold_events([given_first], NOON - timedelta(seconds=1)) == ()


@pytest.mark.parametrize("state", [ConsentState.WITHDRAWN, ConsentState.REFUSED, ConsentState.INVALIDATED])
def test_takes_the_cautious_choice_of_one_moment(state: ConsentState) -> None:
    assert state_of(event(record_id="z"), event(state, record_id="a")) is state


@pytest.mark.parametrize("state", [ConsentState.REQUESTED, ConsentState.DEFERRED, ConsentState.UNKNOWN])
def test_asking_again_undoes_no_choice(state: ConsentState) -> None:
    asked = event(state, NOON + timedelta(days=1))
    (status,) = fold_events([event(ConsentState.REFUSED), asked], LATER)
    assert status.state is ConsentState.REFUSED
    assert status.asked_again_at == asked.at
    assert state_of(asked) is state


def test_expires_at_the_hour_it_was_given() -> None:
    lasting = event(valid_for=parse_duration("P2W"))
    assert lasting.expires_at == NOON + timedelta(days=14)
    assert state_of(lasting, at=NOON + timedelta(days=14, seconds=-1)) is ConsentState.GIVEN
    assert state_of(lasting, at=NOON + timedelta(days=14)) is ConsentState.EXPIRED


@pytest.mark.parametrize(
    "change",
    [{"wording": ""}, {"wording_version": ""}, {"language": ""}, {"collector": None}, {"evidence_sha256": ""}],
    ids=lambda change: next(iter(change)),
)
def test_a_consent_without_proof_is_kept_and_does_not_count(change: dict[str, Any]) -> None:
    proven, unproven = event(), event(**change)
    assert proven.proven
    assert unproven.missing_proof == tuple(change)
    (status,) = fold_events([unproven], LATER)
    assert status.state is ConsentState.GIVEN
    assert not status.counts
    for one, verdict in ((proven, Verdict.ALLOW), (unproven, Verdict.REFUSE)):
        facts = facts_of(SENDING)
        subject = dataclasses.replace(facts.subject, consents=as_facts(fold_events([one], facts.now)))
        assert decide(dataclasses.replace(facts, subject=subject), LAW).verdict is verdict


def test_withdrawal_refuses_the_next_use() -> None:
    facts = facts_of(SENDING)
    events = [event(), event(ConsentState.WITHDRAWN, facts.now)]
    before, after = (
        dataclasses.replace(
            facts, subject=dataclasses.replace(facts.subject, consents=as_facts(fold_events(some, facts.now)))
        )
        for some in (events[:1], events)
    )
    assert decide(before, LAW).verdict is Verdict.ALLOW
    decision = decide(after, LAW)
    assert decision.verdict is Verdict.REFUSE
    assert decision.reasons[0].rule == "consent-refused"


def test_keeps_purposes_and_channels_apart() -> None:
    statuses = fold_events([event(), event(ConsentState.REFUSED, channel="sms"), event(purpose="LOY")], LATER)
    assert [(one.purpose, one.channel, one.state.value) for one in statuses] == [
        ("LOY", "email", "given"),
        ("MKT-P", "email", "given"),
        ("MKT-P", "sms", "refused"),
    ]


@given(st.permutations([event(state, NOON + timedelta(hours=at)) for at, state in enumerate(ConsentState)]))
def test_order_of_arrival_is_indifferent(events: list[ConsentEvent]) -> None:
    assert fold_events(events, LATER) == fold_events(sorted(events, key=lambda one: one.at), LATER)


@pytest.mark.parametrize("change", [{"principal_id": "p-18"}, {"brand": "autre"}])
def test_refuses_events_of_several_people(change: dict[str, Any]) -> None:
    with pytest.raises(InvalidRecord, match="several persons or brands"):
        fold_events([event(), event(**change)], LATER)


@pytest.mark.parametrize(
    "change",
    [{"at": datetime(2026, 1, 1)}, {"purpose": ""}, {"evidence_sha256": "ABC"}, {"language": "français"}],  # noqa: DTZ001
)
def test_refuses_a_malformed_event(change: dict[str, Any]) -> None:
    event()
    with pytest.raises(InvalidRecord):
        event(**change)


@given(
    st.builds(
        event,
        state=st.sampled_from(ConsentState),
        at=st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)).map(lambda at: at.replace(tzinfo=UTC)),  # noqa: DTZ001
        wording=st.text(max_size=20),
        wording_version=st.sampled_from(["", "1", "2026-11"]),
        language=st.sampled_from(["", "fr", "fr-BE"]),
        collector=st.none() | st.sampled_from(Collector),
        evidence_sha256=st.sampled_from(["", "a" * 64]),
        valid_for=st.none() | st.sampled_from(["P3Y", "P6M", "P30D"]).map(parse_duration),
    )
)
def test_a_record_reads_back(one: ConsentEvent) -> None:
    document = json.loads(json.dumps(format_record(one, NOTICE)))
    assert parse_record(document) == one
    assert document["egide:proven"] is one.proven


def test_a_record_holds_every_mandatory_field() -> None:
    text = json.dumps(format_record(event(valid_for=parse_duration("P3Y")), NOTICE), ensure_ascii=False)
    for needed in (
        "record-eu-gdpr", "p-17", "maison-lune.example/vie-privee", '"fr"', "MKT-P", "EMAIL", "Maison Lune", "loc:FR", "P3Y",
        "Routeur", "choix", "1 rue de la Lune, Lyon", "dpo@maison-lune.example", "dpv:DataController", "2026-11-01T12:00:00Z",
        "dpv:ConsentGiven", "eu-gdpr:A6-1-a", "eu-gdpr:A7-3", "CNIL", "web",
    ):  # fmt: skip
        assert needed in text, needed


def test_a_receipt_tells_the_whole_story_in_order() -> None:
    events = [event(ConsentState.WITHDRAWN, LATER), event()]
    receipt = format_receipt(events, NOTICE, receipt_id="r-1", issued_at=LATER)
    assert receipt["@type"] == "dpv:ConsentReceipt"
    assert parse_receipt(json.loads(json.dumps(receipt))) == tuple(reversed(events))


@pytest.mark.parametrize(
    ("path", "wrong", "problem"),
    [
        (("dct:conformsTo",), "x", "record.dct:conformsTo"),
        (("dct:identifier",), None, "record.dct:identifier"),
        (("dpv:hasProcess",), [], "record.dpv:hasProcess: must be an object"),
        (("dpv:hasProcess", "dpv:hasPurpose"), "", "record.dpv:hasProcess.dpv:hasPurpose"),
        (("dpv:hasConsentStatus", "@type"), "dpv:Yes", "allowed words: dpv:ConsentExpired"),
        (("dpv:hasConsentStatus", "dpv:isIndicatedAtTime"), "2026-11-01", "must be a UTC time ending with Z"),
        (("dpv:hasConsentStatus", "dpv:isIndicatedAtTime"), "2026-13-01T00:00:00Z", "must be a UTC time ending with Z"),
        (("dpv:hasConsentStatus", "dpv:hasDuration"), "3 years", "is not a duration"),
        (("egide:collector",), "pigeon", "allowed words: web, phone"),
        (("egide:evidenceSha256",), 3, "must be a text"),
    ],
)
def test_refuses_a_malformed_record(path: tuple[str, ...], wrong: object, problem: str) -> None:
    document = json.loads(json.dumps(format_record(event(), NOTICE)))
    parse_record(document)
    target = document
    for key in path[:-1]:
        target = target[key]
    target[path[-1]] = wrong
    with pytest.raises(InvalidRecord, match=problem):
        parse_record(document)


def test_refuses_a_receipt_without_records() -> None:
    for wrong in (None, {}, {"@type": "dpv:ConsentReceipt"}):
        with pytest.raises(InvalidRecord):
            parse_receipt(wrong)
