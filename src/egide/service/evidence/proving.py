"""Prove on the spot that what the database says happened is in the signed journal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from egide.journal import JournalError, leaf_hash, verify_inclusion
from egide.service.evidence.models import EntryFields, InstallationEntry, JournalEntry
from egide.service.wiring import parts


@dataclass(frozen=True, slots=True)
class Proof:
    """An entry's place in the journal; `verified` is the result of an inclusion proof computed now."""

    index: int
    leaf_hash: bytes
    tree_size: int
    verified: bool
    at: datetime


def prove(entry: JournalEntry) -> Proof | None:
    """Compute and check the inclusion proof of an entry; None while it waits for its index."""
    return _prove(entry.brand_id, entry)


def prove_installation(entry: InstallationEntry) -> Proof | None:
    """Do the same for an entry of the installation's own journal."""
    return _prove(None, entry)


def _prove(brand_id: UUID | None, entry: EntryFields) -> Proof | None:
    if entry.log_index is None:
        return None
    log = parts().open_journal(brand_id)
    hashed = leaf_hash(bytes(entry.body))
    try:
        checkpoint = log.checkpoint().checkpoint
        if entry.log_index >= checkpoint.size:
            return None
        path = log.inclusion_proof(entry.log_index, checkpoint.size)
        verify_inclusion(path, entry.log_index, checkpoint.size, hashed, checkpoint.root)
    except JournalError:
        return Proof(entry.log_index, hashed, 0, verified=False, at=entry.at)
    return Proof(entry.log_index, hashed, checkpoint.size, verified=True, at=entry.at)


def proof_of(brand_id: UUID, obj: UUID, event: str) -> Proof | None:
    """Prove the latest entry of one kind about one object."""
    entry = JournalEntry.objects.filter(brand_id=brand_id, obj=obj, type=event).order_by("-id").first()
    return prove(entry) if entry is not None else None
