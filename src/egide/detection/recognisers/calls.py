"""Which rules a text calls for: conditions asked from the cheapest to the dearest, and remembered word by word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Any, Final, Generic, Protocol, TypeVar

from egide.detection.places import may_name_town
from egide.detection.text import Text

__all__ = ["Calls", "Conditions", "Hints"]

_NOT_DIGITS: Final = bytes(code for code in range(256) if not 48 <= code <= 57)  # noqa: PLR2004 - the codes of 0 and 9
_ROW: Final = re.compile(rb"[0-9](?:[^0-9\n]{0,3}[0-9])*")
_CAPITALISED: Final = re.compile("[A-Z][A-Za-z]*")
_REMEMBERED: Final = 50_000
_LONGEST_WORD: Final = 40
_MEMORY: Final = 16 << 20
_SHAPES_A_SET: Final = 16


class Conditions(Protocol):
    """What a rule asks of a text before its pattern runs; see `egide.detection.recognisers.rule.Rule`."""

    @property
    def word(self) -> str:
        """RE2 expression that a word holds."""
        ...

    @property
    def hint(self) -> str:
        """RE2 expression that the text holds."""
        ...

    @property
    def digits(self) -> int:
        """How many digits the text holds."""
        ...

    @property
    def row(self) -> int:
        """How many digits stand in a row."""
        ...

    @property
    def sign(self) -> str:
        """Characters of which the text holds one."""
        ...

    @property
    def town(self) -> bool:
        """Whether a town may be named."""
        ...


class Hints:
    """Expressions matched at once by one automaton.

    `re2.Set.Match` answers None when nothing matches, and also when its automaton has no memory left to tell. An empty
    expression, which every text matches, tells the two apart: without an answer, every hint counts as present.
    """

    __slots__ = ("_all", "_match")

    def __init__(self, hints: Sequence[str], memory: int = _MEMORY) -> None:
        import re2

        options = re2.Options()
        options.max_mem = memory
        options.log_errors = False
        automaton = re2.Set.SearchSet(options)
        for hint in (*hints, ""):
            automaton.Add(hint)
        automaton.Compile()
        # The object under the wrapper, which answers nothing as an empty list rather than None.
        self._match: Any = automaton._set.Match
        self._all = tuple(range(len(hints) + 1))

    def present(self, text: bytes) -> Sequence[int]:
        """Return the places of the hints that a text holds, or may hold, and one place more that says nothing.

        Args:
            text: The text, as ASCII bytes.

        Returns:
            Places in the list of hints; the number of hints itself is among them.
        """
        return self._match(text) or self._all


Rule = TypeVar("Rule", bound=Conditions)


class Calls(Generic[Rule]):
    """Tells which rules a text calls for; safe to share between threads."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = tuple(rules)
        places = range(len(self._rules))
        self._alone = [place for place in places if not (rules[place].word or rules[place].sign or rules[place].hint)]
        self._by_word = [place for place in places if rules[place].word]
        by_sign = [place for place in places if rules[place].sign and not rules[place].word]
        self._by_sign = tuple(by_sign)
        self._signs = {place: frozenset(rules[place].sign) for place in places if rules[place].sign}
        self._every_sign = "".join(sorted(frozenset().union(*self._signs.values())))
        self._shortest_row = min((rule.row for rule in rules if rule.row), default=0)
        self._known: dict[str, tuple[int, ...]] = {}

    @cached_property
    def _words(self) -> Hints:
        return Hints([self._rules[place].word for place in self._by_word])

    @cached_property
    def _own_hint(self) -> dict[int, Hints]:
        alone = (*self._by_word, *self._by_sign)
        return {place: Hints([self._rules[place].hint]) for place in alone if self._rules[place].hint}

    @cached_property
    def _shapes(self) -> tuple[tuple[int, Hints, tuple[int, ...]], ...]:
        """The rules known by a shape alone, a few a set: the digits that each set asks for, its automaton, the rules."""
        rules = self._rules
        shaped = [place for place, rule in enumerate(rules) if rule.hint and not (rule.word or rule.sign)]
        shaped.sort(key=lambda place: rules[place].digits)
        sets = []
        for first in range(0, len(shaped), _SHAPES_A_SET):
            some = tuple(shaped[first : first + _SHAPES_A_SET])
            sets.append((rules[some[0]].digits, Hints([rules[place].hint for place in some]), some))
        return tuple(sets)

    def _learn(self, word: str) -> tuple[int, ...]:
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        called = self._words.present(word.encode("ascii"))
        places = tuple(self._by_word[place] for place in called if place < len(self._by_word))
        if len(word) <= _LONGEST_WORD:
            self._known[word] = places
        return places

    def rules(self, text: Text, start: int, end: int) -> list[Rule]:
        """Return the rules that a part of a text calls for.

        Args:
            text: A prepared text.
            start: The first offset.
            end: The offset after the last.

        Returns:
            Rules whose conditions are met between the offsets, in the order of the book.
        """
        whole = end - start == len(text)
        block = text.low_bytes if whole else text.low_bytes[start:end]
        low = text.low if whole else text.low[start:end]
        digits = len(block.translate(None, _NOT_DIGITS))
        words = text.words(start, end)
        rules = self._rules
        known = self._known
        places: set[int] = set()
        for word in words:
            found = known.get(word)
            if found is None:
                found = self._learn(word)
            if found:
                places.update(found)
        signs = {sign for sign in self._every_sign if sign in low}
        places.update([place for place in self._by_sign if not self._signs[place].isdisjoint(signs)])
        row = _longest_row(block) if digits >= self._shortest_row else digits
        called = [place for place in self._alone if rules[place].digits <= digits and rules[place].row <= row]
        own_hint = self._own_hint
        towns: bool | None = None
        for place in places:
            rule = rules[place]
            if rule.digits > digits or rule.row > row or (rule.sign and self._signs[place].isdisjoint(signs)):
                continue
            if rule.town and towns is False:
                continue
            own = own_hint.get(place)
            if own is not None and 0 not in own.present(block):
                continue
            if rule.town and towns is None:
                towns = _may_name_town(text, start, end, words)
                if not towns:
                    continue
            called.append(place)
        for least, hints, shaped in self._shapes:
            if least <= digits:
                called.extend(
                    shaped[index]
                    for index in hints.present(block)
                    if index < len(shaped) and rules[shaped[index]].digits <= digits and rules[shaped[index]].row <= row
                )
        called.sort()
        return [rules[place] for place in called]


def _longest_row(block: bytes) -> int:
    return max((len(row.translate(None, _NOT_DIGITS)) for row in _ROW.findall(block)), default=0)


def _may_name_town(text: Text, start: int, end: int, words: frozenset[str]) -> bool:
    return may_name_town(words, lambda: {word.lower() for word in _CAPITALISED.findall(text.folded, start, end)})
