"""A draft is filled from the register, its gauges are suggestions, and the CNIL tool would import it whole."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, date, datetime

import pytest
from tests.policy.situations import LAW

from egide.policy import Region
from egide.policy.dpia import (
    QUESTIONS,
    PiaPeople,
    Protection,
    as_text,
    check_pia,
    draft_pia,
    format_pia,
    suggest_likelihood,
    suggest_severity,
)
from egide.policy.register import Organisation, RunningUse, derive_controller_records

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
USE = RunningUse(
    "MKT-P", ("prospects",), frozenset({"EMAIL"}), ("Routeur <SA>",), {"Routeur <SA>": Region.FR}, {}, ("Routeur <SA>",)
)
RECORDS = derive_controller_records(
    Organisation("Maison Lune", "contact@maison-lune.example"),
    [USE],
    LAW,
    brand="maison-lune",
    security="x",
    on=date(2026, 11, 24),
)
PEOPLE = PiaPeople("Conformité", "DPO", "Direction")


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("protections", [set(Protection), {Protection.MASKING}, set()])
def test_answers_every_question_in_a_file_that_imports_whole(language: str, protections: set[Protection]) -> None:
    draft = draft_pia("Marketing", PEOPLE, RECORDS, USE.kinds, protections, LAW, now=NOW, language=language)
    document = json.loads(json.dumps(format_pia(draft)))
    assert check_pia(document) == ()
    assert {answer.number for answer in draft.answers} == set(QUESTIONS)
    assert len(draft.measures) == len(protections)
    assert document["pia"]["status"] == 0
    assert "dpo_status" not in document["pia"]


def test_takes_its_words_from_the_register() -> None:
    draft = draft_pia("Marketing", PEOPLE, RECORDS, USE.kinds, set(Protection), LAW, now=NOW)
    texts = {answer.number: as_text(answer.text or "") for answer in draft.answers}
    assert texts[111] == "prospection auprès de prospects"
    assert texts[222] == "consentement (art. 6(1)(a))"
    assert texts[226] == "Routeur <SA>"
    assert texts[227] == "À compléter."
    assert texts[215].startswith("3 ans après le dernier contact")


@pytest.mark.parametrize(
    ("labels", "gauge"),
    [
        ((), 1),
        (("EMAIL",), 2),
        (("EMAIL", "IBAN"), 3),
        (("UNHEARD_OF",), 3),
        (("HEALTH", "EMAIL"), 4),
        (("OFFENCE",), 4),
        (("NATIONAL_ID",), 4),
    ],
)
def test_suggests_how_grave_from_the_kinds(labels: tuple[str, ...], gauge: int) -> None:
    assert suggest_severity(labels, LAW).gauge == gauge


def test_suggests_how_likely_from_the_protections() -> None:
    access = [Protection.MASKING, Protection.ENCRYPTION, Protection.ACCESS, Protection.JOURNAL]
    assert [suggest_likelihood(320, access[:count]).gauge for count in range(5)] == [4, 3, 3, 2, 1]
    assert suggest_likelihood(340, [Protection.BACKUP]).gauge == 2
    assert suggest_likelihood(340, access).reason.en == "1 of 2 protection(s) in place."


def test_asks_to_complete_what_is_not_configured() -> None:
    empty = draft_pia("Vide", PEOPLE, [], (), (), LAW, now=NOW)
    assert check_pia(format_pia(empty)) == ()
    assert all(as_text(answer.text or "") for answer in empty.answers if answer.text is not None)
    assert dataclasses.asdict(PEOPLE)["validator"] == "Direction"
