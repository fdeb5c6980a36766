"""Surrogates read like the real thing, belong to nobody, and come back as what they stand for."""

from __future__ import annotations

import re
from dataclasses import dataclass

import phonenumbers
import pytest
import stdnum.fr.nir
import stdnum.iban
import stdnum.luhn
from hypothesis import given, settings
from hypothesis import strategies as st

from egide.keys import SecretKey
from egide.pseudonyms import Issued, Scope
from egide.pseudonyms.surrogates import Surrogates

KEY = SecretKey(bytes(range(32)))


@dataclass(frozen=True)
class Span:
    label: str
    start: int
    end: int


def fresh(issued: Issued | None = None) -> Surrogates:
    return Surrogates(KEY, Scope("acme", "support", "c1"), issued=issued)


def test_a_name_keeps_its_order_its_case_and_its_person() -> None:
    surrogates = fresh()
    full = surrogates.pseudonym("PERSON", "Claire Dupont").pseudonym
    first, last = full.split()
    assert surrogates.pseudonym("PERSON", "DUPONT Claire").pseudonym == f"{last.upper()} {first}"
    assert surrogates.pseudonym("PERSON", "Dupont").pseudonym == last
    assert surrogates.pseudonym("PERSON", "DUPONT").pseudonym == last.upper()
    address = surrogates.pseudonym("EMAIL", "claire.dupont@orange.fr").pseudonym
    assert address.endswith("@courriel.example")
    assert last.lower() in address
    assert surrogates.restore(f"Chère Madame {last},\n{full}\n{last.upper()}").text == (
        "Chère Madame Dupont,\nClaire Dupont\nDUPONT"
    )


@pytest.mark.parametrize(
    ("label", "value", "same"),
    [
        ("PHONE", "06 12 34 56 78", r"06 39 98 \d\d \d\d"),
        ("PHONE", "+33 (0)1.44.55.66.77", r"\+33 \(0\)1\.99\.00\.\d\d\.\d\d"),
        ("IP", "82.66.1.2", r"(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+"),
        ("PLATE", "ab-123-cd", r"ss-\d{3}-ss"),
        ("BIRTHDATE", "03/05/1987", r"\d\d/\d\d/198[67]"),
        ("AGE", "17 ans", r"1[5-6] ans"),
        ("LOCATION", "54000 Nancy", r"00\d{3} .+"),
        ("REFERENCE", "CMD-7741-09B", r"[A-Z]{3}-\d{4}-\d\d[A-Z]"),
        ("HEALTH", "diabète", r"\[SANTE_[\w-]+\]"),
        ("PHONE", "12 34", r"\[TELEPHONE_[\w-]+\]"),
    ],
)
def test_keeps_the_format(label: str, value: str, same: str) -> None:
    made = fresh().pseudonym(label, value).pseudonym
    assert re.fullmatch(same, made), made
    assert made != value


def test_check_digits_are_valid_and_numbers_are_nobody_s() -> None:
    surrogates = fresh()
    iban = surrogates.pseudonym("IBAN", "FR76 3000 6000 0112 3456 7890 189").pseudonym
    assert stdnum.iban.is_valid(iban)
    assert iban.replace(" ", "")[4:9] == "99999"
    assert stdnum.luhn.is_valid(surrogates.pseudonym("CARD", "4970 1000 0000 0003").pseudonym.replace(" ", ""))
    assert stdnum.fr.nir.is_valid(surrogates.pseudonym("NATIONAL_ID", "2 87 05 75 123 456 08").pseudonym)
    assert phonenumbers.is_possible_number(
        phonenumbers.parse(surrogates.pseudonym("PHONE", "0144556677").pseudonym, "FR")
    )


def test_dates_are_shifted_together() -> None:
    surrogates = fresh()
    assert surrogates.pseudonym("BIRTHDATE", "1987-05-03").pseudonym == "-".join(
        reversed(surrogates.pseudonym("BIRTHDATE", "03/05/1987").pseudonym.split("/"))
    )


def test_two_values_never_share_a_surrogate_and_processes_agree() -> None:
    names = [
        f"{first} Nom{letter}" for first in ("Claire", "Anne", "Paul", "Hugo", "Léa") for letter in "abcdefghijklmn"
    ]
    one = fresh()
    made = [one.pseudonym("PERSON", name).pseudonym for name in names]
    assert len(set(made)) == len(names)
    assert fresh().pseudonym("PERSON", names[0]).pseudonym == made[0]
    again = fresh(Issued.from_bytes(one.issued.to_bytes()))
    assert [again.pseudonym("PERSON", name).pseudonym for name in names] == made
    for name, surrogate in zip(names, made, strict=True):
        assert again.restore(surrogate).text == name


WORDS = st.sampled_from([
    "Claire", "Dupont", "DUPONT", "claire.dupont@orange.fr", "06 12 34 56 78", "3 mai 1987", "34 ans", " ", ", ", "\n", "é", "l'",
    "Apolline", "a << b", "[", "Mme ",
])  # fmt: skip


@settings(max_examples=250, deadline=None)
@given(st.lists(WORDS, max_size=10), st.data())
def test_comes_back_whole_and_cut_in_any_way(words: list[str], data: st.DataObject) -> None:
    text = "".join(words)
    bounds = st.integers(0, len(text))
    labels = st.sampled_from(["PERSON", "EMAIL", "PHONE", "BIRTHDATE", "AGE", "HEALTH"])
    drawn = data.draw(st.lists(st.tuples(labels, bounds, bounds), max_size=4))
    surrogates = fresh()
    protected = surrogates.protect(text, [Span(label, min(a, b), max(a, b)) for label, a, b in drawn]).text
    assert surrogates.restore(protected).text == text
    size = data.draw(st.integers(1, 7))
    stream = surrogates.stream()
    given_back = "".join(stream.feed(protected[at : at + size]) for at in range(0, len(protected), size))
    assert given_back + stream.finish() == text
