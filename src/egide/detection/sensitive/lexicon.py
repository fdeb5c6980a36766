"""Phrases that reveal something of a person, read from text files and found word by word.

One phrase a line: `(e)` an optional ending, `a/b` alternatives, `?word` an optional word, `#` a number, `[…]` the part
to keep when the phrase around it only gives context. A leading `~` asks for a person nearby; a leading `+` takes the complement
that follows (`cancer` in `cancer du sein`), a leading `&` asks for it besides (`opération` says nothing, `opération de la hanche` does); a leading
`!` leaves the phrase alone, whatever shorter ones begin at the same word (`enceinte bluetooth`).
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import chain, product
from typing import Final, NamedTuple

from egide.detection.finding import Label
from egide.detection.names.reading import Word
from egide.detection.tagger.words import fold, raw_tokens, word_set

__all__ = [
    "NUMBER_WORDS",
    "Phrase",
    "Spotted",
    "forms",
    "lines",
    "match_at",
    "nationalities",
    "nationality_openings",
    "phrases_from",
    "spot",
]

_FILES: Final = (
    ("health.txt", Label.HEALTH),
    ("belief.txt", Label.BELIEF),
    ("sexual.txt", Label.SEXUAL),
    ("offence.txt", Label.OFFENCE),
    ("finance.txt", Label.FINANCE),
)
_SKIPPABLE: Final = frozenset({"'", "-"})
_ENDING: Final = re.compile(r"\((\w+)\)")

NUMBER_WORDS: Final = word_set(
    """un une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt trente quarante cinquante soixante cent cents mille
    zero one two three four five six seven eight nine ten twelve twenty thirty fifty hundred thousand zwei drei vier funf sechs sieben acht neun zehn zwolf
    dos tres cuatro cinco seis siete ocho nueve diez due tre quattro cinque sei sette otto nove dieci mila twee drie vijf zes zeven negen tien duizend
    dois duas quatro sete oito dez mil plusieurs quelques several einige varios diversi enkele"""
)


class Phrase(NamedTuple):
    """One phrase as folded words.

    Attributes:
        words: The words; `#` stands for a number.
        label: What it reveals.
        weak: True when it only counts beside a person.
        open: True when a complement that follows belongs to it.
        first: First word to keep.
        last: Word after the last to keep.
        bound: True when it says nothing without its complement.
        alone: True when it is to be left alone.
    """

    words: tuple[str, ...]
    label: str
    weak: bool
    open: bool
    first: int
    last: int
    bound: bool
    alone: bool


class Spotted(NamedTuple):
    """A phrase found at tokens `[first, last)`."""

    first: int
    last: int
    phrase: Phrase


def forms(item: str) -> list[str]:
    """Expand the endings and alternatives of one word.

    Args:
        item: A word as the lexicons write it.

    Returns:
        Its forms, at least one.

    >>> forms("handicapé(e)(s)")
    ['handicapé', 'handicapés', 'handicapée', 'handicapées']
    """
    expanded: list[str] = []
    for alternative in item.split("/"):
        pieces = _ENDING.split(alternative)
        endings = [("", piece) if place % 2 else (piece,) for place, piece in enumerate(pieces)]
        expanded.extend("".join(parts) for parts in product(*endings))
    return expanded


def _expand(line: str, label: str) -> Iterator[Phrase]:
    weak, bound, alone = line.startswith("~"), line.startswith("&"), line.startswith("!")
    taking = bound or line.startswith("+")
    choices: list[list[tuple[str, ...]]] = []
    kept: list[bool] = []
    bracketed = "[" in line
    inside = False
    for part in line.lstrip("~+&!").split():
        item = part
        inside = inside or item.startswith("[")
        kept.append(inside or not bracketed)
        if item.endswith("]"):
            inside = False
        item = item.strip("[]")
        optional = item.startswith("?")
        # Cut once, not once for each phrase that holds the word.
        pieces = [_pieces(word) for word in forms(item.lstrip("?") if optional else item)]
        choices.append([*pieces, ()] if optional else pieces)
    for chosen in product(*choices):
        words = tuple(chain.from_iterable(chosen))
        first, last = 0, len(words)
        if bracketed and words:
            flags = [keep for piece, keep in zip(chosen, kept, strict=True) for _ in piece]
            first, last = flags.index(True), len(flags) - flags[::-1].index(True)
        if words:
            yield Phrase(words, label, weak, taking, first, last, bound, alone)


def _pieces(word: str) -> tuple[str, ...]:
    return (word,) if word in {"#", "%", "'", "-"} else tuple([fold(raw) for raw in raw_tokens(word)])


def lines(name: str) -> Iterator[tuple[str, str]]:
    """Read one lexicon as written.

    Args:
        name: The file name.

    Yields:
        The section and the line, comments left out.
    """
    section = ""
    for raw in files(__package__).joinpath(f"data/{name}").read_text("utf-8").splitlines():
        line = raw.strip()
        if line.startswith("[") and line.endswith("]") and " " not in line:
            section = line[1:-1]
        elif line and not line.startswith("; "):
            yield section, line


def _heads(line: str) -> Iterator[str]:
    """Yield the first words of the phrases of a line, without expanding it."""
    for part in line.lstrip("~+&!").split():
        item = part.strip("[]")
        optional = item.startswith("?")
        for word in forms(item.lstrip("?")) if "/" in item or "(" in item else (item.lstrip("?"),):
            pieces = _pieces(word)
            if pieces:
                yield pieces[0]
            else:
                optional = True
        if not optional:
            return


@cache
def _lines_by_first_word() -> dict[str, list[tuple[str, str]]]:
    """Read the lexicons once per process, each line under the words it may begin with, with its label."""
    index: dict[str, list[tuple[str, str]]] = {}
    sources = [(line, label) for name, label in _FILES for _, line in lines(name)]
    sources += [(line, Label.ORIGIN) for section, line in lines("origin.txt") if section == "strong"]
    for line, label in sources:
        for head in _heads(line):
            index.setdefault(head, []).append((line, label))
    return index


@cache
def phrases_from(first: str) -> tuple[Phrase, ...]:
    """Return the phrases that begin with a word, expanded when a text first holds it: most never are.

    Args:
        first: A folded word, or `#` for a number.

    Returns:
        Its phrases, the longest first.
    """
    sources = _lines_by_first_word().get(first, ())
    found = {phrase for line, label in sources for phrase in _expand(line, label) if phrase.words[0] == first}
    return tuple(sorted(found, key=_strength))


def _strength(phrase: Phrase) -> tuple[int, bool, bool, bool, bool, Phrase]:
    """Order phrases: the longest first, then the one that says most of the same words."""
    return -len(phrase.words), not phrase.alone, phrase.weak, phrase.bound, not phrase.open, phrase


@cache
def nationalities() -> frozenset[tuple[str, ...]]:
    """Read the adjectives of nationality and ethnic origin once per process.

    Returns:
        Each as its folded words, in the singular and in the plural.
    """
    known = {
        phrase.words
        for section, line in lines("origin.txt")
        if section == "nationalities"
        for phrase in _expand(line, Label.ORIGIN)
    }
    return frozenset(known | {(*words[:-1], words[-1] + "s") for words in known})


@cache
def nationality_openings() -> frozenset[str]:
    """Return the first words of the adjectives of nationality, to look no further for most words."""
    return frozenset(words[0] for words in nationalities())


def _is_number(word: str) -> bool:
    return word.isdigit() or word in NUMBER_WORDS


def match_at(words: Sequence[Word], index: int, pattern: tuple[str, ...]) -> tuple[int, ...]:
    """Match a pattern of words at a token; apostrophes and hyphens that the writer left out are forgiven.

    Args:
        words: The text.
        index: Where the pattern should begin.
        pattern: Folded words.

    Returns:
        For each word of the pattern the token after it, or nothing when it does not match.
    """
    ends: list[int] = []
    size = len(words)
    for part in pattern:
        if index < size and words[index].low == part:
            index += 1
        elif part == "#" and index < size and _is_number(words[index].low):
            index += 1
            while index < size and (
                _is_number(words[index].low)
                or (words[index].low in {"-", "et"} and index + 1 < size and words[index + 1].low in NUMBER_WORDS)
            ):
                index += 1
        elif part not in _SKIPPABLE:
            return ()
        ends.append(index)
    return tuple(ends)


@cache
def _seconds(first: str) -> dict[str, tuple[Phrase, ...]]:
    """Index the phrases of a first word by the word that may follow it; one word alone is under nothing.

    A common first word ("un", "crise") opens hundreds of phrases: the second word leaves one or two to compare.

    Returns:
        Phrases by second word, the longest first.
    """
    index: dict[str, list[Phrase]] = {}
    for phrase in phrases_from(first):
        place = 1
        while place < len(phrase.words):
            index.setdefault(phrase.words[place], []).append(phrase)
            if phrase.words[place] not in _SKIPPABLE:
                break
            place += 1
        else:
            index.setdefault("", []).append(phrase)
    return {second: tuple(found) for second, found in index.items()}


class _Opening(NamedTuple):
    """What a word may open: phrases by their second word, and whether it is a number."""

    seconds: dict[str, tuple[Phrase, ...]] | None
    number: bool


_NO_OPENING: Final = _Opening(None, number=False)


def _opening(low: str) -> _Opening:
    """Look a word up, so that the next texts that hold it need not; nearly all words open nothing."""
    number = _is_number(low)
    seconds = _seconds(low) if low in _lines_by_first_word() else None
    return _Opening(seconds, number) if seconds is not None or number else _NO_OPENING


def spot(words: Sequence[Word]) -> Iterator[Spotted]:
    """Find every phrase of the lexicons, the longest at each word.

    Args:
        words: The text.

    Yields:
        What was found, in reading order; phrases may overlap.
    """
    counted = _seconds("#")
    size = len(words)
    for index, word in enumerate(words):
        opening: _Opening | None = word.opening
        if opening is None:
            opening = word.opening = _opening(word.low)
        if opening is _NO_OPENING:
            continue
        seconds = opening.seconds
        found: tuple[Phrase, ...] = ()
        if seconds is not None:
            second = words[index + 1].low if index + 1 < size else ""
            found = seconds.get(second, ()) if second else ()
            if "#" in seconds and second and _is_number(second):
                found += seconds["#"]
            found += seconds.get("", ())
        if opening.number and not (index and _is_number(words[index - 1].low)):
            end = match_at(words, index, ("#",))[0]
            found += counted.get(words[end].low, ()) if end < size else ()
        for phrase in found:
            ends = match_at(words, index, phrase.words)
            if ends:
                first = index if phrase.first == 0 else ends[phrase.first - 1]
                yield Spotted(first, ends[phrase.last - 1], phrase)
                break
