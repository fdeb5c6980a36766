"""Import consents collected elsewhere, with their proof: CSV, JSON or a receipt; each record goes in or says why not."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from egide.intake.personal import Identifiers, Personal
from egide.policy import InvalidRecord, PolicyError
from egide.policy.consent import parse_receipt
from egide.service.people.flows import NewPeople, find_people, identifier_keys
from egide.service.people.models import Person
from egide.service.register.ledger import Choice, record_choice
from egide.service.register.models import ConsentRow
from egide.service.tenancy.access import Actor, check_right
from egide.service.tenancy.rights import Right

IDENTIFIERS = ("email", "phone", "customer_number")
COLUMNS = (
    *IDENTIFIERS,
    "purpose",
    "channel",
    "state",
    "at",
    "wording",
    "wording_version",
    "language",
    "collector",
    "evidence_sha256",
    "evidence_place",
    "valid_for",
)
_NEEDED = ("purpose", "channel", "state", "at")
MOST_RECORDS = 100_000


@dataclass(frozen=True, slots=True)
class RejectedConsent:
    """A record that did not go in: its place and the reason, never its content."""

    position: str
    reason: str


@dataclass(slots=True)
class ImportedConsents:
    """What became of a file.

    Attributes:
        unproven: Kept, and not counted: no wording, version, language, collector or evidence.
    """

    imported: int = 0
    unproven: int = 0
    duplicates: int = 0
    rejects: tuple[RejectedConsent, ...] = ()


def import_consents(brand_id: UUID, content: bytes, name: str, *, actor: Actor, now: datetime) -> ImportedConsents:
    """Import a file of consents into the ledger of a brand.

    Args:
        brand_id: The brand, in scope.
        content: CSV with the columns of `COLUMNS`, a JSON list of objects with these keys, or a receipt in JSON-LD.
        name: File name; its ending says the format.
        actor: Who imports.
        now: Aware UTC.

    Returns:
        Counts and rejects; the same event twice is a duplicate.

    Raises:
        AccessRefused: the actor may not edit consents.
        InvalidRecord: the file as a whole cannot be read.
    """
    check_right(actor, Right.CONSENT_EDIT, brand_id)
    outcome, rejects = ImportedConsents(), []
    for position, record in _records(content, name):
        try:
            person, choice = _read(brand_id, record, now)
            if _is_known(person, choice):
                outcome.duplicates += 1
                continue
            row = record_choice(person, choice, actor=actor, now=now, imported=True)
        except PolicyError as wrong:
            rejects.append(RejectedConsent(position, str(wrong)))
            continue
        outcome.imported += 1
        proof = (row.wording, row.wording_version, row.language, row.collector, row.evidence_sha256)
        outcome.unproven += row.state == "given" and not all(proof)
    outcome.rejects = tuple(rejects)
    return outcome


def _records(content: bytes, name: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise InvalidRecord("file", "must be UTF-8") from wrong
    if name.lower().endswith((".json", ".jsonld")):
        yield from _json_records(text)
        return
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if ";" in text.partition("\n")[0] else ",", strict=True)
    try:
        unknown = sorted(set(reader.fieldnames or ()) - set(COLUMNS))
        if unknown or not set(_NEEDED) <= set(reader.fieldnames or ()):
            raise InvalidRecord("file.header", f"allowed columns: {', '.join(COLUMNS)}; needed: {', '.join(_NEEDED)}")
        for row in reader:
            _within_limit(reader.line_num)
            yield f"line {reader.line_num}", {key: value or "" for key, value in row.items() if key is not None}
    except csv.Error as wrong:
        raise InvalidRecord(f"file, line {reader.line_num}", "is not CSV") from wrong


def _json_records(text: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as wrong:
        raise InvalidRecord("file", "is not JSON") from wrong
    if isinstance(document, Mapping):
        for number, event in enumerate(parse_receipt(document), 1):
            yield f"record {number}", {"event": event}
        return
    if not isinstance(document, list):
        raise InvalidRecord("file", "must be a list of records, or a receipt")
    _within_limit(len(document))
    for number, record in enumerate(document, 1):
        yield f"record {number}", record if isinstance(record, Mapping) else {}


def _within_limit(number: int) -> None:
    if number > MOST_RECORDS:
        raise InvalidRecord("file", f"holds more than {MOST_RECORDS} records")


def _read(brand_id: UUID, record: Mapping[str, Any], now: datetime) -> tuple[Person, Choice]:
    event = record.get("event")
    if event is not None:
        try:
            person = Person.objects.get(brand_id=brand_id, pk=UUID(event.principal_id))
        except (ValueError, Person.DoesNotExist) as absent:
            raise InvalidRecord("record.dpv:hasDataSubject", "is nobody of this brand") from absent
        return person, Choice(
            purpose=event.purpose,
            channel=event.channel,
            state=event.state.value,
            at=event.at,
            wording=event.wording,
            wording_version=event.wording_version,
            language=event.language,
            collector=event.collector.value if event.collector else "",
            evidence_sha256=event.evidence_sha256,
            valid_for=event.valid_for.text if event.valid_for else "",
        )
    texts = {key: record.get(key, "") for key in COLUMNS}
    for key, text in texts.items():
        if not isinstance(text, str):
            raise InvalidRecord(f"record.{key}", "must be a text")
    for key in _NEEDED:
        if not texts[key].strip():
            raise InvalidRecord(f"record.{key}", "must not be empty")
    at = _moment(texts["at"])
    choice = Choice(at=at, **{key: texts[key].strip() for key in COLUMNS if key not in (*IDENTIFIERS, "at")})
    return _person(brand_id, texts, at, now), choice


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as wrong:
        raise InvalidRecord("record.at", "must be a time such as 2026-11-24T10:00:00Z") from wrong
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _person(brand_id: UUID, texts: Mapping[str, str], at: datetime, now: datetime) -> Person:
    identifiers = Identifiers(**{kind: Personal(texts[kind]) for kind in IDENTIFIERS if texts[kind].strip()})
    keys = identifier_keys(brand_id, identifiers)
    if not keys:
        raise InvalidRecord("record", f"needs one of {', '.join(IDENTIFIERS)}")
    known = find_people(brand_id, [(kind, index) for kind, _, index in keys])
    people = NewPeople(brand_id, known, at=now)
    person_id = people.person_for(identifiers, min(at, now))
    people.save()
    person: Person = Person.objects.get(brand_id=brand_id, pk=person_id)
    return person


def _is_known(person: Person, choice: Choice) -> bool:
    same = ConsentRow.objects.filter(
        brand_id=person.brand_id,
        person=person,
        purpose=choice.purpose,
        channel=choice.channel,
        state=choice.state,
        at=choice.at,
    )
    return bool(same.exists())
