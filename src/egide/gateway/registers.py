"""What a brand allows, read again as soon as anything in its journal may have changed it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Final
from uuid import UUID

from django.db import connection

from egide.service.assistance.question import Register
from egide.service.evidence.models import JournalEntry
from egide.service.tenancy.models import Brand
from egide.service.wiring import Parts, parts

__all__ = ["OWN_ACTS", "Registers"]

OWN_ACTS: Final = frozenset({"gateway.called", "gateway.refused"})
"""Acts of the gateway itself, which change nothing of what a brand allows."""
_LONGEST_S: Final = 1.0
"""Two transactions of PostgreSQL may become visible in another order than that of their entries: nothing is older."""


_LAST: Final = "SELECT COALESCE(MAX(id), 0) FROM evidence_journalentry"
_NEWER: Final = "SELECT id, type FROM evidence_journalentry WHERE id > %s AND brand_id = %s"
# SQLite would read all entries of the brand through an index of brands: the sign keeps it from using one.
_NEWER_ON_SQLITE: Final = _NEWER.replace("brand_id", "+brand_id")


def _entries_since(brand_id: UUID, last: int) -> list[tuple[int, str]]:
    """List what was written since; asked at each call, so without the cost of building a query."""
    with connection.cursor() as cursor:
        brand = JournalEntry._meta.get_field("brand").get_db_prep_value(brand_id, connection)
        cursor.execute(_NEWER_ON_SQLITE if connection.vendor == "sqlite" else _NEWER, [last, brand])
        return [(int(key), str(kind)) for key, kind in cursor.fetchall()]


def _last_entry() -> int:
    """Return the newest entry that can be seen, of any brand: what is looked through later begins after it."""
    with connection.cursor() as cursor:
        cursor.execute(_LAST)
        return int(cursor.fetchone()[0])


@dataclass(slots=True)
class _Seen:
    register: Register
    last_entry: int
    read_s: float
    by: Parts


class Registers:
    """Registers by brand.

    Each change of a switch, a purpose, an assessment or a proof is an entry of the journal: as long as there is no new
    entry but the gateway's own, what was read still holds.

    Args:
        clock_s: Monotonic seconds.
    """

    def __init__(self, clock_s: Callable[[], float]) -> None:
        self._clock_s = clock_s
        self._seen: dict[UUID, _Seen] = {}
        self._lock = Lock()

    def read(self, brand: Brand, now: datetime) -> Register:
        """Read what a brand, in scope, allows at this moment."""
        with self._lock:
            seen = self._seen.get(brand.pk)
        now_s = self._clock_s()
        if seen is not None and now_s - seen.read_s < _LONGEST_S and seen.by is parts():
            newer = _entries_since(brand.pk, seen.last_entry)
            if all(kind in OWN_ACTS for _, kind in newer):
                seen.last_entry = max((pk for pk, _ in newer), default=seen.last_entry)
                return seen.register
        last = _last_entry()
        register = Register.read(brand, now=now)
        with self._lock:
            self._seen[brand.pk] = _Seen(register, last, now_s, parts())
        return register
