"""Why a file is refused, as one tree; the messages name files and positions, never values.

BulkError
├── FileRefused      the file cannot be read as what it says it is
├── ForeignFile      no pseudonym of this key is in the file
├── WrongKey         the pseudonyms were stored under another key
└── StoreUnavailable the key file or the store of pseudonyms cannot be read or written
"""

from __future__ import annotations

__all__ = ["BulkError", "FileRefused", "ForeignFile", "StoreUnavailable", "WrongKey"]


class BulkError(Exception):
    """Root of every refusal of the file commands."""


class FileRefused(BulkError):
    """The file cannot be read as what it says it is, or cannot be written."""


class ForeignFile(BulkError):
    """No pseudonym of this key is in the file: it was protected elsewhere, or never."""


class WrongKey(BulkError):
    """The pseudonyms were stored under another key."""


class StoreUnavailable(BulkError):
    """The key file or the store of pseudonyms cannot be read or written."""
