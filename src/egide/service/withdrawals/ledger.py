"""Note what people take back, in the act's transaction, then file it outside the database.

A line is filed as soon as its act is committed, before an erasure destroys anything, and again by the background
work if the file did not answer. It says who by identifiers only, and is signed with a secret of the brand, so that
nobody who can write the file can have a person erased.
Source: design of the journal and of erasure, §13 and §15.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hmac import compare_digest
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from egide.keys import SecretKey, blind_index
from egide.service.sealing import brand_vault
from egide.service.wiring import parts
from egide.service.withdrawals.models import KINDS, Withdrawal

_FORMAT = 1
_KINDS = frozenset(kind for kind, _ in KINDS)
_FIELDS = frozenset({"at", "brand", "detail", "id", "kind", "person", "sought", "v"})


class BrokenLedgerError(Exception):
    """A line of the ledger cannot be trusted. Says which, and why."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line read from the ledger's file, its signature verified.

    Attributes:
        id: Of the act.
        brand_id: The brand.
        kind: One of `KINDS`.
        person_id: Who took something back.
        at: When, aware UTC.
        detail: Particulars of the kind.
        sought: Keyed hashes by which the person is found in other people's texts, sealed for this line.
    """

    id: UUID
    brand_id: UUID
    kind: str
    person_id: UUID
    at: datetime
    detail: Mapping[str, Any]
    sought: bytes | None


def note_withdrawal(
    brand_id: UUID,
    kind: str,
    person_id: UUID,
    *,
    act_id: UUID,
    at: datetime,
    detail: Mapping[str, Any] | None = None,
    sought: Sequence[bytes] = (),
) -> None:
    """Note, in the transaction of the act, what a backup put back must be told again. Idempotent by act.

    Args:
        brand_id: The brand, in scope.
        kind: One of `KINDS`.
        person_id: Who took something back.
        act_id: The act's own row.
        at: When, aware UTC.
        detail: Particulars of the kind, without personal values.
        sought: Keyed hashes of the person's identifiers and name, for an erasure.
    """
    sealed = None
    if sought:
        sealed = brand_vault(brand_id).seal_json("withdrawal", act_id, "sought", [index.hex() for index in sought])
    values = {"kind": kind, "person_id": person_id, "at": at, "detail": dict(detail or {}), "sought_sealed": sealed}
    _, created = Withdrawal.objects.get_or_create(brand_id=brand_id, id=act_id, defaults=values)
    if created:
        # A file that does not answer is told again by the background work; an erasure waits for it.
        transaction.on_commit(lambda: file_waiting(brand_id, now=timezone.now()), robust=True)


def file_waiting(brand_id: UUID, *, now: datetime) -> int:
    """Write the lines that wait to the ledger's file; they are on its disk on return.

    Args:
        brand_id: The brand, in scope.
        now: Aware UTC.

    Returns:
        How many were written. A crash in between writes them once more, which does no harm: a line has an id.
    """
    waiting = list(Withdrawal.objects.filter(brand_id=brand_id, filed_at__isnull=True))
    if not waiting:
        return 0
    parts().ledger.append([_encode(row) for row in waiting])
    Withdrawal.objects.filter(pk__in=[row.pk for row in waiting]).update(filed_at=now)
    return len(waiting)


def read_ledger(brand_id: UUID) -> Iterator[Line]:
    """Read the lines of a brand from the ledger's file, oldest first.

    Raises:
        BrokenLedgerError: a line is malformed, or the brand's key did not sign it.
    """
    named = str(brand_id).encode()
    for number, octets in enumerate(parts().ledger.lines(), 1):
        if named not in octets:
            continue  # another brand's, most often
        try:
            document = json.loads(octets)
        except ValueError:
            continue  # what a crash left of a line that was never confirmed, and was therefore written again
        try:
            line = _decode(document, brand_id)
        except BrokenLedgerError as broken:
            raise BrokenLedgerError(f"ledger of withdrawals, line {number}: {broken}") from None
        if line is not None:
            yield line


def sought_by(line_id: UUID, brand_id: UUID, sealed: bytes | None) -> list[bytes]:
    """Open the keyed hashes of a line."""
    return [
        bytes.fromhex(index) for index in brand_vault(brand_id).open_json("withdrawal", line_id, "sought", sealed) or []
    ]


def adopt_line(line: Line, *, now: datetime) -> None:
    """Give the database a line that the file already holds, so that replaying its act notes nothing new."""
    Withdrawal.objects.create(
        id=line.id,
        brand_id=line.brand_id,
        kind=line.kind,
        person_id=line.person_id,
        at=line.at,
        detail=dict(line.detail),
        sought_sealed=line.sought,
        filed_at=now,
    )


def forget_filed(brand_id: UUID, *, now: datetime) -> int:
    """Forget the lines of a brand that are older than any backup which may still be put back.

    A day after the file has: a line that the file still holds must not look new to the database.
    """
    before = _oldest_backup(now) - timedelta(days=1)
    return int(Withdrawal.objects.filter(brand_id=brand_id, at__lt=before, filed_at__isnull=False).delete()[0])


def trim_ledger(*, now: datetime) -> int:
    """Drop from the file the lines older than any backup which may still be put back: they would only say who left.

    Returns:
        How many lines were dropped.
    """
    before = _oldest_backup(now)
    return parts().ledger.keep(lambda octets: _at(octets) >= before)


def _oldest_backup(now: datetime) -> datetime:
    return now - timedelta(days=parts().configuration.backups_kept_days)


def _at(octets: bytes) -> datetime:
    """Read when a line was written; one that does not read is as old as can be."""
    try:
        return datetime.fromisoformat(json.loads(octets)["line"]["at"])
    except (ValueError, KeyError, TypeError):
        return datetime.min.replace(tzinfo=UTC)


def _signing_key(brand_id: UUID) -> SecretKey:
    return parts().key_ring.brand_secret(str(brand_id), "withdrawals", generation=1)


def _encode(row: Withdrawal) -> bytes:
    line = {
        "at": row.at.isoformat(),
        "brand": str(row.brand_id),
        "detail": row.detail,
        "id": str(row.pk),
        "kind": row.kind,
        "person": str(row.person_id),
        "sought": base64.b64encode(bytes(row.sought_sealed or b"")).decode("ascii"),
        "v": _FORMAT,
    }
    return json.dumps(
        {"line": line, "mac": _mac(row.brand_id, line)}, ensure_ascii=True, separators=(",", ":")
    ).encode()


def _mac(brand_id: UUID, line: Mapping[str, Any]) -> str:
    signed = json.dumps(line, ensure_ascii=True, separators=(",", ":"), sort_keys=True)
    return blind_index(_signing_key(brand_id), "withdrawal", signed).hex()


def _decode(document: Any, brand_id: UUID) -> Line | None:
    """Read a line of this brand; another brand's is its own business."""
    try:
        line, mac = document["line"], document["mac"]
        if set(line) != _FIELDS or line["v"] != _FORMAT or line["kind"] not in _KINDS:
            raise BrokenLedgerError("not a line of this version")
        found = Line(
            UUID(line["id"]),
            UUID(line["brand"]),
            line["kind"],
            UUID(line["person"]),
            datetime.fromisoformat(line["at"]),
            line["detail"],
            base64.b64decode(line["sought"], validate=True) or None,
        )
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error):
        raise BrokenLedgerError("malformed") from None
    if found.brand_id != brand_id:
        return None
    if not isinstance(mac, str) or not compare_digest(mac, _mac(found.brand_id, line)):
        raise BrokenLedgerError("its signature does not verify: it was altered")
    return found
