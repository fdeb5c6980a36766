"""Export a journal into a folder that verifies offline, with the entries readable as far as their reader may."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from egide.adapters.journal import export_log
from egide.journal import Entry, LogUnusable, SignedCheckpoint
from egide.service.evidence.flows import (
    Act,
    rows_of,
    sequence_pending,
    write_entry,
    write_installation_entry,
)
from egide.service.evidence.opening import (
    EntryOpener,
    Opened,
    may_open_installation,
    open_installation_entries,
)
from egide.service.tenancy.access import Actor
from egide.service.tenancy.models import Brand
from egide.service.tenancy.scope import brand_scope
from egide.service.wiring import parts

INSTALLATION: Final = "installation"
"""What stands in place of a brand's slug for the installation's own journal."""

_READ_AT_ONCE = 256
Opener = Callable[[list[Any]], Mapping[int, Opened]]


class UnknownJournal(Exception):
    """No brand of this installation has this slug."""


def export_journal(
    brand_slug: str, folder: Path, *, actor: Actor, now: datetime, opened_for: Actor | None = None
) -> SignedCheckpoint:
    """Write a journal into a folder: checkpoint, tiles, key, readable entries. The export is itself an entry of it.

    Args:
        brand_slug: A brand, or "installation".
        folder: Where to write; it must be absent or empty.
        actor: Who exports.
        now: Aware UTC.
        opened_for: Whose rights decide what is opened beside the leaves; None opens nothing.

    Returns:
        The checkpoint exported.

    Raises:
        UnknownJournal: no such brand.
        LogUnusable: the folder holds something else.
        ResourceMissing: a tile of the log is missing.
    """
    brand_id = find_journal(brand_slug)
    if folder.exists() and any(folder.iterdir()):
        raise LogUnusable("the folder is not empty")
    with brand_scope(*([] if brand_id is None else [brand_id])):
        detail = {"opened_for": "" if opened_for is None else opened_for.reference}
        record(brand_id, Act("journal.exported", uuid.uuid4(), actor, detail=detail), now)
        sequence_pending(brand_id, now=now)
        reader, log = parts().open_journal_files(brand_id), parts().open_journal(brand_id)
        return export_log(
            reader,
            folder,
            log.key,
            cosigners=log.cosigner_keys,
            witnesses=[witness.key for witness in parts().witnesses],
            readable=_readable(brand_id, opened_for),
        )


def find_journal(slug: str) -> UUID | None:
    """Return the brand of a slug, None for the installation's own journal.

    Raises:
        UnknownJournal: no such brand.
    """
    if slug == INSTALLATION:
        return None
    brand = Brand.objects.filter(slug=slug).first()
    if brand is None:
        raise UnknownJournal(slug)
    return brand.pk


def record(brand_id: UUID | None, act: Act, now: datetime) -> None:
    """Write an entry about a log into that log, in a transaction of its own."""
    with transaction.atomic():
        if brand_id is None:
            write_installation_entry(act, at=now)
        else:
            write_entry(brand_id, act, at=now)


def _readable(brand_id: UUID | None, reader: Actor | None) -> Callable[[int, Entry], dict[str, Any] | None] | None:
    """Open entries in the order of the export, a bundle at a time."""
    if reader is None:
        return None
    opener: Opener = open_installation_entries
    if brand_id is None:
        if not may_open_installation(reader):
            return None
    else:
        of_brand = EntryOpener(brand_id, reader)
        if not of_brand.opens_something:
            return None
        opener = of_brand.open
    known: dict[int, dict[str, Any]] = {}

    def readable(index: int, _: Entry) -> dict[str, Any] | None:
        if index not in known:
            known.clear()
            rows = list(rows_of(brand_id).filter(log_index__gte=index, log_index__lt=index + _READ_AT_ONCE))
            opened = opener(rows)
            known.update({row.log_index: opened[row.pk].readable() for row in rows})
        return known.get(index)

    return readable
