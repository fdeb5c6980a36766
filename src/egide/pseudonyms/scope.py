"""Where one value has one pseudonym, and beyond which it has another."""

from __future__ import annotations

from dataclasses import dataclass

from egide.keys import SecretKey, derive_key, frame
from egide.pseudonyms.errors import ScopeRefused

__all__ = ["Scope"]


@dataclass(frozen=True, slots=True)
class Scope:
    """A conversation of a brand, or everything a brand does for one purpose.

    Attributes:
        brand: The brand's identifier.
        purpose: The declared purpose.
        conversation: The conversation's identifier; None makes the scope as wide as the purpose, and its pseudonyms
            longer, so that two of a hundred million values do not meet.
    """

    brand: str
    purpose: str
    conversation: str | None = None

    def __post_init__(self) -> None:
        for part in (self.brand, self.purpose, "-" if self.conversation is None else self.conversation):
            if not part or not part.isprintable():
                raise ScopeRefused("A scope names a brand and a purpose, and a conversation that is not empty.")

    def key_from(self, key: SecretKey) -> SecretKey:
        """Derive the key of this scope from the brand's secret for the use "pseudonyms"."""
        conversation = [] if self.conversation is None else [self.conversation]
        return derive_key(key, frame("egide/pseudonyms/1", self.brand, self.purpose, *conversation))
