"""One-way codes and generalisation."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from egide.keys import SecretKey
from egide.pseudonyms import OneWay, Pseudonymiser, Scope, generalise


@dataclass(frozen=True)
class Span:
    label: str
    start: int
    end: int


@pytest.mark.parametrize(
    ("label", "value", "coarser"),
    [
        ("AGE", "19 ans", "18-19 ans"),
        ("AGE", "4 mois", "moins de 18 ans"),
        ("AGE", "93 ans", "90 ans et plus"),
        ("AGE", "trente ans", None),
        ("BIRTHDATE", "03/05/1987", "1987"),
        ("BIRTHDATE", "3 mai", None),
        ("LOCATION", "Ajaccio (20000)", "département 2A"),
        ("LOCATION", "97400 Saint-Denis", "département 974"),
        ("LOCATION", "Lyon", None),
        ("IP", "82.66.1.2", "82.66.1.0/24"),
        ("IP", "2001:db8:1:2::3", "2001:db8:1::/48"),
        ("IP", "quatre-vingt-deux", None),
        ("PERSON", "Claire Dupont", None),
    ],
)
def test_says_less_or_nothing(label: str, value: str, coarser: str | None) -> None:
    assert generalise(label, value) == coarser


def test_one_way_codes_join_the_writings_of_a_value_and_are_never_restored() -> None:
    key, scope = SecretKey(bytes(range(32))), Scope("acme", "statistics")
    one_way = OneWay(key, scope)
    text = "06 39 98 44 17 puis +33639984417"
    protected = one_way.protect(text, [Span("PHONE", 0, 14), Span("PHONE", 20, 32)])
    first, _, second = protected.split()
    assert first == second
    restorer = Pseudonymiser(key, scope)
    restorer.pseudonym("PHONE", "06 39 98 44 17")
    assert restorer.restore(protected).text == protected
    assert OneWay(key, Scope("acme", "other")).protect(text, [Span("PHONE", 0, 14)]).split()[0] != first
