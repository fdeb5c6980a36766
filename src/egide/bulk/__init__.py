"""Whole files: protect and restore text, JSON Lines, CSV, Parquet and e-mail, on this machine's cores or on Spark."""

from egide.bulk.errors import BulkError, FileRefused, ForeignFile, StoreUnavailable, WrongKey
from egide.bulk.files import protect_file, restore_file
from egide.bulk.key_file import create_key_file, read_key_file
from egide.bulk.outcome import Outcome
from egide.bulk.store import KnownFile, PseudonymStore, StoredRecord

__all__ = [
    "BulkError",
    "FileRefused",
    "ForeignFile",
    "KnownFile",
    "Outcome",
    "PseudonymStore",
    "StoreUnavailable",
    "StoredRecord",
    "WrongKey",
    "create_key_file",
    "protect_file",
    "read_key_file",
    "restore_file",
]
