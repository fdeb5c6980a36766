"""Read how far a name goes from the word where it begins."""

from typing import Final

from egide.detection.names.reading import Reading, Word
from egide.detection.names.stopwords import CALENDAR, PARTICLES, PRONOUN_NAMES
from egide.detection.tagger.words import word_set

__all__ = ["JOINERS", "is_monsieur", "read_name"]

JOINERS: Final = frozenset({"-", "'"})

_MOST_WORDS: Final = 6
_MOST_PARTICLES: Final = 3
_USUAL: Final = 2
# Without capitals, only these small words are read inside a name: "de" and "la" are too often a sentence going on.
_PLAIN_PARTICLES: Final = word_set(
    "van von der den ter ten el al ben bin ibn da do dos das di della le lo ait mac mc o n"
)


def is_monsieur(reading: Reading, index: int) -> bool:
    """Tell whether an `M.` before a given name and a surname is the civility, not an initial: `M. Paul Durand`."""
    following = reading.words[index + 2 : index + 4]
    return (
        reading.low(index) == "m"
        and reading.low(index + 1) == "."
        and len(following) > 1
        and following[0].given > 0
        and all(word.alpha and word.capital and not word.letter for word in following)
    )


def read_name(reading: Reading, first: int, *, firm: bool, lower: bool) -> int:
    """Read as much of a name as stands at a token.

    Args:
        reading: The text as words.
        first: The token where the name would begin.
        firm: True after a cue that leaves little doubt, such as a civility.
        lower: True to accept a name written without capitals.

    Returns:
        The token after the name, or `first` when none stands there.
    """
    opening = _after_particles(reading, first, cased=True)
    if opening >= len(reading.words) or not reading.words[opening].alpha:
        return first
    cased = reading.words[opening].shape != "x" and not reading.shouted[opening]
    if not cased and not lower and not reading.shouted[opening]:
        return first
    index, end, count = first, first, 0
    while count < _MOST_WORDS:
        start = _after_particles(reading, index, cased=cased or not count)
        after = _part_end(reading, start, cased=cased, firm=firm, opening=not count)
        if after == start:
            break
        index = end = after
        count += 1
        if reading.low(index) in JOINERS and reading.joined(index) and reading.joined(index + 1):
            index += 1
    return end


def _after_particles(reading: Reading, index: int, *, cased: bool) -> int:
    """Skip the small words that a name may hold before its next part."""
    start = index
    while index < len(reading.words) and index - start <= _MOST_PARTICLES:
        low = reading.words[index].low
        apostrophe = low == "'" and index > start
        if not apostrophe and (
            low not in PARTICLES or (not cased and low not in _PLAIN_PARTICLES) or reading.words[index].shape == "X"
        ):
            break
        index += 1
    # A particle that nothing follows may be a name of its own: "Mme Le", "M. Ben".
    following = reading.words[index] if index < len(reading.words) else None
    return index if following is not None and following.alpha else start


def _part_end(reading: Reading, index: int, *, cased: bool, firm: bool, opening: bool) -> int:
    """Return the token after one word of a name, the dot of an initial included, or `index` when it is none."""
    if index >= len(reading.words):
        return index
    word = reading.words[index]
    joint = index > 0 and reading.words[index - 1].low in JOINERS and reading.joined(index)
    if word.shape == "X" or (len(word.low) == 1 and not cased):
        dotted = reading.low(index + 1) == "." and reading.joined(index + 1)
        if dotted and (cased or firm):
            return index + 2
        return index + 1 if (joint and not word.barred) or (cased and firm and opening) else index
    if joint and word.alpha and not word.barred:
        return index + 1
    return index + 1 if _belongs(word, cased=cased, firm=firm, opening=opening) else index


def _belongs(word: Word, *, cased: bool, firm: bool, opening: bool) -> bool:
    """Tell whether a word can be part of a name: by its capital where capitals speak, else by the lists."""
    if not word.alpha:
        return False
    if word.barred:
        written = cased and word.capital
        return (firm or not opening) and (
            (word.low in CALENDAR and (firm or written)) or (word.low in PRONOUN_NAMES and written)
        )
    if cased:
        return word.capital or word.shape == "o"
    if not opening:
        return word.listed and not word.common
    if word.common:
        return firm and (word.surname >= _USUAL or word.given >= _USUAL)
    return firm or word.listed
