"""Write what the register keeps into a folder: the register, the assessments, the receipts, the proofs, the journal."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from egide.keys import Binding, KeyDestroyed, unseal
from egide.policy import InvalidRecord
from egide.policy.dpia import name_pia_file
from egide.policy.register import format_csv, format_json_text, format_ods
from egide.service.evidence.exporting import export_journal
from egide.service.governance.exporting import note_export
from egide.service.governance.found import kinds_found
from egide.service.people.models import Person
from egide.service.register.assessments import export_assessment
from egide.service.register.ledger import receipt_of
from egide.service.register.models import CertificateRow, ConsentRow, Dpia
from egide.service.register.records import derive_register, signed_register
from egide.service.sealing import brand_vault
from egide.service.tenancy.access import Actor
from egide.service.tenancy.models import Brand

_FORMATS = ("json", "csv", "ods")


def write_register(brand: Brand, form: str, *, actor: Actor, now: datetime, language: str = "fr") -> bytes:
    """Write the register of a brand as one file.

    Args:
        brand: The brand, in scope.
        form: ``json``, ``csv`` (art. 30(1) only) or ``ods``.
        actor: Who exports.
        now: Aware UTC.
        language: ``fr`` or ``en``.

    Returns:
        The file.
    """
    controllers, processors = derive_register(brand, kinds_found(brand.pk), now=now, language=language)
    note_export(brand, f"register.{form}", actor=actor, now=now)
    if form == "ods":
        return format_ods(controllers, processors, language=language)
    if form == "csv":
        return format_csv(controllers).encode()
    return format_json_text(controllers, processors).encode()


def write_assessments(brand: Brand, folder: Path, *, actor: Actor, now: datetime) -> list[str]:
    """Write each assessment as a file of the CNIL tool; return what could not be written, and why."""
    problems = []
    for dpia in Dpia.objects.filter(brand=brand).select_related("brand").order_by("changed_at"):
        try:
            document = export_assessment(dpia, kinds_found(brand.pk), actor=actor, now=now)
        except InvalidRecord as wrong:
            problems.append(f"{dpia.name}: {wrong}")
            continue
        stem = name_pia_file(dpia.name).removesuffix(".json")
        _write(folder / f"{stem}-{str(dpia.pk)[:8]}.json", _json(document))
    return problems


def write_receipts(brand: Brand, folder: Path, *, actor: Actor, now: datetime, person_id: str | None = None) -> int:
    """Write the receipt of each person who chose something; an erased person has none.

    Returns:
        How many receipts were written.
    """
    chosen = ConsentRow.objects.filter(brand=brand).values("person")
    people = Person.objects.filter(brand=brand, pk__in=chosen)
    if person_id is not None:
        people = people.filter(pk=person_id)
    written = 0
    for person in people.iterator():
        try:
            receipt = receipt_of(person, brand, actor=actor, now=now)
        except KeyDestroyed:
            continue
        _write(folder / f"consent-receipt-{person.pk}.jsonld", _json(receipt))
        written += 1
    return written


def write_proofs(brand: Brand, folder: Path) -> int:
    """Write the documents of the providers, with an index of what each proves."""
    vault, index = brand_vault(brand.pk), []
    for row in CertificateRow.objects.filter(brand=brand).select_related("provider"):
        name = f"{row.kind}-{row.document_sha256[:12]}{_ending(row.document_name)}"
        if row.document_sealed:
            binding = Binding(str(brand.pk), "certificate", str(row.pk), "document")
            _write(folder / name, unseal(vault.key, bytes(row.document_sealed), binding=binding))
        index.append(
            {
                "provider": row.provider.name,
                "kind": row.kind,
                "edition": row.edition,
                "scope": row.scope,
                "number": row.number,
                "body": row.body,
                "valid_from": row.valid_from.isoformat(),
                "valid_until": row.valid_until.isoformat(),
                "document": name,
                "sha256": row.document_sha256,
            }
        )
    _write(folder / "index.json", _json(index))
    return len(index)


def write_pack(brand: Brand, folder: Path, *, actor: Actor, now: datetime, tell: Callable[[str], None]) -> list[str]:
    """Write everything that proves how a brand uses data, into a folder that verifies offline.

    Args:
        brand: The brand, in scope.
        folder: Absent or empty.
        actor: Who exports.
        now: Aware UTC.
        tell: Told each part.

    Returns:
        What could not be written, and why.
    """
    for form in _FORMATS:
        _write(folder / f"register.{form}", write_register(brand, form, actor=actor, now=now))
    signed = signed_register(brand)
    if signed is not None:
        kept = {"number": signed.number, "signer": signed.signer, "signed_at": signed.signed_at.isoformat()}
        _write(folder / "register-signed.json", _json({**kept, "sha256": signed.digest, "content": signed.content}))
    tell("register")
    problems = write_assessments(brand, folder / "dpia", actor=actor, now=now)
    tell("dpia")
    write_receipts(brand, folder / "receipts", actor=actor, now=now)
    tell("receipts")
    write_proofs(brand, folder / "proofs")
    tell("proofs")
    export_journal(brand.slug, folder / "journal", actor=actor, now=now)
    tell("journal")
    sums = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n"
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]
    _write(folder / "SHA256SUMS", "".join(sums).encode())
    return problems


def _ending(name: str) -> str:
    ending = name.rpartition(".")[2]
    return f".{ending}" if "." in name and ending.isalnum() else ""


def _json(document: Any) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
