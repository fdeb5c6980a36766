"""The message as the AI functions see it: already pseudonymised, with an id that citations point to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

__all__ = ["Author", "Message", "customer_text"]


Author = Literal["customer", "agent", "bot", "system"]


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation, in the order it was written.

    Attributes:
        id: What citations point to; unique in its conversation.
        author: Who wrote it.
        at: When, aware UTC; None when the source does not say.
        text: The pseudonymised text.
    """

    id: str
    author: Author
    at: datetime | None
    text: str = field(repr=False)


def customer_text(messages: Sequence[Message]) -> str:
    """Join what the customer wrote, one message a line.

    Returns:
        The texts, in order; empty when the customer wrote nothing.

    Example:
        >>> customer_text([Message("1", "customer", None, "Bonjour"), Message("2", "agent", None, "Oui ?")])
        'Bonjour'
    """
    return "\n".join(message.text for message in messages if message.author == "customer")
