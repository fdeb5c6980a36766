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
    "text", ["2026", "450 kg", "10 000", "bus 38", "oui 3 fois", "12 mois", "page 112", "merci", "120 eur"]
)
def test_leaves_a_short_answer_that_points_at_nobody(text: str) -> None:
    assert Detector.default().find(text) == []
