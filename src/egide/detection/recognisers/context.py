"""The words between a keyword and its value, and the looks around a span, shared by the rules."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from egide.detection.recognisers.automata import Searcher
from egide.detection.recognisers.guard import digits_of, guard_of
from egide.detection.text import Text

__all__ = ["GAP", "GAP_WORDS", "Pattern", "after", "asked", "before", "compiled", "line_of"]

# Words that may stand between "numéro de client" and the number, in the seven languages, folded.
GAP_WORDS: Final = (
    "n|no|nos|nr|num|nums|numero|numeros|number|nummer|ref|reference|c|s|est|cest|sont|etait|sera|serait|le|la|les|l|un|de|du|d|des|mon|ma|mes|son|sa|"
    "notre|votre|vos|suivant|suivante|ci|dessous|joint|jointe|au|a|sous|donc|bien|alors|voici|voila|ce|actuel|actuelle|"
    "nouveau|nouvelle|ancien|ancienne|est|ist|lautet|sind|es|el|e|di|il|is|het|mijn|mein|meine|my|the|of|o|os|um|eh|euh|"
    "ah|ben|client|cliente|titulaire|perso|personnel|personnelle|provisoire|temporaire|utilise|utilisee|marque|indique|qui|"
    "commence|finit|fini|par|je|vous|donne|dicte|redonne|repete|lis|epelle|attendez|pardon|exact|correct|complet|svp|merci|oui|non|"
    "was|und|con|mit|met|com|con|do|da|number|id|code"
)
GAP: Final = rf"[^\w\n]{{0,4}}(?:(?:{GAP_WORDS})(?:[^\w\n]{{1,4}}|(?=\d))){{0,7}}"

_TRIES: Final = 12
"""After so many places where a guard matches and its pattern does not, the pattern is searched as it is."""

_LONG: Final = 1000
"""The length of the expressions that `re` never searches as fast as a guard finds its next place."""

_SHORT: Final = 60
"""The length of the expressions that `re` tries as fast as a guard, in the few words before a value."""

_FEW: Final = 40
"""How many characters `re` searches as fast as a guard, whatever the expression."""

_NEAR_END: Final = 200
"""So few characters left are looked at before their guard is."""

_NOT_DIGITS: Final = bytes(code for code in range(256) if not 48 <= code <= 57)  # noqa: PLR2004 - the codes of 0 and 9

# Where the other speaker's turn begins, after a line that is no field of a form.
_NEXT_TURN: Final = r"(?<![: ])(?=[ .,]{0,3}\n(?:\[[^\]\n]{1,16}\]|- |(?:[a-z]{2,20}|[a-z]|(?:m|mr|mme)[.]? [a-z'-]{2,20}|[a-z]{2,14} \d) ?:))"


def asked(width: int) -> str:
    """Return an expression for the end of a question: its mark, or, as transcripts often have none, the end of the turn.

    Args:
        width: How many characters of the question may stand before its end.
    """
    return rf"(?:[^\n?]{{0,{width}}}\?|[^\n?\d]{{0,{width}}}{_NEXT_TURN})"


def before(text: Text, start: int, width: int = 60) -> str:
    """Return the lower-case copy of what stands before an offset, on the same line."""
    first = max(0, start - width)
    left = text.low.rfind("\n", first, start) + 1
    if left:
        return text.low[left:start]
    if first:
        # Begin on a whole word, so that the tail of one is not taken for another.
        space = text.low.find(" ", first - 1, start)
        first = space + 1 if space >= 0 else first
    return text.low[first:start]


def after(text: Text, end: int, width: int = 40) -> str:
    """Return the lower-case copy of what stands after an offset, on the same line."""
    stop = text.low.find("\n", end, end + width)
    return text.low[end : stop if stop >= 0 else end + width]


def line_of(text: Text, start: int) -> str:
    """Return the lower-case line around an offset, at most 200 characters each side."""
    left = text.low.rfind("\n", max(0, start - 200), start) + 1
    right = text.low.find("\n", start, start + 200)
    return text.low[max(left, start - 200) : right if right >= 0 else start + 200]


class Pattern:
    """An expression compiled on first use: most texts need few of them, and a command should start at once.

    Searches of longer expressions go behind the guard of the expression, see `egide.detection.recognisers.guard`; not those of an
    expression that is *common*: its guard would stop at every other word.
    """

    __slots__ = (
        "_compiled",
        "_digits",
        "_flags",
        "_guard",
        "_guarded",
        "_long",
        "common",
        "fullmatch",
        "match",
        "source",
    )

    match: Callable[..., re.Match[str] | None]
    """Match at an offset: once compiled, the method of `re` itself, asked tens of times a text."""

    fullmatch: Callable[..., re.Match[str] | None]
    """Match a whole text, likewise."""

    def __init__(self, source: str, flags: int = 0, *, common: bool = False) -> None:
        self.source = source
        self.common = common
        self.match = self._match
        self.fullmatch = self._fullmatch
        self._flags = re.ASCII | flags
        self._compiled: re.Pattern[str] | None = None
        self._guard: Searcher | None = None
        self._digits = 0
        self._guarded = len(source) > _SHORT and not common
        self._long = len(source) > _LONG

    @property
    def compiled(self) -> re.Pattern[str]:
        """The compiled expression."""
        if self._compiled is None:
            self._compiled = re.compile(self.source, self._flags)
            self.match, self.fullmatch = self._compiled.match, self._compiled.fullmatch
        return self._compiled

    @property
    def groupindex(self) -> Mapping[str, int]:
        """The named groups."""
        return self.compiled.groupindex

    def _match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        return self.compiled.match(text, start, end)

    def _fullmatch(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        return self.compiled.fullmatch(text, start, end)

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Find the first match."""
        if self._guarded and min(end, len(text)) - start > _FEW and text.isascii():
            start = self._first(text.encode("ascii"), start, min(end, len(text)))
            if start < 0:
                return None
        return self.compiled.search(text, start, end)

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """Find every match."""
        if self._guarded and min(end, len(text)) - start > _FEW and text.isascii():
            start = self._first(text.encode("ascii"), start, min(end, len(text)))
            if start < 0:
                return iter(())
        return self.compiled.finditer(text, start, end)

    def _first(self, block: bytes, start: int, end: int) -> int:
        """Return where the first match may begin at the soonest, or -1."""
        if self._guard is None:
            weaker = guard_of(self.source, self._flags)
            self._guard = Searcher.if_possible(weaker) if weaker is not None else None
            self._digits = digits_of(self.source, self._flags)
            if self._guard is None:
                self._guarded = False
                return start
        return self._guard.place(block, start, end)

    def matches(self, text: str, block: bytes, start: int, end: int) -> Sequence[re.Match[str]]:
        """Find every match between two offsets, as `finditer` does, behind the guard whatever the length.

        Args:
            text: The ASCII copy to read.
            block: The same as bytes.
            start: The first offset.
            end: The offset after the last.

        Returns:
            The matches, in order.
        """
        if self.common:
            return tuple(self.compiled.finditer(text, start, end))
        guard = self._guard
        place = self._first(block, start, end) if guard is None else guard.place(block, start, end)
        if place < 0:
            return ()
        pattern, guard = self.compiled, self._guard
        if guard is None:
            return tuple(pattern.finditer(text, start, end))
        found: list[re.Match[str]] = []
        tries = 0
        while place >= 0:
            match = pattern.match(text, place, end)
            if match is None:
                tries += 1
                if tries < _TRIES or self._long:
                    place = guard.place(block, place + 1, end)
                    continue
                match = pattern.search(text, place + 1, end)
                if match is None:
                    break
            found.append(match)
            tries = 0
            place = match.end()
            # Near the end, what is left has too few digits for another match, most often.
            if self._digits and end - place < _NEAR_END and len(_digits_in(block[place:end])) < self._digits:
                break
            place = guard.place(block, place, end)
        return found


def _digits_in(block: bytes) -> bytes:
    return block.translate(None, _NOT_DIGITS)


def compiled(expression: str, flags: int = 0, *, common: bool = False) -> Pattern:
    """Return a pattern with ASCII classes, since the subject is an ASCII copy; compiled on first use."""
    return Pattern(expression, flags, common=common)
