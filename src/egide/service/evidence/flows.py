"""Write entries in the transaction of the act, then give them their index in the journal.

An act whose entry cannot be written fails with its transaction. One sequencer per journal takes the waiting entries in
order. Indexes are given before the log is written, so that a crash between the two is repaired by giving the same
batch again: the log compares what it already holds and refuses anything else.
"""

from __future__ import annotations

import functools
import hashlib
import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, models, transaction
from django.db.backends.utils import CursorWrapper

from egide.journal import Log, SealedEntry, seal
from egide.keys import KeyRing, SecretKey, blind_index
from egide.policy import Law, policy_version
from egide.policy.retention import phase_ends
from egide.service.evidence.inserting import insert_rows
from egide.service.evidence.models import InstallationEntry, JournalEntry, Opening
from egide.service.sealing import Vault, brand_vault, person_vault
from egide.service.tenancy.access import Actor
from egide.service.tenancy.scope import installation_scope
from egide.service.wiring import parts

ACTOR, SUBJECT = "actor", "subject"
_BATCH = 4096
# Rows numbered in one transaction, some milliseconds: on SQLite nobody writes meanwhile.
_NUMBERED_AT_ONCE = 256
# One statement whatever the number of rows; the indexes given are consecutive and follow the order of writing.
_NUMBERING = (
    "UPDATE {table} SET log_index = numbered.next FROM (SELECT id, %s + row_number() OVER (ORDER BY id) - 1 AS next"
    " FROM {table} WHERE log_index IS NULL ORDER BY id LIMIT %s) AS numbered WHERE {table}.id = numbered.id"
)
_NUMBERING_OF_BRAND = _NUMBERING.replace("WHERE log_index", "WHERE brand_id = %s AND log_index")
_NUMBERING_AT_ONCE = (
    "UPDATE evidence_journalentry SET log_index = numbered.next FROM (SELECT id,"
    " (SELECT COALESCE(MAX(log_index) + 1, 0) FROM evidence_journalentry WHERE brand_id = %s)"
    " + row_number() OVER (ORDER BY id) - 1 AS next FROM evidence_journalentry"
    " WHERE brand_id = %s AND log_index IS NULL ORDER BY id LIMIT %s) AS numbered"
    " WHERE evidence_journalentry.id = numbered.id RETURNING evidence_journalentry.id, evidence_journalentry.log_index"
)
# The installation's own entries are sealed under the nil UUID, which no brand can have.
INSTALLATION_ID = UUID(int=0)
# Acts whose object is an account of the desk: its identifier is somebody's.
_ABOUT_ACCOUNTS = ("user.", "login.", "logout", "mfa.")
_OPENING_FIELDS = ("brand_id", "entry_id", "holder", "person_id", "actor_index", "opening_sealed", "delete_after")
# An act that concerns nobody's data is kept for security and accountability: the purpose of action logs.
_NO_DATA_PURPOSE = "LOG"

# Made once, not at each act; writes what `Vault.open_json` reads.
_AS_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

_last_end: tuple[Law | None, date, datetime] = (None, date.min, datetime.min.replace(tzinfo=UTC))


class OutsideTransactionError(RuntimeError):
    """An entry must share the transaction of its act: a defect of the caller."""


@dataclass(frozen=True, slots=True)
class Act:
    """What happened, as a flow tells it to the journal.

    Attributes:
        type: Dotted event name of the catalogue.
        obj: Random id of the object acted upon; it disappears with its row. An account or a person is committed as
            the subject instead, and the leaf gets a random id of its own.
        actor: Who did it.
        purpose: Purpose code, empty when the act concerns nobody's data.
        person_id: The customer concerned.
        detail: Facts of the act, without personal values; committed, never shown in the leaf.
        policy_version: The policy that decided, when one did.
        forgotten: A person whom the entry commits to and whose opening nobody keeps: their key is destroyed, and an
            opening would bring them back.
    """

    type: str
    obj: UUID
    actor: Actor
    purpose: str = ""
    person_id: UUID | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)
    policy_version: str = ""
    forgotten: str = ""


class Written(NamedTuple):
    """An entry written with its act; it has no index yet."""

    pk: int


def _sealed(act: Act, at: datetime, default_policy: str) -> SealedEntry:
    obj, subject = act.obj, str(act.person_id) if act.person_id else act.forgotten
    if act.type.startswith(_ABOUT_ACCOUNTS):
        obj, subject = uuid.uuid4(), str(act.obj)
    elif obj == act.person_id:
        # The leaf is public and stays: whoever the act concerns is committed, never named by an identifier.
        obj = uuid.uuid4()
    return seal(
        act.type,
        at,
        obj,
        act.purpose or _NO_DATA_PURPOSE,
        # The journal's grammar has no slash; law and rules stay readable apart.
        (act.policy_version or default_policy).replace("/", "+"),
        parts().random_bytes,
        actor=act.actor.reference,
        subject=subject,
        detail=act.detail,
    )


def _texts(entry: SealedEntry, *names: str) -> list[str]:
    return [entry.openings[name].encode().decode() for name in names]


def write_entries(
    brand_id: UUID, acts: Sequence[Act], *, at: datetime, vaults: Mapping[UUID, Vault] | None = None
) -> list[Written]:
    """Write the entries of acts of a brand, in the transaction of the acts themselves.

    Args:
        brand_id: The brand concerned.
        acts: What happened, in order.
        at: When, aware UTC.
        vaults: Vaults already open, by person, to spare the key store.

    Returns:
        The rows, which wait for their index.

    Raises:
        OutsideTransactionError: no transaction is open.
    """
    if not connection.in_atomic_block:
        raise OutsideTransactionError("write the entry inside the transaction of its act")
    if not acts:
        return []
    policy = policy_version(parts().law)
    sealed = [_sealed(act, at, policy) for act in acts]
    keys = insert_rows(
        JournalEntry,
        ("brand_id", "at", "type", "purpose", "obj", "person_id", "body"),
        [
            (
                brand_id,
                at,
                act.type,
                act.purpose,
                uuid.uuid4() if act.obj == act.person_id else act.obj,
                act.person_id,
                entry.entry.encode(),
            )
            for act, entry in zip(acts, sealed, strict=True)
        ],
    )
    writer = _OpeningWriter(brand_id, at, vaults or {})
    insert_rows(
        Opening,
        _OPENING_FIELDS,
        [
            opening
            for key, act, entry in zip(keys, acts, sealed, strict=True)
            for opening in writer.openings(key, act, entry)
        ],
        keyed=False,
    )
    return [Written(key) for key in keys]


class _OpeningWriter:
    """Splits what opens the entries of one batch; asks the key store once for what they share."""

    def __init__(self, brand_id: UUID, at: datetime, vaults: Mapping[UUID, Vault]) -> None:
        self._brand_id = brand_id
        self._of_brand = brand_vault(brand_id)
        self._of_person = dict(vaults)
        self._key_ring = parts().key_ring
        self._delete_after = openings_end(at)

    def openings(self, key: int, act: Act, entry: SealedEntry) -> Iterator[tuple[Any, ...]]:
        """Give the actor's part, under the brand's key, and the person's part, under the person's.

        What concerns nobody is one part: there is no second person whose erasure could be asked.
        """
        about = () if act.person_id else ("detail",) if act.forgotten else ("subject", "detail")
        sealed = self._of_brand.seal_text("opening", key, ACTOR, _AS_JSON(_texts(entry, "actor", *about)))
        index = _actor_index(self._key_ring, self._brand_id, act.actor.reference)
        yield (self._brand_id, key, ACTOR, None, index, sealed, self._delete_after)
        if act.person_id is not None:
            vault = self._vault(act.person_id)
            sealed = vault.seal_text("opening", key, SUBJECT, _AS_JSON(_texts(entry, "subject", "detail")))
            yield (self._brand_id, key, SUBJECT, act.person_id, None, sealed, self._delete_after)

    def _vault(self, person_id: UUID) -> Vault:
        if person_id not in self._of_person:
            self._of_person[person_id] = person_vault(self._brand_id, person_id)
        return self._of_person[person_id]


@functools.lru_cache(maxsize=1024)
def _actor_index(key_ring: KeyRing, log_id: UUID, reference: str) -> bytes:
    """Give the index of an actor, the same at each of their acts. Who writes has asked the ring for the brand's key."""
    return blind_index(_index_key(key_ring, log_id), "actor", reference)


def actor_index_key(log_id: UUID) -> SecretKey:
    """Give the key by which the acts of one actor are found in one log; always of the first generation, to find them all."""
    return _index_key(parts().key_ring, log_id)


def _index_key(key_ring: KeyRing, log_id: UUID) -> SecretKey:
    return key_ring.brand_secret(str(log_id), "journal-actors", generation=1)


def openings_end(at: datetime) -> datetime:
    """Say until when what opens an entry is kept: the retention of action logs in the law file.

    Source: purpose LOG of the law file; CNIL, deliberation 2021-122.
    """
    law, logged = parts().law, at.date()
    known_law, known_day, end = _last_end
    if known_law is law and known_day == logged:
        return end
    ends = phase_ends(law.purposes[_NO_DATA_PURPOSE], {"logged": logged}, logged)
    end = datetime.combine(ends[-1].until, time.max, UTC)
    _remember_end(law, logged, end)
    return end


def _remember_end(law: Law, logged: date, end: datetime) -> None:
    """Keep the answer of the day: counting working days and months was a third of the price of one entry."""
    global _last_end  # noqa: PLW0603 - one law is in force in a process; replaced whole, so threads see old or new
    _last_end = (law, logged, end)


def write_entry(brand_id: UUID, act: Act, *, at: datetime) -> Written:
    """Write the entry of one act of a brand, in the transaction of the act itself."""
    return write_entries(brand_id, [act], at=at)[0]


def write_installation_entry(act: Act, *, at: datetime) -> InstallationEntry:
    """Write the entry of an act that belongs to no brand: a login, a user, a brand created.

    Raises:
        OutsideTransactionError: no transaction is open.
    """
    if not connection.in_atomic_block:
        raise OutsideTransactionError("write the entry inside the transaction of its act")
    entry = _sealed(act, at, policy_version(parts().law))
    row: InstallationEntry = InstallationEntry.objects.create(
        at=at,
        type=act.type,
        purpose=act.purpose,
        obj=act.obj,
        body=entry.entry.encode(),
        actor_index=blind_index(actor_index_key(INSTALLATION_ID), "actor", act.actor.reference),
        delete_after=openings_end(at),
    )
    vault = brand_vault(INSTALLATION_ID)
    row.openings_sealed = vault.seal_json(
        "installation_entry", row.pk, "openings", _texts(entry, "actor", "subject", "detail")
    )
    row.save(update_fields=["openings_sealed"])
    return row


def prepare_installation() -> None:
    """Create the keys of the installation's own journal, once."""
    parts().key_ring.create_brand(str(INSTALLATION_ID))


def sequence_pending(brand_id: UUID | None, *, now: datetime) -> int:
    """Give every waiting entry of a journal its index, write it to the log, and publish a checkpoint.

    Args:
        brand_id: A brand, or None for the installation's journal.
        now: Aware UTC.

    Returns:
        How many entries were written to the log.

    Raises:
        InconsistentLog: the log and the database disagree: a security incident, never repaired silently.
    """
    log = parts().open_journal(brand_id)
    with installation_scope(reason="sequencer"):
        written = _publish(brand_id, log, now)  # what an interrupted run had numbered
        while numbered := _number(brand_id):
            written += _publish(brand_id, log, now)
            if numbered < _BATCH:
                break
    return written


def number_waiting(brand_id: UUID) -> dict[int, int]:
    """Give waiting entries of a brand their index without waiting for the log, which the sequencer writes later.

    In the transaction of the acts, so that whoever acts can say at once where its entry stands; one statement.

    Returns:
        The index given to each, by the key of its row.
    """
    with connection.cursor() as cursor:
        _exclude_others(cursor, "number", brand_id)
        brand = JournalEntry._meta.get_field("brand").get_db_prep_value(brand_id, connection)
        cursor.execute(_NUMBERING_AT_ONCE, [brand, brand, _BATCH])
        return dict(cursor.fetchall())


def log_id_of(brand_id: UUID | None) -> UUID:
    """Name a log by one identifier: the brand's, or the nil UUID for the installation's own."""
    return INSTALLATION_ID if brand_id is None else brand_id


def rows_of(brand_id: UUID | None) -> models.QuerySet[Any]:
    """Give the entries of a log, the brand's or the installation's."""
    return InstallationEntry.objects.all() if brand_id is None else JournalEntry.objects.filter(brand_id=brand_id)


def _number(brand_id: UUID | None) -> int:
    """Give their indexes to as many waiting rows as one batch holds, a few at a time: acts wait meanwhile."""
    numbered = 0
    while numbered < _BATCH:
        some = _number_some(brand_id)
        numbered += some
        if some < _NUMBERED_AT_ONCE:
            break
    return numbered


def _number_some(brand_id: UUID | None) -> int:
    """Give the next indexes to the oldest waiting rows, in one statement; one sequencer at a time."""
    if not rows_of(brand_id).filter(log_index__isnull=True).exists():
        return 0  # most rounds: no lock is taken
    table = (InstallationEntry if brand_id is None else JournalEntry)._meta.db_table
    with transaction.atomic(), connection.cursor() as cursor:
        _exclude_others(cursor, "number", log_id_of(brand_id))
        last = rows_of(brand_id).aggregate(last=models.Max("log_index"))["last"]
        numbering, brand = _NUMBERING, []
        if brand_id is not None:
            numbering, brand = (
                _NUMBERING_OF_BRAND,
                [JournalEntry._meta.get_field("brand").get_db_prep_value(brand_id, connection)],
            )
        cursor.execute(
            numbering.format(table=connection.ops.quote_name(table)),
            [0 if last is None else last + 1, *brand, _NUMBERED_AT_ONCE],
        )
        return int(cursor.rowcount)


def _exclude_others(cursor: CursorWrapper, work: str, log_id: UUID) -> None:
    """Wait until no other host does this work on this log, until the end of the transaction.

    On SQLite one host has the file, and its transactions already exclude one another.
    """
    if connection.vendor == "postgresql":
        key = hashlib.sha256(f"egide/{work}/{log_id}".encode()).digest()[:8]
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(key, signed=True)])


def _publish(brand_id: UUID | None, log: Log, now: datetime) -> int:
    """Write to the log what has an index and is not there yet; one host at a time.

    The lock is not the one that numbering waits for: no act waits for the log's disk.
    """
    if connection.vendor != "postgresql":
        return _write_to(brand_id, log, now)
    with transaction.atomic(), connection.cursor() as cursor:
        _exclude_others(cursor, "publish", log_id_of(brand_id))
        return _write_to(brand_id, log, now)


def _write_to(brand_id: UUID | None, log: Log, now: datetime) -> int:
    size = log.create(now).checkpoint.size
    written = 0
    while True:
        rows = rows_of(brand_id).filter(log_index__gte=size + written).order_by("log_index")
        bodies = [bytes(body) for body in rows.values_list("body", flat=True)[:_BATCH]]
        if not bodies:
            return written
        # Every row read here is on the disk: each commit waited for its flush, on either database (decision 0090).
        log.append(bodies, now, first_index=size + written)
        written += len(bodies)
