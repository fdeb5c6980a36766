"""Check that a sentence is supported by the passages it cites: substance, every number, date, amount, name and link, negation.

The same check judges an extract of the knowledge base and a remote model's draft; there is no lenient mode. It is lexical: it can
refuse a fair paraphrase (then a person answers), and what it accepts holds no figure, link or name that the sources do not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from egide.assist.facts import Fact, denies, find_facts
from egide.assist.language import detect_language
from egide.assist.words import content_stems, find_sentences, fold, words

__all__ = ["ENOUGH_WORDS", "Missing", "MissingKind", "Support", "check_part"]


MissingKind = Literal["words", "number", "date", "link", "code", "name", "negation", "strong_term", "no_source"]

ENOUGH_WORDS = 0.7
"""Share of a part's content words that its passages must hold."""

# A promise, a price or a duty that the source does not make is the costliest invention, however few words it takes.
_STRONG_TERMS = frozenset(
    fold(term)
    for term in [
        "gratuit",
        "gratuite",
        "gratuits",
        "gratuites",
        "gratuitement",
        "offert",
        "offerte",
        "garanti",
        "garantie",
        "garantis",
        "immédiat",
        "immédiatement",
        "obligatoire",
        "interdit",
        "automatique",
        "automatiquement",
        "illimité",
        "définitif",
        "définitivement",
        "intégralement",
        "intégral",
        "remboursé",
        "remboursée",
        "indemnisé",
        "annulé",
        "annulée",
        "accepté",
        "acceptée",
        "uniquement",
        "seulement",
        "toujours",
        "tous",
        "toutes",
        "free",
        "guaranteed",
        "guarantee",
        "immediately",
        "immediate",
        "mandatory",
        "forbidden",
        "automatic",
        "automatically",
        "unlimited",
        "permanently",
        "fully",
        "refunded",
        "compensated",
        "cancelled",
        "accepted",
        "only",
        "always",
        "every",
    ]
)


@dataclass(frozen=True, slots=True)
class Missing:
    """What a part says and its passages do not.

    Attributes:
        kind: What is missing.
        start: Where it is in the part, in code points; 0 for the whole part.
        end: Where it ends, exclusive.
    """

    kind: MissingKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Support:
    """Whether a part may be shown.

    Attributes:
        supported: Nothing is missing.
        coverage: Share of the content words found in the passages, 0 to 1.
        missing: What stands against it.
    """

    supported: bool
    coverage: float
    missing: tuple[Missing, ...]


def check_part(text: str, passages: Sequence[str]) -> Support:
    """Check one part of a draft against the passages it cites.

    Args:
        text: The part.
        passages: Texts of the cited passages, retrieved in this run.

    Returns:
        Whether it is supported, and what is missing.

    Example:
        >>> check_part("Le délai est de 15 jours.", ["Le délai est de 14 jours."]).missing[0].kind
        'number'
    """
    if not passages or not text.strip():
        return Support(supported=False, coverage=0.0, missing=(Missing("no_source", 0, len(text)),))
    source = "\n".join(passages)
    missing = [Missing(fact.kind, fact.start, fact.end) for fact in find_facts(text) if not _is_held(fact, source)]
    language = detect_language(source).code
    held = set(content_stems(source, language))
    stems = content_stems(text, language)
    coverage = 1.0 if not stems else sum(each in held for each in stems) / len(stems)
    if coverage < ENOUGH_WORDS:
        missing.append(Missing("words", 0, len(text)))
    source_words = {fold(word) for word in words(source)}
    for word in words(text):
        if (
            fold(word) in _STRONG_TERMS
            and fold(word) not in source_words
            and not any(_same_family(fold(word), other) for other in source_words)
        ):
            place = fold(text).find(fold(word))
            missing.append(Missing("strong_term", max(0, place), max(0, place) + len(word)))
    missing += [
        Missing("negation", start, end)
        for start, end in find_sentences(text)
        if not _polarity_agrees(text[start:end], source, language)
    ]
    return Support(not missing, round(coverage, 3), tuple(missing))


def _is_held(fact: Fact, source: str) -> bool:
    facts = find_facts(source)
    if fact.kind == "name":
        return fact.form in {fold(word) for word in words(source)} or all(
            piece in fold(source) for piece in fact.form.replace("'", "-").split("-")
        )
    if fact.kind == "date":
        return any(other.kind == "date" and _same_date(fact.form, other.form) for other in facts)
    if fact.kind == "number":
        return any(
            other.kind == "number" and other.form == fact.form and fact.unit in {other.unit, ""} for other in facts
        )
    return any(other.kind == fact.kind and other.form == fact.form for other in facts)


def _same_date(said: str, source: str) -> bool:
    """A date may leave out the year of its source, never add or change one."""
    return said == source or (said.startswith("????-") and said[5:] == source[5:])


def _same_family(term: str, other: str) -> bool:
    shared = 6
    return len(other) >= shared and term[:shared] == other[:shared]


def _polarity_agrees(sentence: str, source: str, language: str) -> bool:
    """Compare with the sentences of the source that share the most words: one of them must deny, or not, as this one does."""
    said = set(content_stems(sentence, language))
    if not said:
        return True
    near = [
        (len(said & set(content_stems(source[start:end], language))) / len(said), source[start:end])
        for start, end in find_sentences(source)
    ]
    best = max((share for share, _ in near), default=0.0)
    return best == 0.0 or any(denies(other) == denies(sentence) for share, other in near if share >= 0.9 * best)
