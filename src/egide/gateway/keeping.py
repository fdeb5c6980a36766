"""Keep what was decided: the decisions and the entries of all requests that wait, in one transaction, before anything leaves.

Runs in a lane of its own, so that the requests after these are read while the disk works.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection, transaction

from egide.gateway.deciding import Asked
from egide.gateway.errors import GatewayError, Unavailable
from egide.gateway.lanes import renew_connection
from egide.gateway.write_ahead import WriteAhead
from egide.keys import KeyRingError, KeyUnavailable
from egide.service.assistance.models import Decision
from egide.service.assistance.question import end_of_day
from egide.service.evidence.flows import Act, number_waiting, write_entries
from egide.service.tenancy.scope import brand_scope

if TYPE_CHECKING:
    from egide.gateway.upstreams import Upstream
    from egide.pseudonyms import Pseudonymiser
    from egide.service.gatewaykeys.models import GatewayKey

__all__ = ["Admitted", "Considered", "Keeper"]

_COLUMNS: Final = (
    "id",
    "brand_id",
    "interaction_id",
    "person_id",
    "task",
    "purpose",
    "verdict",
    "mask",
    "reasons",
    "facts",
    "policy_version",
    "retain_until",
    "at",
)
_INSERT: Final = "INSERT INTO {table} ({columns}) VALUES "
_JSON: Final = frozenset({"mask", "reasons", "facts"})
_AT_ONCE: Final = 1000
"""Rows of one statement: SQLite binds 32,766 values at most."""


@dataclass(slots=True)
class Admitted:
    """A request that may go.

    Attributes:
        key: The key.
        route: Models that may answer, in order, with the decision on each.
        payload: The protected request.
        pseudonyms: What may come back as values.
        index: Position in the journal; None while another process holds the numbering.
    """

    key: GatewayKey
    route: list[tuple[Upstream, Asked]]
    payload: dict[str, Any] = field(repr=False)
    pseudonyms: Pseudonymiser
    index: int | None = None


@dataclass(slots=True)
class Considered:
    """What was decided on one request, which the journal has to keep before anybody hears of it.

    Attributes:
        brand_id: The brand of the key.
        at: When, aware UTC.
        act: What the journal says.
        asked: The decisions.
        answer: What may go, or why it may not.
    """

    brand_id: UUID
    at: datetime
    act: Act
    asked: Sequence[Asked]
    answer: Admitted | GatewayError


class Keeper:
    """Writes decisions and entries.

    Args:
        note_index: Hears of each index given, with the brand.
    """

    def __init__(self, note_index: Callable[[UUID, int], None]) -> None:
        self._note_index = note_index
        self._write_ahead = WriteAhead()

    def keep(self, batch: Sequence[Considered]) -> list[Admitted | Exception]:
        """Keep a batch.

        Args:
            batch: Requests that wait, in order.

        Returns:
            One answer each, once it is on record; nothing is raised.
        """
        renew_connection()
        answers: dict[int, Admitted | Exception] = {}
        by_brand: dict[UUID, list[int]] = {}
        for position, one in enumerate(batch):
            by_brand.setdefault(one.brand_id, []).append(position)
        for brand_id, positions in by_brand.items():
            kept = self._keep(brand_id, [batch[position] for position in positions])
            answers |= zip(positions, kept, strict=True)
        return [answers[position] for position in range(len(batch))]

    def _keep(self, brand_id: UUID, batch: Sequence[Considered]) -> list[Admitted | Exception]:
        try:
            self._write_ahead.leave_checkpoints()
            indexes = _write(brand_id, batch)
        except Exception as failure:  # noqa: BLE001 - an act that cannot be written does not happen
            if len(batch) > 1 and not isinstance(failure, OperationalError | InterfaceError | KeyUnavailable):
                # One of them cannot be written, such as for a person erased meanwhile: the others can.
                return [answer for one in batch for answer in self._keep(brand_id, [one])]
            return [_refused(failure)] * len(batch)
        answers: list[Admitted | Exception] = []
        for one, index in zip(batch, indexes, strict=True):
            if index is not None:
                self._note_index(brand_id, index)
                if isinstance(one.answer, Admitted):
                    one.answer.index = index
            answers.append(one.answer)
        return answers


def _refused(failure: Exception) -> Unavailable:
    if isinstance(failure, KeyRingError):
        return Unavailable("key_store_unavailable", "The key store does not answer: nothing was sent.")
    return Unavailable("journal_unavailable", "The journal cannot be written: nothing was sent.")


def _write(brand_id: UUID, batch: Sequence[Considered]) -> list[int | None]:
    """Write a batch of one brand in one transaction; return the index of each entry."""
    with brand_scope(brand_id), transaction.atomic():
        _insert_decisions([asked for one in batch for asked in one.asked])
        # One reading of the clock serves entries that are written together: the journal's times never go back.
        rows = write_entries(brand_id, [one.act for one in batch], at=max(one.at for one in batch))
        numbered = number_waiting(brand_id)
    return [numbered.get(row.pk) for row in rows]


def _insert_decisions(batch: Sequence[Asked]) -> None:
    """Insert decisions in one statement, without building a model instance for each."""
    statement, fields = _statement(connection.vendor)
    for start in range(0, len(batch), _AT_ONCE):
        part = batch[start : start + _AT_ONCE]
        places = ", ".join([f"({', '.join(['%s'] * len(_COLUMNS))})"] * len(part))
        values = [value for asked in part for value in _prepared(fields, asked)]
        with connection.cursor() as cursor:
            cursor.execute(statement + places, values)


def _prepared(fields: Sequence[Any], asked: Asked) -> list[Any]:
    key, written, answer = asked.key, asked.written, asked.answer
    row = (
        asked.id,
        key.brand_id,
        None,
        asked.person_id,
        key.task,
        key.purpose,
        answer.verdict.value,
        written.mask,
        written.reasons,
        written.facts,
        answer.policy_version,
        end_of_day(answer.retain_until),
        asked.at,
    )
    return [
        value if field is None or value is None else field.get_db_prep_save(value, connection)
        for field, value in zip(fields, row, strict=True)
    ]


@functools.cache
def _statement(vendor: str) -> tuple[str, tuple[Any, ...]]:
    """Give the head of the statement, and what prepares each column: None for those that are text already."""
    del vendor  # only tells two databases of one process apart
    quote = connection.ops.quote_name
    table, columns = quote(Decision._meta.db_table), ", ".join(map(quote, _COLUMNS))
    by_column = {field.column: field for field in Decision._meta.concrete_fields}
    texts = {name for name, one in by_column.items() if one.get_internal_type() == "CharField"} | _JSON
    fields = tuple(None if name in texts else by_column[name] for name in _COLUMNS)
    return _INSERT.format(table=table, columns=columns), fields
