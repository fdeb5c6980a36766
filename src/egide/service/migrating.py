"""Bring the database to the present schema, one host or one command at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.core.management import call_command
from django.db import connection

# Any number that no other lock of the product takes: theirs are hashes of a work and a log.
_LOCK: Final = int.from_bytes(b"egide/mi", "big")


def migrate() -> None:
    """Apply the migrations that are missing, and the policies of rows.

    Two that start together on one database would wait for each other's tables for ever, or make a table twice.

    Raises:
        OperationalError: the database does not answer.
    """
    with _one_host_at_a_time():
        call_command("migrate", verbosity=0, interactive=False)


@contextmanager
def _one_host_at_a_time() -> Iterator[None]:
    """Hold a lock longer than a transaction, since each migration is one of its own; a process that dies leaves it."""
    with _lock_of_session() if connection.vendor == "postgresql" else _lock_of_file():
        yield


@contextmanager
def _lock_of_session() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


@contextmanager
def _lock_of_file() -> Iterator[None]:
    """Two commands on a new home each made the tables; the lock is beside the database and never deleted."""
    if os.name == "nt":
        yield  # no such lock there: start one command after the other
        return
    import fcntl

    with Path(f"{connection.settings_dict['NAME']}-migrating").open("ab") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
