"""Find the pseudonyms of a scope in a text, whole or still arriving."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple, Protocol

from egide.pseudonyms.codes import CodeShape
from egide.pseudonyms.grammar import ending_of, grammar_for, sign_code, spellings_of
from egide.pseudonyms.issued import Issued, Record

__all__ = ["Occurrence", "PseudonymFinder", "TokenFinder"]

_LONGEST_TAIL: Final = 24


class Occurrence(NamedTuple):
    """A pseudonym in a text."""

    start: int
    end: int
    record: Record
    ending: str = ""
    """The mark of a plural or a genitive that a model put on it; it goes on the value."""


class PseudonymFinder(Protocol):
    """How the pseudonyms of one style are found again."""

    def find(self, text: str, begin: int = 0) -> Iterator[Occurrence]:
        """Find the issued pseudonyms from ``begin`` on, in order, without overlap."""
        ...

    def hold_from(self, text: str, begin: int = 0) -> int:
        """Return where the text's end could become an issued pseudonym; its length where it could not."""
        ...


class TokenFinder:
    """Find issued tokens, also altered ones; never one that was not issued."""

    __slots__ = ("_issued", "_shape")

    def __init__(self, issued: Issued, shape: CodeShape) -> None:
        self._issued = issued
        self._shape = shape

    def find(self, text: str, begin: int = 0) -> Iterator[Occurrence]:
        """Find the issued tokens from ``begin`` on, in order, without overlap."""
        if not self._issued or len(text) - begin < self._shape.letters:
            return
        grammar = grammar_for(self._issued.labels, self._shape)
        position = end = begin
        while (sign := grammar.sign.search(text, position)) is not None:
            position = sign.start() + 1
            record = self._issued.get(sign_code(sign))
            if record is None:
                continue
            exact = sign.start() - len(record.pseudonym) + self._shape.letters + 2
            if exact >= end and text.startswith(record.pseudonym, exact):
                yield Occurrence(exact, exact + len(record.pseudonym), record)
                position = end = exact + len(record.pseudonym)
                continue
            start = max(end, sign.start() - grammar.longest_head)
            while (token := grammar.whole.search(text, start, sign.end() + _LONGEST_TAIL)) is not None:
                if token.start() > sign.start():
                    break
                if token.start() <= sign.start() < token.end() and self._is_issued_head(
                    text[token.start() : sign.start()]
                ):
                    yield Occurrence(token.start(), token.end(), record, ending_of(token))
                    position = end = token.end()
                    break
                start = token.start() + 1

    def signs(self, text: str) -> Iterator[re.Match[str]]:
        """Find what has the shape of a code, issued or not."""
        if len(text) < self._shape.letters:
            return iter(())
        return grammar_for(self._issued.labels, self._shape).sign.finditer(text)

    def codes_in(self, text: str) -> set[str]:
        """List what has the shape of a code, overlapping ones included."""
        sign = grammar_for(self._issued.labels, self._shape).sign
        codes: set[str] = set()
        position = 0
        while (match := sign.search(text, position)) is not None:
            codes.add(sign_code(match))
            position = match.start() + 1
        return codes

    def count_codes(self, text: str) -> int:
        """Count the issued codes in a text, whatever stands around them."""
        if not self._issued or len(text) < self._shape.letters:
            return 0
        grammar = grammar_for(self._issued.labels, self._shape)
        count = position = 0
        while (sign := grammar.sign.search(text, position)) is not None:
            issued = sign_code(sign) in self._issued
            count += issued
            position = sign.end() if issued else sign.start() + 1
        return count

    def hold_from(self, text: str, begin: int = 0) -> int:
        """Return where the text's end could become an issued token; its length where it could not."""
        if not self._issued:
            return len(text)
        grammar = grammar_for(self._issued.labels, self._shape)
        while (begun := grammar.beginning.search(text, begin)) is not None:
            if self._could_be_issued(begun.group()):
                return begun.start()
            begin = begun.start() + 1
        return len(text)

    def _is_issued_head(self, head: str) -> bool:
        return _names_one_of(head, self._issued.labels, self._shape)

    def _could_be_issued(self, begun: str) -> bool:
        """Refine what the grammar allows: the type word and the code so far are those of an issued token."""
        grammar = grammar_for(self._issued.labels, self._shape)
        if grammar.opening_begun.fullmatch(begun):
            return True
        for head in (grammar.named_head.match(begun), grammar.bare_head.match(begun)):
            code = head and grammar.some_code.match(begun, head.end())
            if code and (code.group() or code.end() == len(begun)):
                so_far = (code[1] or "") + (code[2] or "")
                if self._issued.begins(so_far.lower()):
                    return True
        opening = grammar.opening.match(begun)
        word = begun[opening.end() :].lower() if opening else begun.lower()
        return any(
            spelt.startswith(word)
            or (word.startswith(spelt) and grammar.after_word.fullmatch(word, len(spelt)) is not None)
            for spelt in _spellings(self._issued.labels)
        )


@lru_cache(maxsize=4096)
def _names_one_of(head: str, labels: frozenset[str], shape: CodeShape) -> bool:
    """Say whether what stands before a code names one of these labels, or is a bracket alone."""
    grammar = grammar_for(labels, shape)
    opening = grammar.opening.match(head)
    word = head[opening.end() :].lower() if opening else head.lower()
    return not word or any(
        word.startswith(spelt) and grammar.between.fullmatch(word, len(spelt)) is not None
        for spelt in _spellings(labels)
    )


@lru_cache(maxsize=1024)
def _spellings(labels: frozenset[str]) -> tuple[str, ...]:
    return spellings_of(labels)
