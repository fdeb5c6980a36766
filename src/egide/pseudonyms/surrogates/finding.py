"""Find issued surrogates again: as they were written, or in capitals, and only as whole words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from egide.pseudonyms.finding import Occurrence
from egide.pseudonyms.issued import Issued, Record

__all__ = ["SurrogateFinder"]

_WORD: Final = re.compile(r"[^\W_]+|[+\[]")


class SurrogateFinder:
    """Find the surrogates of a scope. Looks a word up per word of the text, however many were issued."""

    def __init__(self, issued: Issued) -> None:
        self._issued = issued
        self._seen = 0
        self._by_word: dict[str, list[Record]] = {}
        self._by_folded: dict[str, list[Record]] = {}
        self._beginnings: set[str] = set()

    def known(self, surrogate: str) -> list[Record]:
        """List the records of a surrogate, in whatever case it was written."""
        self._learn()
        return self._by_folded.get(surrogate.casefold(), [])

    def find(self, text: str, begin: int = 0) -> Iterator[Occurrence]:
        """Find the issued surrogates from ``begin`` on, in order; of two, the longer."""
        self._learn()
        position = begin
        while self._by_word and (word := _WORD.search(text, position)) is not None:
            position = word.end()
            if word.start() and text[word.start() - 1].isalnum() and text[word.start()].isalnum():
                continue
            for record in self._by_word.get(word.group().casefold(), ()):
                end = word.start() + len(record.pseudonym)
                written = text[word.start() : end]
                if written.casefold() == record.pseudonym.casefold() and not _goes_on(text, end):
                    yield Occurrence(word.start(), end, self._as_written(written, record))
                    position = end
                    break

    def _as_written(self, written: str, record: Record) -> Record:
        """Choose the record of this very case; else put the value in capitals where the surrogate was put in capitals."""
        exact = next((one for one in self._by_folded[written.casefold()] if one.pseudonym == written), None)
        if exact is not None or not written.isupper():
            return exact or record
        return Record(record.code, record.label, record.pseudonym, record.value.upper())

    def hold_from(self, text: str, begin: int = 0) -> int:
        """Return where the text's end could become an issued surrogate."""
        self._learn()
        for word in _WORD.finditer(text, begin):
            start = word.start()
            if start and text[start - 1].isalnum() and text[start].isalnum():
                continue
            if text[start:].casefold() in self._beginnings:
                return start
        return len(text)

    def _learn(self) -> None:
        for record in self._issued.since(self._seen):
            folded = record.pseudonym.casefold()
            self._by_folded.setdefault(folded, []).append(record)
            self._beginnings.update(folded[:length] for length in range(1, len(folded) + 1))
            first = _WORD.match(record.pseudonym)
            if first is not None:
                known = self._by_word.setdefault(first.group().casefold(), [])
                known.append(record)
                known.sort(key=lambda one: -len(one.pseudonym))
        self._seen = self._issued.mark()


def _goes_on(text: str, end: int) -> bool:
    return end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
