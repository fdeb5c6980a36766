"""What a token may look like when it comes back from a model, as two regular expressions made of the same parts.

    opening?  space?  (type word, ending?, separator)?  group  dash?  group  ending?  space?  closing?

``whole`` recognises a token; ``beginning`` recognises, at the end of a text, what could still become one. Both allow
another case, spaces, other brackets or a lost one, the escapes of HTML, JSON, Markdown and URLs, and a translated or
declined type word. The code itself must be exact but for its case: an altered code is not a token.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from egide.pseudonyms.codes import ALPHABET, CodeShape
from egide.pseudonyms.vocabulary import TYPE_WORDS, words_of

__all__ = ["Grammar", "ending_of", "grammar_for", "sign_code", "spellings_of"]

_SPACES: Final = ("", " ", "  ", "\t", "\u00a0", "\u202f", "&nbsp;")
# The brackets of the tokens themselves, under all their names: consumed even when the other one is lost.
_SQUARE_OPEN: Final = (
    "[",
    "\\[",
    "\\\\[",
    "&#91;",
    "&#x5b;",
    "&lsqb;",
    "&lbrack;",
    "\\u005b",
    "\\\\u005b",
    "%5b",
    "⟦",
    "【",
    "［",
)
_SQUARE_CLOSE: Final = (
    "]",
    "\\]",
    "\\\\]",
    "&#93;",
    "&#x5d;",
    "&rsqb;",
    "&rbrack;",
    "\\u005d",
    "\\\\u005d",
    "%5d",
    "⟧",
    "】",
    "］",
)
# Brackets put in their place: consumed in pairs only, since a text has its own.
_OTHER_OPEN: Final = ("(", "{", "<", "«", "&lt;", "&#60;", "&#x3c;", "\\u003c", "\\\\u003c", "%3c", "%7b", "%28", "&laquo;",
                      "\\(", "\\{", "\\<", "{{", "<<")  # fmt: skip
_OTHER_CLOSE: Final = (")", "}", ">", "»", "&gt;", "&#62;", "&#x3e;", "\\u003e", "\\\\u003e", "%3e", "%7d", "%29", "&raquo;",
                       "\\)", "\\}", "\\>", "}}", ">>")  # fmt: skip
_WORD_ENDINGS: Final = ("", "s", "es", "e", "x", "n", "en", "in", "(s)", "(e)")
_SEPARATORS: Final = ("_", "-", ":", "#", ".", "=", " ", "\u00a0", "\u202f", "‑", "–", "\\_", "\\\\_", "\\-", "&#95;",
                      "&#x5f;", "&lowbar;", "&nbsp;", "\\u005f", "\\\\u005f", "%5f", "%20", "_ ", " _", " _ ", ": ", " : ", " - ",
                      "__", "**", "** ", "\\u00a0", "_ID_", "-ID-", " ID ")  # fmt: skip
_DASHES: Final = ("", "-", "_", ".", " ", "\u00a0", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2212", "\u00ad", "\u200b",
                  "\\-", "\\\\-", "\\_", " - ", "- ", " -", "-\n", "\n", "&#45;", "&#x2d;", "&#8208;", "&#8209;", "&#8211;", "&#x2011;", "&#x2013;",
                  "&hyphen;", "&dash;", "&ndash;", "&shy;", "\\u002d", "\\u2010", "\\u2011", "\\u2013", "\\\\u2011",
                  "\\\\u002d", "%2d")  # fmt: skip
_ENDINGS: Final = ("", "s", "es", "e", "en", "'s", "’s", "&#39;s", "\\u2019s")
# The last letter is followed by no other; "x" and "n" are not endings there, being letters of the code's alphabet.
_BOUNDARY: Final = r"(?![0-9A-Za-z])"
_START: Final = r"(?<![^\W_])"


@dataclass(frozen=True, slots=True)
class Grammar:
    """How tokens may look, for one shape of code."""

    whole: re.Pattern[str]
    """A token; `ending_of` reads what was added to it."""
    sign: re.Pattern[str]
    """The two groups of a code alone, which `sign_code` reads: quick to look for, and inside every token."""
    beginning: re.Pattern[str]
    """What could become a token if the text went on."""
    named_head: re.Pattern[str]
    """What stands before the code, with its type word."""
    bare_head: re.Pattern[str]
    """What stands before the code, without a type word."""
    opening: re.Pattern[str]
    """The bracket and the space after it."""
    opening_begun: re.Pattern[str]
    """A bracket under a longer name, so far."""
    between: re.Pattern[str]
    """What stands between the type word and the code."""
    after_word: re.Pattern[str]
    """What stands between the type word and the code, so far."""
    some_code: re.Pattern[str]
    """The beginning of a code: its two groups so far."""
    longest_head: int
    """What stands before the code is no longer, in code points."""


@lru_cache(maxsize=1024)
def grammar_for(labels: frozenset[str], shape: CodeShape) -> Grammar:
    """Return the grammar of tokens, built once per shape.

    Args:
        labels: The labels of the pseudonyms issued; those of the vocabulary are always understood.
        shape: The shape of their codes.

    Returns:
        The grammar.
    """
    return _grammar(frozenset(labels - TYPE_WORDS.keys()), shape.identity_letters, shape.writing_letters)


def spellings_of(labels: frozenset[str]) -> tuple[str, ...]:
    """List the type words of these labels, with their spaces also as underscores, in lower case."""
    words = {word.lower() for label in labels for word in words_of(label)}
    return tuple(sorted({spelt for word in words for spelt in (word, word.replace(" ", "_"), word.replace("_", " "))}))


def sign_code(sign: re.Match[str]) -> str:
    """Read the code of a match of `Grammar.sign`, lower case and without its dash."""
    first, second, _ = sign.groups()
    return str(first + second).lower()


def ending_of(token: re.Match[str]) -> str:
    """Read what a match of `Grammar.whole` has after its code: the mark of a plural or of a genitive."""
    return next((ending for ending in token.groups()[2::3] if ending is not None), "")


@lru_cache(maxsize=64)
def _grammar(more_labels: frozenset[str], first: int, second: int) -> Grammar:
    words = spellings_of(more_labels.union(TYPE_WORDS))
    letter = f"[{ALPHABET}]"
    code = f"({letter}{{{first}}}){_any(_DASHES)}({letter}{{{second}}})({_any(_ENDINGS)}){_BOUNDARY}"
    named, space = f"{_any(words)}{_any(_WORD_ENDINGS)}{_any(_SEPARATORS)}", _any(_SPACES)
    square_open, other_open = _any(_SQUARE_OPEN), _any(_OTHER_OPEN)
    square_close, any_close = _any(_SQUARE_CLOSE), _any(_SQUARE_CLOSE + _OTHER_CLOSE)
    whole = (
        f"{square_open}{space}(?:{named})?{code}(?:{space}{any_close})?"
        f"|{other_open}{space}{named}{code}{space}{any_close}"
        f"|{_START}{named}{code}(?:{space}{square_close})?"
    )
    code_parts: list[_Part] = [
        *[_Part.of(ALPHABET)] * first,
        _Part.of(_DASHES),
        *[_Part.of(ALPHABET)] * second,
        _Part.of(_ENDINGS),
        _Part.of(_SPACES),
    ]
    named_parts = [_Part.of(words), _Part.of(_WORD_ENDINGS), _Part.of(_SEPARATORS)]
    opened, either_close = _Part.of(_SQUARE_OPEN), _Part.of(_SQUARE_CLOSE + _OTHER_CLOSE)
    beginning = "|".join(
        [
            _beginning([opened, _Part.of(_SPACES), *named_parts, *code_parts, either_close]),
            _beginning([opened, _Part.of(_SPACES), *code_parts, either_close]),
            _beginning([_Part.of(_OTHER_OPEN), _Part.of(_SPACES), *named_parts, *code_parts, either_close]),
            _START + _beginning([*named_parts, *code_parts, _Part.of(_SQUARE_CLOSE)]),
        ]
    )
    opening = f"(?:{square_open}|{other_open}){space}"
    return Grammar(
        whole=re.compile(whole, re.IGNORECASE),
        sign=re.compile(code, re.IGNORECASE),
        beginning=re.compile(f"(?:{beginning})\\Z", re.IGNORECASE),
        named_head=re.compile(f"(?:{opening})?{named}", re.IGNORECASE),
        bare_head=re.compile(f"{square_open}{space}", re.IGNORECASE),
        opening=re.compile(opening, re.IGNORECASE),
        opening_begun=re.compile(_Part.of(_SQUARE_OPEN + _OTHER_OPEN).begun, re.IGNORECASE),
        between=re.compile(_any(_WORD_ENDINGS) + _any(_SEPARATORS), re.IGNORECASE),
        after_word=re.compile(
            f"{_any(_WORD_ENDINGS)}{_Part.of(_SEPARATORS).begun}|{_Part.of(_WORD_ENDINGS).begun}", re.IGNORECASE
        ),
        some_code=re.compile(f"({letter}{{0,{first}}})(?:{_any(_DASHES)}({letter}{{0,{second}}}))?", re.IGNORECASE),
        longest_head=sum(
            max(map(len, part)) for part in (_SQUARE_OPEN + _OTHER_OPEN, _SPACES, words, _WORD_ENDINGS, _SEPARATORS)
        ),
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of the grammar: whole, and begun but not whole."""

    whole: str
    begun: str

    @classmethod
    def of(cls, alternatives: Iterable[str]) -> _Part:
        texts = tuple(alternatives)
        return cls(_any(texts), _any({text[:length] for text in texts for length in range(len(text))}))


def _beginning(parts: Sequence[_Part]) -> str:
    """Match what has at least one character of the first part, and could become all parts."""
    expression = parts[-1].begun
    for part in reversed(parts[1:-1]):
        expression = f"(?:{part.whole}{expression}|{part.begun})"
    begun = parts[0].begun
    return f"(?:{parts[0].whole}{expression}|(?!\\Z){begun})"


def _any(alternatives: Iterable[str]) -> str:
    """Match one of these texts, the longest that fits first; the empty text makes the choice optional."""
    ordered = sorted(set(alternatives), key=lambda text: (-len(text), text))
    if all(len(text) == 1 for text in ordered):
        return "[" + "".join(re.escape(text) for text in ordered) + "]"
    return "(?:" + "|".join(re.escape(text) for text in ordered) + ")"
