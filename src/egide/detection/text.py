"""A text prepared once for every recogniser: equal-length folded copies and lazy tokens.

Recognisers search `folded` or `low`, which are pure ASCII and as long as `original`, so that an offset in one is
an offset in all, and an offset in the ASCII bytes too. Characters that carry nothing (zero-width, soft hyphen,
combining accents) are taken out before, by `clean`, and the detector maps the offsets back.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property

from typing_extensions import override

__all__ = ["Cleaned", "Text", "clean"]

_SPECIAL = {
    "°": "o", "º": "o", "ª": "a", "€": "$", "£": "$", "¥": "$", "ß": "s", "æ": "a", "Æ": "A", "œ": "o", "Œ": "O", "ø": "o", "Ø": "O",
    "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "t", "Þ": "T", "ı": "i", "ħ": "h", "ŋ": "n", "ə": "e", "Ə": "E",
    "’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'", "′": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "″": '"',
    "–": "-", "—": "-", "‑": "-", "‐": "-", "−": "-", "‒": "-", "―": "-", "…": ".", "·": ".", "•": "*", "∙": ".", "⋅": ".",
    "\u2028": "\n", "\u2029": "\n", "\x85": "\n", "\u01c0": "|", "×": "x", "⁄": "/", "∕": "/",
    "‹": '"', "›": '"', "，": ",", "。": ".", "№": "n", "@": "@",
}  # fmt: skip

_UNKNOWN_LETTER = "\x1d"
_UNKNOWN_SIGN = "\x1e"


def _fold_character(character: str) -> str:
    special = _SPECIAL.get(character)
    if special is not None:
        return special
    decimal = unicodedata.decimal(character, None)
    if decimal is not None:
        return str(decimal)
    for part in unicodedata.normalize("NFKD", character):
        if part in _SPECIAL:
            return _SPECIAL[part]
        if part.isascii() and (part != " " or character.isspace()):
            return part
    if character.isspace():
        return " "
    return _UNKNOWN_LETTER if character.isalpha() else _UNKNOWN_SIGN


class _FoldTable(dict[int, str]):
    """Fold each character on first sight; `str.translate` then finds it here."""

    def __missing__(self, code: int) -> str:
        folded = chr(code) if code < 128 else _fold_character(chr(code))  # noqa: PLR2004 - the ASCII bound
        self[code] = folded
        return folded


_FOLD = _FoldTable()
_LATIN = bytes((ord(_fold_character(chr(code))) if code >= 128 else code) for code in range(256))  # noqa: PLR2004
_BEYOND_LATIN = re.compile(r"[^\x00-\xff]")
_LATIN_STAND_IN: dict[str, str] = {}
_TOKEN = re.compile(r"[^\W_]+")
_LETTERS = re.compile("[a-z]+")

# Zero-width and formatting characters, variation selectors, soft hyphen, combining marks, tag characters.
_REMOVABLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\U000e0000-\U000e01ef]"
)

_ROLE = (
    r"(?:(?:t[ée]l[ée])?conseill(?:er|[èe]re)|agente?|cliente?|usag(?:er|[èe]re)|assur[ée]e?|adh[ée]rente?|abonn[ée]e?|appelante?|op[ée]rat(?:eur|rice)|technicien(?:ne)?|patiente?|locataire|gestionnaire|"
    r"secr[ée]taire|livreur|interlocut(?:eur|rice)|locut(?:eur|rice)|speaker|caller|customer|intervenante?|tc|cl)(?:[ _]?\d)? ?:(?= )"
)
_OPENS_WITH_ROLE = re.compile(rf"\s*{_ROLE}", re.IGNORECASE)
_NEXT_ROLE = re.compile(rf"[ ](?={_ROLE})", re.IGNORECASE)
_TURNS = 3


def _turns_apart(source: str) -> str:
    r"""Put each turn of a transcript of one block on a line of its own.

    Returns:
        The text with as many characters, so that offsets stay.

    Example:
        >>> _turns_apart("agent: bonjour client: oui bonjour agent: je vous écoute")
        'agent: bonjour\nclient: oui bonjour\nagent: je vous écoute'
    """
    if source.count(":") < _TURNS:
        return source
    if _OPENS_WITH_ROLE.match(source) is None and len(_NEXT_ROLE.findall(source)) < _TURNS:
        return source
    return _NEXT_ROLE.sub("\n", source)


def _stand_in(match: re.Match[str]) -> str:
    character = match.group()
    folded = _LATIN_STAND_IN.get(character)
    if folded is None:
        folded = _LATIN_STAND_IN[character] = _fold_character(character)
    return folded


def fold(text: str) -> str:
    """Return an ASCII copy of the same length: accents off, typographic signs plain, exotic digits as digits.

    Example:
        >>> fold("Né à Orléans, n° ０６ – 12 €")
        'Ne a Orleans, no 06 - 12 $'
    """
    if text.isascii():
        return text
    try:
        latin = text.encode("latin-1")
    except UnicodeEncodeError:
        latin = _BEYOND_LATIN.sub(_stand_in, text).encode("latin-1")
    return latin.translate(_LATIN).decode("ascii")


class Text:
    """A text with its folded copies, all of the same length.

    Attributes:
        original: The text, without characters that carry nothing (see `clean`).
        folded: ASCII copy, case kept.
        low: `folded` in lower case.
        low_bytes: `low` as ASCII bytes, whose offsets are code points.
    """

    __slots__ = ("__dict__", "folded", "low", "low_bytes", "original")

    def __init__(self, original: str) -> None:
        self.original = original
        self.folded = fold(original)
        self.low = self.folded.lower()
        self.low_bytes = self.low.encode("ascii")

    @cached_property
    def tokens(self) -> tuple[tuple[int, int], ...]:
        """Runs of letters and digits, as half-open offsets, found on first use."""
        return tuple(match.span() for match in _TOKEN.finditer(self.original))

    def words(self, start: int, end: int) -> frozenset[str]:
        """Return the different runs of letters between two offsets, in lower case."""
        return frozenset(_LETTERS.findall(self.low, start, end))

    @property
    def folded_bytes(self) -> bytes:
        """`folded` as ASCII bytes: asked for by few texts, and made faster than kept."""
        return self.folded.encode("ascii")

    def __len__(self) -> int:
        return len(self.original)

    @override
    def __repr__(self) -> str:
        return f"Text(<{len(self.original)} characters>)"


class Cleaned:
    """A text without characters that carry nothing, and the way back to its offsets."""

    __slots__ = ("_starts", "text")

    def __init__(self, text: str, starts: list[int] | None) -> None:
        self.text = text
        self._starts = starts

    @property
    def moved(self) -> bool:
        """Whether offsets of the clean text differ from those of the source."""
        return self._starts is not None

    def span_in_source(self, start: int, end: int) -> tuple[int, int]:
        """Map a half-open span of the clean text to the source; marks on the last character belong to it."""
        if self._starts is None:
            return start, end
        return self._starts[start], self._starts[end]


def clean(source: str) -> Cleaned:
    r"""Take out zero-width characters and compose combining accents, remembering where each character came from.

    Returns:
        The clean text, with the way back to the source.

    Example:
        >>> cleaned = clean("06\u200b12 caf" + "e\u0301")
        >>> cleaned.text
        '0612 café'
        >>> cleaned.span_in_source(2, 4)
        (3, 5)
    """
    if source.isascii() or _REMOVABLE.search(source) is None:
        return Cleaned(_turns_apart(source), None)
    kept: list[str] = []
    starts: list[int] = []
    for position, character in enumerate(source):
        if _REMOVABLE.match(character) is None:
            kept.append(character)
            starts.append(position)
        elif kept and starts[-1] == position - 1 and unicodedata.combining(character):
            composed = unicodedata.normalize("NFC", kept[-1] + character)
            if len(composed) == 1:
                kept[-1] = composed
    starts.append(len(source))
    return Cleaned(_turns_apart("".join(kept)), starts)
