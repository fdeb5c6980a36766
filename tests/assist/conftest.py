"""A small imaginary brand that the tests of `egide.assist` share."""

from __future__ import annotations

import pytest

from egide.assist.articles import Article
from egide.assist.knowledge import KnowledgeBase

ARTICLES = (
    (
        "A1",
        "Délais de remboursement",
        "Le remboursement d'un trop-perçu est versé sous 15 jours après la facture.\n\nLe dépôt de garantie de la box est rendu 10 jours après le retour du matériel.",
    ),
    (
        "A2",
        "Panne de la box fibre",
        "Si le voyant est rouge fixe, vérifiez que le câble optique n'est pas plié.\n\nUn technicien est proposé sous 48 heures ouvrées. L'abonnement n'est pas facturé pendant la panne.",
    ),
    (
        "A3",
        "Résilier un abonnement",
        "La résiliation prend effet 10 jours après réception de la demande.\n\nLes frais de résiliation de la fibre sont de 49 €. Écrivez à resiliation@marque.example.",
    ),
    (
        "A4",
        "Déménager avec sa fibre",
        "Déclarez votre départ deux semaines avant dans l'espace client. La ligne fibre peut être transférée à la nouvelle adresse.",
    ),
    (
        "A5",
        "Relever son compteur",
        "Notez les chiffres noirs sans les décimales rouges. Transmettez l'index dans l'espace client.",
    ),
)


@pytest.fixture(scope="session")
def base() -> KnowledgeBase:
    return KnowledgeBase.from_articles(Article.written(identifier, title, body) for identifier, title, body in ARTICLES)
