"""Insert many rows of the journal in few statements, without building a model instance for each.

The journal is written with every act, a thousand times in an import: what Django's `bulk_create` spends on each row
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

# Bound parameters of one statement: SQLite's own limit since 3.32 is 32,766, PostgreSQL's 65,535.
_PARAMETERS = 30_000
_INSERT = "INSERT INTO {table} ({columns}) VALUES "
Row = Sequence[Any]


def insert_rows(
    model: type[models.Model], names: Sequence[str], rows: Sequence[Row], *, keyed: bool = True
) -> list[int]:
    """Insert rows of a model and return their keys, in order.

    Args:
        model: A model whose key is a number given by the database.
        names: Its fields, by attribute name; those left out must accept NULL.
        rows: One value per field: text, bytes, numbers, aware times, UUIDs or None.
        keyed: Whether the keys are wanted.

    Returns:
        The keys; none when they are not wanted.
    """
    head, group = _statement(model, tuple(names), connection.vendor)
    prepare = _as_text if connection.vendor == "sqlite" else _as_it_is
    keys: list[int] = []
    step = _PARAMETERS // len(names)
    with connection.cursor() as cursor:
        for start in range(0, len(rows), step):
            part = rows[start : start + step]
            statement = f"{head}{', '.join([group] * len(part))}"
            cursor.execute(f"{statement} RETURNING id" if keyed else statement, prepare(part))
            if keyed:
                keys += [key for (key,) in cursor.fetchall()]
    return keys


@functools.cache
def _statement(model: type[models.Model], names: tuple[str, ...], vendor: str) -> tuple[str, str]:
    """Give the head of the statement and the place of one row: the same at each act."""
    del vendor  # only tells two databases of one process apart
    quote = connection.ops.quote_name
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    columns = ", ".join(quote(field.column) for field in fields)
    group = f"({', '.join(['%s'] * len(names))})"
    return _INSERT.format(table=quote(model._meta.db_table), columns=columns), group


def _as_it_is(rows: Sequence[Row]) -> list[Any]:
    """PostgreSQL's driver knows every type that a row holds."""
    return list(chain.from_iterable(rows))


def _as_text(rows: Sequence[Row]) -> list[Any]:
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
