"""Say how probable it is that the knowledge base answers a question, so that the desk abstains rather than guesses.

A logistic model over a few readable signals of the retrieval; its coefficients are learnt by `training/assist` on questions whose answer
was in the base and on the same questions after their article was taken out. A brand sets its own threshold with its own history.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from egide.assist.errors import BadExamples
from egide.assist.words import find_sentences

if TYPE_CHECKING:
    from egide.assist.knowledge import KnowledgeBase

__all__ = ["SIGNALS", "Answerability", "answer_signals", "asks", "choose_threshold"]


SIGNALS = {
    "passage": 1,
    "sentence": 1,
    "title": 1,
    "unknown": -1,
    "lead": 1,
    "strength": 1,
}
"""Each signal and the only direction in which it may move the probability: a model that could reward an unknown word would be wrong."""

_ASKING = re.compile(
    r"\?|\b(?:je (?:souhaite|voudrais|veux|demande|cherche)|j'aimerais|pouvez|pourriez|merci de|comment|combien|quand|quel(?:le)?s?|"
    r"i (?:want|need|would like)|please|could you|can you|how|when|where|why|what|which)\b",
    re.IGNORECASE,
)


_SYNONYM_COUNTS = 0.5  # a synonym of the shipped list is half a proof: the groups are wide


@dataclass(frozen=True, slots=True)
class Answerability:
    """A logistic model over the signals of one retrieval.

    Attributes:
        coefficients: One a signal, in the order of `SIGNALS`.
        intercept: Added to the sum.
        threshold: Shipped threshold.
        agreement: How much an intent in common with the article moves the sum, where the base is guided by a classifier.
        even_agreement: The agreement that moves nothing.
    """

    coefficients: tuple[float, ...]
    intercept: float
    threshold: float
    agreement: float = 0.0
    even_agreement: float = 0.5

    @staticmethod
    @cache
    def shipped() -> Answerability:
        """Give the model that ships with Égide."""
        stored = json.loads((files("egide.assist") / "seed" / "answerability.json").read_text(encoding="utf-8"))
        return Answerability(
            tuple(float(stored["coefficients"][signal]) for signal in SIGNALS),
            float(stored["intercept"]),
            float(stored["threshold"]),
            float(stored["agreement"]),
            float(stored["even_agreement"]),
        )

    def probability(self, signals: Sequence[float], agreement: float | None = None) -> float:
        """Give the probability that the first article of a retrieval answers the question.

        Args:
            signals: As `answer_signals` gives them.
            agreement: How far question and article ask for the same thing, 0 to 1; None when no classifier guides the base.

        Returns:
            Between 0 and 1.
        """
        total = self.intercept + sum(weight * signal for weight, signal in zip(self.coefficients, signals, strict=True))
        if agreement is not None:
            total += self.agreement * (agreement - self.even_agreement)
        return round(1 / (1 + math.exp(-max(-30.0, min(30.0, total)))), 4)


def answer_signals(question: str, kb: KnowledgeBase, *, without: Collection[str] = ()) -> tuple[float, ...]:
    """Give the signals of one retrieval, in the order of `SIGNALS`.

    Args:
        question: The customer's question.
        kb: The base.
        without: Ids of articles to do without: expired ones, or those that training hides.

    Returns:
        Numbers of about 0 to 1 each; zeros when nothing is found.
    """
    terms = kb.subject_terms(question)
    ranked = kb.closest(question, without)
    if not terms or not ranked:
        return (0.0,) * len(SIGNALS)
    best, points = ranked[0]
    others = [other for _, other in ranked[1:]]

    def presence(term: str, found: set[str]) -> float:
        return 1.0 if term in found else _SYNONYM_COUNTS if kb.synonyms_of(term) & found else 0.0

    def coverage(found: set[str]) -> float:
        total = sum(kb.rarity(term) for term in terms)
        return sum(kb.rarity(term) * presence(term, found) for term in terms) / total if total else 0.5

    return (
        coverage(set(kb.terms_of(kb.context_of(best.id)))),
        max(
            (coverage(set(kb.terms_of(best.text[start:end]))) for start, end in find_sentences(best.text)),
            default=0.0,
        ),
        coverage(set(kb.terms_of(kb.articles[best.article].title))),
        sum(not kb.knows(term) for term in terms) / len(terms),
        # Of several near articles none stands out: the gap to the next alone is noise, the gap to the next four is not.
        (points - sum(others) / len(others)) / points if others else 1.0,
        # The rarest word of a large base weighs more than that of a small one: points are counted in rarest words.
        math.log1p(points / kb.rarity("")) / 2,
    )


def asks(text: str) -> bool:
    """Say whether a text asks for something, in French or English.

    Returns:
        True when it asks.

    Example:
        >>> asks("Quel est le délai ?"), asks("Merci à toute l'équipe !")
        (True, False)
    """
    return bool(_ASKING.search(text))


def choose_threshold(confidences: Sequence[float], right: Sequence[bool], *, precision: float) -> float:
    """Find the lowest confidence from which a brand's held-out answers were right as often as it wants.

    Args:
        confidences: Announced probabilities on threads that trained nothing.
        right: Whether a person found each answer right.
        precision: Wanted share of right answers among those given, above 0 up to 1.

    Returns:
        The threshold; 1.0 when no threshold reaches the precision (the desk then always abstains).

    Raises:
        BadExamples: fewer than 20 judged answers, too few to promise a precision.
    """
    fewest = 20
    if len(confidences) < fewest or len(confidences) != len(right):
        raise BadExamples(f"at least {fewest} judged answers are needed to set a threshold")
    ordered = sorted(zip(confidences, right, strict=True), reverse=True)
    best, good = 1.0, 0
    for count, (confidence, was_right) in enumerate(ordered, start=1):
        good += was_right
        is_last_of_its_value = count == len(ordered) or ordered[count][0] < confidence
        if is_last_of_its_value and good / count >= precision:
            best = confidence
    return best
