"""Read letters said one by one: alone, with a word that begins with them, doubled, with their accent, by radio."""

# ruff: noqa: PLR2004 - the lengths of numbers are the rule itself
from __future__ import annotations

import re
from typing import Final

from egide.detection.text import Text

__all__ = ["BLANK", "PAIR", "RADIO_WORDS", "TOKEN", "letter_at", "letters_at"]

TOKEN: Final = re.compile(r"[a-z]+|\d+", re.ASCII)
_LIKE: Final = re.compile(
    r"[ ,]{1,2}(?:comme|pour|as in|like|for|wie|come)[ ,]{1,2}(?:dans |le |la |l'|in )?([a-z]{2,15})", re.ASCII
)
_ACCENT: Final = re.compile(
    r"[ ](?:grec|trema|cedille|circonflexe|accent (?:aigu|grave|circonflexe)|majuscule|minuscule)(?![a-z])", re.ASCII
)
_RADIO: Final = frozenset(
    [
        "alpha", "alfa", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india", "juliet", "juliett", "kilo", "lima",
        "mike", "november", "oscar", "papa", "quebec", "romeo", "sierra", "tango", "uniform", "victor", "whisky", "whiskey", "yankee", "zulu",
    ]
)  # fmt: skip
PAIR: Final = 2
_PAIR_LIKE: Final = re.compile(r"[ ,]{1,2}comme[ ,]{1,2}([a-z]{2,15})[ ,]{1,2}(?:et )?([a-z]{2,15})", re.ASCII)
BLANK: Final = re.compile(r"[ ,.\-/]{1,3}|[ ]?[.]{3}[ ]?", re.ASCII)
RADIO_WORDS: Final = f"(?:{'|'.join(sorted(_RADIO))})"
_NOT_LETTER: Final = frozenset("àÀâÂôÔ")


def letter_at(text: Text, start: int) -> tuple[str, int] | None:
    """Read one spelled letter, with its "comme Denise", or a doubled one."""
    low = text.low
    token = TOKEN.match(low, start)
    if token is None:
        return None
    word = token.group()
    if (
        len(word) == 1
        and word.isalpha()
        and text.original[start] not in _NOT_LETTER
        and low[token.end() : token.end() + 1] != "'"
    ):
        like = _LIKE.match(low, token.end())
        if like and like.group(1)[0] == word:
            return word, like.end()
        accent = _ACCENT.match(low, token.end())
        return word, accent.end() if accent else token.end()
    if word in _RADIO and _radio_beside(low, token):
        return word[0], token.end()
    pair = _PAIR_LIKE.match(low, token.end()) if len(word) == PAIR and word.isalpha() else None
    if pair and pair.group(1)[0] + pair.group(2)[0] == word:
        return word, pair.end()
    if word in {"deux", "double", "2"}:
        letter = re.compile(r"[ ]([a-z])(?![a-z'])", re.ASCII).match(low, token.end())
        if letter and text.original[letter.start(1)] not in _NOT_LETTER:
            return letter.group(1) * 2, letter.end()
    if word in {"espace", "apostrophe", "tiret", "trait"} and low[token.end() : token.end() + 1] in " ,":
        return ("-" if word in {"tiret", "trait"} else " "), token.end() + (
            8 if low.startswith(" d'union", token.end()) else 0
        )
    return None


def _radio_beside(low: str, token: re.Match[str]) -> bool:
    """Say whether another word of the radio alphabet stands beside one: alone, "golf" is a car and "hotel" a hotel."""
    following = TOKEN.match(low, token.end() + 1)
    before = low[max(0, token.start() - 12) : token.start()].split()
    return (following is not None and following.group() in _RADIO) or (bool(before) and before[-1] in _RADIO)


def letters_at(text: Text, start: int) -> tuple[str, int, int] | None:
    """Read a run of spelled letters; return what it spells, its end and how many letters were said."""
    spelled: list[str] = []
    position = start
    end = start
    count = 0
    marked = False
    while True:
        letter = letter_at(text, position)
        if letter is None:
            break
        if not letter[0].strip(" -"):
            if not count:
                return None
        else:
            count += 1
            marked = marked or letter[1] - position > 2
            end = letter[1]
        spelled.append(letter[0])
        blank = BLANK.match(text.low, letter[1])
        if blank is None or text.low[blank.end() : blank.end() + 1] == "":
            break
        if "." in blank.group() and len(blank.group()) == 2 and count > 2 and letter_at(text, blank.end()) is None:
            break
        position = blank.end()
    if not count:
        return None
    return "".join(spelled).strip(" -"), end, count + (2 if marked else 0)
