"""The gazetteer answers for folded words and keeps names apart from ordinary words."""

from egide.detection.names.gazetteer import COMMON, FEMALE, MALE, PLACE, flags_by_word, given_level, surname_level
from egide.detection.text import fold


def test_knows_given_names_surnames_and_towns() -> None:
    flags = flags_by_word()
    assert given_level(flags["jerome"]) > 0
    assert surname_level(flags["nguyen"]) > 0
    assert flags["marseille"] & PLACE
    assert flags["solange"] & FEMALE
    assert flags["jerome"] & MALE


def test_marks_names_that_are_ordinary_words_too() -> None:
    flags = flags_by_word()
    assert flags["rose"] & COMMON
    assert surname_level(flags["petit"]) > 0
    assert flags["petit"] & COMMON
    assert not flags["ouedraogo"] & COMMON


def test_holds_folded_words_only() -> None:
    assert all(word == fold(word).lower() and word.isascii() for word in flags_by_word())
