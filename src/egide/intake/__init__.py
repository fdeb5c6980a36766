"""Bring conversations in: read any source into canonical records, without an exception for what it holds.

>>> [item.text for item in read(b'{"id": "1", "text": "Bonjour"}', "essai.jsonl")]
['Bonjour']
"""

from egide.intake.errors import IntakeError, UnreadableTranscript
from egide.intake.limits import Limits, Options
from egide.intake.personal import Identifiers, Personal, author_ref
from egide.intake.reading import FORMATS, read, read_path
from egide.intake.record import (
    Attachment,
    AuthorRole,
    Channel,
    Direction,
    Item,
    Position,
    Record,
    Reject,
    Segment,
    Skip,
    Word,
)

__all__ = [
    "FORMATS",
    "Attachment",
    "AuthorRole",
    "Channel",
    "Direction",
    "Identifiers",
    "IntakeError",
    "Item",
    "Limits",
    "Options",
    "Personal",
    "Position",
    "Record",
    "Reject",
    "Segment",
    "Skip",
    "UnreadableTranscript",
    "Word",
    "author_ref",
    "read",
    "read_path",
]
