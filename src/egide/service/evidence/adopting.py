"""Give the database the entries that its journals have published and that it does not know.

Only a database put back from a backup is in that state. What was published stays true, for whoever holds a receipt:
the journal goes on after it, and the rows that the backup had numbered otherwise wait for another index.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from egide.journal import EMPTY_ROOT, Checkpoint, Entry, JournalError, Log, LogMissing, leaf_hash, verify_inclusion
from egide.journal.errors import ResourceMissing
from egide.service.evidence.flows import rows_of
from egide.service.evidence.models import InstallationEntry, JournalEntry
from egide.service.wiring import parts

_AT_ONCE = 1024


@dataclass(frozen=True, slots=True)
class Adopted:
    """What a journal gave back to the database.

    Attributes:
        entries: How many published entries the database did not know.
        by_type: As many by event type.
        waiting: How many rows of the database lost an index that the journal had given to another entry.
    """

    entries: int = 0
    by_type: Counter[str] = field(default_factory=Counter)
    waiting: int = 0


def is_behind(brand_id: UUID | None) -> bool:
    """Say whether a journal has published what the database does not know, or knows as something else.

    Args:
        brand_id: A brand in scope, or None for the installation's journal.
    """
    log = parts().open_journal(brand_id)
    try:
        # The log first: beside a working site the database is always ahead of it.
        return _is_behind(brand_id, log, _published(log))
    except JournalError:
        return False  # an altered journal is another matter: its verification names it


def adopt_published(brand_id: UUID | None) -> Adopted:
    """Give the database what its journal has published since the backup.

    The openings of those entries are lost with the database that held them: each proves that something happened and
    says no more of whom.

    Args:
        brand_id: A brand in scope, or None for the installation's journal.

    Returns:
        What was adopted; nothing when the database is not behind.

    Raises:
        JournalError: the published files do not read, or are not those that the checkpoint signs.
    """
    log = parts().open_journal(brand_id)
    published = _published(log)
    if not _is_behind(brand_id, log, published):
        return Adopted()
    size = published.size
    adopted = Counter[str]()
    with transaction.atomic():
        start = _agreement(brand_id, log, size)
        # The backup numbered these rows while, or after, the journal went another way: they keep their place in line.
        waiting = rows_of(brand_id).filter(log_index__gte=start).update(log_index=None)
        for first in range(start, size, _AT_ONCE):
            bodies = list(log.entries(first, min(first + _AT_ONCE, size), size))
            for index, body in enumerate(bodies, first):
                _check_covered(log, published, index, body)
            adopted.update(_adopt(brand_id, first, bodies))
    return Adopted(adopted.total(), adopted, waiting)


def _published(log: Log) -> Checkpoint:
    try:
        return log.checkpoint().checkpoint
    except LogMissing:
        return Checkpoint(log.origin, 0, EMPTY_ROOT)


def _is_behind(brand_id: UUID | None, log: Log, published: Checkpoint) -> bool:
    last = published.size - 1
    if last < 0:
        return False
    row = rows_of(brand_id).filter(log_index=last).values_list("body", flat=True).first()
    if row is None:
        return True
    try:
        body = log.entry(last)
    except ResourceMissing:
        return False  # pruned: long agreed upon
    if bytes(row) == body:
        return False
    _check_covered(log, published, last, body)
    return True


def _check_covered(log: Log, published: Checkpoint, index: int, body: bytes) -> None:
    """Refuse an entry that the signed checkpoint does not cover: it was altered, and the database must not learn it."""
    proof = log.inclusion_proof(index, published.size)
    verify_inclusion(proof, index, published.size, leaf_hash(body), published.root)


def _agreement(brand_id: UUID | None, log: Log, size: int) -> int:
    """Find the first index from which the database and the journal part, reading backwards from the end."""
    known = rows_of(brand_id).filter(log_index__isnull=False)
    end = min(size, known.count())
    while end > 0:
        start = max(0, end - _AT_ONCE)
        rows = dict(known.filter(log_index__gte=start, log_index__lt=end).values_list("log_index", "body"))
        try:
            published = list(log.entries(start, end, size))
        except ResourceMissing:
            return end  # pruned there: long agreed upon
        differ = [place for place, body in enumerate(published, start) if bytes(rows.get(place, b"")) != body]
        if not differ or differ[0] > start:
            return differ[0] if differ else end
        end = start
    return 0


def _adopt(brand_id: UUID | None, first: int, bodies: Sequence[bytes]) -> Counter[str]:
    """Match published entries with rows that wait for their index, and make a row for each other one."""
    waiting: dict[bytes, int] = {
        bytes(body): key for key, body in rows_of(brand_id).filter(log_index__isnull=True).values_list("pk", "body")
    }
    made = Counter[str]()
    new: list[Any] = []
    for place, body in enumerate(bodies, first):
        key = waiting.pop(body, None)
        if key is not None:
            rows_of(brand_id).filter(pk=key).update(log_index=place)
            continue
        entry = Entry.parse(body)
        made[entry.type] += 1
        new.append(_row(brand_id, entry, entry.at, body, place))
    model = InstallationEntry if brand_id is None else JournalEntry
    model.objects.bulk_create(new)
    return made


def _row(
    brand_id: UUID | None, entry: Entry, at: datetime, body: bytes, place: int
) -> InstallationEntry | JournalEntry:
    try:
        obj = UUID(entry.obj)
    except ValueError:
        obj = uuid.uuid4()  # committed: nobody can find it by an identifier
    fields = {"at": at, "type": entry.type, "purpose": entry.purpose, "obj": obj, "body": body, "log_index": place}
    return InstallationEntry(**fields) if brand_id is None else JournalEntry(brand_id=brand_id, **fields)
