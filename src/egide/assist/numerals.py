"""Read numbers written in words, in French and in English: "quatre-vingt-dix-huit", "two hundred and forty"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from egide.assist.words import fold

__all__ = ["find_spelled_numbers"]


_VALUES = {
    **dict(
        zip(
            [
                "deux",
                "trois",
                "quatre",
                "cinq",
                "six",
                "sept",
                "huit",
                "neuf",
                "dix",
                "onze",
                "douze",
                "treize",
                "quatorze",
                "quinze",
                "seize",
            ],
            range(2, 17),
            strict=True,
        )
    ),
    **{
        "vingt": 20,
        "vingts": 20,
        "trente": 30,
        "quarante": 40,
        "cinquante": 50,
        "soixante": 60,
        "septante": 70,
        "huitante": 80,
        "octante": 80,
        "nonante": 90,
    },
    **dict(
        zip(
            [
                "two",
                "three",
                "four",
                "five",
                "six",
                "seven",
                "eight",
                "nine",
                "ten",
                "eleven",
                "twelve",
                "thirteen",
                "fourteen",
                "fifteen",
                "sixteen",
                "seventeen",
                "eighteen",
                "nineteen",
                "twenty",
            ],
            range(2, 21),
            strict=True,
        )
    ),
    **{"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90},
    **{
        "douzaine": 12,
        "quinzaine": 15,
        "vingtaine": 20,
        "trentaine": 30,
        "quarantaine": 40,
        "cinquantaine": 50,
        "centaine": 100,
    },
}
_ONES = {"un": 1, "une": 1, "one": 1}
_HUNDRED = {"cent", "cents", "hundred"}
_THOUSAND = {"mille", "thousand"}
_GLUE = {"et", "and"}
_WORD = re.compile(r"[^\W\d_]+")
_FOUR, _TWENTY, _HUNDRED_VALUE, _THOUSAND_VALUE = 4, 20, 100, 1000


def find_spelled_numbers(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield the numbers a text spells, as (start, end, amount); a lone "un" or "one" is an article and is left out.

    Example:
        >>> [amount for _, _, amount in find_spelled_numbers("quatre-vingt-dix-huit euros, deux cent quarante")]
        [98, 240]
    """
    run: list[tuple[str, int, int]] = []
    for match in _WORD.finditer(text):
        word = fold(match.group())
        gap = text[run[-1][2] : match.start()] if run else ""
        if run and gap.strip("-‐ \u00a0"):
            yield from _read(run)
            run = []
        if word in _VALUES or word in _ONES or word in _HUNDRED or word in _THOUSAND or (run and word in _GLUE):
            run.append((word, match.start(), match.end()))
        elif run:
            yield from _read(run)
            run = []
    yield from _read(run)


def _read(run: list[tuple[str, int, int]]) -> Iterator[tuple[int, int, int]]:
    while run and run[-1][0] in _GLUE:
        run = run[:-1]
    if not run or all(word in _ONES for word, _, _ in run):
        return
    total, current, previous = 0, 0, 0
    for word, _, _ in run:
        if word in _GLUE:
            continue
        if word in _HUNDRED:
            current = max(1, current) * _HUNDRED_VALUE
        elif word in _THOUSAND:
            total, current = total + max(1, current) * _THOUSAND_VALUE, 0
        else:
            amount = _VALUES.get(word) or _ONES[word]
            # "quatre-vingt" multiplies, "soixante-dix" adds.
            current = (
                current - _FOUR + _FOUR * _TWENTY
                if previous == _FOUR and word in {"vingt", "vingts"}
                else current + amount
            )
            previous = amount
            continue
        previous = 0
    yield run[0][1], run[-1][2], total + current
