"""Draft an answer from the knowledge base in parts that each cite their passages, or say why there is none.

What to do is a field of its own (`reply`, `ask`, `handoff`, `abstain`), never hidden in the text. The local draft is made of
sentences of the passages; a remote model may write others, and both pass `verify_draft`: an unsupported part is dropped, and when
too little is left the draft abstains and says what is missing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from egide.assist.answerability import Answerability, answer_signals, asks
from egide.assist.articles import plain
from egide.assist.grounding import Support, check_part
from egide.assist.knowledge import Hit, KnowledgeBase
from egide.assist.retrieval import READ_CHARACTERS
from egide.assist.sentiment import find_sentiment
from egide.assist.words import content_stems, find_sentences, words

__all__ = [
    "WHY",
    "Action",
    "Citation",
    "Draft",
    "DraftPart",
    "Language",
    "VerifiedDraft",
    "asks_for_human",
    "draft",
    "find_conflicts",
    "verify_draft",
]


Action = Literal["reply", "ask", "handoff", "abstain"]
Language = Literal["fr", "en"]

_MOST_PARTS, _HITS = 3, 5
_FEWEST_WORDS = 2
_NEAR_BEST = 1.5  # points: about one middling word of the question
_LEAST_SHARE = 0.4  # of the best sentence's points
_SYNONYM_COUNTS = 0.5
_CONTEXT_COUNTS = 0.5  # a word of an earlier message: its question may be answered already
_FURTHER_WORDS = 1.5  # of the question, a synonym being half a word, for a sentence of another passage than the best
_RULED_LINE = re.compile(r"\s*\|[\s:|-]+\|\s*(?:\n|$)")
_CONFLICT_CLOSENESS = 0.5
_HUMAN = re.compile(
    r"\b(?:parler|parle|discuter|joindre|avoir|passer|passez|mettez|transf[ée]rez)\b[^.?!]{0,40}\b(?:un humain|une personne|un conseiller|une conseill[èe]re|un responsable|quelqu'un)\b|"
    r"\b(?:un|de) vrai(?:e)? (?:humain|personne|conseiller)\b|\bpas (?:à|a) (?:un|une) (?:robot|machine|bot|ia)\b|"
    r"\b(?:speak|talk|chat|connect|transfer|put)\b[^.?!]{0,40}\b(?:human|person|agent|advis[eo]r|representative|someone|manager)\b|\breal (?:human|person)\b",
    re.IGNORECASE,
)

WHY: dict[str, tuple[str, str]] = {
    "answered": ("La base de connaissances répond à la question.", "The knowledge base answers the question."),
    "empty": ("Le message est vide ou ne contient aucun mot utile.", "The message is empty or holds no useful word."),
    "too_short": (
        "Le message est trop court pour être compris : demander une précision.",
        "The message is too short to be understood: ask for details.",
    ),
    "human_asked": ("La personne demande un conseiller.", "The person asks for a human."),
    "nothing_asked": (
        "Le message remercie ou félicite et ne demande rien.",
        "The message thanks or praises and asks nothing.",
    ),
    "no_hit": ("Aucun article ne partage les mots de la question.", "No article shares the words of the question."),
    "unsure": (
        "L'article le plus proche ne répond pas assez sûrement à la question.",
        "The closest article does not answer the question surely enough.",
    ),
    "unsupported": (
        "Les phrases proposées ne sont pas soutenues par leurs sources.",
        "The proposed sentences are not supported by their sources.",
    ),
    "expired": ("L'article qui répondrait est expiré.", "The article that would answer has expired."),
    "conflict": ("Deux passages se contredisent.", "Two passages contradict each other."),
    "model_failed": ("Le modèle n'a pas donné de réponse utilisable.", "The model gave no usable answer."),
}


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a part comes from: ids of an article and of a passage retrieved in this run."""

    article: str
    passage: str


@dataclass(frozen=True, slots=True)
class DraftPart:
    """A sentence or two of the answer, with what supports it."""

    text: str = field(repr=False)
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposed answer.

    Attributes:
        action: reply, ask (a detail is missing), handoff (a person must take over) or abstain (the base does not answer).
        parts: The answer; empty unless `action` is reply.
        confidence: Calibrated probability that the base answers the question, 0 to 1.
        why: A key of `WHY`.
        hits: What was retrieved in this run; a citation outside it is refused.
        missing: Stems of the question that no retrieved passage holds.
        expired: Articles set aside because their date is past.
        conflicts: Pairs of passages that contradict each other.
        dropped: How many parts verification removed.
    """

    action: Action
    parts: tuple[DraftPart, ...]
    confidence: float
    why: str
    hits: tuple[Hit, ...] = field(default=(), repr=False)
    missing: tuple[str, ...] = ()
    expired: tuple[str, ...] = ()
    conflicts: tuple[tuple[str, str], ...] = ()
    dropped: int = 0

    @property
    def text(self) -> str:
        """The parts as one answer."""
        return "\n".join(part.text for part in self.parts)

    def reason(self, language: Language = "fr") -> str:
        """Say in French or English why this action was chosen."""
        return WHY[self.why][language == "en"]


@dataclass(frozen=True, slots=True)
class VerifiedDraft:
    """A draft whose every part was checked.

    Attributes:
        draft: What may be shown: only supported parts, or an abstention.
        supports: The check of each proposed part, in order, dropped ones included.
    """

    draft: Draft
    supports: tuple[Support, ...]


def asks_for_human(text: str) -> bool:
    """Say whether a message asks for a person, in French or English.

    Returns:
        True when a person is asked for.

    Example:
        >>> asks_for_human("Je veux parler à un conseiller"), asks_for_human("I want to talk to a human")
        (True, True)
    """
    return bool(_HUMAN.search(text))


def draft(
    question: str, kb: KnowledgeBase, *, context: str = "", threshold: float | None = None, today: date | None = None
) -> Draft:
    """Draft an answer to a customer's question from the knowledge base alone.

    Args:
        question: The customer's last messages, pseudonymised; the first 4,000 characters are read.
        kb: The brand's approved articles.
        context: What the customer wrote before: "and how often?" only means something after it. It is searched with the question,
            and weighs less than it in the choice of sentences.
        threshold: Confidence under which the draft abstains; None takes the shipped one.
        today: To set expired articles aside.

    Returns:
        The verified draft.
    """
    question = question[:READ_CHARACTERS]
    if not words(question):
        return Draft("abstain", (), 0.0, "empty")
    if asks_for_human(question):
        return Draft("handoff", (), 1.0, "human_asked")
    if not asks(question) and find_sentiment(question, kb.language).tone == "positive":
        return Draft("abstain", (), 0.0, "nothing_asked")
    searched = f"{context}\n{question}".strip()[-READ_CHARACTERS:]
    everything = kb.search(searched, _HITS + 3, today=today)
    hits = tuple(hit for hit in everything if not hit.expired)[:_HITS]
    expired = tuple(hit.article for hit in everything[:1] if hit.expired)
    terms = kb.subject_terms(searched)
    if not hits:
        return Draft("abstain", (), 0.0, "expired" if expired else "no_hit", expired=expired)
    model = Answerability.shipped()
    confidence = model.probability(
        answer_signals(searched, kb, without={hit.article for hit in everything if hit.expired}),
        kb.agreement(searched, hits[0].article),
    )
    limit = model.threshold if threshold is None else threshold
    held = set(kb.terms_of(f"{kb.articles[hits[0].article].title} {kb.articles[hits[0].article].body}"))
    missing = tuple(term for term in terms if term not in held)
    if len(terms) < _FEWEST_WORDS and confidence < limit:
        return Draft("ask", (), confidence, "too_short", hits, missing, expired)
    if confidence < limit:
        return Draft("abstain", (), confidence, "expired" if expired else "unsure", hits, missing, expired)
    proposed = Draft(
        "reply",
        _extract(terms, set(kb.subject_terms(question)), kb, hits),
        confidence,
        "answered",
        hits,
        missing,
        expired,
        find_conflicts(kb, hits),
    )
    return verify_draft(proposed, kb).draft


def verify_draft(proposed: Draft, kb: KnowledgeBase) -> VerifiedDraft:
    """Keep the parts whose cited passages, retrieved in this run, support them; abstain when none is left.

    Args:
        proposed: A draft, local or from a model.
        kb: The base its passages come from.

    Returns:
        What may be shown, and the check of each part.
    """
    if proposed.action != "reply":
        return VerifiedDraft(replace(proposed, parts=()), ())
    retrieved = (
        {(passage.article, passage.id) for hit in proposed.hits for passage in kb.articles[hit.article].passages}
        if proposed.hits
        else set()
    )
    kept, supports = [], []
    for part in proposed.parts:
        known = [citation for citation in part.citations if (citation.article, citation.passage) in retrieved]
        support = (
            check_part(part.text, [kb.context_of(citation.passage) for citation in known])
            if len(known) == len(part.citations)
            else check_part(part.text, [])
        )
        supports.append(support)
        if support.supported:
            kept.append(part)
    if not kept:
        return VerifiedDraft(
            replace(proposed, action="abstain", parts=(), why="unsupported", dropped=len(proposed.parts)),
            tuple(supports),
        )
    return VerifiedDraft(replace(proposed, parts=tuple(kept), dropped=len(proposed.parts) - len(kept)), tuple(supports))


def find_conflicts(kb: KnowledgeBase, hits: Sequence[Hit]) -> tuple[tuple[str, str], ...]:
    """Name pairs of retrieved passages that say nearly the same with another figure.

    Args:
        kb: The base.
        hits: What was retrieved.

    Returns:
        Pairs of passage ids.
    """
    from egide.assist.facts import find_facts

    found = []
    read = [
        (
            hit,
            set(kb.terms_of(plain(hit.text))),
            {(fact.form, fact.unit) for fact in find_facts(plain(hit.text)) if fact.kind == "number" and fact.unit},
        )
        for hit in hits[:3]
    ]
    for position, (first, first_terms, first_numbers) in enumerate(read):
        for second, second_terms, second_numbers in read[position + 1 :]:
            shared = len(first_terms & second_terms) / max(1, min(len(first_terms), len(second_terms)))
            units = {unit for _, unit in first_numbers} & {unit for _, unit in second_numbers}
            differ = {number for number in first_numbers ^ second_numbers if number[1] in units}
            if shared >= _CONFLICT_CLOSENESS and differ and first.article != second.article:
                found.append((first.passage, second.passage))
    return tuple(found)


def _extract(
    terms: Sequence[str], focus: Collection[str], kb: KnowledgeBase, hits: Sequence[Hit]
) -> tuple[DraftPart, ...]:
    """Choose the sentences of the best article that hold the most of the question, in their order in the article.

    A heading of a table, a line that only introduces a list and a question of the article itself answer nothing: they are left out.
    So is a sentence of another passage that shares one word alone with the question: it is about something else.

    Args:
        terms: Of the whole search.
        focus: Those of the last messages.
        kb: The base.
        hits: What was retrieved.

    Returns:
        Three parts at most, each citing its passage.
    """
    best = hits[0]
    candidates = []
    for rank, passage in enumerate(kb.articles[best.article].passages):
        near = _NEAR_BEST if passage.id == best.passage else 0.0
        for start, end in find_sentences(passage.text):
            sentence = plain(passage.text[start:end])
            stems = set(content_stems(sentence, kb.language))
            if (
                len(stems) < _FEWEST_WORDS
                or sentence.endswith(("?", ":"))
                or _RULED_LINE.match(passage.text[end:].lstrip("\n"))
            ):
                continue
            shared = {
                term: 1.0 if term in stems else _SYNONYM_COUNTS
                for term in terms
                if term in stems or kb.synonyms_of(term) & stems
            }
            told = sum(
                kb.rarity(term) * share * (1.0 if term in focus else _CONTEXT_COUNTS) for term, share in shared.items()
            )
            candidates.append((near + told, sum(shared.values()), rank, start, sentence, passage))
    candidates.sort(key=lambda item: -item[0])
    enough = _LEAST_SHARE * candidates[0][0] if candidates else 0.0
    chosen = candidates[:1] + [
        item
        for item in candidates[1:_MOST_PARTS]
        if item[0] >= enough and (item[5].id == best.passage or item[1] >= _FURTHER_WORDS)
    ]
    chosen.sort(key=lambda item: (item[2], item[3]))
    return tuple(
        DraftPart(sentence, (Citation(passage.article, passage.id),)) for _, _, _, _, sentence, passage in chosen
    )
