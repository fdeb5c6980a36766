"""Read numbers said aloud: French in full, English, and the digits of the neighbouring languages.

Example:
    >>> from egide.detection.spoken.numbers import read_number
    >>> read_number("quatre vingt dix huit quatorze".split(), 0)
    ('98', 4)
    >>> read_number("soixante deux cent dix".split(), 0), read_number("cent dix".split(), 0)
    (('62', 2), ('110', 2))
    >>> read_number("mille neuf cent soixante quatre".split(), 0)
    ('1964', 5)
"""

# ruff: noqa: PLR2004 - the lengths of numbers are the rule itself; word lists read better as words
from __future__ import annotations

from collections.abc import Sequence
from typing import Final

__all__ = ["DIGITS_ELSEWHERE", "NUMBER_WORDS", "read_number"]

_UNITS: Final = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "seven": 7, "eight": 8, "nine": 9,
}  # fmt: skip
_TEENS: Final = {
    "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS: Final = {
    "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70, "huitante": 80, "octante": 80, "nonante": 90,
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_ZERO: Final = frozenset({"zero", "zeros", "zerot"})
_HUNDRED: Final = frozenset({"cent", "cents", "hundred"})
_MILLION: Final = frozenset({"million", "millions"})
_THOUSAND: Final = frozenset({"mille", "mil", "thousand"})
_TWICE: Final = {"double": 2, "triple": 3}

DIGITS_ELSEWHERE: Final = {
    "null": 0, "eins": 1, "zwei": 2, "zwo": 2, "drei": 3, "vier": 4, "funf": 5, "fuenf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9,
    "cero": 0, "uno": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9,
    "due": 2, "tre": 3, "quattro": 4, "cinque": 5, "sei": 6, "sette": 7, "otto": 8, "nove": 9,
    "nul": 0, "een": 1, "twee": 2, "drie": 3, "vijf": 5, "zes": 6, "zeven": 7, "negen": 9,
    "um": 1, "dois": 2, "quatro": 4, "sete": 7, "oito": 8, "oh": 0,
}  # fmt: skip
"""Digits said in German, Spanish, Italian, Dutch, Portuguese, and "oh" in English: taken only in a row."""

NUMBER_WORDS: Final = (
    frozenset(_UNITS)
    | frozenset(_TEENS)
    | frozenset(_TENS)
    | _ZERO
    | _HUNDRED
    | _THOUSAND
    | _MILLION
    | frozenset(_TWICE)
)


def _below_hundred(words: Sequence[str], at: int) -> tuple[int, int] | None:
    word = words[at]
    following = words[at + 1] if at + 1 < len(words) else ""
    if word == "quatre" and following in {"vingt", "vingts"}:
        rest = _teens_or_units(words, at + 2)
        return (80 + rest[0], rest[1]) if rest else (80, at + 2)
    if word in _TENS:
        base = _TENS[word]
        if following == "et" and at + 2 < len(words) and words[at + 2] in {"un", "une", "onze"}:
            return base + (11 if words[at + 2] == "onze" else 1), at + 3
        if base in {60, 20, 30, 40, 50, 70, 80, 90}:
            rest = _teens_or_units(words, at + 1)
            if rest and (rest[0] < 10 or word == "soixante") and rest[0]:
                return base + rest[0], rest[1]
        return base, at + 1
    return _teens_or_units(words, at)


def _teens_or_units(words: Sequence[str], at: int) -> tuple[int, int] | None:
    if at >= len(words):
        return None
    word = words[at]
    if word == "dix" and at + 1 < len(words) and words[at + 1] in {"sept", "huit", "neuf"}:
        return 10 + _UNITS[words[at + 1]], at + 2
    if word in _TEENS:
        return _TEENS[word], at + 1
    if word in _UNITS:
        # "quatre vingt" is eighty, not four then twenty.
        if word == "quatre" and at + 1 < len(words) and words[at + 1] in {"vingt", "vingts"}:
            return None
        return _UNITS[word], at + 1
    return None


def _below_thousand(words: Sequence[str], at: int) -> tuple[int, int] | None:
    if at >= len(words):
        return None
    if words[at] in _HUNDRED:
        rest = _below_hundred(words, at + 1) if at + 1 < len(words) else None
        return (100 + rest[0], rest[1]) if rest else (100, at + 1)
    first = _below_hundred(words, at)
    if first is None:
        return None
    value, end = first
    if value < 10 and value > 1 and end < len(words) and words[end] in _HUNDRED:
        rest = _below_hundred(words, end + 1) if end + 1 < len(words) else None
        return (value * 100 + rest[0], rest[1]) if rest else (value * 100, end + 1)
    return value, end


def read_number(words: Sequence[str], at: int) -> tuple[str, int] | None:
    """Read one number, as a person groups it.

    Args:
        words: Folded, lower-case words without hyphens.
        at: Index of the first word.

    Returns:
        The digits and the index after the last word used, or None when no number begins here.
    """
    word = words[at]
    if word in _ZERO:
        return "0", at + 1
    if word in _TWICE:
        inner = read_number(words, at + 1) if at + 1 < len(words) and words[at + 1] not in _TWICE else None
        return (inner[0] * _TWICE[word], inner[1]) if inner else None
    if word in _UNITS and at + 2 < len(words) and words[at + 1] == "fois" and _UNITS[word] < 5:
        skip = 3 if words[at + 2] in {"le", "la"} and at + 3 < len(words) else 2
        inner = read_number(words, at + skip) if at + skip < len(words) else None
        if inner and len(inner[0]) == 1:
            return inner[0] * _UNITS[word], inner[1]
    if word in _THOUSAND:
        rest = _below_thousand(words, at + 1)
        return (str(1000 + rest[0]), rest[1]) if rest else ("1000", at + 1)
    first = _below_thousand(words, at)
    if first is None:
        return None
    value, end = first
    if end < len(words) and words[end] in _MILLION:
        more = read_number(words, end + 1) if end + 1 < len(words) and words[end + 1] not in _ZERO else None
        return (str(value * 1_000_000 + int(more[0])), more[1]) if more else (str(value * 1_000_000), end + 1)
    if end < len(words) and words[end] in _THOUSAND and value > 1:
        rest = _below_thousand(words, end + 1)
        return (str(value * 1000 + rest[0]), rest[1]) if rest else (str(value * 1000), end + 1)
    return str(value), end
