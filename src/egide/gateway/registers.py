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

__all__ = ["OWN_ACTS", "Registers", "Seen"]

OWN_ACTS: Final = frozenset({"gateway.called", "gateway.refused"})
"""Acts of the gateway itself, which change nothing of what a brand allows."""
_LONGEST_S: Final = 1.0
"""Two transactions of PostgreSQL may become visible in another order than that of their entries: nothing is older."""


_RENEW_S: Final = 0.5
"""From this age a register is read again beside the requests, which go on with the one they have until `_LONGEST_S`."""

_LAST: Final = "SELECT COALESCE(MAX(id), 0) FROM evidence_journalentry"
_NEWER: Final = "SELECT id, type FROM evidence_journalentry WHERE id > %s AND brand_id = %s"
# SQLite would read all entries of the brand through an index of brands: the sign keeps it from using one.
_NEWER_ON_SQLITE: Final = "SELECT id, type FROM evidence_journalentry WHERE id > ? AND +brand_id = ?"


def _entries_since(brand_id: UUID, last: int) -> list[tuple[int, str]]:
    """List what was written since; asked at each call, so without the cost of building a query."""
    if connection.vendor == "sqlite":
        # The driver itself: Django's cursors cost four times the statement.
        connection.ensure_connection()
        with connection.wrap_database_errors:
            newer: list[tuple[int, str]] = connection.connection.execute(
                _NEWER_ON_SQLITE, (last, brand_id.hex)
            ).fetchall()
            return newer
    with connection.cursor() as cursor:
        brand = JournalEntry._meta.get_field("brand").get_db_prep_value(brand_id, connection)
        cursor.execute(_NEWER, [last, brand])
        return [(int(key), str(kind)) for key, kind in cursor.fetchall()]


def _last_entry() -> int:
    """Return the newest entry that can be seen, of any brand: what is looked through later begins after it."""
    with connection.cursor() as cursor:
        cursor.execute(_LAST)
        return int(cursor.fetchone()[0])


@dataclass(slots=True)
class Seen:
    """A register, and what tells whether it still holds.

    Attributes:
        register: What the brand allows.
        last_entry: The newest entry of the journal that it takes into account.
        read_s: When, monotonic seconds.
        by: The parts of this process at that moment.
        renewing: Whether it is being read again already.
    """

    register: Register
    last_entry: int
    read_s: float
    by: Parts
    renewing: bool = False


class Registers:
    """Registers by brand.

    Each change of a switch, a purpose, an assessment or a proof is an entry of the journal: as long as there is no new
    entry but the gateway's own, what was read still holds.

    Args:
        clock_s: Monotonic seconds.
        renew: Has a register that grows old read again, without waiting for it.
    """

    def __init__(self, clock_s: Callable[[], float], renew: Callable[[Brand], None] = lambda _: None) -> None:
        self._clock_s = clock_s
        self._renew = renew
        self._seen: dict[UUID, Seen] = {}
        self._lock = Lock()

    def read(self, brand: Brand, now: datetime) -> Register:
        """Read what a brand, in scope, allows at this moment."""
        seen = self._seen.get(brand.pk)
        if seen is not None and seen.by is parts():
            age_s = self._clock_s() - seen.read_s
            if age_s < _LONGEST_S:
                newer = _entries_since(brand.pk, seen.last_entry)
                if all(kind in OWN_ACTS for _, kind in newer):
                    seen.last_entry = max((pk for pk, _ in newer), default=seen.last_entry)
                    if age_s >= _RENEW_S and not seen.renewing:
                        seen.renewing = True
                        self._renew(brand)
                    return seen.register
        return self.publish(brand.pk, seen, self.read_again(brand, now)).register

    def read_again(self, brand: Brand, now: datetime) -> Seen:
        """Read a register; the requests do not see it before it is published."""
        now_s, last = self._clock_s(), _last_entry()
        return Seen(Register.read(brand, now=now), last, now_s, parts())

    def current(self, brand_id: UUID) -> Seen | None:
        """Return what the requests of a brand go by."""
        return self._seen.get(brand_id)

    def publish(self, brand_id: UUID, instead_of: Seen | None, seen: Seen) -> Seen:
        """Have the requests that follow go by a register, unless another was read since.

        Args:
            brand_id: The brand.
            instead_of: What the requests went by when the reading began.
            seen: What was read.

        Returns:
            What was read, whoever published meanwhile: it is right for who asked.
        """
        with self._lock:
            if self._seen.get(brand_id) is instead_of:
                self._seen[brand_id] = seen
        return seen
