"""Bring the database to the present schema, one host at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.core.management import call_command
from django.db import connection

# Any number that no other lock of the product takes: theirs are hashes of a work and a log.
_LOCK: Final = int.from_bytes(b"egide/mi", "big")


def migrate() -> None:
    """Apply the migrations that are missing, and the policies of rows.

    Two hosts that start together on one PostgreSQL would wait for each other's tables for ever, or make a table twice.

    Raises:
        OperationalError: the database does not answer.
    """
    with _one_host_at_a_time():
        call_command("migrate", verbosity=0, interactive=False)


@contextmanager
def _one_host_at_a_time() -> Iterator[None]:
    """Hold a lock of the session, since each migration is a transaction of its own; a host that dies leaves it."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
