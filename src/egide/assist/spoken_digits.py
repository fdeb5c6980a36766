"""Turn spoken or written digits into figures that keep their place: "quarante et un onze" is 4111, "double four" is 44.

A card number is dictated in pairs, in fours, digit by digit, across hesitations and turns; what matters is how many digits were said, where they
begin and where they end. Where speech is ambiguous ("quatre vingt" may be 80 or 4 then 20) the shorter reading is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from egide.assist.words import fold

__all__ = ["SpokenDigits", "find_spoken_digits"]


_UNITS = {
    "zero": "0", "oh": "0", "un": "1", "une": "1", "deux": "2", "trois": "3", "quatre": "4", "cinq": "5", "six": "6", "sept": "7", "huit": "8", "neuf": "9",
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "seven": "7", "eight": "8", "nine": "9",
}  # fmt: skip
_TEENS = {
    "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70, "huitante": 80, "octante": 80, "nonante": 90,
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_HUNDREDS, _THOUSANDS = {"cent", "cents", "hundred"}, {"mille", "thousand"}
_REPEATS = {"double": 2, "triple": 3}
_GLUE = {"et", "and"}
_TOKEN = re.compile(r"\d+|[^\W\d_]+")
_SIXTY, _EIGHTY = 60, 80


@dataclass(frozen=True, slots=True)
class SpokenDigits:
    """One number as it was said, and the digits it stands for.

    Attributes:
        digits: The figures.
        start: Where it begins in the text, in code points.
        end: Where it ends, exclusive.
    """

    digits: str = field(repr=False)
    start: int
    end: int


def find_spoken_digits(text: str) -> Iterator[SpokenDigits]:
    """Yield each number of a text, in order; a lone "un" or "une" is yielded too: the caller knows the context.

    Example:
        >>> "".join(found.digits for found in find_spoken_digits("quarante et un onze, double quatre, 1234, quatre-vingt-dix-huit"))
        '411144123498'
    """
    tokens = [(fold(match.group()), match.start(), match.end()) for match in _TOKEN.finditer(text)]
    position = 0
    while position < len(tokens):
        digits, used = _read(tokens, position)
        if used:
            yield SpokenDigits(digits, tokens[position][1], tokens[position + used - 1][2])
        position += max(1, used)


def _read(tokens: list[tuple[str, int, int]], position: int) -> tuple[str, int]:
    """Read one number at a place: its digits and how many tokens it took; nothing when the token is not a number."""

    def word(offset: int) -> str:
        return tokens[position + offset][0] if position + offset < len(tokens) else ""

    first = word(0)
    if first.isdigit():
        return first, 1
    if first in _REPEATS and word(1) in _UNITS:
        return _UNITS[word(1)] * _REPEATS[first], 2
    below, used = _below_hundred(tokens, position)
    if not used and first in _HUNDREDS | _THOUSANDS:
        below, used = "1", 0
    elif not used:
        return "", 0
    amount, took = int(below), used
    if word(took) in _THOUSANDS and amount:
        rest, more = _below_thousand(tokens, position + took + 1)
        return str(amount * 1000 + rest), took + 1 + more
    if word(took) in _HUNDREDS and 0 < amount < 10:  # noqa: PLR2004 (one digit before "cent")
        last, more = _below_hundred(tokens, position + took + 1)
        return str(amount * 100 + int(last or 0)), took + 1 + more
    return below, took


def _below_thousand(tokens: list[tuple[str, int, int]], position: int) -> tuple[int, int]:
    below, used = _below_hundred(tokens, position)
    after = tokens[position + used][0] if position + used < len(tokens) else ""
    if after in _HUNDREDS and (not used or 0 < int(below) < 10):  # noqa: PLR2004 (one digit before "cent")
        rest, more = _below_hundred(tokens, position + used + 1)
        return int(below or 1) * 100 + int(rest or 0), used + 1 + more
    return int(below or 0), used


def _below_hundred(tokens: list[tuple[str, int, int]], position: int) -> tuple[str, int]:
    def word(offset: int) -> str:
        return tokens[position + offset][0] if position + offset < len(tokens) else ""

    first = word(0)
    if first == "quatre" and word(1) in {"vingt", "vingts"}:
        return _with_units(tokens, position, _EIGHTY, 2)
    if first in _TENS:
        return _with_units(tokens, position, _TENS[first], 1)
    if first in _TEENS:
        if first == "dix" and _UNITS.get(word(1), "") in {"7", "8", "9"}:
            return str(10 + int(_UNITS[word(1)])), 2
        return str(_TEENS[first]), 1
    return (_UNITS[first], 1) if first in _UNITS else ("", 0)


def _with_units(tokens: list[tuple[str, int, int]], position: int, tens: int, used: int) -> tuple[str, int]:
    """Read what may follow tens: "et un", a unit, and for 60 and 80 in French a number from ten to nineteen."""

    def word(offset: int) -> str:
        return tokens[position + offset][0] if position + offset < len(tokens) else ""

    skip = used + 1 if word(used) in _GLUE and (word(used + 1) in {"un", "une", "onze"}) else used
    follower = word(skip)
    if tens in {_SIXTY, _EIGHTY} and follower in _TEENS:
        if follower == "dix" and _UNITS.get(word(skip + 1), "") in {"7", "8", "9"}:
            return str(tens + 10 + int(_UNITS[word(skip + 1)])), skip + 2
        return str(tens + _TEENS[follower]), skip + 1
    if _UNITS.get(follower, "0") != "0":
        return str(tens + int(_UNITS[follower])), skip + 1
    return str(tens), used
