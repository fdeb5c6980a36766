"""Which rules a text calls for: conditions asked from the cheapest to the dearest, and remembered word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, Final, Generic, Protocol, TypeVar

from egide.detection.places import may_belong_to_town, may_name_town, names_known_town
from egide.detection.recognisers.automata import Searcher
from egide.detection.text import Text

__all__ = ["Calls", "Conditions", "Hints"]

_NOT_DIGITS: Final = bytes(code for code in range(256) if not 48 <= code <= 57)  # noqa: PLR2004 - the codes of 0 and 9
_ROW: Final = re.compile(rb"[0-9](?:[^0-9\n]{0,3}[0-9])*")
_CAPITALISED: Final = re.compile("[A-Z][A-Za-z]*")
_WORD: Final = re.compile("[a-z]+")
_REMEMBERED: Final = 50_000
_LONGEST_WORD: Final = 40
_MEMORY: Final = 16 << 20
_SHAPES_A_SET: Final = 12


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
    def sign(self) -> Sequence[str]:
        """Characters, or longer strings, of which the text holds one."""
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
    """Tells which rules a text calls for; safe to share between threads.

    Sets of rules are integers, one bit a rule: what the words, the digits and the signs of a text allow is told in a few
    operations, whatever the number of rules.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = tuple(rules)
        self._by_word = [place for place, rule in enumerate(rules) if rule.word]
        self._alone = _bits(not (rule.word or rule.sign or rule.hint) for rule in rules)
        self._by_sign_alone = _bits(bool(rule.sign and not rule.word) for rule in rules)
        self._unsigned = _bits(not rule.sign for rule in rules)
        self._signs = tuple(
            (sign, _bits(sign in tuple(rule.sign) for rule in rules))
            for sign in sorted(frozenset().union(*(rule.sign for rule in rules)))
        )
        self._by_digits = tuple(
            _bits(rule.digits <= count for rule in rules) for count in range(1 + max(rule.digits for rule in rules))
        )
        self._by_row = tuple(
            _bits(rule.row <= count for rule in rules) for count in range(1 + max(rule.row for rule in rules))
        )
        self._shortest_row = min((rule.row for rule in rules if rule.row), default=0)
        self._towns = _bits(rule.town for rule in rules)
        self._hinted = _bits(bool(rule.hint and (rule.word or rule.sign)) for rule in rules)
        self._known: dict[str, int] = {}
        # Two bits more than there are rules: the word is a town, or may be that by which one is told.
        self._is_town = 1 << len(rules)
        self._may_tell_town = 2 << len(rules)

    @cached_property
    def _words(self) -> Hints:
        return Hints([self._rules[place].word for place in self._by_word])

    @cached_property
    def _own_hints(self) -> dict[int, Searcher]:
        return {1 << place: Searcher(rule.hint) for place, rule in enumerate(self._rules) if self._hinted >> place & 1}

    @cached_property
    def _shapes(self) -> tuple[tuple[int, Hints, tuple[int, ...]], ...]:
        """The rules known by a shape alone, a few a set: all of them, the automaton, then each.

        Those that ask for digits in a row are called seldom, and those that read a text from its beginning count its characters,
        which no other text has: each kind has sets of its own. An automaton of more rules is slower on texts that it never met.
        """
        shaped = [place for place, rule in enumerate(self._rules) if rule.hint and not (rule.word or rule.sign)]
        kinds: dict[tuple[bool, bool], list[int]] = {}
        for place in sorted(shaped, key=lambda place: self._rules[place].digits):
            rule = self._rules[place]
            kinds.setdefault((rule.row > 0, rule.hint.startswith("^")), []).append(place)
        sets = []
        for places in kinds.values():
            for first in range(0, len(places), _SHAPES_A_SET):
                some = places[first : first + _SHAPES_A_SET]
                # The last place is that of the expression that says nothing.
                bits = (*(1 << place for place in some), 0)
                sets.append((sum(bits), Hints([self._rules[place].hint for place in some]), bits))
        return tuple(sets)

    def _learn(self, word: str) -> int:
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        called = self._words.present(word.encode("ascii"))
        bits = sum(1 << self._by_word[place] for place in called if place < len(self._by_word))
        if names_known_town(word):
            bits |= self._is_town | self._may_tell_town
        elif may_belong_to_town(word):
            bits |= self._may_tell_town
        if len(word) <= _LONGEST_WORD:
            self._known[word] = bits
        return bits

    def _called_by(self, words: Sequence[str]) -> int:
        called = 0
        known = self._known
        for bits in set(map(known.get, words)):
            if bits is None:
                for word in words:
                    if word not in known:
                        called |= self._learn(word)
            else:
                called |= bits
        return called

    def _may_name_town(self, known: int, words: Sequence[str], text: Text, start: int, end: int) -> bool:
        if known & self._is_town:
            return True
        if not known & self._may_tell_town:
            return False
        bits, tells = self._known, self._may_tell_town
        telling = [word for word in set(words) if bits.get(word, tells) & tells]
        return may_name_town(words, telling, lambda: _capitalised(text, start, end))

    def rules(self, text: Text, start: int, end: int) -> list[Rule]:
        """Return the rules that a part of a text calls for.

        Args:
            text: A prepared text.
            start: The first offset.
            end: The offset after the last.

        Returns:
            Rules whose conditions are met between the offsets, in the order of the book.
        """
        block, low = text.low_bytes, text.low
        if end - start < len(low):
            block, low = block[start:end], low[start:end]
        digits = len(block.translate(None, _NOT_DIGITS))
        words = _WORD.findall(low)
        signed = 0
        for sign, bits in self._signs:
            if sign in low:
                signed |= bits
        row = _longest_row(block) if digits >= self._shortest_row else digits
        allowed = self._by_digits[min(digits, len(self._by_digits) - 1)] & self._by_row[min(row, len(self._by_row) - 1)]
        known = self._called_by(words)
        called = (known | self._alone | signed & self._by_sign_alone) & allowed & (signed | self._unsigned)
        if called & self._towns and not self._may_name_town(known, words, text, start, end):
            called &= ~self._towns
        hinted = called & self._hinted
        while hinted:
            bit = hinted & -hinted
            hinted ^= bit
            if not self._own_hints[bit].found(block):
                called ^= bit
        for every, hints, bits_of in self._shapes:
            if every & allowed:
                for place in hints.present(block):
                    called |= bits_of[place] & allowed
        rules = self._rules
        found = []
        while called:
            bit = called & -called
            found.append(rules[bit.bit_length() - 1])
            called ^= bit
        return found


def _bits(members: Iterable[bool]) -> int:
    return sum(1 << place for place, member in enumerate(members) if member)


def _longest_row(block: bytes) -> int:
    return max((len(row.translate(None, _NOT_DIGITS)) for row in _ROW.findall(block)), default=0)


def _capitalised(text: Text, start: int, end: int) -> frozenset[str]:
    return frozenset(word.lower() for word in _CAPITALISED.findall(text.folded, start, end))
