"""Turn solved cases into proposed articles, and unanswered questions into a list for the person who writes the knowledge base.

Only what people wrote is mined; near-copies are merged; an article that already answers ends the matter; personal data blocks approval until a
person has removed it; each proposal keeps its sources, so that it goes when its source person is erased, and it expires.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from egide.assist.knowledge import KnowledgeBase
from egide.assist.messages import Message, customer_text
from egide.assist.reply import draft
from egide.assist.summary import summarise
from egide.assist.words import content_stems, words

__all__ = [
    "LIFETIME_DAYS",
    "SAME_CASE",
    "FaqProposal",
    "SolvedCase",
    "UnansweredGroup",
    "group_unanswered",
    "propose_faq",
]


SAME_CASE = 0.88
"""Cosine from which two question-and-answer pairs are one."""

LIFETIME_DAYS = 365
_FEWEST_WORDS, _MOST_WORDS = 8, 200


@dataclass(frozen=True, slots=True)
class SolvedCase:
    """A conversation that a person closed as solved, pseudonymised."""

    id: str
    messages: tuple[Message, ...] = field(repr=False)
    language: Literal["fr", "en"] = "fr"


@dataclass(frozen=True, slots=True)
class FaqProposal:
    """A question and an answer that a person may approve.

    Attributes:
        question: In the customer's words.
        answer: In the agent's words.
        sources: Ids of the cases it comes from; erased with them.
        status: `pending`, or `blocked` while personal data is found in it.
        expires: Last day it may be used once approved.
    """

    question: str = field(repr=False)
    answer: str = field(repr=False)
    sources: tuple[str, ...]
    status: Literal["pending", "blocked"]
    expires: date


@dataclass(frozen=True, slots=True)
class UnansweredGroup:
    """Questions of one subject that found no answer, largest groups first."""

    example: str = field(repr=False)
    question_ids: tuple[str, ...]


def propose_faq(
    cases: Sequence[SolvedCase], kb: KnowledgeBase | None, *, holds_personal_data: Callable[[str], bool], today: date
) -> list[FaqProposal]:
    """Propose articles from solved cases.

    Args:
        cases: Solved cases.
        kb: What is already written; None when nothing is.
        holds_personal_data: The detector's word on a text; pseudonyms count as personal.
        today: For the expiry.

    Returns:
        Proposals, those with the most sources first.
    """
    pairs = [
        (case, question, answer)
        for case in cases
        for question, answer in [_pair(case)]
        if question and _FEWEST_WORDS <= len(words(answer)) <= _MOST_WORDS
    ]
    pairs = [
        (case, question, answer)
        for case, question, answer in pairs
        if kb is None or draft(question, kb, today=today).action != "reply"
    ]
    proposals = []
    for group in _near_copies(
        [f"{question}\n{answer}" for _, question, answer in pairs], pairs[0][0].language if pairs else "fr"
    ):
        _, question, answer = max(
            (pairs[place] for place in group), key=lambda pair: len(content_stems(pair[2], pair[0].language))
        )
        status: Literal["pending", "blocked"] = "blocked" if holds_personal_data(f"{question}\n{answer}") else "pending"
        proposals.append(
            FaqProposal(
                question,
                answer,
                tuple(pairs[place][0].id for place in group),
                status,
                today + timedelta(days=LIFETIME_DAYS),
            )
        )
    return sorted(proposals, key=lambda proposal: -len(proposal.sources))


def group_unanswered(
    questions: Sequence[tuple[str, str]], *, language: str = "fr", closeness: float = 0.5
) -> list[UnansweredGroup]:
    """Group questions that found no answer, for the person who writes articles.

    Args:
        questions: (id, text), pseudonymised.
        language: For the stems.
        closeness: Cosine from which two questions are about the same thing.

    Returns:
        Groups, the most frequent first, each with its most central question.
    """
    groups = _near_copies([text for _, text in questions], language, closeness)
    return sorted(
        (UnansweredGroup(questions[group[0]][1], tuple(questions[place][0] for place in group)) for group in groups),
        key=lambda found: -len(found.question_ids),
    )


def _pair(case: SolvedCase) -> tuple[str, str]:
    """Give the customer's request and the last substantial reply of a person; a bot's words are never mined."""
    request = " ".join(line.text for line in summarise(case.messages, case.language).request) or customer_text(
        case.messages
    )
    replies = [
        message.text.strip()
        for message in case.messages
        if message.author == "agent"
        and len(words(message.text)) >= _FEWEST_WORDS
        and not message.text.rstrip().endswith("?")
    ]
    return request.strip(), replies[-1] if replies else ""


def _near_copies(texts: Sequence[str], language: str, closeness: float = SAME_CASE) -> list[list[int]]:
    """Group texts greedily around the first of each group; a text joins the closest group or opens one."""
    if not texts:
        return []
    from sklearn.feature_extraction.text import TfidfVectorizer

    kept = [place for place, text in enumerate(texts) if content_stems(text, language)]
    if not kept:
        return [[place] for place in range(len(texts))]
    rows = TfidfVectorizer(analyzer=lambda text: content_stems(text, language), sublinear_tf=True).fit_transform(
        [texts[place] for place in kept]
    )
    groups: list[list[int]] = []
    leaders: list[int] = []
    for row in range(len(kept)):
        close = (rows[leaders] @ rows[row].T).toarray().ravel() if leaders else []
        best = max(range(len(leaders)), key=lambda each: close[each], default=None)
        if best is not None and close[best] >= closeness:
            groups[best].append(kept[row])
        else:
            leaders.append(row)
            groups.append([kept[row]])
    return groups
