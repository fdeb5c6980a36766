"""Say how the customer's text sounds, with the words that say it; never about an agent, never from a voice.

A lexicon of words and phrases, negation, punctuation and shouting, summed. It is for triage: nothing here may be stored about an agent or used in human-resources decisions.

Source: Regulation (EU) 2024/1689 art. 3(39) and 5(1)(f): emotion of workers is out of reach by construction, since only a customer's text enters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Literal

from egide.assist.words import LANGUAGE_STEMMERS, fold, stem, words

__all__ = ["Sentiment", "Tone", "find_sentiment", "is_turning_worse"]


Tone = Literal["negative", "neutral", "positive"]

_NEGATIONS = frozenset(
    {
        "pas",
        "plus",
        "jamais",
        "aucun",
        "aucune",
        "ni",
        "sans",
        "not",
        "no",
        "never",
        "don",
        "didn",
        "isn",
        "wasn",
        "doesn",
        "without",
    }
)
_NEGATION_REACH = 2  # words before a term
_READ = 20_000  # characters
_BELOW, _ABOVE = -1.4, 1.4
_INSISTENT = re.compile(r"[!?]{2,}|!")
_POSITIVE_SIGNS = "😍😊🙂😀😃❤️👍🎉👏"
_NEGATIVE_SIGNS = "😡😤😠🤬😢😭👎💢"


@dataclass(frozen=True, slots=True)
class Sentiment:
    """How a text sounds.

    Attributes:
        tone: negative, neutral or positive.
        points: Sum of the evidence; its sign is the tone's.
        evidence: The words found, with their points, strongest first.
    """

    tone: Tone
    points: float
    evidence: tuple[tuple[str, float], ...]


@cache
def _lexicon(language: str) -> dict[tuple[str, ...], float]:
    lines = (files("egide.assist") / "lexicon" / f"sentiment-{language}.tsv").read_text(encoding="utf-8").splitlines()
    entries = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {tuple(stem(word, language) for word in words(term)): float(weight) for term, weight in entries}


def find_sentiment(text: str, language: str = "fr") -> Sentiment:
    """Weigh the tone of what a customer wrote.

    Args:
        text: The customer's messages, pseudonymised.
        language: "fr" or "en"; any other is read with both lexicons.

    Returns:
        The tone and its evidence; neutral when nothing is found.

    Example:
        >>> find_sentiment("C'est inadmissible, je n'ai toujours pas de réponse !", "fr").tone
        'negative'
        >>> find_sentiment("Quel est le délai ?", "fr").tone
        'neutral'
    """
    text = text[:_READ]
    evidence: list[tuple[str, float]] = []
    for code in (language,) if language in LANGUAGE_STEMMERS else tuple(LANGUAGE_STEMMERS):
        evidence += _find_terms(text, code)
    evidence += [(sign, 2.0) for sign in _POSITIVE_SIGNS if sign in text and sign.strip("\ufe0f")]
    evidence += [(sign, -2.0) for sign in _NEGATIVE_SIGNS if sign in text]
    raw = sum(points for _, points in evidence)
    insistence = min(3, len(_INSISTENT.findall(text)))
    if insistence and raw:
        evidence.append(("!", round(0.4 * insistence * (1 if raw > 0 else -1), 2)))
    shouted = [word for word in re.findall(r"\b[A-ZÀ-Þ]{5,}\b", text)]
    if shouted and raw < 0:
        evidence.append((fold(shouted[0]), -0.8))
    points = round(sum(weight for _, weight in evidence), 2)
    tone: Tone = "negative" if points <= _BELOW else "positive" if points >= _ABOVE else "neutral"
    return Sentiment(tone, points, tuple(sorted(evidence, key=lambda item: -abs(item[1]))))


def _find_terms(text: str, language: str) -> list[tuple[str, float]]:
    """Find the lexicon's terms, the longest first, each word used once; a negation turns praise round and cancels blame."""
    lexicon = _lexicon(language)
    surface = words(text)
    stems = [stem(word, language) for word in surface]
    used: set[int] = set()
    found = []
    for term in sorted(lexicon, key=len, reverse=True):
        for start in range(len(stems) - len(term) + 1):
            place = range(start, start + len(term))
            if tuple(stems[start : start + len(term)]) != term or used.intersection(place):
                continue
            used.update(place)
            negated = any(fold(word) in _NEGATIONS for word in surface[max(0, start - _NEGATION_REACH) : start])
            weight = lexicon[term]
            if negated:
                weight = (
                    -0.7 * weight if weight > 0 else 0.0
                )  # "pas content" is negative, "pas de problème" is not praise
            found.append((" ".join(surface[start : start + len(term)]), weight))
    return found


def is_turning_worse(tones: list[Tone]) -> bool:
    """Say whether a customer who was not negative has become so by the last message.

    Returns:
        True when the last tone is negative and the one before was not.

    Example:
        >>> is_turning_worse(["neutral", "negative"])
        True
    """
    return any(before != "negative" and after == "negative" for before, after in pairwise(tones[-2:]))
