"""Ordinary words by language, nouns of things first: what people buy, break and send back, and how they feel about it."""

from functools import cache
from pathlib import Path

from training.tagger.templates import LANGUAGES


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
    for line in (Path(__file__).parent / f"{language}.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            current = line[1:]
        elif not section or current == section:
            kept += line.split()
    return kept


def every_word() -> list[str]:
    """Return the words of every language."""
    return [word for language in LANGUAGES for word in words(language)]
