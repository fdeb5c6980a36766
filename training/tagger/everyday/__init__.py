"""Ordinary words by language, nouns of things first: what people buy, break and send back, and how they feel about it."""

from functools import cache
from pathlib import Path

from training.tagger.everyday.conjugation import forms
from training.tagger.templates import LANGUAGES

_FOLDER = Path(__file__).parent


@cache
def words(language: str, section: str = "") -> list[str]:
    """Read the words of one language.

    Args:
        language: Two letters.
        section: `nouns` or `words`; both when empty.

    Returns:
        The words as people write them, in order.
    """
    kept: list[str] = []
    current = ""
    for line in (_FOLDER / f"{language}.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            current = line[1:]
        elif not section or current == section:
            kept += line.split()
    return kept


def _sections(file: str) -> list[tuple[str, list[str]]]:
    """Read the lines of a file under their headings."""
    sections: list[tuple[str, list[str]]] = []
    for line in (_FOLDER / file).read_text("utf-8").splitlines():
        if line.startswith("# "):
            continue
        if line.startswith("#"):
            sections.append((line[1:], []))
        else:
            sections[-1][1].extend(line.split())
    return sections


def grammar_words() -> list[str]:
    """Return function words, and forms of usual verbs: the gazetteer flags those that are nobody's name."""
    found = [word for _, listed in _sections("stopwords.txt") for word in listed]
    for heading, verbs in _sections("verbs.txt"):
        language, ending = heading.split()
        found += [form for verb in verbs for form in forms(language, ending, verb)]
    return found


def every_word() -> list[str]:
    """Return the words of every language."""
    return [word for language in LANGUAGES for word in words(language)]
