"""Insert many rows of the journal in few statements, without building a model instance for each.

The journal is written with every act, a thousand times in an import: what Django spends on each row and each statement
was half of an entry's price.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import chain
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, models

# Bound parameters of one statement: SQLite's own limit since 3.32 is 32,766, PostgreSQL's 65,535.
_PARAMETERS = 30_000
# Statements of so few rows come back at each act: PostgreSQL keeps them prepared.
_PREPARED_ROWS = 4
Row = Sequence[Any]


def insert_rows(
    model: type[models.Model], names: tuple[str, ...], rows: Sequence[Row], *, keyed: bool = True
) -> list[int]:
    """Insert rows of a model in the transaction that is open, and return their keys, in order.

    Args:
        model: A model whose key is a number given by the database.
        names: Its fields, by attribute name; those left out must accept NULL.
        rows: One value per field: text, bytes, numbers, aware times, UUIDs or None.
        keyed: Whether the keys are wanted.

    Returns:
        The keys; none when they are not wanted.
    """
    connection = connections[DEFAULT_DB_ALIAS]  # asked once: `django.db.connection` looks its thread up at each use
    connection.validate_no_broken_transaction()
    execute = _on_sqlite if connection.vendor == "sqlite" else _on_postgresql
    keys: list[int] = []
    step = _PARAMETERS // len(names)
    for start in range(0, len(rows), step):
        part = rows[start : start + step]
        statement = _statement(model, names, connection.vendor, len(part), keyed)
        with connection.wrap_database_errors:
            keys += execute(connection.connection, statement, part)
    return keys


@functools.lru_cache(maxsize=32)
def _statement(model: type[models.Model], names: tuple[str, ...], vendor: str, rows: int, keyed: bool) -> str:
    """Give the statement that inserts so many rows: the same at each act."""
    quote = connections[DEFAULT_DB_ALIAS].ops.quote_name
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    columns = ", ".join(quote(field.column) for field in fields)
    prepared = vendor == "postgresql" and rows <= _PREPARED_ROWS
    places = iter(range(1, rows * len(names) + 1))
    groups = (
        ", ".join(f"${next(places)}" if prepared else "?" if vendor == "sqlite" else "%s" for _ in names)
        for _ in range(rows)
    )
    tail = " RETURNING id" if keyed else ""
    return f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({'), ('.join(groups)}){tail}"  # noqa: S608 - names of our own tables and columns; values are bound


def _on_sqlite(connection: Any, statement: str, rows: Sequence[Row]) -> list[int]:
    """Hand a statement to the driver itself: values are bound by the database, never written into the text."""
    return [key for (key,) in connection.execute(statement, _as_sqlite_writes(rows))]


def _on_postgresql(connection: Any, statement: str, rows: Sequence[Row]) -> list[int]:
    """Hand a statement to the driver, which knows every type that a row holds; a small one to its library at once."""
    values = list(chain.from_iterable(rows))
    if len(rows) <= _PREPARED_ROWS:
        from egide.service.evidence.prepared import execute_prepared

        return execute_prepared(connection, statement, values)
    from psycopg import Cursor

    cursor = Cursor(connection).execute(statement, values)
    return [key for (key,) in cursor] if cursor.description else []


def _as_sqlite_writes(rows: Sequence[Row]) -> list[Any]:
    """Write times and identifiers as Django does on SQLite: a naive UTC time, 32 hexadecimal digits."""
    known: dict[Any, Any] = {}  # the same few come back on each row of a batch
    values: list[Any] = []
    for value in chain.from_iterable(rows):
        spell = _SPELLINGS.get(type(value))
        if spell is None:
            values.append(value)
            continue
        if value not in known:
            known[value] = spell(value)
        values.append(known[value])
    return values


_SPELLINGS: dict[type, Callable[[Any], str]] = {
    UUID: lambda value: value.hex,
    datetime: lambda value: str(value.astimezone(UTC).replace(tzinfo=None)),
}
