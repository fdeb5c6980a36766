"""Verify a whole log, and the database beside it; keep the result and write it to the journal."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from egide.journal import (
    Checkpoint,
    Expectations,
    JournalError,
    StampedCheckpoint,
    Tampering,
    check_log,
    parse_checkpoint,
    parse_note,
)
from egide.service.evidence.flows import Act, log_id_of, rows_of, write_entry, write_installation_entry
from egide.service.evidence.models import TimeStampToken, Verification, WitnessState
from egide.service.tenancy.access import Actor
from egide.service.wiring import parts

VERIFY_EVERY: Final = timedelta(days=1)
# What this adds to the kinds of tampering that the files alone show.
DATABASE_DIFFERS: Final = "database-differs"
UNREADABLE: Final = "unreadable"
_KNOWN_STAMPS = 400


def verify_log(brand_id: UUID | None, *, actor: Actor, now: datetime) -> Verification:
    """Verify every signature, hash and entry of a log, then that the database tells the same story.

    Checkpoints that a witness cosigned or an authority stamped are compared too: a history rewritten and signed again
    contradicts them.

    Args:
        brand_id: A brand in scope, or None for the installation's log.
        actor: Who asks, or the scheduler.
        now: Aware UTC.

    Returns:
        The result, stored and journalled.
    """
    started = time.monotonic()
    result = Verification(log_id=log_id_of(brand_id), at=now, size=0, intact=True, duration_ms=0)
    try:
        verified = check_log(parts().open_journal_files(brand_id), _expectations(brand_id))
        result.size = verified.signed.size
        differs = _first_difference(brand_id, verified.pruned, verified.signed.size)
        if differs is not None:
            result.intact, result.kind, result.first_bad_index = False, DATABASE_DIFFERS, differs
            result.reason = "the database holds another entry than the log, or none"
    except Tampering as found:
        result.intact, result.kind, result.first_bad_index = False, found.kind.value, found.first_bad_index
        result.reason = found.reason[:300]
    except JournalError as wrong:
        result.intact, result.kind, result.reason = False, UNREADABLE, str(wrong)[:300]
    result.duration_ms = int((time.monotonic() - started) * 1000)
    detail = {"intact": result.intact, "size": result.size, "kind": result.kind}
    with transaction.atomic():
        result.save()
        write_about_log(brand_id, Act("journal.verified", uuid.uuid4(), actor, detail=detail), at=now)
    return result


def is_verification_due(brand_id: UUID | None, *, now: datetime) -> bool:
    """Say whether a day has passed since the last whole verification."""
    last = last_verification(brand_id)
    return last is None or now - last.at >= VERIFY_EVERY


def last_verification(brand_id: UUID | None) -> Verification | None:
    """Return the latest result, None before the first."""
    return Verification.objects.filter(log_id=log_id_of(brand_id)).order_by("-at", "-id").first()


def write_about_log(brand_id: UUID | None, act: Act, *, at: datetime) -> None:
    """Write an entry about a log into that log, in the transaction of the act."""
    if brand_id is None:
        write_installation_entry(act, at=at)
    else:
        write_entry(brand_id, act, at=at)


def _expectations(brand_id: UUID | None) -> Expectations:
    log_id = log_id_of(brand_id)
    tokens = TimeStampToken.objects.filter(log_id=log_id, verified=True).order_by("-at")[:_KNOWN_STAMPS]
    log = parts().open_journal(brand_id)
    return Expectations(
        log_keys=[log.key, *log.cosigner_keys],
        known=list(_cosigned(log_id)),
        witnesses=[witness.key for witness in parts().witnesses],
        stamps=[StampedCheckpoint(_checkpoint(token.checkpoint), token.at) for token in tokens],
    )


def _cosigned(log_id: UUID) -> Iterator[Checkpoint]:
    for state in WitnessState.objects.filter(log_id=log_id, note__isnull=False):
        yield _checkpoint(state.note)


def _checkpoint(octets: bytes | memoryview | None) -> Checkpoint:
    return parse_checkpoint(parse_note(bytes(octets or b"")).text)


def _first_difference(brand_id: UUID | None, pruned: int, size: int) -> int | None:
    """Compare the rows of the database with the entries of the log; the first index at which they part."""
    entries = parts().open_journal(brand_id).entries(pruned, size, size)
    rows = (
        rows_of(brand_id)
        .filter(log_index__gte=pruned, log_index__lt=size)
        .order_by("log_index")
        .values_list("log_index", "body")
        .iterator(chunk_size=2000)
    )
    expected = pruned
    for index, body in rows:
        if index != expected or bytes(body) != next(entries):
            return expected
        expected += 1
    return None if expected == size else expected
