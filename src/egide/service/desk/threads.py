"""Show a thread of any length within the page's budget: which messages, and how the address keeps the place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlencode

from django.http import HttpRequest

from egide.service.conversations.reading import ThreadMessage

View = Literal["people", "model", "both"]
# What one message costs in elements, and what a thread may cost: a page has 400, its frame and panel take the rest.
_MESSAGE, _FOLD, _BOTH = 6, 3, 3
_THREAD = 95


def window_of(messages: Sequence[ThreadMessage], until: str, *, both: bool) -> slice:
    """Choose which messages a page shows: as many as fit, ending where the address says, else with the last one.

    Args:
        messages: The thread, in order.
        until: How many messages the page's end leaves before it, as the address gave it.
        both: What the model saw is shown beside what was written.

    Returns:
        A slice of the thread, never empty when the thread is not.
    """
    stop = min(max(int(until), 1), len(messages)) if until.isdecimal() else len(messages)
    start, cost = stop, 0
    while start:
        cost += _cost(messages[start - 1], both=both)
        if cost > _THREAD and start < stop:
            break
        start -= 1
    return slice(start, stop)


def _cost(message: ThreadMessage, *, both: bool) -> int:
    folded = _FOLD if message.quoted or message.signature else 0
    marks = len(message.findings) * (2 if both else 1)
    return _MESSAGE + folded + marks + (_BOTH if both else 0) + 2 * len(message.attachments)


@dataclass(frozen=True, slots=True)
class Here:
    """The address of this page, from which its neighbours differ by one thing: the view, or the place in the thread."""

    path: str
    asked: dict[str, str]

    @classmethod
    def read(cls, request: HttpRequest, path: str, view: View) -> Here:
        """Keep what the address asked; the queue's filters stay with the person who walks it."""
        return cls(path, {**{name: str(value) for name, value in request.GET.items() if value}, "view": view})

    def viewed(self, view: View) -> str:
        """Return the address of another view of the same messages."""
        return self._address(view=view)

    def until(self, stop: int) -> str:
        """Return the address of the page that ends after this many messages."""
        return self._address(until=str(stop))

    def _address(self, **changed: str) -> str:
        return f"{self.path}?{urlencode({**self.asked, **changed})}"
