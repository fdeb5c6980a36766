"""Import records into conversations: provenance on each, duplicates recognised, what has no basis quarantined.

Records go in by batches, one transaction each, with their findings and their journal entries: a batch is in whole or
not at all, and importing the same file again changes nothing.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction

from egide.detection import Finding as DetectedSpan
from egide.detection import Turn
from egide.intake import Item, Position, Record, Reject, Skip
from egide.service.conversations.deduplicating import Deduplicator, Keyed
from egide.service.conversations.models import (
    DedupKey,
    Finding,
    ImportReject,
    ImportRun,
    Interaction,
    Message,
    Quarantined,
    RawOriginal,
)
from egide.service.conversations.quarantine import quarantine_reason, seal_record
from egide.service.evidence.flows import Act, write_entries, write_entry
from egide.service.people.flows import NewPeople, find_people, identifier_keys
from egide.service.people.values import blind_value
from egide.service.recognisers.flows import detector_of
from egide.service.register.flows import known_bases
from egide.service.sealing import blind, brand_vault
from egide.service.tenancy.access import Actor, check_right
from egide.service.tenancy.models import Brand
from egide.service.tenancy.rights import Right

BATCH = 400
RAW_RETENTION_DAYS = 90  # the cleaned text is what the desk works on; the bytes serve disputes of the first weeks
_REJECTS_KEPT = 1000
# What detection says of a name that its bearer gives: signed, or said of oneself.
_SELF_NAMED = ("signature", "phrase:je suis", "phrase:je m", "phrase:c ' est", "phrase:my name", "phrase:i am")


@dataclass(slots=True)
class Counts:
    """What became of the records of a run."""

    total: int = 0
    imported: int = 0
    duplicates: int = 0
    quarantined: int = 0
    rejected: int = 0
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Delivery:
    """What the importer says of a file, for records that do not say it themselves."""

    source: str
    label: str = ""
    purpose: str = "SAV"
    collected_how: str = "file"


@dataclass(slots=True)
class _Batch:
    """Rows prepared together and written together."""

    messages: list[Message] = field(default_factory=list)
    keys: list[DedupKey] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    originals: list[RawOriginal] = field(default_factory=list)
    new_interactions: dict[tuple[str, bytes], Interaction] = field(default_factory=dict)
    touched: dict[UUID, Interaction] = field(default_factory=dict)
    quarantined: list[Quarantined] = field(default_factory=list)
    rejects: list[ImportReject] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)


def import_items(
    brand: Brand,
    items: Iterable[Item],
    delivery: Delivery,
    *,
    actor: Actor,
    now: datetime,
    progress: Callable[[Counts], None] | None = None,
    clock: Callable[[], datetime] | None = None,
) -> ImportRun:
    """Import what an intake reader yields.

    Args:
        brand: The controller.
        items: Records, rejects and skips, in file order; consumed lazily.
        delivery: Source, purpose and way of collection for records that name none.
        actor: Who imports.
        now: Aware UTC.
        progress: Called after each batch with the counts so far.
        clock: Gives the time of each batch; without it a long import would date its last entries as its first.

    Returns:
        The finished run; its rejects say where and why.

    Raises:
        AccessRefused: the actor may not import into this brand.
    """
    check_right(actor, Right.INTERACTION_IMPORT, brand.pk)
    return import_records(brand, items, delivery, actor=actor, now=now, progress=progress, clock=clock)


def own_addresses(brand: Brand) -> frozenset[str]:
    """Return the addresses from which the brand itself writes, so that its mails are not taken for a customer's."""
    addresses = {brand.reply_address, brand.controller_contact, brand.dpo_contact}
    return frozenset(address.casefold() for address in addresses if "@" in address)


def import_records(
    brand: Brand,
    items: Iterable[Item],
    delivery: Delivery,
    *,
    actor: Actor,
    now: datetime,
    progress: Callable[[Counts], None] | None = None,
    clock: Callable[[], datetime] | None = None,
) -> ImportRun:
    """Import on behalf of a flow that has checked its own right (an import, a release, a connector)."""
    return fill_run(
        open_run(brand, delivery, actor=actor, now=now),
        items,
        delivery,
        actor=actor,
        now=now,
        progress=progress,
        clock=clock,
    )


def fill_run(
    run: ImportRun,
    items: Iterable[Item],
    delivery: Delivery,
    *,
    actor: Actor,
    now: datetime,
    progress: Callable[[Counts], None] | None = None,
    clock: Callable[[], datetime] | None = None,
) -> ImportRun:
    """Import into a run that is already open; its counts grow with each batch, so that a page can show progress."""
    brand, counts = run.brand, Counts()
    importer = _Importer(brand, run, delivery, actor, now)
    for batch in _batches(items, BATCH):
        importer.take(batch, counts, now=clock() if clock else now)
        _count(run, counts)
        run.save(update_fields=list(Counts.__slots__))
        if progress is not None:
            progress(counts)
    _close_run(run, counts, actor, clock() if clock else now)
    return run


def _count(run: ImportRun, counts: Counts) -> dict[str, int]:
    tally = {name: getattr(counts, name) for name in Counts.__slots__}
    for name, number in tally.items():
        setattr(run, name, number)
    return tally


def _batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def open_run(brand: Brand, delivery: Delivery, *, actor: Actor, now: datetime) -> ImportRun:
    """Open the run of a delivery."""
    run_id = uuid.uuid4()
    label = brand_vault(brand.pk).seal_text("import_run", run_id, "label", delivery.label)
    run: ImportRun = ImportRun.objects.create(
        id=run_id,
        brand=brand,
        source=delivery.source,
        label_sealed=label,
        collected_how=delivery.collected_how,
        purpose=delivery.purpose,
        legal_basis=known_bases(brand.pk).get(delivery.purpose, ""),
        started_at=now,
        started_by_id=actor.user_id,
    )
    return run


def _close_run(run: ImportRun, counts: Counts, actor: Actor, now: datetime) -> None:
    tally = _count(run, counts)
    run.state, run.finished_at = "done", now
    with transaction.atomic():
        run.save()
        write_entry(run.brand_id, Act("import.finished", run.pk, actor, purpose=run.purpose, detail=tally), at=now)


class _Importer:
    """Prepares batches for one run; holds what does not change between them."""

    def __init__(self, brand: Brand, run: ImportRun, delivery: Delivery, actor: Actor, now: datetime) -> None:
        self._brand = brand
        self._run = run
        self._delivery = delivery
        self._actor = actor
        self._now = now
        self._bases = known_bases(brand.pk)
        self._rejects_kept = 0
        self._deduplicator = Deduplicator(brand.pk)

    def take(self, items: Sequence[Item], counts: Counts, *, now: datetime) -> None:
        """Prepare and write one batch, at its own time."""
        self._now = now
        batch = _Batch()
        counts.total += len(items)
        records: list[Record] = []
        for item in items:
            match item:
                case Reject():
                    counts.rejected += 1
                    self._reject(batch, item)
                case Skip():
                    counts.skipped += 1
                case Record():
                    records.append(item)
        fresh = self._without_duplicates(records, counts)
        admitted = [candidate for candidate in fresh if self._admit(candidate, batch, counts)]
        records = [candidate.record for candidate in admitted]
        findings = self._find(records)
        people = self._people(records)
        threads = self._threads(records)
        for candidate, spans in zip(admitted, findings, strict=True):
            self._message(candidate, spans, people, threads, batch)
        counts.imported += len(admitted)
        self._write(batch, people)

    # Duplicates -----------------------------------------------------------------------------------------------------

    def _without_duplicates(self, records: Sequence[Record], counts: Counts) -> list[Keyed]:
        keyed = [self._deduplicator.keys_of(record) for record in records]
        self._deduplicator.look_up(keyed)
        fresh = []
        for candidate in keyed:
            if self._deduplicator.is_duplicate(candidate):
                counts.duplicates += 1
            else:
                self._deduplicator.remember(candidate)
                fresh.append(candidate)
        return fresh

    # Purpose and basis ----------------------------------------------------------------------------------------------

    def _admit(self, candidate: Keyed, batch: _Batch, counts: Counts) -> bool:
        record = candidate.record
        reason = quarantine_reason(record, self._delivery.purpose, self._bases)
        if reason is None:
            return True
        counts.quarantined += 1
        quarantine_id = uuid.uuid4()
        batch.quarantined.append(
            Quarantined(
                id=quarantine_id,
                brand_id=self._brand.pk,
                run=self._run,
                position=_place(record.position),
                code=reason.code,
                reason_fr=reason.fr,
                reason_en=reason.en,
                record_sealed=seal_record(self._brand.pk, quarantine_id, record),
                dedup_key=candidate.keys[0].digest,
                created_at=self._now,
            )
        )
        batch.acts.append(Act("record.quarantined", quarantine_id, self._actor, detail={"code": reason.code}))
        return False

    def _reject(self, batch: _Batch, reject: Reject) -> None:
        batch.acts.append(Act("record.rejected", uuid.uuid4(), self._actor, detail={"code": reject.code}))
        if self._rejects_kept >= _REJECTS_KEPT:
            return
        self._rejects_kept += 1
        batch.rejects.append(
            ImportReject(
                brand_id=self._brand.pk,
                run=self._run,
                position=_place(reject.position),
                code=reject.code,
                reason_fr=reject.reason_fr[:300],
                reason_en=reject.reason_en[:300],
            )
        )

    # Findings -------------------------------------------------------------------------------------------------------

    def _find(self, records: Sequence[Record]) -> list[list[DetectedSpan]]:
        """Find personal data conversation by conversation: a name said once is found in the other turns too."""
        detector = detector_of(self._brand.pk)
        by_thread: dict[str, list[int]] = defaultdict(list)
        for position, record in enumerate(records):
            by_thread[record.thread_id].append(position)
        found: list[list[DetectedSpan]] = [[] for _ in records]
        for positions in by_thread.values():
            turns = [Turn(records[position].author_role, records[position].text) for position in positions]
            for position, spans in zip(positions, detector.find_conversation(turns), strict=True):
                found[position] = list(spans)
        return found

    # People, threads, messages --------------------------------------------------------------------------------------

    def _people(self, records: Sequence[Record]) -> NewPeople:
        keys = {
            (kind, index) for record in records for kind, _, index in identifier_keys(self._brand.pk, record.customer)
        }
        return NewPeople(self._brand.pk, find_people(self._brand.pk, keys), at=self._now)

    def _threads(self, records: Sequence[Record]) -> dict[tuple[str, bytes], Interaction]:
        indexes = {self._thread_index(record) for record in records}
        indexes |= {blind(self._brand.pk, "rfc-message-id", reference) for r in records for reference in r.references}
        rows = Interaction.objects.filter(brand_id=self._brand.pk, thread_index__in=indexes).select_related("person")
        return {(row.channel, bytes(row.thread_index)): row for row in rows}

    def _thread_index(self, record: Record) -> bytes:
        if record.channel == "email":
            # A mail belongs to the thread of the oldest message it refers to, or starts one.
            root = record.references[0] if record.references else record.message_id or record.thread_id
            return blind(self._brand.pk, "rfc-message-id", root)
        return blind(self._brand.pk, "thread", f"{record.source}\x00{record.thread_id}")

    def _message(
        self,
        candidate: Keyed,
        spans: Sequence[DetectedSpan],
        people: NewPeople,
        threads: Mapping[tuple[str, bytes], Interaction],
        batch: _Batch,
    ) -> None:
        record = candidate.record
        at = record.started_at or self._now
        purpose = record.purpose or self._delivery.purpose
        basis = record.legal_basis or self._bases[purpose]
        interaction = self._interaction(record, at, purpose, basis, people, threads, batch)
        vault = people.vault(interaction.person_id)
        message_id = uuid.uuid4()
        extra = {
            "quoted": record.quoted,
            "signature": record.signature,
            "attachments": [attachment.name.reveal() for attachment in record.attachments],
            "message_id": record.message_id,
            "references": list(record.references),
            "labels": dict(record.labels),
            # The conversation's name where it came from, by which an answer goes back.
            "thread": record.thread_id if self._delivery.collected_how == "webhook" else "",
            # Of speech: seconds from the start of the call, for the review of the call.
            "times": [[segment.start, segment.end] for segment in record.segments],
        }
        batch.messages.append(
            Message(
                id=message_id,
                brand_id=self._brand.pk,
                interaction=interaction,
                position=record.turn or 0,
                author_role=record.author_role,
                at=at,
                body_sealed=vault.seal_text("message", message_id, "body", record.text),
                extra_sealed=vault.seal_json("message", message_id, "extra", extra) if any(extra.values()) else None,
                source=record.source[:40],
                purpose=purpose,
                legal_basis=basis,
                collected_how=self._delivery.collected_how,
                received_at=self._now,
            )
        )
        batch.keys += candidate.rows(self._brand.pk, message_id)
        batch.findings += [
            Finding(
                brand_id=self._brand.pk,
                message_id=message_id,
                label=span.label,
                start=span.start,
                end=span.end,
                score=span.score,
                why=list(span.why),
                blind_index=blind_value(self._brand.pk, span.label, record.text[span.start : span.end]),
            )
            for span in spans
        ]
        if record.raw is not None:
            batch.originals.append(
                RawOriginal(
                    brand_id=self._brand.pk,
                    message_id=message_id,
                    raw_sealed=vault.seal_bytes("raw", message_id, "raw", record.raw),
                    media_type="message/rfc822",
                    delete_after=self._now + timedelta(days=RAW_RETENTION_DAYS),
                )
            )
        self._learn_name(record, spans, interaction.person_id, people)
        kinds = sorted({str(span.label) for span in spans})
        about: dict[str, Any] = {"purpose": purpose, "person_id": interaction.person_id}
        batch.acts.append(Act("record.imported", message_id, self._actor, detail={"basis": basis}, **about))
        batch.acts.append(
            Act("interaction.found", message_id, self._actor, detail={"kinds": kinds, "spans": len(spans)}, **about)
        )

    def _learn_name(self, record: Record, spans: Sequence[DetectedSpan], person_id: UUID, people: NewPeople) -> None:
        """Keep the name with which a new customer presents or signs themself."""
        if record.author_role != "customer":
            return
        for span in spans:
            if span.label == "PERSON" and any(reason.startswith(_SELF_NAMED) for reason in span.why):
                people.name(person_id, record.text[span.start : span.end])
                return

    def _interaction(
        self,
        record: Record,
        at: datetime,
        purpose: str,
        basis: str,
        people: NewPeople,
        threads: Mapping[tuple[str, bytes], Interaction],
        batch: _Batch,
    ) -> Interaction:
        key = (record.channel, self._thread_index(record))
        interaction = threads.get(key) or batch.new_interactions.get(key)
        if interaction is None:
            person_id = people.person_for(record.customer, at)
            interaction = Interaction(
                id=uuid.uuid4(),
                brand_id=self._brand.pk,
                person_id=person_id,
                run=self._run,
                channel=record.channel,
                thread_index=key[1],
                purpose=purpose,
                legal_basis=basis,
                opened_at=at,
                last_message_at=at,
            )
            if record.subject:
                vault = people.vault(person_id)
                interaction.subject_sealed = vault.seal_text("interaction", interaction.pk, "subject", record.subject)
            batch.new_interactions[key] = interaction
            return interaction
        # Identifiers said later in the thread belong to the same person.
        people.person_for(record.customer, at, fallback=interaction.person_id)
        is_news = at > interaction.last_message_at
        interaction.last_message_at = max(interaction.last_message_at, at)
        interaction.opened_at = min(interaction.opened_at, at)
        if key not in batch.new_interactions:
            batch.touched[interaction.pk] = interaction
            interaction.analysed_at = None
            if is_news and record.author_role == "customer" and interaction.status in {"answered", "closed"}:
                interaction.status, interaction.closed_at = "open", None
        return interaction

    # Writing --------------------------------------------------------------------------------------------------------

    @transaction.atomic
    def _write(self, batch: _Batch, people: NewPeople) -> None:
        people.save()
        Interaction.objects.bulk_create(batch.new_interactions.values())
        Interaction.objects.bulk_update(
            batch.touched.values(), ["last_message_at", "opened_at", "analysed_at", "status", "closed_at"]
        )
        Message.objects.bulk_create(batch.messages)
        DedupKey.objects.bulk_create(batch.keys)
        Finding.objects.bulk_create(batch.findings)
        RawOriginal.objects.bulk_create(batch.originals)
        Quarantined.objects.bulk_create(batch.quarantined)
        ImportReject.objects.bulk_create(batch.rejects)
        write_entries(self._brand.pk, batch.acts, at=self._now, vaults=people.vaults)


def _place(position: Position) -> str:
    """Say where without the file's name, which may hold a person's."""
    if position.line is not None:
        return f"{position.line}"
    return f"@{position.offset}" if position.offset is not None else ""
