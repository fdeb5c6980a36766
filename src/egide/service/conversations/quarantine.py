"""Keep aside what has no purpose or legal basis that the brand's register knows, until the DPO decides."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from egide.intake import Item, Record, read
from egide.service.conversations.models import Quarantined
from egide.service.sealing import brand_vault


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
