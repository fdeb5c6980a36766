"""Restore a text that arrives in pieces, holding back only what could still become a pseudonym of the scope."""

from __future__ import annotations

import json

from egide.pseudonyms.finding import PseudonymFinder

__all__ = ["StreamRestorer", "escape_json"]


def escape_json(value: str) -> str:
    r"""Write a value so that it can stand between the quotes of a JSON string.

    >>> escape_json('Zoé "Zo"')
    'Zoé \\"Zo\\"'

    Args:
        value: Any text.

    Returns:
        The text, escaped.
    """
    return json.dumps(value, ensure_ascii=False)[1:-1]


class StreamRestorer:
    """Give back the text as it arrives; however it is cut, the whole is what `Pseudonymiser.restore` gives.

    Args:
        finder: Finds the pseudonyms of the scope.
        as_json: Whether the text is JSON, such as the arguments of a tool call: values are escaped, so that it stays valid.
    """

    def __init__(self, finder: PseudonymFinder, *, as_json: bool = False) -> None:
        self._finder = finder
        self._written = escape_json if as_json else str
        self._before = ""  # the last character given, which decides whether a word begins here
        self._held = ""
        self.restored = 0

    @property
    def held(self) -> str:
        """What is held back now: the beginning of an issued pseudonym, or nothing."""
        return self._held

    def feed(self, piece: str) -> str:
        """Take the next piece of the text.

        Args:
            piece: Any part of the text, be it one character.

        Returns:
            What can be shown now.
        """
        return self._take(piece, last=False)

    def finish(self) -> str:
        """Say that the text has ended.

        Returns:
            What was held back, restored if it is a pseudonym.
        """
        return self._take("", last=True)

    def _take(self, piece: str, *, last: bool) -> str:
        text = self._before + self._held + piece
        begin = len(self._before)
        parts: list[str] = []
        done = begin
        hold = len(text) if last else self._finder.hold_from(text, begin)
        for occurrence in self._finder.find(text, begin):
            if occurrence.start >= hold:
                break
            parts += (text[done : occurrence.start], self._written(occurrence.record.value + occurrence.ending))
            done = occurrence.end
            self.restored += 1
            if not last and hold < done:
                hold = self._finder.hold_from(text, done)
        parts.append(text[done:hold])
        self._before = text[max(0, hold - 1) : hold]
        self._held = text[hold:]
        return "".join(parts)
