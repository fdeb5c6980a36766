"""Ordinary words that stand where a name could stand are left in clear; the names beside them are still found."""

import pytest

from egide import Detector


@pytest.mark.parametrize(
    "text",
    [
        "Y a-t-il un point de collecte ?",
        "y a t il un délai",
        "Note : clt mécontent, rappeler demain",
        "cliente déçue du service",
        "Dear Complaints,\nI reported my boiler",
        "Chers Actionnaires,\nvotre assemblée",
        "Une cafetière qui est fendue",
    ],
)
def test_leaves_ordinary_words_in_clear(text: str) -> None:
    assert not [found for found in Detector.default().find(text) if found.label == "PERSON"]


def test_finds_the_name_beside_an_ordinary_word() -> None:
    text = "Cliente déçue, Mme Aubriot, y a-t-il un délai ?"
    assert [text[f.start : f.end] for f in Detector.default().find(text) if f.label == "PERSON"] == ["Aubriot"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Sinistre SN-2024-88120 du 04/02", "SN-2024-88120"),
        ("numéro de client attendez c'est le 40 22 18", "40 22 18"),
        ("my date of birth is march third nineteen ninety one", "march third nineteen ninety one"),
        (
            "né le vingt-deux août mille neuf cent soixante-huit à Béziers",
            "vingt-deux août mille neuf cent soixante-huit",
        ),
        ("last four of the card is 9921", "9921"),
        ("Mijn adres is Kerkstraat 12, 1017 GL Amsterdam", "Kerkstraat 12"),
    ],
)
def test_finds_the_value_and_no_more(text: str, value: str) -> None:
    assert value in [text[f.start : f.end] for f in Detector.default().find(text)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Nous sommes fichés Banque de France", "fichés Banque de France"),
        ("mia madre è invalida civile e non può salire", "invalida civile"),
    ],
)
def test_finds_the_whole_sensitive_phrase(text: str, value: str) -> None:
    assert value in [text[f.start : f.end] for f in Detector.default().find(text)]


@pytest.mark.parametrize(
    "text",
    [
        "I am looking to change my billing address",
        "I need to change my insurance, we moved to change jobs",
        "on va déménager pour le cours de danse",
        "I can't see the option in the menu",
        "the policy covers a 4 months old dog",
        "Vendeur : Bonjour, c'est possible.\nClient : Oui.\nVendeur : Nous livrons jusqu'au quatorze.",
        "gilt die Garantie von 3 Jahren auch im Ausland?",
        "E o hotel cobra 2 euros de taxa turística?",
        "La compañía me cobra 30 euros de más",
        "it is about a three-door Ford Fiesta and a 3 year old laptop",
    ],
)
def test_leaves_texts_about_nobody_whole(text: str) -> None:
    assert Detector.default().find(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("j'habite à Changé depuis 2 ans", "Changé"),
        ("j'habite a bordeaux", "bordeaux"),
        ("mi marido cobra 900 euros al mes", "900 euros al mes"),
        ("my mother can't see well", "can't see well"),
        ("my daughter is a 4 months old baby", "4 months old"),
        ("Dear Mbappeh,\nyour order is on its way", "Mbappeh"),
        ("Tim Ford called about his car", "Tim Ford"),
        ("My full name is registered as Issac Walker", "Issac Walker"),
    ],
)
def test_still_finds_what_is_said_of_somebody(text: str, value: str) -> None:
    assert value in [text[f.start : f.end] for f in Detector.default().find(text)]


def test_leaves_the_word_before_an_announced_name_in_clear() -> None:
    text = "My full name is registered as Issac Walker"
    assert [text[f.start : f.end] for f in Detector.default().find(text)] == ["Issac Walker"]
