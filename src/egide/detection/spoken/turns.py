"""The turns of a call or a chat: a line each, after the name of its speaker."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

__all__ = ["SPEAKER", "turns"]

_ROLES: Final = "agente?|agentin|operador[ae]?|operatore|operatrice|operator|asesora?|conseill(?:er|ere)|medewerk(?:er|ster)|mitarbeiter(?:in)?|adviser|client[ea]?|kunde|kundin|klant|beller|anrufer(?:in)?|caller|customer"
SPEAKER: Final = rf"(?:\[[^\]\n]{{1,16}}\] ?|- |[a-z][a-z0-9' ().-]{{0,28}} ?: ?|(?:{_ROLES}) )"
"""An expression for what tells who speaks, or when, at the beginning of a folded, lower-case line."""

_SPEAKER: Final = re.compile(SPEAKER, re.ASCII)


def turns(low: str) -> Iterator[tuple[int, int]]:
    r"""Yield where the words of each turn begin and end, the speaker's label left out.

    Example:
        >>> low = "agent: votre nom\n\nclient: morel"
        >>> [low[start:end] for start, end in turns(low)]
        ['votre nom', 'morel']
    """
    start = 0
    while start <= len(low):
        end = low.find("\n", start)
        end = len(low) if end < 0 else end
        label = _SPEAKER.match(low, start, end)
        if low[start:end].strip():
            yield (label.end() if label else start), end
        start = end + 1
