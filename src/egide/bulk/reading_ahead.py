"""Find the personal data of all texts of a chunk together: a detector is faster on many texts than on one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from egide.pseudonyms import Found, readable

__all__ = ["ReadAhead"]

_SHORT: Final = 64
_REMEMBERED: Final = 20_000


class ReadAhead:
    """A detector that has read the texts of the chunk before it is asked about them.

    Short texts are remembered from chunk to chunk: the same category stands in thousands of cells.

    Args:
        find: Finds the personal data of one text.
        find_many: Finds that of many, in order.
        find_conversation: Finds that of the turns of one conversation: a number said over two turns, a name said once.
    """

    def __init__(
        self,
        find: Callable[[str], Iterable[Found]],
        find_many: Callable[[Iterable[str]], Iterator[Iterable[Found]]],
        find_conversation: Callable[[Sequence[str]], Sequence[Iterable[Found]]] | None = None,
    ) -> None:
        self._find = find
        self._find_many = find_many
        self._find_conversation = find_conversation
        self._chunk: dict[str, tuple[Found, ...]] = {}
        self._short: dict[str, tuple[Found, ...]] = {}

    def __call__(self, text: str) -> tuple[Found, ...]:
        """Answer for one text, read ahead or not."""
        found = self._chunk.get(text)
        if found is None:
            found = self._short.get(text)
        return tuple(self._find(readable(text))) if found is None else found

    def read(self, ask: Callable[[Callable[[str], Iterable[Found]]], object]) -> None:
        """Read all texts that some work will ask about.

        Args:
            ask: Does the work with a detector that finds nothing, and only notes what it is asked.
        """
        asked: dict[str, None] = {}

        def note(text: str) -> tuple[Found, ...]:
            if text not in self._short:
                asked[text] = None
            return ()

        ask(note)
        found = self._find_many(readable(text) for text in asked)
        self._chunk = {text: tuple(one) for text, one in zip(asked, found, strict=True)}
        if len(self._short) > _REMEMBERED:
            self._short.clear()
        self._short.update((text, one) for text, one in self._chunk.items() if len(text) <= _SHORT)

    def read_conversations(self, conversations: Iterable[Sequence[str]]) -> None:
        """Read the turns of whole conversations; what is found in their context replaces what one turn shows alone.

        Args:
            conversations: The turns of each, in order.
        """
        if self._find_conversation is None:
            return
        seen: dict[str, tuple[Found, ...]] = {}
        for turns in conversations:
            found = self._find_conversation([readable(turn) for turn in turns])
            for turn, spans in zip(turns, found, strict=True):
                known = seen.get(turn, ())
                seen[turn] = (*known, *(span for span in spans if not _meets(span, known)))
        self._chunk.update(seen)


def _meets(span: Found, others: Iterable[Found]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in others)
