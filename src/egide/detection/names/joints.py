"""Trim what a rule or the tagger took for a name, and take in what is written onto it."""

from typing import Final

from egide.detection.names import cues
from egide.detection.names.candidate import Candidate
from egide.detection.names.extent import is_monsieur
from egide.detection.names.reading import Reading, Word
from egide.detection.names.stopwords import PARTICLES

__all__ = ["trimmed", "with_joints", "without_tail"]

_DOTTED_CIVILITIES: Final = frozenset({"m", "d"})
_WORDS_OF_ONE_LETTER: Final = frozenset("aeouyi")


def trimmed(reading: Reading, candidate: Candidate) -> Candidate:
    """Leave out of a tagged span the civilities, marks and newlines at its edges."""
    first, last = candidate.first, candidate.last
    while first < last and (not _opens(reading.words[first]) or _is_title(reading, first)):
        first += 1
    while last > first and (not reading.words[last - 1].alpha or _is_stray_letter(reading, first, last - 1)):
        last -= 1
    if last > first and reading.words[last - 1].shape == "X" and reading.low(last) == "." and reading.joined(last):
        last += 1
    if (
        reading.low(first) in _DOTTED_CIVILITIES
        and reading.words[first + 1 : last]
        and reading.low(last - 1) == "."
        and last == first + len("M.")
    ):
        return Candidate(first, first, candidate.score, candidate.cue)
    return Candidate(first, last, candidate.score, candidate.cue)


def without_tail(reading: Reading, candidate: Candidate) -> Candidate:
    """Leave out the ordinary words in small letters that follow a name: `Oumarou veut`, `sounia de la logistique`."""
    last = candidate.last
    while last > candidate.first + 1:
        word = reading.words[last - 1]
        if word.letter or word.shape != "x" or word.listed or not (word.common or word.barred) or word.low in PARTICLES:
            break
        last -= 1
    if last == candidate.last:
        return candidate
    while last > candidate.first + 1 and (
        reading.low(last - 1) in PARTICLES
        or not reading.words[last - 1].alpha
        or (reading.words[last - 1].letter and not reading.words[last - 2].letter)
    ):
        last -= 1
    return Candidate(candidate.first, last, candidate.score, candidate.cue)


def _is_stray_letter(reading: Reading, first: int, index: int) -> bool:
    """Tell a lone small letter after a name (`Mme Le Goff p/c`) from the letters of a spelled name."""
    word = reading.words[index]
    return word.letter and word.shape == "x" and index > first and not reading.words[index - 1].letter


def with_joints(reading: Reading, candidate: Candidate) -> Candidate:
    """Take in what is written onto a name: `DUPUIS-MORIN`, `Jean-Rostand`, `M'Barek`, `le thi mai`."""
    first, last = candidate.first, candidate.last
    while (
        first > 1
        and reading.low(first - 1) == "-"
        and reading.joined(first)
        and reading.joined(first - 1)
        and reading.words[first - 2].alpha
    ):
        first -= 2
    while (
        reading.low(last) == "-" and reading.joined(last) and reading.joined(last + 1) and reading.words[last + 1].alpha
    ):
        last += 2
    if (
        first > 1
        and reading.low(first - 1) == "'"
        and reading.joined(first)
        and reading.joined(first - 1)
        and reading.words[first].capital
        and reading.low(first - 2) in cues.PREFIXES
        and reading.words[first - 2].shape == "X"
    ):
        first -= 2
    # "J.-P. Kervella"
    while (
        first > len("J.-")
        and reading.words[first].letter
        and reading.low(first - 1) == "-"
        and reading.low(first - 2) == "."
        and reading.words[first - 3].letter
    ):
        first -= 3
    first, last = _with_small_names(reading, _with_family_name(reading, first), last)
    return Candidate(first, _with_initial(reading, last), candidate.score, candidate.cue)


def _with_initial(reading: Reading, last: int) -> int:
    """Take in the initial of a surname after a given name: `Jason B`, `HAUTEMANIÈRE L`."""
    following = reading.words[last] if last < len(reading.words) else None
    if (
        following is not None
        and following.shape == "X"
        and following.low not in _WORDS_OF_ONE_LETTER
        and not reading.joined(last)
        and not (reading.joined(last + 1) and reading.low(last + 1) in {"'", "-", "/", "."})
        and not reading.low(last + 1).isdigit()
        and not (last + 1 < len(reading.words) and reading.words[last + 1].letter)
        and reading.words[last - 1].capital
        and not reading.words[last - 1].letter
    ):
        return last + 1
    return last


def _with_small_names(reading: Reading, first: int, last: int) -> tuple[int, int]:
    """Take in the word beside an East Asian name that is its other half: "Mei" is a month elsewhere, "Vu" and "Lan" are words.

    Returns:
        The tokens of the name.

    >>> _with_small_names(Reading("merci mei tran"), 2, 3), _with_small_names(Reading("am 12 mei tran"), 3, 4)
    ((1, 3), (3, 4))
    """
    if reading.low(first) in cues.EAST_ASIAN_NAMES and _is_other_half(reading, first - 1, first):
        if not reading.low(first - 2).isdigit():
            first -= 1
    elif reading.low(last - 1) in cues.EAST_ASIAN_NAMES and last - first == 1 and _is_other_half(reading, last, first):
        last += 1
    return first, last


def _is_other_half(reading: Reading, index: int, beside: int) -> bool:
    return (
        reading.low(index) in cues.EAST_ASIAN_SMALL_NAMES and reading.words[index].shape == reading.words[beside].shape
    )


def _with_family_name(reading: Reading, first: int) -> int:
    """Take in a Vietnamese family name: "Le", "Vu" and "Do" are ordinary words but before a middle name, "thi" or "van"."""
    middle = first if reading.low(first) in cues.VIETNAMESE_MIDDLE_NAMES else first - 1
    if (
        middle > 0
        and reading.low(middle) in cues.VIETNAMESE_MIDDLE_NAMES
        and reading.low(middle - 1) in cues.VIETNAMESE_SURNAMES
        and reading.words[middle - 1].shape == reading.words[middle].shape == reading.words[first].shape
    ):
        return middle - 1
    return first


def _opens(word: Word) -> bool:
    return word.alpha and word.low not in cues.CIVILITIES and not (word.barred and word.shape == "x")


def _is_title(reading: Reading, index: int) -> bool:
    """Tell whether a word before a name is an abbreviated title (`Sra. de la Fuente`), a greeting or a kin (`LG Steffi`, `nonna Concetta`)."""
    low = reading.low(index)
    if reading.low(index + 1) == ".":
        return (
            low in cues.DOTTED_TITLES
            or is_monsieur(reading, index)
            or (low == "ra" and reading.low(index - 1) == "." and reading.low(index - 2) == "sig")
        )
    if low == "ra" and reading.low(index - 1) == "." and reading.low(index - 2) == "sig":
        return True
    following = reading.words[index + 1] if index + 1 < len(reading.words) else None
    return low in cues.BEFORE_NAMES and following is not None and following.capital
