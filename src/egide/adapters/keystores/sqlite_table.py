"""The table of wrapped keys in an SQLite file of its own, apart from the data and from the data's backups."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from egide.keys import KeyEntry, KeyKind, KeyName, KeyUnavailable

__all__ = ["SqliteKeyTable"]

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS wrapped_key (
    brand TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, wrapped BLOB, wrapped_by TEXT NOT NULL,
    PRIMARY KEY (brand, kind, name)
) WITHOUT ROWID;
"""
_ADD: Final = """
INSERT INTO wrapped_key (brand, kind, name, wrapped, wrapped_by) SELECT ?, ?, ?, ?, ?
WHERE ? IS NULL OR EXISTS (SELECT 1 FROM wrapped_key WHERE brand=? AND kind=? AND name=? AND wrapped IS NOT NULL)
ON CONFLICT DO NOTHING
"""
_SWAP: Final = """
UPDATE wrapped_key SET wrapped=?, wrapped_by=? WHERE brand=? AND kind=? AND name=? AND wrapped IS ? AND wrapped_by=?
AND (? IS NULL OR EXISTS (SELECT 1 FROM wrapped_key WHERE brand=? AND kind=? AND name=? AND wrapped IS NOT NULL))
"""
_READ: Final = "SELECT wrapped, wrapped_by FROM wrapped_key WHERE brand=? AND kind=? AND name=?"
_LIVING: Final = (
    "SELECT name, wrapped, wrapped_by FROM wrapped_key WHERE brand=? AND kind=? AND wrapped IS NOT NULL ORDER BY name"
)
_PAGE: Final = 500
_MOST_KNOWN: Final = 1024


@dataclass(frozen=True, slots=True)
class _Known:
    """Wrapped keys of brands as they stood in one state of the table."""

    state: tuple[int, int]
    entries: dict[KeyName, KeyEntry | None] = field(default_factory=dict)
    lists: dict[tuple[str, KeyKind], tuple[tuple[KeyName, KeyEntry], ...]] = field(default_factory=dict)


class SqliteKeyTable:
    """Wrapped keys in one SQLite file of mode 0600, in WAL mode, with deleted content overwritten.

    Args:
        path: The file; created when absent.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()

    def get(self, name: KeyName) -> KeyEntry | None:
        """Return the entry, a tombstone, or None."""
        with self._connection() as connection:
            if name.kind is KeyKind.SUBJECT:
                return _read(connection, name)
            known = self._known(connection).entries
            if name not in known:
                known[name] = _read(connection, name)
            return known[name]

    def add(self, name: KeyName, entry: KeyEntry, *, requires: KeyName | None = None) -> bool:
        """Store a key whose name is free."""
        with self._connection() as connection:
            added = connection.execute(
                _ADD,
                (*_key(name), entry.wrapped, entry.wrapped_by, *_condition(requires)),
            )
        return added.rowcount == 1

    def swap(self, name: KeyName, old: KeyEntry, new: KeyEntry, *, requires: KeyName | None = None) -> bool:
        """Replace an entry that has not changed."""
        with self._connection() as connection:
            swapped = connection.execute(
                _SWAP,
                (new.wrapped, new.wrapped_by, *_key(name), old.wrapped, old.wrapped_by, *_condition(requires)),
            )
        return swapped.rowcount == 1

    def destroy(self, name: KeyName) -> None:
        """Leave a tombstone, overwrite the page, and empty the write-ahead log."""
        with self._connection() as connection:
            connection.execute(
                "INSERT INTO wrapped_key (brand, kind, name, wrapped, wrapped_by) VALUES (?, ?, ?, NULL, '') "
                "ON CONFLICT DO UPDATE SET wrapped=NULL, wrapped_by=''",
                _key(name),
            )
            self._overwrite(connection)

    def destroy_unused_wrapping(self, name: KeyName) -> bool:
        """Leave a tombstone unless a subject key needs this wrapping key."""
        with self._connection() as connection:
            gone = connection.execute(
                "UPDATE wrapped_key SET wrapped=NULL WHERE brand=? AND kind=? AND name=? AND NOT EXISTS ("
                "SELECT 1 FROM wrapped_key WHERE brand=? AND kind=? AND wrapped_by=? AND wrapped IS NOT NULL)",
                (*_key(name), name.brand, KeyKind.SUBJECT.value, name.name),
            )
            if gone.rowcount == 1:
                self._overwrite(connection)
        entry = self.get(name)
        return entry is None or entry.is_destroyed

    def list_names(self, brand: str, kind: KeyKind) -> Iterator[tuple[KeyName, KeyEntry]]:
        """Go through the living keys page by page, each page its own read."""
        if kind is not KeyKind.SUBJECT:
            yield from self._list_of_brand(brand, kind)
            return
        after = ""
        while True:
            with self._connection() as connection:
                page = connection.execute(
                    "SELECT name, wrapped, wrapped_by FROM wrapped_key "
                    "WHERE brand=? AND kind=? AND name>? AND wrapped IS NOT NULL ORDER BY name LIMIT ?",
                    (brand, kind.value, after, _PAGE),
                ).fetchall()
            yield from _named(brand, kind, page)
            if len(page) < _PAGE:
                return
            after = page[-1][0]

    def list_brands(self) -> list[str]:
        """List the brands, sorted."""
        with self._connection() as connection:
            return [row[0] for row in connection.execute("SELECT DISTINCT brand FROM wrapped_key ORDER BY brand")]

    def close(self) -> None:
        """Close this thread's connection."""
        connection = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
            self._local.connection = None

    def _list_of_brand(self, brand: str, kind: KeyKind) -> tuple[tuple[KeyName, KeyEntry], ...]:
        """Give the few living keys of a brand itself."""
        with self._connection() as connection:
            known = self._known(connection).lists
            if (brand, kind) not in known:
                rows = connection.execute(_LIVING, (brand, kind.value)).fetchall()
                known[brand, kind] = tuple(_named(brand, kind, rows))
            return known[brand, kind]

    def _known(self, connection: sqlite3.Connection) -> _Known:
        """Remember what this thread has read of brands' keys until anything in the table changes."""
        # SQLite tells the changes of other connections by its data version, this connection's by their number. Every
        # act asks for two or three keys of its brand: reading them each time was a sixth of the price of an entry.
        # Persons' keys are never kept, not even wrapped.
        state = (connection.execute("PRAGMA data_version").fetchone()[0], connection.total_changes)
        known: _Known | None = getattr(self._local, "known", None)
        if known is None or known.state != state or len(known.entries) + len(known.lists) > _MOST_KNOWN:
            known = self._local.known = _Known(state)
        return known

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        try:
            # A connection does not survive a fork: the child opens its own.
            if getattr(self._local, "connection", None) is None or self._local.process != os.getpid():
                self._local.connection, self._local.known = self._open(), None
                self._local.process = os.getpid()
            yield self._local.connection
        except (sqlite3.Error, OSError) as failed:
            raise KeyUnavailable("The key table does not answer.") from failed

    def _open(self) -> sqlite3.Connection:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Only when there is none yet: closing a descriptor of a file drops every POSIX lock that this process holds on it,
        # those of its other connections included; another process would then take the table for closed, and delete its
        # write-ahead log under them. Source: sqlite.org/howtocorrupt.html §2.2.
        with suppress(FileExistsError):
            os.close(os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        connection = sqlite3.connect(self._path, timeout=10, isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA secure_delete=ON")
        connection.execute(_SCHEMA)
        return connection

    @staticmethod
    def _overwrite(connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _read(connection: sqlite3.Connection, name: KeyName) -> KeyEntry | None:
    row = connection.execute(_READ, _key(name)).fetchone()
    return None if row is None else KeyEntry(row[0], row[1])


def _named(brand: str, kind: KeyKind, rows: list[tuple[str, bytes, str]]) -> Iterator[tuple[KeyName, KeyEntry]]:
    for name, wrapped, wrapped_by in rows:
        yield KeyName(brand, kind, name), KeyEntry(wrapped, wrapped_by)


def _key(name: KeyName) -> tuple[str, str, str]:
    return name.brand, name.kind.value, name.name


def _condition(name: KeyName | None) -> tuple[str | None, str, str, str]:
    return (None, "", "", "") if name is None else (name.brand, *_key(name))
