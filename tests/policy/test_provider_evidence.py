"""Certificates warn before they end, and an expired one closes the model; a contract names its gaps."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.policy.situations import LAW, REPLY, facts_of

from egide.policy import InvalidRecord, Region, TransferTool, Verdict, decide
from egide.policy.evidence import (
    CLAUSES,
    Certificate,
    ProcessorContract,
    SubProcessor,
    Urgency,
    as_evidence,
    falls_due,
    is_certified,
    label_nr_level,
    label_nr_valid_until,
    list_gaps,
    list_warnings,
)

DAY = date(2026, 11, 24)


def certificate(**changes: Any) -> Certificate:
    return Certificate(
        **(
            {
                "kind": "iso-27001",
                "scope": "Hébergement",
                "number": "C-1",
                "body": "LNE",
                "edition": "2022",
                "valid_from": date(2024, 1, 1),
                "valid_until": DAY,
                "document_sha256": "a" * 64,
            }
            | changes
        )
    )


@pytest.mark.parametrize(
    ("days", "urgency"),
    [
        (91, None),
        (90, Urgency.QUARTER),
        (31, Urgency.QUARTER),
        (30, Urgency.MONTH),
        (1, Urgency.MONTH),
        (0, Urgency.LAST_DAY),
        (-1, Urgency.EXPIRED),
    ],
)
def test_warns_90_30_and_0_days_before_the_end(days: int, urgency: Urgency | None) -> None:
    one = certificate(valid_until=DAY + timedelta(days=days))
    warnings = list_warnings([one], DAY)
    assert [warning.urgency for warning in warnings] == ([urgency] if urgency else [])
    assert falls_due(one, DAY) == (days in {90, 30, 0})
    assert one.is_valid(DAY) == (days >= 0)
    assert all(warning.sentence.fr and warning.sentence.en for warning in warnings)


def test_lists_the_most_urgent_first() -> None:
    some = [certificate(number=str(days), valid_until=DAY + timedelta(days=days)) for days in (60, -5, 10)]
    assert [warning.days_left for warning in list_warnings(some, DAY)] == [-5, 10, 60]


def test_expiring_a_certificate_closes_the_model() -> None:
    facts = facts_of(REPLY)
    assert facts.model is not None
    for until, verdict in ((DAY, Verdict.ALLOW), (DAY - timedelta(days=1), Verdict.REFUSE)):
        model = dataclasses.replace(facts.model, evidence=as_evidence([certificate(valid_until=until)], DAY))
        decision = decide(dataclasses.replace(facts, model=model), LAW)
        assert decision.verdict is verdict
    assert decision.reasons[0].rule == "evidence-expired"


def test_a_certificate_that_has_not_begun_proves_nothing() -> None:
    assert as_evidence([certificate(valid_from=DAY)], DAY)
    assert as_evidence([certificate(valid_from=DAY + timedelta(days=1), valid_until=date(2030, 1, 1))], DAY) == ()


def test_the_2019_edition_of_27701_needs_27001() -> None:
    privacy = certificate(kind="iso-27701", edition="2019")
    assert not is_certified("iso-27701", [privacy], DAY)
    assert as_evidence([privacy], DAY) == ()
    assert is_certified("iso-27701", [privacy, certificate()], DAY)
    assert not is_certified("iso-27701", [privacy, certificate(valid_until=DAY - timedelta(days=1))], DAY)
    assert is_certified("iso-27701", [certificate(kind="iso-27701", edition="2025")], DAY)
    assert not is_certified("hds", [certificate()], DAY)


@pytest.mark.parametrize(
    "change",
    [
        {"scope": " "},
        {"number": ""},
        {"body": ""},
        {"edition": ""},
        {"valid_until": date(2023, 1, 1)},
        {"document_sha256": "A" * 64},
    ],
)
def test_refuses_a_certificate_without_its_fields(change: dict[str, Any]) -> None:
    certificate()
    with pytest.raises(InvalidRecord):
        certificate(**change)


def test_reads_the_levels_of_the_label() -> None:
    assert [label_nr_level(score) for score in (0, 299, 300, 499, 500, 1000)] == [None, None, 1, 1, 2, 2]
    assert label_nr_valid_until(date(2026, 3, 1), 1) == date(2028, 2, 29)
    assert label_nr_valid_until(date(2024, 2, 29), 2) == date(2027, 2, 28)
    for wrong in (-1, 1001):
        with pytest.raises(InvalidRecord):
            label_nr_level(wrong)
    with pytest.raises(InvalidRecord):
        label_nr_valid_until(DAY, 3)


SUB = SubProcessor("GPU SA", "calcul", Region.FR, authorised_on=date(2026, 1, 1))
CONTRACT = ProcessorContract(
    "Scaleway",
    "CT-1",
    date(2026, 1, 1),
    None,
    dict.fromkeys(CLAUSES, "art. 4"),
    30,
    24,
    Region.FR,
    sub_processors=(SUB,),
)


@pytest.mark.parametrize(
    ("change", "gap"),
    [
        ({"signed_on": None}, "Contract not signed."),
        ({"signed_on": DAY + timedelta(days=1)}, "Contract not signed."),
        ({"ends_on": DAY - timedelta(days=1)}, "Contract ended."),
        ({"objection_days": 0}, "No period to object."),
        ({"breach_notice_hours": 0}, "No delay for notice of a breach."),
        ({"region": Region.OTHER}, "Transfer outside the EEA without a safeguard."),
        ({"clauses": dict.fromkeys(set(CLAUSES) - {"d"}, "art. 4")}, "Clause (d) missing: Sub-processors"),
        ({"sub_processors": (dataclasses.replace(SUB, authorised_on=None),)}, "GPU SA is not authorised."),
        ({"sub_processors": (dataclasses.replace(SUB, region=Region.OTHER),)}, "GPU SA: transfer outside the EEA"),
    ],
)
def test_names_each_gap_of_a_contract(change: dict[str, Any], gap: str) -> None:
    assert list_gaps(CONTRACT, DAY) == ()
    (found,) = list_gaps(dataclasses.replace(CONTRACT, **change), DAY)
    assert found.en.startswith(gap)
    assert found.fr


def test_accepts_a_transfer_with_its_safeguard() -> None:
    outside = dataclasses.replace(
        CONTRACT,
        region=Region.OTHER,
        transfer_tool=TransferTool.SCC,
        ends_on=DAY,
        sub_processors=(dataclasses.replace(SUB, region=Region.OTHER, transfer_tool=TransferTool.BCR),),
    )
    assert list_gaps(outside, DAY) == ()


@given(st.integers(-400, 400))
def test_warns_exactly_when_less_than_a_quarter_is_left(days: int) -> None:
    one = certificate(valid_from=date(2020, 1, 1), valid_until=DAY + timedelta(days=days))
    assert bool(list_warnings([one], DAY)) == (days <= 90)
