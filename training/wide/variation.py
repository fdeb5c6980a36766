"""Tell an annotated text another way: other people, other numbers, in words or in digits, as a recogniser of speech writes it.

Every change keeps the spans on what they cover.
"""

import random
import re
import unicodedata
from bisect import bisect_right

from egide.detection.spoken.numbers import NUMBER_WORDS, read_number
from egide.detection.tagger.words import fold
from training.tagger.annotated import with_others
from training.tagger.noise import Span, same_length_lower
from training.tagger.sources import Labelled
from training.tagger.values import Values

OTHER_PEOPLE, OTHER_NUMBERS, AS_HEARD, UNACCENTED = 0.85, 0.9, 0.4, 0.15
ALL_IN_DIGITS, SOME_IN_DIGITS, SOME = 0.15, 0.3, 0.4

_CLASSES = tuple(
    frozenset(words.split())
    for words in (
        "deux trois quatre cinq six sept huit neuf",
        "onze douze treize quatorze quinze seize",
        "vingt trente quarante cinquante soixante",
        "two three four five six seven eight nine",
        "eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
        "twenty thirty forty fifty sixty seventy eighty ninety",
        "zwei drei vier sechs sieben acht neun",
        "zwanzig dreissig vierzig sechzig siebzig achtzig neunzig",
        "dos tres cuatro cinco seis siete ocho nueve",
        "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
        "due tre quattro cinque sei sette otto nove",
        "venti trenta quaranta cinquanta sessanta settanta ottanta novanta",
        "twee drie vier vijf zes zeven acht negen",
        "twintig dertig veertig vijftig zestig zeventig tachtig negentig",
        "dois tres quatro cinco seis sete oito nove",
        "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa",
    )
)
# A word of two languages ("six", "seis", "acht") changes within the first class that holds it.
_CLASS_OF = {word: sorted(words) for words in reversed(_CLASSES) for word in words}
_SHORT = 2
_WORD = re.compile(r"[^\W_]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_STOPS = frozenset(".,;:?!…")

_Change = tuple[int, int, str]


def varied(values: Values, dice: random.Random, language: str, text: str, spans: list[Span]) -> Labelled:
    """Return a text told another way, with its spans."""
    values.language = language
    if dice.random() < OTHER_PEOPLE:
        text, spans = with_others(values, dice, text, tuple(spans))
    if dice.random() < OTHER_NUMBERS:
        text, spans = _changed(text, spans, _other_numbers(text, dice))
    roll = dice.random()
    if roll < SOME_IN_DIGITS:
        share = 1.0 if roll < ALL_IN_DIGITS else SOME
        text, spans = _changed(text, spans, _in_digits(text, spans, dice, share))
    if dice.random() < AS_HEARD:
        text, spans = _as_heard(text, spans)
    if dice.random() < UNACCENTED:
        text = "".join(unicodedata.normalize("NFD", char)[0] for char in text)
    return text, spans


def _other_numbers(text: str, dice: random.Random) -> list[_Change]:
    """Draw another number of the same kind for each number in words, and other digits for the longer ones."""
    changes = []
    for match in _WORD.finditer(text):
        word = match.group()
        others = _CLASS_OF.get(fold(word))
        if others:
            other = dice.choice(others)
            changes.append((*match.span(), other.capitalize() if word[0].isupper() else other))
        elif word.isdigit() and len(word) > _SHORT:
            changes.append((*match.span(), "".join(dice.choice("0123456789") for _ in word)))
    return changes


def _in_digits(text: str, spans: list[Span], dice: random.Random, share: float) -> list[_Change]:
    """Write French and English numbers in digits, unless a span begins or ends inside one."""
    words = [(*match.span(), fold(match.group())) for match in _LETTERS.finditer(text)]
    edges = {edge for start, end, _ in spans for edge in (start, end)}
    changes = []
    place = 0
    while place < len(words):
        row = [words[place][2]] if words[place][2] in NUMBER_WORDS - {"un", "une"} else []
        while (
            row
            and place + len(row) < len(words)
            and words[place + len(row)][2] in NUMBER_WORDS | {"et"}
            and text[words[place + len(row) - 1][1] : words[place + len(row)][0]] in {" ", "-"}
        ):
            row.append(words[place + len(row)][2])
        read = read_number(row, 0) if row else None
        if read is None:
            place += 1
            continue
        start, end = words[place][0], words[place + read[1] - 1][1]
        place += read[1]
        if dice.random() < share and not any(start < edge < end for edge in edges):
            changes.append((start, end, read[0]))
    return changes


def _as_heard(text: str, spans: list[Span]) -> Labelled:
    """Drop capitals and stops, but those inside a word or a number."""
    text = same_length_lower(text)
    stops = [
        (place, place + 1, "")
        for place, char in enumerate(text)
        if char in _STOPS and not (text[place - 1 : place].isalnum() and text[place + 1 : place + 2].isalnum())
    ]
    return _changed(text, spans, stops)


def _changed(text: str, spans: list[Span], changes: list[_Change]) -> Labelled:
    """Replace parts of a text; a span keeps whole what it covered of a replaced part."""
    told, last = "", 0
    moved: list[tuple[int, int, int, int]] = []
    for start, end, other in changes:
        told += text[last:start]
        moved.append((start, end, len(told), len(told) + len(other)))
        told += other
        last = end
    told += text[last:]
    starts = [start for start, *_ in moved]

    def place(position: int, *, closes: bool) -> int:
        index = bisect_right(starts, position - 1 if closes else position) - 1
        if index < 0:
            return position
        _, end, new_start, new_end = moved[index]
        if position >= end:
            return new_end + position - end
        return new_end if closes else new_start

    return told, [(place(start, closes=False), place(end, closes=True), label) for start, end, label in spans]
