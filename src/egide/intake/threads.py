"""Put a mail in its thread: by Message-ID, References and In-Reply-To, and by a marker when providers rewrite them.

The marker is a short text that Égide writes at the foot of each mail it sends and finds again in the quoted reply. Its token
is drawn by the service; whoever does not hold it cannot enter a thread.
"""

from __future__ import annotations

import re
from typing import Final

from egide.intake.errors import IntakeError

__all__ = ["find_marker", "format_marker", "thread_root"]

# Base 32 without padding: it survives folding, case changes and copying by hand.
_TOKEN: Final = re.compile(r"[a-z2-7]{16,40}\Z")
_MARKER: Final = re.compile(r"\[(?:réf|ref|réf\.|ref\.)[ \u00a0]?:[ \u00a0]?egide-([a-z2-7]{16,40})\]", re.IGNORECASE)


def thread_root(own_id: str, references: tuple[str, ...]) -> str:
    """Name the thread of a mail by its oldest known ancestor, or by itself.

    Returns:
        A Message-ID.

    >>> thread_root("c@x", ("a@x", "b@x"))
    'a@x'
    """
    return references[0] if references else own_id


def format_marker(token: str) -> str:
    """Write the marker of a thread.

    Args:
        token: 16 to 40 characters of base 32, drawn at random: 80 bits or more.

    Returns:
        The text to put at the foot of an outgoing mail.

    Raises:
        IntakeError: the token has another shape.

    >>> format_marker("abcdefghij234567")
    '[Réf : egide-abcdefghij234567]'
    """
    if not _TOKEN.match(token):
        raise IntakeError("a thread token is 16 to 40 characters of lower-case base 32")
    return f"[Réf : egide-{token}]"


def find_marker(text: str) -> str:
    """Find the token of a thread marker; the first in the text is that of the latest mail quoted. `""` when there is none."""
    found = _MARKER.search(text)
    return found[1].casefold() if found else ""
