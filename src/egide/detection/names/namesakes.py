"""Public figures, characters and brands that bear a person's name."""

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from egide.detection.names.reading import Reading
from egide.detection.tagger.words import fold, tokenise

__all__ = ["is_namesake"]


_REST = 2


@cache
def _namesakes() -> tuple[frozenset[str], frozenset[str]]:
    """Read the names as their letters, and their words to look no further for most texts."""
    lines = files(__package__).joinpath("data/namesakes.txt").read_text("utf-8").splitlines()
    names = [[fold(token.raw) for token in tokenise(line)] for line in lines if not line.startswith("; ")]
    return frozenset(map(_key, names)), frozenset(word for name in names for word in name)


def _key(words: Iterable[str]) -> str:
    return "".join(word for word in words if word.isalpha())


def is_namesake(reading: Reading, first: int, last: int) -> bool:
    """Tell whether tokens `[first, last)` are the name, or a part of the name, of a public figure, a character or a brand.

    Args:
        reading: The text as words.
        first: The first token.
        last: The token after the last.

    Returns:
        True when the list of namesakes holds the name as the text writes it out.

    >>> is_namesake(Reading("une Dacia Duster"), 1, 3)
    True
    >>> is_namesake(Reading("un écusson Johnny Hallyday"), 2, 4), is_namesake(Reading("Johnny Vauthrin"), 0, 2)
    (True, False)
    """
    known, parts = _namesakes()
    opening = reading.words[first]
    if opening.capital and not opening.listed and opening.low in known:
        return True  # a brand and its model: "Dacia Duster"
    if any(word.low not in parts for word in reading.words[first:last] if word.alpha):
        return False
    return any(
        _key(word.low for word in reading.words[start:end]) in known
        for start in range(max(0, first - _REST), first + 1)
        for end in range(last, min(len(reading.words), last + _REST) + 1)
    )
