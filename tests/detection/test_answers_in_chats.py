"""A chat gives values without the words that announce them; amounts, years and plain words stay in clear."""

from __future__ import annotations

import pytest

from egide.detection import Detector


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("qhz 417", "qhz 417"),
        ("771204", "771204"),
        ("g 4 r 5 h 1", "g 4 r 5 h 1"),
        ("my ssn is 4417", "4417"),
        ("claim no wqr 318", "wqr 318"),
        ("email id marlow 31 yahoocom", "marlow 31 yahoocom"),
        ("call me on 614 5550143", "614 5550143"),
        ("(614)555-0143 x 22 please", "(614)555-0143 x 22"),
        ("agent : et votre date de naissance\nclient : le douze avril soixante dix huit", "douze avril soixante dix huit"),
        ("agent : votre numéro de passeport\nclient : 18CK55029", "18CK55029"),
        ("[Agent] je peux avoir votre numéro de contrat\n[Client] alors c'est 884120", "884120"),
        ("mon code de la messagerie c'est quatre quatre sept un", "quatre quatre sept un"),
        ("mon nir 2 95 04 97 411 052 et la clé c'est 96", "2 95 04 97 411 052 et la clé c'est 96"),
        ("12 boss road lindenhurst ny 11757", "lindenhurst ny 11757"),
        ("plaque AB comme Anatole Berthe, 123, CD comme Claude Denis", "AB comme Anatole Berthe, 123, CD comme Claude Denis"),
        ("\ud800 j'habite 12 rue des Lilas, 75011 Paris", "12 rue des Lilas"),
    ],
)  # fmt: skip
def test_finds_a_value_given_without_announcement(text: str, value: str) -> None:
    start = text.index(value)
    masked = {place for found in Detector.default().find(text) for place in range(found.start, found.end)}
    assert {place for place in range(start, start + len(value)) if text[place].isalnum()} <= masked


@pytest.mark.parametrize(
    "text",
    [
        "2026",
        "450 kg",
        "10 000",
        "bus 38",
        "oui 3 fois",
        "12 mois",
        "page 112",
        "merci",
        "120 eur",
        "Date de naissance :\nCommande : 12/03/2026",
    ],
)
def test_leaves_a_short_answer_that_points_at_nobody(text: str) -> None:
    assert Detector.default().find(text) == []
