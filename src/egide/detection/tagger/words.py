"""Cut a text into the words, numbers and marks that the names, the tagger and the lexicons share."""

import re
from functools import lru_cache
from typing import NamedTuple

from egide.detection.text import fold as fold_characters

__all__ = ["Token", "fold", "raw_tokens", "shape_of", "tokenise", "word_set"]

# A word keeps its combining accents, so that "é" typed as two code points does not cut a name in two.
_TOKEN = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*|\d+|\n|[^\w\s]|_")


class Token(NamedTuple):
    """One word, run of digits, newline or mark: `[start, end)` in code points."""

    start: int
    end: int
    raw: str


def raw_tokens(text: str) -> list[str]:
    """Cut a text into tokens without their places, which costs half as much.

    Args:
        text: Any text.

    Returns:
        The tokens of `tokenise`, as written.
    """
    return _TOKEN.findall(text)


def tokenise(text: str) -> list[Token]:
    r"""Cut a text into tokens; white space other than a newline is dropped.

    Args:
        text: Any text.

    Returns:
        The tokens in order, with offsets in code points.

    >>> [token.raw for token in tokenise("M. Rémi O'Brien,\n75 ans")]
    ['M', '.', 'Rémi', 'O', "'", 'Brien', ',', '\n', '75', 'ans']
    """
    return [Token(match.start(), match.end(), match.group()) for match in _TOKEN.finditer(text)]


@lru_cache(maxsize=16384)
def fold(word: str) -> str:
    """Lower-case a word and strip its accents, as the gazetteers and lexicons are written.

    Args:
        word: One word.

    Returns:
        The folded word, of the same length, equal to the slice of `Text.low` that it covers.

    >>> fold("HAUTECŒUR"), fold("Trần"), fold("Größe")
    ('hautecour', 'tran', 'grose')
    """
    return fold_characters(word).lower()


@lru_cache(maxsize=16384)
def shape_of(word: str) -> str:
    """Name the casing of a word: what capital letters say, apart from which letters they are.

    Args:
        word: One token.

    Returns:
        `x` lower, `Xx` capitalised, `XX` upper, `X` one capital, `xX` mixed, `d` with a length for digits, or the mark itself.

    >>> shape_of("Durand"), shape_of("DURAND"), shape_of("durand"), shape_of("D"), shape_of("75001")
    ('Xx', 'XX', 'x', 'X', 'd5')
    """
    if word.isdigit():
        return f"d{min(len(word), 9)}"
    if not word[0].isalpha():
        return word
    if word.islower():
        return "x"
    if word.isupper():
        return "X" if len(word) == 1 else "XX"
    if word[0].isupper() and word[1:].islower():
        return "Xx"
    return "xX" if word.upper() != word.lower() else "o"


def word_set(text: str) -> frozenset[str]:
    """Read a set of words written one after another, which a reader scans faster than a list of quoted ones.

    Args:
        text: Words apart by white space.

    Returns:
        The words.
    """
    return frozenset(text.split())
