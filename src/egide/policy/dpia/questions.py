"""The 36 questions of an impact assessment, by their number in the CNIL tool, in our own words.

Source: structure of the CNIL PIA tool (sections, numbers and forms of answers); GDPR art. 35(7).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from egide.policy.law.records import Sentence


class Form(StrEnum):
    """How a question is answered."""

    TEXT = "text"
    LIST = "list"
    GAUGE = "gauge"


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    Attributes:
        number: Its number, which is also its key in a file.
        item: The part it belongs to, such as ``2.1``.
        form: How it is answered; a gauge has a text beside it.
    """

    number: int
    item: str
    form: Form
    title: Sentence


def _texts(item: str, first: int, *titles: tuple[str, str]) -> list[Question]:
    return [Question(first + at, item, Form.TEXT, Sentence(*title)) for at, title in enumerate(titles)]


def _risk(item: str, first: int, fr: str, en: str) -> list[Question]:
    lists = (
        ("Conséquences pour les personnes", "Consequences for people"),
        ("Menaces", "Threats"),
        ("Sources du risque", "Sources of the risk"),
        ("Mesures qui le réduisent", "Measures that reduce it"),
    )
    gauges = (("Gravité", "Severity"), ("Vraisemblance", "Likelihood"))
    return [
        *(
            Question(first + at, item, Form.LIST, Sentence(f"{fr} : {a}", f"{en}: {b}"))
            for at, (a, b) in enumerate(lists)
        ),
        *(
            Question(first + 4 + at, item, Form.GAUGE, Sentence(f"{fr} : {a}", f"{en}: {b}"))
            for at, (a, b) in enumerate(gauges)
        ),
    ]


QUESTIONS: dict[int, Question] = {
    question.number: question
    for question in (
        *_texts(
            "1.1",
            111,
            ("Ce que fait le traitement", "What the processing does"),
            ("Qui en répond", "Who answers for it"),
            ("Règles et référentiels qui s’appliquent", "Rules and frameworks that apply"),
        ),
        *_texts(
            "1.2",
            121,
            ("Données traitées", "Data processed"),
            ("Vie de la donnée, de la collecte à l’effacement", "Life of the data, from collection to erasure"),
            ("Systèmes et supports", "Systems and media"),
        ),
        *_texts(
            "2.1",
            211,
            ("Finalités", "Purposes"),
            ("Base légale", "Legal basis"),
            ("Minimisation", "Minimisation"),
            ("Exactitude", "Accuracy"),
            ("Durées de conservation", "Retention periods"),
        ),
        *_texts(
            "2.2",
            221,
            ("Information des personnes", "Information of people"),
            ("Consentement", "Consent"),
            ("Accès et portabilité", "Access and portability"),
            ("Rectification et effacement", "Rectification and erasure"),
            ("Limitation et opposition", "Restriction and objection"),
            ("Sous-traitants", "Processors"),
            ("Transferts hors de l’Union", "Transfers outside the Union"),
        ),
        *_risk("3.2", 321, "Accès illégitime", "Illegitimate access"),
        *_risk("3.3", 331, "Modification non désirée", "Unwanted change"),
        *_risk("3.4", 341, "Disparition", "Disappearance"),
    )
}

# Lists whose entries are titles of measures.
MEASURE_LISTS = frozenset({324, 334, 344})
EVALUATED_ITEMS = frozenset({"1.1", "1.2", "3.2", "3.3", "3.4"})
EVALUATED_QUESTIONS = frozenset(
    f"{question.item}.{number}" for number, question in QUESTIONS.items() if question.item[0] == "2"
)
