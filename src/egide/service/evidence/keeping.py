"""Keep the journals alive: index and publish what was written, beat every day, verify, cosign, stamp, forget.

Two rounds: `publish_round` every second, which nothing slow may delay, and `watch_round`, which waits for others.
Source of the 60 seconds between an act and its checkpoint, and of the daily beat: the design of the journal, §4.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from uuid import UUID

from django.db import transaction

from egide.journal import InconsistentLog, JournalError, is_heartbeat_due
from egide.service.evidence.flows import Act, log_id_of, rows_of, sequence_pending
from egide.service.evidence.models import InstallationEntry, JournalEntry, Opening, Verification
from egide.service.evidence.stamping import try_to_stamp
from egide.service.evidence.verifying import is_verification_due, last_verification, verify_log, write_about_log
from egide.service.evidence.witnessing import submit_to_witnesses
from egide.service.tenancy.access import Actor, system_actor
from egide.service.tenancy.models import Brand
from egide.service.tenancy.scope import brand_scope

INCONSISTENT = "inconsistent"


def publish_round(now: datetime) -> int:
    """Give every waiting entry its index and publish it, log by log: one broken log stops no other.

    Args:
        now: Aware UTC.

    Returns:
        How many entries were published.
    """
    written = 0
    for brand_id in _logs():
        with _scope(brand_id):
            try:
                written += sequence_pending(brand_id, now=now)
            except InconsistentLog as broken:
                _remember_inconsistency(brand_id, broken, now)
    return written


def watch_round(now: datetime) -> None:
    """Beat, submit to witnesses, stamp, verify and forget what is due, log by log."""
    actor = system_actor("scheduler")
    for brand_id in _logs():
        with _scope(brand_id):
            _beat(brand_id, actor, now)
            submit_to_witnesses(brand_id, actor=actor, now=now)
            try_to_stamp(brand_id, actor=actor, now=now)
            if is_verification_due(brand_id, now=now) and _is_published(brand_id):
                verify_log(brand_id, actor=actor, now=now)
                purge_openings(brand_id, actor=actor, now=now)


def purge_openings(brand_id: UUID | None, *, actor: Actor, now: datetime) -> int:
    """Delete the openings that have reached their end; the commitments stay and speak of nobody any more.

    Args:
        brand_id: A brand in scope, or None for the installation's log.
        actor: The scheduler.
        now: Aware UTC.

    Returns:
        How many were deleted.
    """
    with transaction.atomic():
        purge: Callable[[datetime], int] = _purge_installation
        if brand_id is not None:
            purge = _purge_of(brand_id)
        deleted = purge(now)
        if deleted:
            act = Act("journal.openings_purged", uuid.uuid4(), actor, detail={"openings": deleted})
            write_about_log(brand_id, act, at=now)
    return deleted


def _purge_of(brand_id: UUID) -> Callable[[datetime], int]:
    def purge(now: datetime) -> int:
        ended = Opening.objects.filter(brand_id=brand_id, delete_after__lt=now)
        JournalEntry.objects.filter(brand_id=brand_id, pk__in=ended.values("entry_id")).update(person_id=None)
        return int(ended.delete()[0])

    return purge


def _purge_installation(now: datetime) -> int:
    ended = InstallationEntry.objects.filter(delete_after__lt=now, openings_sealed__isnull=False)
    return int(ended.update(openings_sealed=None, actor_index=None))


def _logs() -> Iterator[UUID | None]:
    yield from Brand.objects.values_list("pk", flat=True)
    yield None


def _scope(brand_id: UUID | None) -> AbstractContextManager[None]:
    return nullcontext() if brand_id is None else brand_scope(brand_id)


def _beat(brand_id: UUID | None, actor: Actor, now: datetime) -> None:
    """Write the day's sign of life, whatever else was written: its absence is what a reader looks for."""
    last = rows_of(brand_id).filter(type="journal.heartbeat").order_by("-id").values_list("at", flat=True).first()
    if is_heartbeat_due(last, now):
        with transaction.atomic():
            write_about_log(brand_id, Act("journal.heartbeat", uuid.uuid4(), actor), at=now)


def _remember_inconsistency(brand_id: UUID | None, broken: JournalError, now: datetime) -> None:
    """Keep the refusal to sign as a failed verification, once; nothing is repaired silently."""
    last = last_verification(brand_id)
    if last is not None and last.kind == INCONSISTENT:
        return
    Verification.objects.create(
        log_id=log_id_of(brand_id),
        at=now,
        size=0,
        intact=False,
        kind=INCONSISTENT,
        reason=str(broken)[:300],
        duration_ms=0,
    )


def _is_published(brand_id: UUID | None) -> bool:
    return bool(rows_of(brand_id).filter(log_index__isnull=False).exists())
