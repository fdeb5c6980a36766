"""Say whether a brand's journal can still be trusted, as far as this installation can tell by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from egide.journal import JournalError, leaf_hash, verify_inclusion
from egide.service.evidence.models import JournalEntry
from egide.service.wiring import parts


@dataclass(frozen=True, slots=True)
class Integrity:
    """The state of a journal.

    Attributes:
        size: Entries under the published checkpoint.
        waiting: Entries written with their act and not yet in the log.
        intact: The checkpoint's signature holds and the latest entry of the database is under it.
        checked_at: When this was checked, aware UTC.
    """

    size: int
    waiting: int
    intact: bool
    checked_at: datetime


def brand_integrity(brand_id: UUID, *, now: datetime) -> Integrity:
    """Check the published checkpoint against its signature and against the latest entry of the database."""
    rows = JournalEntry.objects.filter(brand_id=brand_id)
    waiting = rows.filter(log_index__isnull=True).count()
    last = rows.aggregate(last=Max("log_index"))["last"]
    log = parts().open_journal(brand_id)
    try:
        checkpoint = log.checkpoint().checkpoint
        if last is not None and last < checkpoint.size:
            body = bytes(rows.get(log_index=last).body)
            path = log.inclusion_proof(last, checkpoint.size)
            verify_inclusion(path, last, checkpoint.size, leaf_hash(body), checkpoint.root)
    except JournalError:
        return Integrity(0, waiting, intact=False, checked_at=now)
    return Integrity(checkpoint.size, waiting, intact=True, checked_at=now)
