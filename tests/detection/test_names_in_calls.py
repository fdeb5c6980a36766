"""Names given on the telephone: in answers, before their spelling, by who answers."""

import pytest

from egide import Detector


def _names(text: str) -> list[str]:
    return [text[f.start : f.end] for f in Detector.default().find(text) if f.label == "PERSON"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("agent: c'est à quel nom\nclient: oui c'est belkacem", ["belkacem"]),
        ("agent: vous êtes monsieur\nclient: carpentier lucien en deux mots", ["carpentier lucien"]),
        ("Conseiller : Maison Aubrac, Théophile, que puis-je pour vous ?\nCliente : Rien.", ["Théophile"]),
        ("client: non lopes avec un s\nagent: d'accord", ["lopes"]),
        ("l'acte de ma mère née le goff elle habite loin", ["le goff"]),
        ("voilà c'est krawzyk enfin k r a w c z y k", ["krawzyk", "k r a w c z y k"]),
    ],
)
def test_finds_names_as_they_are_given(text: str, expected: list[str]):
    assert _names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "agent: à quel nom\nclient: je sais plus attendez",
        "agent: bonjour monsieur\nclient: bonjour oui voilà",
        "le fichier est en un seul morceau avec un s à la fin",
        "le mot s'écrit avec deux m",
        "elle est née le premier mai",
    ],
)
def test_leaves_other_answers(text: str):
    assert _names(text) == []


def test_leaves_a_closing_formula():
    assert _names("Restant à votre écoute, bien à vous") == []


def test_keeps_the_particle_of_a_name_in_two_words():
    assert _names("agent: el amrani en deux mots c'est ça") == ["el amrani"]


def test_finds_who_opens_a_call():
    assert _names("agent: service abonnement corentin bonjour\nclient: oui bonjour") == ["corentin"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("agent: espace clients gwendoline que puis-je pour vous", ["gwendoline"]),
        ("agent: service technique ludovic à votre écoute", ["ludovic"]),
        ("je reste à votre écoute et que puis-je faire de plus", []),
    ],
)
def test_finds_who_answers_in_small_letters(text: str, expected: list[str]):
    assert _names(text) == expected
