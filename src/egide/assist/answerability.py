"""Say how probable it is that the knowledge base answers a question, so that the desk abstains rather than guesses.

A logistic model over a few readable signals of the retrieval; its coefficients are learnt by `training/assist` on questions whose answer
was in the base and on the same questions after their article was taken out. A brand sets its own threshold with its own history.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from egide.assist.knowledge import Hit, KnowledgeBase

SIGNALS = ("coverage_passage", "coverage_article", "title_overlap", "margin", "strength", "length", "unseen")


@dataclass(frozen=True, slots=True)
class Answerability:
    """A logistic model over the signals of one retrieval.

    Attributes:
        coefficients: One a signal, in the order of `SIGNALS`.
        intercept: Added to the sum.
        threshold: Shipped threshold.
    """

    coefficients: tuple[float, ...]
    intercept: float
    threshold: float

    @classmethod
    @cache
    def shipped(cls) -> Answerability:
        """Give the model that ships with Égide."""
        stored = json.loads((files("egide.assist") / "seed" / "answerability.json").read_text(encoding="utf-8"))
        return cls(
            tuple(float(stored["coefficients"][signal]) for signal in SIGNALS),
            float(stored["intercept"]),
            float(stored["threshold"]),
        )

    def probability(self, question: str, kb: KnowledgeBase, hits: Sequence[Hit]) -> float:
        """Give the probability that the first hit's article answers the question."""
        total = self.intercept + sum(
            weight * signal
            for weight, signal in zip(self.coefficients, answer_signals(question, kb, hits), strict=True)
        )
        return round(1 / (1 + math.exp(-max(-30.0, min(30.0, total)))), 4)


def answer_signals(question: str, kb: KnowledgeBase, hits: Sequence[Hit]) -> tuple[float, ...]:
    """Give the signals of one retrieval, in the order of `SIGNALS`.

    Args:
        question: The customer's question.
        kb: The base.
        hits: What it found, best first; at least one.

    Returns:
        Numbers of about 0 to 1 each.
    """
    terms = list(dict.fromkeys(kb.question_terms(question)))
    weight = {term: kb.rarity(term) for term in terms}
    total = sum(weight.values()) or 1.0
    best = hits[0]
    article = kb.articles[best.article]
    passage_terms = set(kb.terms_of(kb.context_of(best.passage)))
    article_terms = set(kb.terms_of(f"{article.title} {article.body}"))
    title_terms = set(kb.terms_of(article.title))
    second = hits[1].score if len(hits) > 1 else 0.0
    return (
        sum(weight[term] for term in terms if term in passage_terms) / total,
        sum(weight[term] for term in terms if term in article_terms) / total,
        sum(weight[term] for term in terms if term in title_terms) / total,
        (best.score - second) / best.score if best.score > 0 else 0.0,
        math.log1p(best.score) / 4,
        min(1.0, math.log1p(len(terms)) / 4),
        sum(weight[term] for term in terms if not kb.knows(term)) / total,
    )
