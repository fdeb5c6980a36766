"""Answers in calls and chats in the languages other than French."""

import pytest

from egide.detection import Detector
from egide.detection.spoken import AskedAbroad
from egide.detection.text import Text


def told(call: str) -> list[tuple[str, str]]:
    return [(finding.label, call[finding.start : finding.end]) for finding in AskedAbroad().find(Text(call))]


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (
            "agentin: ihre kundennummer bitte\nkundin: acht null fünf äh siebenundvierzig\nagentin: gut",
            [("REFERENCE", "acht null fünf äh siebenundvierzig")],
        ),
        (
            "agente: dígame el número de pedido\ncliente: pe de pedro guion cuarenta y dos cero nueve",
            [("REFERENCE", "pe de pedro guion cuarenta y dos cero nueve")],
        ),
        (
            "operatrice: qual è la sua targa\ncliente: effe b quattro due nove z come zara",
            [("PLATE", "effe b quattro due nove z come zara")],
        ),
        (
            "medewerker: uw geboortedatum\nbeller: veertien maart zevenenvijftig",
            [("BIRTHDATE", "veertien maart zevenenvijftig")],
        ),
        (
            "assistente: qual é o número de cliente\ncliente: sete oito oito\nassistente: sim\ncliente: vinte e um",
            [("REFERENCE", "sete oito oito"), ("REFERENCE", "vinte e um")],
        ),
        (
            "agent: and your registration\ndriver: romeo kilo six nine\nagent: yep\ndriver: tango oscar victor",
            [("PLATE", "romeo kilo six nine"), ("PLATE", "tango oscar victor")],
        ),
        ("agent: how old is she\ncaller: ninety two", [("AGE", "ninety two")]),
        (
            "agent: the last four digits please\nme: sure, 7731",
            [("CARD", "7731")],
        ),
    ],
)
def test_finds_what_answers_a_question(call: str, expected: list[tuple[str, str]]) -> None:
    assert told(call) == expected


@pytest.mark.parametrize(
    "call",
    [
        "agente: su número de pedido\nclienta: no lo tengo, llegó hace tres semanas\nagente: son veinte euros",
        "agent: your booking reference\ncaller: i rang at ten and nobody has it\nagent: ok",
        "agentin: die kundennummer steht auf der rechnung\nkunde: ich ruf um acht nochmal an",
        "Kundennummer: siehe oben\nDer Preis ist zwanzig Euro und die Lieferung dauert drei Tage.",
        "agent: the tracking number is on the label\ncaller: i bought it for $45",
    ],
)
def test_leaves_prices_hours_and_delays(call: str) -> None:
    assert told(call) == []


def test_a_new_question_ends_the_one_before() -> None:
    call = "agent: your policy number\ncaller: four oh\nagent: and your date of birth\ncaller: third of june eighty one"
    assert told(call) == [("BIRTHDATE", "third of june eighty one")]


def test_is_part_of_the_detector() -> None:
    call = "agent: die vertragsnummer bitte\nkunde: neun null doppel sieben\nagent: danke"
    assert "neun null doppel sieben" in [call[f.start : f.end] for f in Detector.default().find(call)]
