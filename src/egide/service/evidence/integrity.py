"""Say whether a journal can still be trusted, as far as this installation can tell by itself, and who else vouches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from egide.journal import JournalError, leaf_hash, verify_inclusion
from egide.service.evidence.flows import log_id_of, rows_of
from egide.service.evidence.models import WitnessState
from egide.service.evidence.stamping import last_stamp
from egide.service.evidence.verifying import last_verification
from egide.service.wiring import parts


@dataclass(frozen=True, slots=True)
class WitnessView:
    """What an outside witness last said.

    Attributes:
        name: Name of its key.
        size: Entries under the checkpoint that it cosigned last.
        at: When, aware UTC; None before the first.
        refusal: Why it did not cosign the latest submission; empty when it did.
    """

    name: str
    size: int
    at: datetime | None
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Integrity:
    """The state of a journal.

    Attributes:
        size: Entries under the published checkpoint.
        waiting: Entries written with their act and not yet in the log.
        intact: The signature holds, the latest entry of the database is under it, the last whole verification succeeded.
        checked_at: When this was checked, aware UTC.
        published_at: Time of the latest entry published; None for an empty log.
        verified_at: When the whole log was last verified; None before the first.
        wrong: What the last whole verification named, empty when nothing.
        first_bad_index: Where, when it could be told.
        witnesses: The outside witnesses configured; empty means that a rewritten history is not detected.
        stamped_at: Time of the last time stamp; None without one.
        stamp_verified: A configured root vouches for it.
    """

    size: int
    waiting: int
    intact: bool
    checked_at: datetime
    published_at: datetime | None = None
    verified_at: datetime | None = None
    wrong: str = ""
    first_bad_index: int | None = None
    witnesses: tuple[WitnessView, ...] = ()
    stamped_at: datetime | None = None
    stamp_verified: bool = False

    @property
    def is_witnessed(self) -> bool:
        """Somebody outside has cosigned, and no witness refuses."""
        return any(seen.at for seen in self.witnesses) and not any(seen.refusal for seen in self.witnesses)


def brand_integrity(brand_id: UUID, *, now: datetime) -> Integrity:
    """Check a brand's published checkpoint now, and gather what was last established about its log."""
    return log_integrity(brand_id, now=now)


def log_integrity(brand_id: UUID | None, *, now: datetime) -> Integrity:
    """Check a log's published checkpoint against its signature and the latest entry of the database.

    Args:
        brand_id: A brand in scope, or None for the installation's log.
        now: Aware UTC.

    Returns:
        What holds now, with the last whole verification, witnesses and time stamp.
    """
    size, published_at, sound = _check_head(brand_id)
    last = last_verification(brand_id)
    stamp = last_stamp(brand_id)
    broken = last is not None and not last.intact
    return Integrity(
        size=size,
        waiting=rows_of(brand_id).filter(log_index__isnull=True).count(),
        intact=sound and not broken,
        checked_at=now,
        published_at=published_at,
        verified_at=None if last is None else last.at,
        wrong="" if last is None else last.kind,
        first_bad_index=None if last is None else last.first_bad_index,
        witnesses=tuple(_witnesses(log_id_of(brand_id))),
        stamped_at=None if stamp is None else stamp.at,
        stamp_verified=stamp is not None and stamp.verified,
    )


def _check_head(brand_id: UUID | None) -> tuple[int, datetime | None, bool]:
    """Verify the signature, and that the latest row of the database is the latest leaf."""
    rows = rows_of(brand_id)
    log = parts().open_journal(brand_id)
    try:
        checkpoint = log.checkpoint().checkpoint
        last = rows.filter(log_index__lt=checkpoint.size).aggregate(last=Max("log_index"))["last"]
        if last is None:
            return checkpoint.size, None, checkpoint.size == 0
        row = rows.get(log_index=last)
        path = log.inclusion_proof(last, checkpoint.size)
        verify_inclusion(path, last, checkpoint.size, leaf_hash(bytes(row.body)), checkpoint.root)
    except JournalError:
        # Nothing published yet is no alarm as long as nothing was ever given an index.
        return 0, None, not rows.filter(log_index__isnull=False).exists()
    return checkpoint.size, row.at, last == checkpoint.size - 1


def _witnesses(log_id: UUID) -> list[WitnessView]:
    known = {state.witness: state for state in WitnessState.objects.filter(log_id=log_id)}
    seen = []
    for witness in parts().witnesses:
        state = known.get(witness.key.name)
        if state is None:
            seen.append(WitnessView(witness.key.name, 0, None))
        else:
            seen.append(WitnessView(state.witness, state.size, state.at if state.note else None, state.refusal))
    return seen
