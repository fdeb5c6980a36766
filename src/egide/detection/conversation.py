"""The turns of a conversation, as the detector takes them."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Turn"]


@dataclass(frozen=True, slots=True)
class Turn:
    """What one person said or wrote before another took over.

    Attributes:
        speaker: Who spoke, as the channel names them (`client`, `agent`, `bot`), or empty.
        text: The words, kept out of `repr`.
    """

    speaker: str
    text: str = field(repr=False)
