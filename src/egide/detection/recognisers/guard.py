r"""What any match of a pattern must look like, in RE2: read off the pattern, never written by hand.

A pattern of `re` looks around itself, which RE2 cannot do, and is tried letter by letter, which is slow. Its *guard* forgets the looks
and the upper bounds of its repeats, the edges of words apart. It therefore matches wherever the pattern does, and elsewhere too; RE2 searches it in one pass.
Where the guard finds nothing, the pattern is not run, nor even compiled; where it finds something, the pattern is tried from there.

Upper bounds are forgotten because RE2 counts by copying: `.{0,90}` makes an automaton that has no end.
"""

from __future__ import annotations

import re

# The parser of `re`, under the only name it has: the module gives no other way to read a pattern.
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, Final

__all__ = ["digits_of", "guard_of"]

_CLASSES: Final = {
    codes.CATEGORY_DIGIT: "0-9",
    codes.CATEGORY_SPACE: r"\t\n\v\f\r ",
    codes.CATEGORY_WORD: "0-9A-Za-z_",
    codes.CATEGORY_NOT_DIGIT: r"\D",
    codes.CATEGORY_NOT_WORD: r"\W",
}
_REPEATS: Final = frozenset({codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT})
_WIDTHLESS: Final = frozenset({codes.ASSERT, codes.ASSERT_NOT, codes.AT})
_WORDLIKE: Final = re.compile(r"\w", re.ASCII)
_STARTS: Final = frozenset({codes.AT_BEGINNING, codes.AT_BEGINNING_STRING})


class _NoGuardError(Exception):
    """The pattern holds something that has no weaker form here."""


def guard_of(source: str, flags: int = 0) -> str | None:
    r"""Return an RE2 expression that matches wherever a pattern does.

    Args:
        source: A pattern of `re`, with ASCII classes.
        flags: `re.IGNORECASE` or none.

    Returns:
        The expression; None when the pattern may match nothing at all, or holds what has no weaker form here.

    Example:
        >>> guard_of(r"(?<!\d)(?P<v>\d{2}[ -]?\d{2,8})(?!\d)")
        '(?:[0-9]{2}[\\x{20}\\x{2d}]?[0-9]{2,})'
    """
    if flags & ~(re.ASCII | re.IGNORECASE):
        return None
    parsed = parser.parse(source, flags | re.ASCII)
    if not parsed.getwidth()[0]:
        return None
    try:
        weaker = _sequence(parsed)
    except _NoGuardError:
        return None
    return f"(?i){weaker}" if flags & re.IGNORECASE else weaker


def digits_of(source: str, flags: int = 0) -> int:
    r"""Return how many digits any match of a pattern takes at least.

    Args:
        source: A pattern of `re`, with ASCII classes.
        flags: Its flags.

    Returns:
        A count; what stands for no character, such as a look, counts for nothing.

    Example:
        >>> digits_of(r"(?=\d{9})(?:n\d|\d\d)[ -]?\d{2,8}")
        3
    """
    return _digits(parser.parse(source, flags | re.ASCII))


def _digits(parts: Any) -> int:
    return sum(_digits_of_part(code, value) for code, value in parts)


def _digits_of_part(code: object, value: Any) -> int:
    if code in {codes.LITERAL, codes.IN}:
        return int(all(_is_digit(*item) for item in (value if code is codes.IN else ((code, value),))))
    if code is codes.BRANCH:
        return min(map(_digits, value[1]))
    if code is codes.SUBPATTERN:
        return _digits(value[3])
    if code is codes.ATOMIC_GROUP:
        return _digits(value)
    if code in _REPEATS:
        return int(value[0]) * _digits(value[2])
    return 0


def _is_digit(code: object, value: Any) -> bool:
    if code is codes.RANGE:
        return bool(ord("0") <= value[0] and value[1] <= ord("9"))
    return (code, value) == (codes.CATEGORY, codes.CATEGORY_DIGIT) or (
        code is codes.LITERAL and ord("0") <= value <= ord("9")
    )


def _sequence(parts: Any) -> str:
    """Weaken parts that follow one another; a word that may not begin inside another keeps its boundary, which RE2 knows."""
    weaker: list[str] = []
    for place, (code, value) in enumerate(parts):
        if code is codes.ASSERT_NOT and _bars_words_behind(*value) and _begins_with_word(parts[place + 1 :]):
            weaker.append(r"\b")
        else:
            weaker.append(_part(code, value))
    return "".join(weaker)


def _bars_words_behind(direction: int, inner: Any) -> bool:
    r"""Tell `(?<![\w…])`: none of the characters of words may stand before."""
    if direction > 0 or len(inner) != 1 or inner[0][0] is not codes.IN:
        return False
    items = inner[0][1]
    return (codes.CATEGORY, codes.CATEGORY_WORD) in items and items[0][0] is not codes.NEGATE


def _begins_with_word(parts: Any) -> bool:
    """Tell whether the first character that parts take is surely a letter, a digit or an underscore."""
    for code, value in parts:
        if code in _WIDTHLESS:
            continue
        if code is codes.LITERAL:
            return _WORDLIKE.fullmatch(chr(value)) is not None
        if code is codes.IN:
            return all(_wordlike(*item) for item in value)
        if code is codes.BRANCH:
            return all(map(_begins_with_word, value[1]))
        if code is codes.SUBPATTERN:
            return value[3].getwidth()[0] > 0 and _begins_with_word(value[3])
        if code not in _REPEATS or not _begins_with_word(value[2]):
            return False
        if value[0]:
            return True
    return False


def _wordlike(code: object, value: Any) -> bool:
    if code is codes.LITERAL:
        return _WORDLIKE.fullmatch(chr(value)) is not None
    if code is codes.RANGE:
        return all(_WORDLIKE.fullmatch(chr(character)) for character in range(value[0], value[1] + 1))
    return code is codes.CATEGORY and value in {codes.CATEGORY_DIGIT, codes.CATEGORY_WORD}


def _part(code: object, value: Any) -> str:  # noqa: PLR0911 - one answer for each kind of part
    if code is codes.LITERAL:
        return _character(value)
    if code is codes.NOT_LITERAL:
        return f"[^{_character(value)}]"
    if code is codes.ANY:
        return "."
    if code is codes.IN:
        return _set(value)
    if code is codes.BRANCH:
        return f"(?:{'|'.join(map(_sequence, value[1]))})"
    if code is codes.SUBPATTERN and not (value[1] or value[2]):
        return f"(?:{_sequence(value[3])})"
    if code is codes.ATOMIC_GROUP:
        return f"(?:{_sequence(value)})"
    if code in _REPEATS:
        return _repeat(*value)
    if code is codes.AT:
        return "^" if value in _STARTS else ""
    if code in {codes.ASSERT, codes.ASSERT_NOT}:
        return ""
    raise _NoGuardError


def _repeat(least: int, most: Any, inner: Any) -> str:
    repeated = _sequence(inner)
    if not repeated:
        return ""
    if len(inner) > 1 or inner[0][0] in _REPEATS:
        repeated = f"(?:{repeated})"
    if most == 1:
        return f"{repeated}?" if not least else repeated
    if least == most:
        return f"{repeated}{{{least}}}"
    return repeated + ("*" if not least else "+" if least == 1 else f"{{{least},}}")


def _character(code: int) -> str:
    return f"\\x{{{code:x}}}"


def _set(items: Any) -> str:
    negated = ""
    kept: list[str] = []
    for code, value in items:
        if code is codes.NEGATE:
            negated = "^"
        elif code is codes.LITERAL:
            kept.append(_character(value))
        elif code is codes.RANGE:
            kept.append(f"{_character(value[0])}-{_character(value[1])}")
        elif code is codes.CATEGORY and value in _CLASSES:
            kept.append(_CLASSES[value])
        else:
            raise _NoGuardError
    return f"[{negated}{''.join(kept)}]"
