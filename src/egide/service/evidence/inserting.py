"""Insert many rows of the journal in few statements, without building a model instance for each.

The journal is written with every act, a thousand times in an import: what Django's `bulk_create` spends on each row
was half of an entry's price.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from itertools import chain
from typing import Any

from django.db import connection, models

# Bound parameters of one statement: SQLite's own limit since 3.32 is 32,766, PostgreSQL's 65,535.
_PARAMETERS = 30_000
_INSERT = "INSERT INTO {table} ({columns}) VALUES "
Row = Sequence[Any]


def insert_rows(model: type[models.Model], names: Sequence[str], rows: Sequence[Row]) -> list[int]:
    """Insert rows of a model and return their keys, in order.

    Args:
        model: A model whose key is a number given by the database.
        names: Its fields, by attribute name; those left out must accept NULL.
        rows: One value per field, as Python has them.

    Returns:
        The keys.
    """
    fields, head, group = _statement(model, tuple(names), connection.vendor)
    # The same few values come back on each row (brand, time, kind): each is prepared once.
    prepared: list[dict[Any, Any]] = [{} for _ in fields]
    keys: list[int] = []
    step = _PARAMETERS // len(fields)
    with connection.cursor() as cursor:
        for start in range(0, len(rows), step):
            part = rows[start : start + step]
            statement = f"{head}{', '.join([group] * len(part))} RETURNING id"
            cursor.execute(statement, list(chain.from_iterable(_prepare(fields, prepared, row) for row in part)))
            keys += [key for (key,) in cursor.fetchall()]
    return keys


@functools.cache
def _statement(model: type[models.Model], names: tuple[str, ...], vendor: str) -> tuple[tuple[Any, ...], str, str]:
    """Give the fields, the head of the statement and the place of one row: the same at each act."""
    del vendor  # only tells two databases of one process apart
    fields: tuple[Any, ...] = tuple(model._meta.get_field(name) for name in names)
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    group = f"({', '.join(['%s'] * len(fields))})"
    return fields, _INSERT.format(table=quote(model._meta.db_table), columns=columns), group


def _prepare(fields: Sequence[Any], prepared: Sequence[dict[Any, Any]], row: Row) -> list[Any]:
    values: list[Any] = []
    for field, known, value in zip(fields, prepared, row, strict=True):
        if isinstance(value, bytes):
            values.append(value)  # both drivers take bytes as they are
            continue
        if value is None:
            values.append(None)
            continue
        if value not in known:
            known[value] = field.get_db_prep_save(value, connection)
        values.append(known[value])
    return values
