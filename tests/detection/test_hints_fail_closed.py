"""The conditions that spare rules must never hide a value: in a long text, in a hostile one, and without memory."""

from __future__ import annotations

import random
import string

import pytest

from egide.detection import Detector
from egide.detection.recognisers import written_rules
from egide.detection.recognisers.calls import Hints
from egide.detection.text import Text

WORDS = ("client", "numéro", "née", "adresse", "carte", "passeport", "habite", "code", "réf", "rue", "sécu", "plaque")


def hostile(size: int) -> str:
    """Return a text that begins as many hints as it can, in as many orders."""
    chance = random.Random(11)  # noqa: S311 - a text to read, not a secret
    pieces = []
    while sum(map(len, pieces)) < size:
        pieces.append(chance.choice(WORDS) + chance.choice((" n° ", " : ", " 12-", " FR", "\n", "? ")))
        pieces.append("".join(chance.choice(string.ascii_letters + string.digits + " .-/") for _ in range(9)))
    return "".join(pieces)


def test_every_hint_counts_as_present_when_the_automaton_cannot_tell() -> None:
    hints = Hints(["aaa", "bbb"])
    hints._match = lambda _text: None  # what re2 answers when its automaton has no memory left
    assert set(hints.present(b"xx")) >= {0, 1}


@pytest.mark.parametrize("memory", [170_000, 400_000, 16 << 20])
def test_hint_at_the_end_of_a_hostile_text_is_told_with_little_memory(memory: int) -> None:
    shapes = [rf"{first}[a-z ]{{1,20}}{last}[0-9]" for first in "abcdefgh" for last in "klmnop"]
    text = hostile(20_000).encode("ascii", "ignore") + b" hzzzp7"
    assert len(shapes) - 1 in Hints(shapes, memory).present(text)


def test_hint_that_is_absent_is_told_absent() -> None:
    assert set(Hints(["aaa", "bbb"]).present(b"xx bbb xx")) == {1, 2}


@pytest.mark.parametrize("size", [3_000, 60_000])
def test_value_is_found_after_a_hostile_text(size: int) -> None:
    text = (
        hostile(size) + "\nmon IBAN FR76 3000 2516 6357 4507 8269 936, mail zoe@courriel.example, tél. 06 39 98 55 23\n"
    )
    found = {finding.label for finding in Detector.rules_only().find(text) if finding.start > size}
    assert {"IBAN", "EMAIL", "PHONE"} <= found


def test_rules_called_for_do_not_depend_on_what_was_read_before() -> None:
    text = Text("Je suis née le 23.02.1979 à Savenay, carte 4974-7375-2670-0209")
    fresh = type(written_rules())("fresh", written_rules().rules)
    before = [str(finding) for finding in fresh.find(text)]
    fresh.find(Text(hostile(4_000)))
    assert [str(finding) for finding in fresh.find(text)] == before
