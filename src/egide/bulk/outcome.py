"""What a file command tells while it runs and when it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Outcome", "Progress"]

Progress = Callable[[int, int], None]
"""Told how much of how much is done."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done with a file."""

    kind: str
    replaced: int
    is_exact: bool = True
    """Whether a restored file is byte for byte the one that was protected."""
