"""Keep aside what has no purpose or legal basis that the brand's register knows, until the DPO decides."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from egide.intake import Item, Record, read
from egide.service.conversations.models import ImportRun, Quarantined
from egide.service.evidence.flows import Act, write_entry
from egide.service.sealing import brand_vault
from egide.service.tenancy.access import Actor, check_right
from egide.service.tenancy.rights import Right


@dataclass(frozen=True, slots=True)
class QuarantineReason:
    """Why a record waits: a code and a sentence in both languages."""

    code: str
    fr: str
    en: str


def quarantine_reason(record: Record, default_purpose: str, bases: Mapping[str, str]) -> QuarantineReason | None:
    """Say why a record may not go in, or None when the register knows its purpose and basis.

    Args:
        record: The record, with its own purpose and basis when the source names them.
        default_purpose: What the importer declared for records that name none.
        bases: The brand's active purposes with their legal basis.

    Returns:
        The reason, without any value of the record.
    """
    purpose = record.purpose or default_purpose
    if not purpose:
        return QuarantineReason("purpose-missing", "Aucune finalité n'est déclarée.", "No purpose is declared.")
    known = bases.get(purpose)
    if known is None:
        return QuarantineReason(
            "purpose-unknown",
            "Le registre de la marque ne connaît pas la finalité déclarée.",
            "The brand's register does not know the declared purpose.",
        )
    if record.legal_basis and not _same_basis(record.legal_basis, known):
        return QuarantineReason(
            "basis-unknown",
            "La base légale déclarée n'est pas celle que le registre donne à cette finalité.",
            "The declared legal basis is not the one that the register gives to this purpose.",
        )
    return None


# Sources write the bases of art. 6(1) GDPR in words, by letter or by article; all mean the same six.
_BASIS_WORDS = {
    "a": ("consent", "consentement"),
    "b": ("contract", "contrat"),
    "c": ("legalobligation", "obligationlegale", "obligationlégale"),
    "d": ("vitalinterests", "interetsvitaux", "intérêtsvitaux"),
    "e": ("publictask", "missiondinteretpublic", "missiondintérêtpublic"),
    "f": ("legitimateinterest", "legitimateinterests", "interetlegitime", "intérêtlégitime"),
}
_BASES = {word: letter for letter, words in _BASIS_WORDS.items() for word in words} | {
    form: letter
    for letter in _BASIS_WORDS
    for form in (letter, f"6(1)({letter})", f"6.1.{letter}", f"art.6(1)({letter})")
}


def _same_basis(declared: str, known: str) -> bool:
    folded = "".join(declared.casefold().replace("'", "").replace("’", "").replace("_", "").replace("-", "").split())
    return _BASES.get(folded, folded) in known


def seal_record(brand_id: UUID, quarantine_id: UUID, record: Record) -> bytes:
    """Seal a record under the brand's key, as the canonical line that a release reads again."""
    person = record.customer
    line = {
        "source": record.source,
        "external_id": record.external_id,
        "thread_id": record.thread_id,
        "turn": record.turn,
        "channel": record.channel,
        "direction": record.direction,
        "started_at": record.started_at.isoformat() if record.started_at else None,
        "author_role": record.author_role,
        "email": person.email.reveal() if person.email else None,
        "phone": person.phone.reveal() if person.phone else None,
        "customer_number": person.customer_number.reveal() if person.customer_number else None,
        "customer_name": person.name.reveal() if person.name else None,
        "subject": record.subject,
        "text": record.text,
        "quoted": record.quoted,
        "signature": record.signature,
        "message_id": record.message_id,
    }
    present = {name: content for name, content in line.items() if content not in {None, ""}}
    return brand_vault(brand_id).seal_json("quarantined", quarantine_id, "record", present)


def released_items(held: Quarantined, purpose: str) -> Iterator[Item]:
    """Read a held record again, under the purpose that the DPO gives it."""
    line = brand_vault(held.brand_id).open_json("quarantined", held.pk, "record", held.record_sealed)
    stream = io.BytesIO(json.dumps(line, ensure_ascii=False).encode())
    for item in read(stream, "released.jsonl"):
        yield replace(item, purpose=purpose, legal_basis="") if isinstance(item, Record) else item


def release(held_id: UUID, purpose: str, *, actor: Actor, now: datetime) -> ImportRun:
    """Release a held record into the desk under a purpose of the register.

    Args:
        held_id: The quarantined record.
        purpose: A purpose code that the register knows.
        actor: The DPO.
        now: Aware UTC.

    Returns:
        The import run that took it in.

    Raises:
        AccessRefused: the actor is not the brand's DPO.
        Quarantined.DoesNotExist: no such record waits.
    """
    from egide.service.conversations.importing import Delivery, import_records

    held: Quarantined = Quarantined.objects.select_related("brand").get(pk=held_id, state="waiting")
    check_right(actor, Right.QUARANTINE_RELEASE, held.brand_id)
    with transaction.atomic():
        items = list(released_items(held, purpose))
        # Its key is freed first, or the record would be recognised as a duplicate of itself.
        held.dedup_key, held.state, held.decided_at = b"released:" + held.pk.bytes, "released", now
        held.record_sealed = None
        held.save(update_fields=["dedup_key", "state", "decided_at", "record_sealed"])
        write_entry(held.brand_id, Act("record.released", held.pk, actor, purpose=purpose), at=now)
        delivery = Delivery(source="quarantine", purpose=purpose, collected_how="released")
        return import_records(held.brand, items, delivery, actor=actor, now=now)


def discard(held_id: UUID, *, actor: Actor, now: datetime) -> None:
    """Delete a held record for good; its key stays, so that the same file cannot bring it back.

    Raises:
        AccessRefused: the actor is not the brand's DPO.
        Quarantined.DoesNotExist: no such record waits.
    """
    held: Quarantined = Quarantined.objects.get(pk=held_id, state="waiting")
    check_right(actor, Right.QUARANTINE_RELEASE, held.brand_id)
    with transaction.atomic():
        held.state, held.decided_at, held.record_sealed = "discarded", now, None
        held.save(update_fields=["state", "decided_at", "record_sealed"])
        write_entry(held.brand_id, Act("record.discarded", held.pk, actor), at=now)
