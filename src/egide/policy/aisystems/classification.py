"""Class an AI system by questions whose answers are kept, the prohibited class included.

Source: Regulation (EU) 2024/1689 as amended on 29 June 2026, arts. 5, 6, 50, annex III; the cases are records of the law file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from egide.policy.errors import InvalidRecord
from egide.policy.law.law_file import Law
from egide.policy.law.records import Sentence
from egide.policy.vocabulary import Mark, RiskClass


class Reply(StrEnum):
    """A reply to one question; not knowing leaves the system unclassified."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class SystemRole(StrEnum):
    """What the brand or the operator is for this system. Source: AI Act arts. 3(3), 3(4), 25."""

    PROVIDER = "provider"
    DEPLOYER = "deployer"


@dataclass(frozen=True, slots=True)
class ClassQuestion:
    """One question: does the system do this?

    Attributes:
        case: Code of the AI case in the law file, which gives the class when the reply is yes.
        text: The question in French and English.
    """

    case: str
    text: Sentence


@dataclass(frozen=True, slots=True)
class Ground:
    """Why a class was given."""

    case: str
    risk_class: RiskClass
    article: str
    sentence: Sentence
    source: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Classification:
    """A class with its reasoning and its date, kept as art. 6(4) asks.

    Attributes:
        grounds: Cases that apply, the most severe first.
        unanswered: Questions without a clear reply; they leave the system unclassified unless it is prohibited.
        duties: What the software must do for this class, in French and English.
    """

    risk_class: RiskClass
    grounds: tuple[Ground, ...]
    unanswered: tuple[str, ...]
    duties: tuple[Sentence, ...]
    on: date
    law_version: str


_RANK = {RiskClass.MINIMAL: 0, RiskClass.LIMITED: 1, RiskClass.HIGH: 2, RiskClass.PROHIBITED: 3}

_DUTIES: dict[RiskClass, tuple[Sentence, ...]] = {
    RiskClass.MINIMAL: (
        Sentence(
            "Tenir le registre de maîtrise de l’IA par rôle (art. 4).",
            "Keep the register of AI literacy per role (art. 4).",
        ),
        Sentence(
            "Reclasser à chaque changement de consigne, de modèle ou de finalité (art. 25).",
            "Classify again at each change of prompt, model or purpose (art. 25).",
        ),
    ),
    RiskClass.LIMITED: (
        Sentence(
            "Dire à la personne, dès le premier contact et de façon accessible, qu’une machine lui parle (art. 50).",
            "Tell the person, at first contact and accessibly, that a machine speaks (art. 50).",
        ),
        Sentence(
            "Marquer ce qui est envoyé automatiquement de façon lisible par machine (art. 50(2)).",
            "Mark what is sent automatically in a machine-readable way (art. 50(2)).",
        ),
    ),
    RiskClass.HIGH: (
        Sentence(
            "Compléter le dossier avant tout usage : notice, responsable nommé qui peut arrêter, contrôle des entrées, surveillance (art. 26).",
            "Complete the file before any use: instructions, a named overseer who can stop it, control of inputs, monitoring (art. 26).",
        ),
        Sentence(
            "Garder les journaux au moins six mois (art. 26(6)).", "Keep logs for at least six months (art. 26(6))."
        ),
        Sentence(
            "Informer le CSE et les salariés avant l’usage s’il les concerne (art. 26(7)).",
            "Inform the works council and workers before use if it concerns them (art. 26(7)).",
        ),
    ),
    RiskClass.PROHIBITED: (
        Sentence(
            "Ne pas activer : aucune option ne le permet (art. 5).", "Do not switch on: no option allows it (art. 5)."
        ),
    ),
    RiskClass.UNCLASSIFIED: (
        Sentence(
            "Répondre aux questions restantes : sans classe, le système ne sert pas.",
            "Answer the remaining questions: without a class, the system is not used.",
        ),
    ),
}


def list_questions(law: Law) -> tuple[ClassQuestion, ...]:
    """List the questions, the most severe class first.

    Args:
        law: The law in force.

    Returns:
        One question per case of the law file.
    """
    cases = sorted(law.ai_cases.values(), key=lambda case: (-_RANK[case.risk_class], case.code))
    return tuple(
        ClassQuestion(
            case.code,
            Sentence(f"Le système fait-il ceci : {case.name.fr} ?", f"Does the system do this: {case.name.en}?"),
        )
        for case in cases
    )


def classify(replies: Mapping[str, Reply], law: Law, on: date) -> Classification:
    """Class a system from the replies to the questions.

    Args:
        replies: By case code; a case without a reply counts as unknown.
        law: The law in force.
        on: The day of the classification.

    Returns:
        The class: the most severe case that applies; unclassified while a question that could raise it has no clear reply.

    Raises:
        InvalidRecord: a reply to a case that the law does not know.
    """
    for code in replies:
        if code not in law.ai_cases:
            raise InvalidRecord(f"replies.{code}", f"allowed words: {', '.join(sorted(law.ai_cases))}")
    grounds = sorted(
        (
            Ground(case.code, case.risk_class, case.article, case.name, case.source, case.mark)
            for case in law.ai_cases.values()
            if replies.get(case.code) is Reply.YES
        ),
        key=lambda ground: (-_RANK[ground.risk_class], ground.case),
    )
    reached = grounds[0].risk_class if grounds else RiskClass.MINIMAL
    unanswered = tuple(
        case.code
        for case in law.ai_cases.values()
        if replies.get(case.code, Reply.UNKNOWN) is Reply.UNKNOWN and _RANK[case.risk_class] > _RANK[reached]
    )
    risk_class = RiskClass.UNCLASSIFIED if unanswered else reached
    return Classification(risk_class, tuple(grounds), unanswered, _duties(risk_class), on, law.version)


def _duties(risk_class: RiskClass) -> tuple[Sentence, ...]:
    if risk_class not in _RANK or risk_class is RiskClass.PROHIBITED:
        return _DUTIES[risk_class]
    return tuple(duty for each, rank in _RANK.items() if rank <= _RANK[risk_class] for duty in _DUTIES[each])
