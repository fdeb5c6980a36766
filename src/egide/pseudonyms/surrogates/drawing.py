"""Draw from a list with a key, so that every process draws the same."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from typing import TypeVar

from egide.keys import SecretKey, frame

__all__ = ["Draw"]

Item = TypeVar("Item")


class Draw:
    """Numbers that depend on a key, on what they are for, and on nothing else.

    Args:
        key: The scope's key.
        purpose: What is drawn, and for which value.
    """

    def __init__(self, key: SecretKey, *purpose: str) -> None:
        self._key = key
        self._purpose = purpose
        self._drawn = 0

    def below(self, limit: int) -> int:
        """Draw a number from 0 to ``limit`` - 1; 128 bits make the bias of the remainder negligible."""
        self._drawn += 1
        message = frame("egide/draw/1", *self._purpose, str(self._drawn))
        return int.from_bytes(hmac.digest(self._key.reveal(), message, hashlib.sha256)[:16], "big") % limit

    def one_of(self, items: Sequence[Item]) -> Item:
        """Draw one of these."""
        return items[self.below(len(items))]

    def digits(self, count: int) -> str:
        """Draw that many digits."""
        return "".join(str(self.below(10)) for _ in range(count))
