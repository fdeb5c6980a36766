"""Values that a call gives by parts: over several turns, repeated by the agent, or taken back."""

import pytest

from egide import Detector
from egide.detection.text import clean


def _found(text: str) -> list[str]:
    return [f"{found.label} {text[found.start : found.end]}" for found in Detector.rules_only().find(text)]


def test_finds_a_telephone_given_by_turns():
    text = "agent: votre portable\nclient: le zéro six\nagent: oui\nclient: trente-neuf quatre-vingt-dix-huit\nagent: d'accord\nclient: vingt et un quinze"
    assert _found(text) == [
        "PHONE zéro six",
        "PHONE trente-neuf quatre-vingt-dix-huit",
        "PHONE vingt et un quinze",
    ]


def test_finds_what_the_agent_says_again_by_parts():
    text = (
        "agent: votre numéro de contrat\nclient: c'est le sept cent douze six cent quarante\n"
        "agent: sept cent douze\nclient: oui\nagent: six cent quarante"
    )
    assert _found(text)[-2:] == ["REFERENCE sept cent douze", "REFERENCE six cent quarante"]


def test_finds_the_end_of_a_number_taken_back():
    text = "mon téléphone c'est le zéro quatre soixante-cinq soixante et onze vingt-trois onze non pardon vingt-trois douze"
    assert _found(text)[-1] == "PHONE vingt-trois douze"


def test_finds_a_code_received_and_read_aloud():
    assert _found("agent: vous avez reçu un code par sms\nclient: oui je l'ai c'est cinq zéro trois neuf") == [
        "SECRET cinq zéro trois neuf"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "agent: votre numéro de dossier\nclient: je l'ai pas\nagent: il manque deux colis\nclient: trois colis",
        "agent: je regarde votre dossier\nclient: oui\nagent: le rendez-vous est mardi\nclient: à quinze heures trente",
        "agent: votre portable est débité de vingt-neuf euros\nclient: trente-deux",
    ],
)
def test_leaves_numbers_of_other_things(text: str):
    assert _found(text) == []


def test_puts_turns_of_one_block_apart():
    text = "agent: bonjour client: oui bonjour agent: votre nom"
    cleaned = clean(text)
    assert cleaned.text.count("\n") == 2
    assert len(cleaned.text) == len(text)


@pytest.mark.parametrize("text", ["Objet : agent : 12 client : 4", "agent: bonjour, client fidèle"])
def test_leaves_what_is_no_transcript_as_it_is(text: str):
    assert clean(text).text == text
