from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egide.assist.grounding import check_part

SOURCE = (
    "Résilier une offre fibre\nLa résiliation prend effet 10 jours après réception, ou à la date choisie. Les frais sont de 49 € et de 20 % des mois restants. "
    "Le matériel n'est pas facturé s'il revient sous 30 jours. Écrivez à resiliation@marque.example ou à M. Kerouac, avant le 12 mars 2027. Voir https://marque.example/fin. Un co-titulaire peut demander l'arrêt."
)


@pytest.mark.parametrize(
    "part",
    [
        "La résiliation prend effet 10 jours après réception.",
        "Les frais sont de 49 €.",
        "Les frais sont de 49 euros et de 20 % des mois restants.",
        "Le matériel n'est pas facturé s'il revient sous 30 jours.",
        "Écrivez à resiliation@marque.example avant le 12 mars 2027.",
        "La résiliation prend effet dix jours après réception.",
    ],
)
def test_supports_what_the_source_says(part):
    support = check_part(part, [SOURCE])
    assert support.supported, support


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        ("La résiliation prend effet 15 jours après réception.", "number"),
        ("La résiliation prend effet quinze jours après réception.", "number"),
        ("La résiliation prend effet 10 semaines après réception.", "number"),
        ("Les frais sont de 49 % des mois restants.", "number"),
        ("Les frais sont de 4,9 €.", "number"),
        ("Écrivez à resiliation@marque.example avant le 13 mars 2027.", "date"),
        ("Écrivez à resiliation@marque.example avant le 12 mars 2028.", "date"),
        ("Écrivez à aide@marque.example avant le 12 mars 2027.", "link"),
        ("Voir https://pirate.example/fin.", "link"),
        ("Écrivez à M. Dupont, avant le 12 mars 2027.", "name"),
        ("Le matériel est facturé s'il revient sous 30 jours.", "negation"),
        ("La résiliation ne prend pas effet 10 jours après réception.", "negation"),
        ("La résiliation est gratuite et prend effet 10 jours après réception.", "strong_term"),
        ("Nos boutiques vendent des téléphones neufs toute la semaine.", "words"),
    ],
)
def test_names_what_the_source_does_not_say(part, kind):
    support = check_part(part, [SOURCE])
    assert not support.supported
    assert kind in {missing.kind for missing in support.missing}


def test_a_date_may_leave_out_the_year_but_never_add_one():
    assert check_part("Écrivez à M. Kerouac avant le 12 mars.", [SOURCE]).supported
    assert not check_part("Le délai finit le 5 mai 2027.", ["Le délai finit le 5 mai."]).supported


@pytest.mark.parametrize("passages", [[], [""]])
def test_nothing_is_supported_without_a_source(passages):
    assert not check_part("Le délai est de 10 jours.", passages).supported


def test_pseudonyms_are_names_that_must_be_in_the_source():
    assert check_part("Le dossier de ⟦PERSON_1⟧ est ouvert.", ["Le dossier de ⟦PERSON_1⟧ est ouvert."]).supported
    assert not check_part("Le dossier de ⟦PERSON_2⟧ est ouvert.", ["Le dossier de ⟦PERSON_1⟧ est ouvert."]).supported


@given(st.integers(0, 99_999), st.integers(0, 99_999))
def test_another_number_is_never_supported(said, written):
    support = check_part(f"Le montant est de {said} euros.", [f"Le montant est de {written} euros."])
    assert support.supported is (said == written)


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_texts_are_compared_without_error(part, source):
    check_part(part, [source])
