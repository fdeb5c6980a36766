from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egide.assist.facts import denies, find_dates, find_facts
from egide.assist.numerals import find_spelled_numbers


@pytest.mark.parametrize(
    ("text", "form", "unit"),
    [
        ("1 200,50 €", "1200.5", "eur"),
        ("1\u202f200 euros", "1200", "eur"),
        ("3,60 €", "3.6", "eur"),
        ("£5", "5", ""),
        ("30 %", "30", "percent"),
        ("48 heures ouvrées", "48", "working_hour"),
        ("10 jours ouvrés", "10", "working_day"),
        ("2 semaines", "2", "week"),
        ("9 kVA", "9", "kva"),
        ("quatre-vingt-dix-huit euros", "98", "eur"),
    ],
)
def test_reads_a_number_with_its_unit(text, form, unit):
    fact = next(fact for fact in find_facts(text) if fact.kind == "number")
    assert (fact.form, fact.unit) == (form, unit)


def test_both_numbers_of_a_range_take_its_unit():
    assert [(fact.form, fact.unit) for fact in find_facts("sous 2 à 4 semaines")] == [("2", "week"), ("4", "week")]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("12/03/2027", "2027-03-12"),
        ("2027-03-12", "2027-03-12"),
        ("le 1er novembre", "????-11-01"),
        ("March 5, 2026", "2026-03-05"),
        ("5th of March", "????-03-05"),
        ("mars 2027", "2027-03-??"),
        ("18 h 30", "T18:30"),
        ("6 pm", "T18:00"),
        ("Thursday", "W4"),
    ],
)
def test_reads_a_date(text, form):
    assert [fact.form for fact in find_dates(text)] == [form]


@pytest.mark.parametrize("text", ["32/13/2027", "le 45 mars"])
def test_refuses_a_date_that_does_not_exist(text):
    assert find_dates(text) == [] or all(fact.form.endswith("??") for fact in find_dates(text))


def test_a_telephone_number_is_one_code():
    assert [(fact.kind, fact.form) for fact in find_facts("au 01 99 00 10 10")] == [("code", "0199001010")]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("vingt et un", 21),
        ("soixante et onze", 71),
        ("quatre-vingts", 80),
        ("deux mille trois cents", 2300),
        ("two hundred and forty", 240),
        ("douze", 12),
    ],
)
def test_reads_numbers_in_words(text, amount):
    assert [each for _, _, each in find_spelled_numbers(text)] == [amount]


@pytest.mark.parametrize("text", ["un contrat", "one of them", "une demande"])
def test_an_article_is_not_a_number(text):
    assert list(find_spelled_numbers(text)) == []


@pytest.mark.parametrize(
    "text", ["Ce n'est pas possible.", "Aucun frais.", "Sans engagement.", "It is not included.", "You can't cancel."]
)
def test_sees_a_negation(text):
    assert denies(text)


@pytest.mark.parametrize(
    "text", ["C'est possible.", "N'hésitez pas à nous écrire.", "The fee is included.", "Cela ne coûte que 5 €."]
)
def test_sees_no_negation_where_nothing_is_denied(text):
    assert not denies(text)


@given(st.text(max_size=300))
def test_facts_never_overlap_and_stay_inside_the_text(text):
    facts = find_facts(text)
    assert all(0 <= fact.start < fact.end <= len(text) for fact in facts)
    assert all(before.end <= after.start for before, after in itertools.pairwise(facts))
