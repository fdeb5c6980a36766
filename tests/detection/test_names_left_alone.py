"""Words that look like names and are none: assistants, brands, streets, titles, ordinary words."""

import pytest

from egide.detection.names import recognisers
from egide.detection.text import Text


def names_in(text: str) -> list[str]:
    return [text[finding.start : finding.end] for finding in recognisers()[0].find(Text(text))]


@pytest.mark.parametrize(
    "text",
    [
        "Bonjour, je suis Hector, l'assistant virtuel. Comment puis-je vous aider ?",
        "Madame, Monsieur,\nMerci de votre réponse.",
        "Merci d'avance pour votre retour, bonne journée.",
        "J'ai acheté une perceuse chez Leroy Merlin et une lampe chez Boulanger.",
        "Mon RIB et mon dossier sont incomplets, Monsieur le Directeur.",
        "Quels sont vos horaires le samedi ? Le magasin de Nantes est-il ouvert ?",
        "Le colis est au 12 rue Victor Hugo.",
        "Wann kommt meine Bestellung? Vielen Dank im Voraus.",
        "When does the summer sale end? Thanks in advance.",
        "Écrivez à contact@maison-auguste.example avant lundi.",
        "Bitte um Rückruf wegen der Nachlieferung. Danke im Voraus.",
        "Le témoin a vu la Twingo AA-229-JM. Témoin présent.",
        "Je veux le grand modèle, pas le petit.",
        "Le livreur GLS a cassé ma machine Miele et mon moulin Krups.",
        "Monsieur le Médiateur, je conteste la facture.",
        "Reference the order on all invoices. Thanks, Accounts Payable",
        "Purchasing team, Rowan Books Ltd",
        "Une Dacia Duster grise est en panne.",
        "Menuiserie Hamon & Filles",
        "Officina Meccanica Bruni S.r.l. P.IVA 01234567897",
    ],
)
def test_finds_nobody_where_nobody_is_named(text: str) -> None:
    assert names_in(text) == []


def test_reads_an_ordinary_word_as_a_name_after_a_civility_only() -> None:
    assert names_in("Je suis chez Mme Boulanger.") == ["Boulanger"]
    assert names_in("La fiche Boulanger dit oui.") == []


def test_leaves_the_firm_of_a_person_alone_where_the_person_is_named() -> None:
    assert names_in("La société Petit & Fils est venue. M. Petit refuse.") == ["Petit"]
