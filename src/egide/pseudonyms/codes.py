"""The code of a pseudonym: derived from the value with the scope's key, never counted.

A code has two groups: ``k7q2-b4xm``. The first is that of the value whatever its writing, the second that of this very
writing. Both come from the value and the key alone, so that every process gives the same without asking another.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import Final

from egide.keys import SecretKey, frame

__all__ = ["ALPHABET", "CodeShape", "derive_code"]

ALPHABET: Final = "23456789bcdfghjkmnpqrstvwxz"
"""No vowel, so that no code reads as a word; neither 0, 1 nor l, so that none is misread."""

# Two letters at a time, the first of them being the smaller digit.
_PAIRS: Final = tuple(first + second for second in ALPHABET for first in ALPHABET)


@dataclass(frozen=True, slots=True)
class CodeShape:
    """How long the groups of a code are: 4 + 4 in a conversation, 13 + 4 in a scope as wide as a purpose.

    27⁸ codes: among a thousand values, two meet with a chance of 2·10⁻⁶, and the second then takes the next derivation.
    27¹³ first groups: among a hundred million values, two meet with a chance of 10⁻³ and would only look related.
    """

    identity_letters: int
    writing_letters: int = 4

    @classmethod
    def of(cls, *, wide: bool) -> CodeShape:
        """Return the shape of a conversation's codes, or of those of a whole purpose."""
        return cls(13 if wide else 4)

    @property
    def letters(self) -> int:
        """The length of a code without its dash."""
        return self.identity_letters + self.writing_letters

    def format(self, code: str) -> str:
        """Write a code with its dash."""
        return f"{code[: self.identity_letters]}-{code[self.identity_letters :]}"


def derive_code(key: SecretKey, shape: CodeShape, identity: str, written: str, attempt: int) -> str:
    """Derive the code of one writing of one value.

    Args:
        key: The scope's key.
        shape: The lengths of its groups.
        identity: What the writings of this value share.
        written: This writing.
        attempt: 0, or more when the codes before stand for other values.

    Returns:
        The code, lower case, without its dash.
    """
    first = _letters(key, shape.identity_letters, "identity", identity)
    retry = (str(attempt),) if attempt else ()
    return first + _letters(key, shape.writing_letters, "writing", identity, written, *retry)


def _letters(key: SecretKey, count: int, *parts: str) -> str:
    number = int.from_bytes(hmac.digest(key.reveal(), frame("egide/code/1", *parts), hashlib.sha256), "big")
    number %= len(ALPHABET) ** count  # the letters to write are the last ones: small numbers divide faster
    pairs = []
    for _ in range(-(-count // 2)):
        number, index = divmod(number, len(_PAIRS))
        pairs.append(_PAIRS[index])
    return "".join(pairs)[:count]
