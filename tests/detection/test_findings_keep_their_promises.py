"""Invariants of the detector, on texts that hypothesis and chance invent."""

from __future__ import annotations

import random
import threading
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from egide.detection import Detector, Finding, Text, Turn
from egide.detection.overlaps import resolve
from egide.detection.text import clean, fold

RULES = Detector.rules_only()

VALUES = st.sampled_from(
    [
        "06 39 98 55 23",
        "+33 6 39 98 71 05",
        "h.vauthrin54@courriel.example",
        "FR76 3000 2516 6357 4507 8269 936",
        "2 84 03 69 381 048 48",
        "FG-482-LP",
        "4970 4072 8911 5979",
        "203.0.113.205",
        "zéro six trente-neuf quatre-vingt-dix-huit vingt-deux zéro sept",
    ]
)
NEUTRAL = st.sampled_from(
    [
        "Bonjour, ",
        "merci beaucoup. ",
        "il fait beau 😀 ",
        "العربية ",
        "cafe\u0301 ",
        "\r\n",
        "d'accord ; ",
        "\u200b",
        "«\u00a0oui\u00a0» ",
    ]
)


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_spans_are_ordered_apart_and_inside_any_text(text: str) -> None:
    found = RULES.find(text)
    last = 0
    for finding in found:
        assert last <= finding.start < finding.end <= len(text)
        assert 0 < finding.score <= 1
        assert finding.why
        last = finding.end


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_copies_are_ascii_and_as_long_as_the_text(text: str) -> None:
    prepared = Text(clean(text).text)
    assert len(prepared.folded) == len(prepared.low) == len(prepared.original) == len(prepared.low_bytes)
    assert prepared.folded.isascii()


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_cleaning_maps_every_span_back_inside_the_source(text: str) -> None:
    cleaned = clean(text)
    for start in range(len(cleaned.text)):
        first, last = cleaned.span_in_source(start, start + 1)
        assert 0 <= first < last <= len(text)


@given(st.lists(NEUTRAL, max_size=5), VALUES, st.lists(NEUTRAL, max_size=5))
@settings(max_examples=120, deadline=None)
def test_neutral_text_around_a_value_does_not_lose_it(head: list[str], value: str, tail: list[str]) -> None:
    before = "".join(head)
    text = f"{before} {value} {''.join(tail)}"
    start = len(before) + 1
    covered = {p for f in RULES.find(text) for p in range(f.start, f.end)}
    assert all(p in covered for p in range(start, start + len(value)) if text[p].isalnum())


@given(VALUES, st.sampled_from([str.upper, str.lower, str.title]))
@settings(max_examples=60, deadline=None)
def test_casing_does_not_lose_a_structured_value(value: str, recase: object) -> None:
    changed = recase(f"immat {value}" if "-LP" in value else value)
    covered = {p for f in RULES.find(changed) for p in range(f.start, f.end)}
    wanted = range(6 if changed.lower().startswith("immat") else 0, len(changed))
    assert all(p in covered for p in wanted if changed[p].isalnum())


@given(VALUES, st.sampled_from(["\u00a0", "\u202f", "\u2009", " \u200b"]))
@settings(max_examples=40, deadline=None)
def test_exotic_blanks_do_not_lose_a_value(value: str, blank: str) -> None:
    text = "voici : " + value.replace(" ", blank)
    covered = {p for f in RULES.find(text) for p in range(f.start, f.end)}
    assert all(p in covered for p in range(8, len(text)) if text[p].isalnum())


def test_same_text_gives_the_same_findings_twice() -> None:
    text = "Né le 7 octobre 1955 à Quimper, 06 39 98 55 23, commande CMD-7741-09B"
    assert RULES.find(text) == RULES.find(text)


def test_combining_accents_and_zero_width_do_not_shift_offsets() -> None:
    text = unicodedata.normalize("NFD", "né à Orléans, tél. ") + "06\u200b39 98 55\u200d 23."
    (found,) = [f for f in RULES.find(text) if f.label == "PHONE"]
    assert text[found.start : found.end] == "06\u200b39 98 55\u200d 23"


def test_many_texts_give_the_findings_of_each() -> None:
    texts = ["rien", "06 39 98 55 23", "", "écrire à zoe@courriel.example"] * 20
    assert list(RULES.find_many(texts)) == [RULES.find(text) for text in texts]


def test_threads_share_one_detector() -> None:
    texts = [f"commande CMD-7741-{n:03d}, 06 39 98 55 {n % 90 + 10}" for n in range(40)]
    expected = [RULES.find(text) for text in texts]
    answers: dict[int, list[list[Finding]]] = {}

    def work(number: int) -> None:
        answers[number] = [RULES.find(text) for text in texts]

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(answer == expected for answer in answers.values())


def test_random_unicode_never_breaks_the_detector() -> None:
    chance = random.Random(20261125)  # noqa: S311 - a fuzz run, not a secret
    alphabet = (
        [chr(c) for c in range(32, 0x500)]
        + list("०१२٠١٢０１２😀👩‍👩‍👧\u202e\u200f\u0301\ufe0f\x00\r\n\t")
        + ["zéro ", "six ", "@", "06 ", "FR76", " a ", " b "]
    )
    for _ in range(150):
        text = "".join(chance.choice(alphabet) for _ in range(chance.randrange(1, 200)))
        for finding in RULES.find(text):
            assert 0 <= finding.start < finding.end <= len(text)


def test_overlaps_are_settled_as_documented() -> None:
    text = "12 rue Victor Hugo 75011 Paris"
    inside = resolve([Finding("PERSON", 7, 18, 0.9), Finding("ADDRESS", 0, 18, 0.8)], text)
    assert [str(f) for f in inside] == ["ADDRESS[0:18]"]
    doubtful = resolve([Finding("PERSON", 7, 18, 0.9), Finding("REFERENCE", 0, 18, 0.5)], text)
    assert [str(f) for f in doubtful] == ["REFERENCE[0:6]", "PERSON[7:18]"]
    crossing = resolve([Finding("ADDRESS", 0, 18, 0.9), Finding("LOCATION", 7, 30, 0.8)], text)
    assert [str(f) for f in crossing] == ["ADDRESS[0:18]", "LOCATION[19:30]"]
    same = resolve([Finding("REFERENCE", 0, 5, 0.9), Finding("IBAN", 0, 5, 0.9)], text)
    assert [f.label for f in same] == ["IBAN"]


@given(
    st.lists(
        st.tuples(
            st.integers(0, 40), st.integers(1, 15), st.sampled_from(["PERSON", "ADDRESS", "PHONE"]), st.floats(0.1, 1)
        ),
        max_size=8,
    )
)
@settings(max_examples=150, deadline=None)
def test_overlaps_never_remain_and_settling_twice_changes_nothing(raw: list[tuple[int, int, str, float]]) -> None:
    text = "abcdefghij " * 6
    found = resolve([Finding(label, start, start + size, score) for start, size, label, score in raw], text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert resolve(found, text) == found


def test_fold_keeps_what_the_rules_read() -> None:
    assert fold("N° œuvré ÇA “l’été” – ½ ①") == 'No ouvre CA "l\'ete" - 1 1'


def test_conversation_understands_an_answer_by_its_question() -> None:
    turns = [Turn("agent", "Votre numéro de client ?"), Turn("client", "alors c'est le 40 22 18")]
    answers = Detector.rules_only().find_conversation(turns)
    assert answers[0] == []
    assert [(f.label, turns[1].text[f.start : f.end]) for f in answers[1]] == [("REFERENCE", "40 22 18")]


def test_conversation_puts_together_a_number_cut_by_the_other_speaker() -> None:
    turns = [
        Turn("client", "mon portable c'est zéro six trente-neuf"),
        Turn("agent", "oui je note"),
        Turn("client", "quatre-vingt-dix-huit vingt-deux zéro sept"),
    ]
    answers = Detector.rules_only().find_conversation(turns)
    assert [turns[0].text[f.start : f.end] for f in answers[0]] == ["zéro six trente-neuf"]
    assert answers[1] == []
    assert [turns[2].text[f.start : f.end] for f in answers[2]] == ["quatre-vingt-dix-huit vingt-deux zéro sept"]


def test_value_found_once_is_found_in_every_turn() -> None:
    turns = ["ma commande est la XQ-7741", "euh XQ-7741 vous dites", "non, XQ-7742"]
    answers = Detector.rules_only().find_conversation(turns)
    assert [[turn[f.start : f.end] for f in found] for turn, found in zip(turns[:2], answers[:2], strict=True)] == [
        ["XQ-7741"],
        ["XQ-7741"],
    ]


def test_name_found_once_is_found_inside_a_file_name() -> None:
    text = "Je suis Amandine Chevrolat, voir devis_chevrolat_2024.pdf"
    covered = {p for f in Detector.default().find(text) for p in range(f.start, f.end)}
    start = text.index("chevrolat")
    assert set(range(start, start + 9)) <= covered


def test_long_texts_are_not_read_ahead_by_the_hundred() -> None:
    drawn: list[int] = []

    def texts() -> Iterator[str]:
        for number in range(60):
            drawn.append(number)
            yield "ok . " * 4_000

    next(RULES.find_many(texts()))
    assert len(drawn) < 10


def test_each_text_of_several_batches_has_its_own_findings() -> None:
    texts = [f"n° {number}, joignable au 06 39 98 55 23" if number % 3 else "ok" for number in range(300)]
    assert list(RULES.find_many(texts)) == [RULES.find(text) for text in texts]
