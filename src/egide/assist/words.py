"""Words, stems and sentences of French and English texts, the same for every function that compares texts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = [
    "LANGUAGE_STEMMERS",
    "PSEUDONYM",
    "circumstances",
    "content_stems",
    "find_sentences",
    "fold",
    "stem",
    "stopwords",
    "words",
]


_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "’": "'", "ʼ": "'", "‘": "'"})

PSEUDONYM = r"⟦[^⟧]*⟧|\[[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ_ ]*[_ -](?:\d+|[0-9a-z]{2,24}-[0-9a-z]{2,8})\]"
"""What stands for a value, as a pattern: `[PERSONNE_fskj-rxwm]`, `[NOM_1]`, `⟦PERSON_1⟧`. It says nothing of the subject."""

# A word is letters and digits; an apostrophe ends a French elision, so "l'index" is "l" and "index".
# Pseudonyms such as ⟦PERSON_1⟧ or PERSONNE_1 stay whole because "_" is inside the class.
_WORD = re.compile(r"[^\W_]+(?:_[^\W_]+)*")

_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"»)”]*\s+(?=[\"«(“]?[A-ZÀ-ÖØ-Þ0-9@⟦\[*])|\n{1,}")
_ABBREVIATIONS = (
    "M.",
    "MM.",
    "Mme.",
    "Dr.",
    "Me.",
    "art.",
    "n°.",
    "no.",
    "Mr.",
    "Mrs.",
    "Ms.",
    "St.",
    "cf.",
    "p.",
    "ex.",
    "etc.",
    "tél.",
    "env.",
    "max.",
    "min.",
)

LANGUAGE_STEMMERS = {"fr": "french", "en": "english"}


def fold(text: str) -> str:
    """Drop case and accents, for comparison only.

    Returns:
        The folded text.

    Example:
        >>> fold("Évènement à l’Œuvre")
        "evenement a l'oeuvre"
    """
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    return "".join(character for character in decomposed if not unicodedata.combining(character)).lower()


def words(text: str) -> list[str]:
    """Split into lower-case words, accents kept.

    Returns:
        The words, in order.

    Example:
        >>> words("L'index du 28 août : 24 310 kWh")
        ['l', 'index', 'du', '28', 'août', '24', '310', 'kwh']
    """
    return [match.group().lower() for match in _WORD.finditer(text.translate(_LIGATURES))]


@cache
def stopwords(language: str) -> frozenset[str]:
    """Give the function words of a language, folded; empty for a language that is not shipped."""
    if language not in LANGUAGE_STEMMERS:
        return frozenset()
    lines = (files("egide.assist") / "lexicon" / f"stopwords-{language}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(fold(word) for line in lines if not line.startswith("#") for word in line.split())


@cache
def circumstances(language: str) -> frozenset[str]:
    """Give the stems of words that say when, how much or how politely: no article has to hold them to answer."""
    if language not in LANGUAGE_STEMMERS:
        return frozenset()
    lines = (
        (files("egide.assist") / "lexicon" / f"circumstances-{language}.txt").read_text(encoding="utf-8").splitlines()
    )
    return frozenset(stem(word, language) for line in lines if not line.startswith("#") for word in words(line))


@cache
def _stemmer(language: str) -> Any:
    import Stemmer

    return Stemmer.Stemmer(LANGUAGE_STEMMERS[language])


def stem(word: str, language: str) -> str:
    """Reduce a lower-case word to its folded stem; a language that is not shipped is only folded.

    Returns:
        The folded stem.

    Example:
        >>> stem("résiliée", "fr") == stem("résilier", "fr")
        True
    """
    if language in LANGUAGE_STEMMERS and word.isalpha():
        return fold(_stemmer(language).stemWord(word))
    return fold(word)


def content_stems(text: str, language: str) -> list[str]:
    """Give the folded stems of a text without its function words, in order.

    Returns:
        The stems, in order, repeats kept.

    Example:
        >>> content_stems("Les factures de mon ancien logement", "fr")
        ['factur', 'ancien', 'log']
    """
    stop = stopwords(language)
    return [stem(word, language) for word in words(text) if fold(word) not in stop]


def find_sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield the sentences of a text as half-open code-point offsets, blanks trimmed.

    Example:
        >>> t = "Bonjour M. Le Goff. Le délai est de 3,60 € ? Oui."
        >>> [t[a:b] for a, b in find_sentences(t)]
        ['Bonjour M. Le Goff.', 'Le délai est de 3,60 € ?', 'Oui.']
    """
    start = 0
    for gap in _SENTENCE_END.finditer(text):
        head = text[start : gap.start()]
        if "\n" not in gap.group() and head.endswith(_ABBREVIATIONS) and _ends_with_abbreviation(head):
            continue
        yield from _trimmed(text, start, gap.start())
        start = gap.end()
    yield from _trimmed(text, start, len(text))


def _ends_with_abbreviation(head: str) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(abbreviation)}$", head) for abbreviation in _ABBREVIATIONS)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    if right > left:
        yield start + left, start + right
