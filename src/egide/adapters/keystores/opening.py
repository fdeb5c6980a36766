"""Open the key ring that a single machine keeps in one directory: the default of an installation."""

from __future__ import annotations

import secrets
import time
from pathlib import Path

from egide.adapters.keystores.file import FileMasterKey
from egide.adapters.keystores.sqlite_table import SqliteKeyTable
from egide.keys import KeyRing

__all__ = ["open_local_key_ring"]


def open_local_key_ring(directory: Path, *, passphrase: bytes | None = None) -> KeyRing:
    """Open, or create, the master key and the key table of one directory.

    Args:
        directory: Holds ``master/`` and ``keys.sqlite3``; keep it on a volume, and in a backup, of its own.
        passphrase: What seals the master key's files; None for none.

    Returns:
        The key ring.

    Raises:
        KeyUnavailable: the directory cannot be read or written, or the passphrase is another.
    """
    master = FileMasterKey(directory / "master", random_bytes=secrets.token_bytes, passphrase=passphrase)
    table = SqliteKeyTable(directory / "keys.sqlite3")
    return KeyRing(master, table, random_bytes=secrets.token_bytes, monotonic=time.monotonic)
