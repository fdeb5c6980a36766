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

from django.db import connection, models

_INSERT = "INSERT INTO {table} ({columns}) VALUES "
# Bound parameters of one statement: SQLite's own limit since 3.32 is 32,766, PostgreSQL's 65,535.
_PARAMETERS = 30_000
# Statements of so few rows come back at each act: PostgreSQL keeps them prepared.
_PREPARED_ROWS = 4
Row = Sequence[Any]


def insert_rows(
    model: type[models.Model], names: Sequence[str], rows: Sequence[Row], *, keyed: bool = True
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
    connection.validate_no_broken_transaction()
    head, group = _statement(model, tuple(names), connection.vendor)
    tail = " RETURNING id" if keyed else ""
    keys: list[int] = []
    step = _PARAMETERS // len(names)
    for start in range(0, len(rows), step):
        part = rows[start : start + step]
        cursor = _execute(f"{head}{', '.join([group] * len(part))}{tail}", part)
        if keyed:
            keys += [key for (key,) in cursor.fetchall()]
    return keys


@functools.cache
def _statement(model: type[models.Model], names: tuple[str, ...], vendor: str) -> tuple[str, str]:
    """Give the head of the statement and the place of one row: the same at each act."""
    quote = connection.ops.quote_name
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    columns = ", ".join(quote(field.column) for field in fields)
    place = "?" if vendor == "sqlite" else "%s"
    group = f"({', '.join([place] * len(fields))})"
    return _INSERT.format(table=quote(model._meta.db_table), columns=columns), group


def _execute(statement: str, rows: Sequence[Row]) -> Any:
    """Hand a statement to the driver itself: values are bound by the database, never written into the text."""
    with connection.wrap_database_errors:
        if connection.vendor == "sqlite":
            return connection.connection.execute(statement, _as_sqlite_writes(rows))
        from psycopg import Cursor

        values = list(chain.from_iterable(rows))  # the driver knows every type that a row holds
        return Cursor(connection.connection).execute(statement, values, prepare=len(rows) <= _PREPARED_ROWS)


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
