"""Run the few statements that come back at every act on PostgreSQL, prepared once per connection.

The driver's cursor prepares too, but spends more on one statement than the statement itself: it was a third of the price
of an entry (decision 0115). Values are bound by the server, as the driver binds them.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from psycopg import Connection
from psycopg.errors import InvalidSqlStatementName, error_from_result
from psycopg.pq import ExecStatus, TransactionStatus
from psycopg.pq.abc import PGconn, PGresult

# The name under which each connection keeps each statement.
_names: WeakKeyDictionary[Connection[Any], dict[str, bytes]] = WeakKeyDictionary()
_numbers = itertools.count(1)
_TEXT, _BINARY = 0, 1
# How each type of value is written, and in which of the protocol's two formats.
_SPELLINGS: dict[type, tuple[Callable[[Any], bytes], int]] = {
    bytes: (bytes, _BINARY),
    UUID: (lambda value: value.bytes, _BINARY),
    str: (str.encode, _TEXT),
    int: (lambda value: b"%d" % value, _TEXT),
    float: (lambda value: repr(value).encode(), _TEXT),
    datetime: (lambda value: value.isoformat().encode(), _TEXT),
}


def execute_prepared(connection: Connection[Any], statement: str, values: Sequence[Any]) -> list[int]:
    """Run a statement in the transaction of its connection, which begins here if it has not.

    Args:
        connection: The driver's own connection, not in autocommit.
        statement: With places `$1`, `$2`, …; at most one column of numbers comes back.
        values: Text, bytes, numbers, aware times, UUIDs or None.

    Returns:
        The numbers that came back.

    Raises:
        psycopg.Error: the server refused.
    """
    server = connection.pgconn
    if server.transaction_status == TransactionStatus.IDLE and not connection.autocommit:
        _checked(server.exec_(b"BEGIN"))
    known = _names.setdefault(connection, {})
    name = known.get(statement) or _prepare(server, known, statement)
    written: list[Any] = []  # None is NULL, which the stubs of the driver leave out
    formats: list[int] = []
    for value in values:
        if value is None:
            written.append(None)
            formats.append(_TEXT)
            continue
        spell, form = _SPELLINGS[type(value)]
        written.append(spell(value))
        formats.append(form)
    answer = server.exec_prepared(name, written, formats)
    try:
        _checked(answer)
    except InvalidSqlStatementName:
        known.clear()  # somebody told the server to forget them: the next act prepares again
        raise
    return [int(answer.get_value(row, 0) or b"") for row in range(answer.ntuples)]


def _prepare(server: PGconn, known: dict[str, bytes], statement: str) -> bytes:
    name = b"egide_%d" % next(_numbers)
    _checked(server.prepare(name, statement.encode()))
    known[statement] = name
    return name


def _checked(answer: PGresult) -> None:
    if answer.status not in {ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK}:
        raise error_from_result(answer)
