"""Keep SQLite's checkpoints out of the way of requests: whoever commits past a thousand pages would move them all.

A checkpoint copies the write-ahead log into the database and flushes both. SQLite does it inside the commit that finds
the log long, which is a request's; the lane that records what calls used does it instead, where nobody waits.
"""

from __future__ import annotations

import threading
from typing import Any, Final

from django.db import connection

__all__ = ["WriteAhead", "checkpoint"]

_MOST_PAGES: Final = 16_000
"""64 MB: past it the log is checkpointed by whoever commits, so that it never grows without end."""


class WriteAhead(threading.local):
    """Tells each new connection of a thread to leave checkpoints to somebody else."""

    def __init__(self) -> None:
        self._told: Any = None

    def leave_checkpoints(self) -> None:
        """Tell this thread's connection, once; PostgreSQL has no need of it."""
        if connection.vendor != "sqlite":
            return
        connection.ensure_connection()
        if connection.connection is not self._told:
            with connection.cursor() as cursor:
                cursor.execute(f"PRAGMA wal_autocheckpoint={_MOST_PAGES}")
            self._told = connection.connection


def checkpoint() -> None:
    """Move what can be moved from the write-ahead log to the database, without waiting for anybody."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
