"""What models do to a token, from the published list beside this file: restored, and never wrongly."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from egide.keys import SecretKey
from egide.pseudonyms import Issued, Pseudonymiser, Record, Scope

ALTERATIONS = json.loads(Path(__file__).with_name("alterations.json").read_text("utf-8"))["alterations"]
VALUE = "Zoé d'Argençon"
KEY = SecretKey(bytes(range(32)))


@pytest.fixture
def pseudonyms() -> Pseudonymiser:
    made = Pseudonymiser(KEY, Scope("acme", "support", "c1"))
    made.pseudonym("PERSON", VALUE)
    made.pseudonym("PERSON", "Bob Durand")
    made.pseudonym("EMAIL", "bob@courriel.example")
    return made


def altered(template: str, record: Record) -> str:
    word, _, code = record.pseudonym.strip("[]").partition("_")
    first, _, second = code.partition("-")
    return template.format(W=word, w=word.lower(), T=word.title(), a=first, b=second, A=first.upper(), B=second.upper())


def test_restores_98_percent_of_the_published_alterations(pseudonyms: Pseudonymiser) -> None:
    record = pseudonyms.pseudonym("PERSON", VALUE)
    missed = []
    for alteration in ALTERATIONS:
        text = f"Dites à {altered(alteration['altered'], record)} que oui"
        expected = f"Dites à {alteration['restored'].format().replace('V', VALUE)} que oui"
        restored = pseudonyms.restore(text).text
        if restored != expected:
            missed.append((alteration["kind"], text, restored))
    assert len(ALTERATIONS) >= 150
    assert len(missed) <= 0.02 * len(ALTERATIONS), missed


def test_never_restores_another_value_than_the_one_altered(pseudonyms: Pseudonymiser) -> None:
    records = [pseudonyms.pseudonym("PERSON", f"{first} {last}") for first in "AÉIOU" for last in ("Martin", "Le Goff")]
    for record in records:
        others = {other.value for other in pseudonyms.issued if other.value != record.value}
        for alteration in ALTERATIONS:
            restored = pseudonyms.restore(altered(alteration["altered"], record)).text
            assert not [value for value in others if value in restored]


@pytest.mark.parametrize("position", range(9))
def test_leaves_a_token_whose_code_was_altered(pseudonyms: Pseudonymiser, position: int) -> None:
    record = pseudonyms.pseudonym("PERSON", VALUE)
    start = record.pseudonym.index("_") + 1
    at = start + position + (position >= 4)
    for letter in "23456789bcdfghjkmnpqrstvwxz":
        text = record.pseudonym[:at] + letter + record.pseudonym[at + 1 :]
        if text != record.pseudonym and at < len(record.pseudonym) - 1:
            assert pseudonyms.restore(text).text == text


@pytest.mark.parametrize(
    "shorten",
    [lambda t: t[:-2], lambda t: t[:-3] + "]", lambda t: t.replace("-", "")[:-3], lambda t: t + "x" * 0 + t[-3:]],
)
def test_leaves_what_is_cut_or_repeated(pseudonyms: Pseudonymiser, shorten: object) -> None:
    record = pseudonyms.pseudonym("PERSON", VALUE)
    text = shorten(record.pseudonym)  # type: ignore[operator]
    assert pseudonyms.restore(text).text.count(VALUE) == text.count(record.pseudonym)


@pytest.mark.parametrize(
    "text",
    [
        "[PERSONNE_1]",
        "<PERSON_1>",
        "[EMAIL]",
        "[[x]]",
        "PERSONNE_k7q2-b4xm",
        "[PERSONNE_2222-2222]",
        "<<EMAIL:1>>",
        "[voir p. 2]",
    ],
)
def test_leaves_text_that_only_looks_like_a_token(pseudonyms: Pseudonymiser, text: str) -> None:
    assert pseudonyms.restore(text).text == text
    assert pseudonyms.protect(text, []).text == text


def test_leaves_a_token_of_another_scope(pseudonyms: Pseudonymiser) -> None:
    other = Pseudonymiser(KEY, Scope("acme", "support", "c2"), issued=Issued())
    token = other.pseudonym("PERSON", VALUE).pseudonym
    assert pseudonyms.restore(token).text == token
    assert other.restore(token).text == VALUE


def test_leaves_a_code_inside_a_longer_word(pseudonyms: Pseudonymiser) -> None:
    code = pseudonyms.pseudonym("PERSON", VALUE).pseudonym.strip("[]")
    for text in (f"X{code}", f"{code}k", f"{code}0", f"0{code}"):
        assert pseudonyms.restore(text).text == text
