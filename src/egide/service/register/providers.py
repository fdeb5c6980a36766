"""Processors, their contracts and their proofs; a proof that a brand requires closes the model when it ends."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from egide.policy import InvalidRecord, Sentence
from egide.policy.evidence import Certificate, ExpiryWarning, ProcessorContract, SubProcessor, list_gaps, list_warnings
from egide.policy.vocabulary import TransferTool
from egide.service.evidence.flows import Act, write_entry
from egide.service.register.flows import note_stale_dpias
from egide.service.register.models import BrandTerms, CertificateRow, Provider
from egide.service.register.running import region_named
from egide.service.sealing import brand_vault
from egide.service.tenancy.access import Actor, check_right
from egide.service.tenancy.rights import Right

MOST_DOCUMENT_BYTES = 5 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Contract:
    """What a brand writes of a processor. Source: GDPR art. 28(2) to (4)."""

    name: str
    service: str = ""
    contact: str = ""
    parent: Provider | None = None
    region: str = "other"
    transfer_tool: str = "none"
    reference: str = ""
    signed_on: date | None = None
    ends_on: date | None = None
    authorised_on: date | None = None
    clauses: Mapping[str, str] = field(default_factory=dict)
    objection_days: int = 0
    breach_notice_hours: int = 0
    active: bool = True


def write_provider(
    brand_id: UUID, contract: Contract, *, actor: Actor, now: datetime, row: Provider | None = None
) -> Provider:
    """Write a processor with its contract; a new one makes the assessments that it touches stale.

    Raises:
        AccessRefused: the actor may not edit evidence.
        InvalidRecord: the name is taken, or a processor would serve itself.
    """
    check_right(actor, Right.EVIDENCE_EDIT, brand_id)
    others = Provider.objects.filter(brand_id=brand_id, name=contract.name).exclude(pk=row.pk if row else None)
    if others.exists():
        raise InvalidRecord("provider.name", "is taken")
    if row is not None and contract.parent is not None and _serves(contract.parent, row):
        raise InvalidRecord("provider.parent", "a processor cannot serve itself")
    row = row or Provider(brand_id=brand_id)
    with transaction.atomic():
        for name in Contract.__slots__:
            setattr(row, name, getattr(contract, name))
        row.clauses, row.changed_at = {key: text for key, text in contract.clauses.items() if text}, now
        row.save()
        detail = {"region": row.region, "transfer_tool": row.transfer_tool, "active": row.active}
        write_entry(brand_id, Act("provider.changed", row.pk, actor, detail=detail), at=now)
        note_stale_dpias(brand_id, actor=actor, now=now)
    return row


def _serves(candidate: Provider, row: Provider) -> bool:
    seen: Provider | None = candidate
    while seen is not None:
        if seen.pk == row.pk:
            return True
        seen = seen.parent
    return False


def contract_gaps(row: Provider, day: date) -> tuple[Sentence, ...]:
    """List what is wrong with a contract, in sentences."""
    subs = tuple(
        SubProcessor(
            sub.name, sub.service, region_named(sub.region), TransferTool(sub.transfer_tool), sub.authorised_on
        )
        for sub in row.sub_processors.filter(active=True)
    )
    contract = ProcessorContract(
        row.name,
        row.reference,
        row.signed_on,
        row.ends_on,
        row.clauses,
        row.objection_days,
        row.breach_notice_hours,
        region_named(row.region),
        TransferTool(row.transfer_tool),
        subs,
    )
    return list_gaps(contract, day)


@dataclass(frozen=True, slots=True)
class Proof:
    """A certificate as somebody brings it, with its document."""

    kind: str
    scope: str
    number: str
    body: str
    edition: str
    valid_from: date
    valid_until: date
    document: bytes
    document_name: str = ""


def add_certificate(provider: Provider, proof: Proof, *, actor: Actor, now: datetime) -> CertificateRow:
    """Keep a proof with its document, sealed; the journal commits to the hash of the document.

    Raises:
        AccessRefused: the actor may not edit evidence.
        InvalidRecord: a field is missing, the dates cross, or the document is empty or too large.
    """
    check_right(actor, Right.EVIDENCE_EDIT, provider.brand_id)
    if not 0 < len(proof.document) <= MOST_DOCUMENT_BYTES:
        raise InvalidRecord("certificate.document", f"must hold 1 to {MOST_DOCUMENT_BYTES} bytes")
    digest = hashlib.sha256(proof.document).hexdigest()
    row = CertificateRow(
        id=uuid.uuid4(),
        brand_id=provider.brand_id,
        provider=provider,
        kind=proof.kind.strip(),
        scope=proof.scope.strip(),
        number=proof.number.strip(),
        body=proof.body.strip(),
        edition=proof.edition.strip(),
        valid_from=proof.valid_from,
        valid_until=proof.valid_until,
        document_sha256=digest,
        document_name=proof.document_name[-120:],
        added_at=now,
    )
    certificate_of(row)
    row.document_sealed = brand_vault(provider.brand_id).seal_bytes("certificate", row.pk, "document", proof.document)
    with transaction.atomic():
        row.save()
        detail = {"kind": row.kind, "sha256": digest, "valid_until": row.valid_until.isoformat()}
        write_entry(provider.brand_id, Act("evidence.added", row.pk, actor, detail=detail), at=now)
    return row


def end_certificate(row: CertificateRow, last_day: date, *, actor: Actor, now: datetime) -> CertificateRow:
    """Bring the end of a proof forward: the body withdrew it, or the provider lost it. It is never moved later.

    Raises:
        AccessRefused: the actor may not edit evidence.
        InvalidRecord: the day is after the present end.
    """
    check_right(actor, Right.EVIDENCE_EDIT, row.brand_id)
    if last_day > row.valid_until:
        raise InvalidRecord("certificate.valid_until", "only a new document makes a proof last longer")
    with transaction.atomic():
        row.valid_until = last_day
        row.valid_from = min(row.valid_from, last_day)
        row.save(update_fields=["valid_until", "valid_from"])
        detail = {"kind": row.kind, "valid_until": last_day.isoformat(), "brought_forward": True}
        write_entry(row.brand_id, Act("evidence.expired", row.pk, actor, detail=detail), at=now)
    return row


def certificate_of(row: CertificateRow) -> Certificate:
    """Read a row as the policy's certificate.

    Raises:
        InvalidRecord: a field is missing or the dates cross.
    """
    return Certificate(
        row.kind,
        row.scope,
        row.number,
        row.body,
        row.edition,
        row.valid_from,
        row.valid_until,
        row.document_sha256,
    )


def expiry_warnings(brand_ids: Sequence[UUID], day: date) -> list[tuple[CertificateRow, ExpiryWarning]]:
    """List the proofs that end within 90 days or have ended, the most urgent first; a newer one of its kind hides an old."""
    rows = CertificateRow.objects.filter(brand_id__in=brand_ids, provider__active=True).defer("document_sealed")
    newest: dict[tuple[UUID, str], CertificateRow] = {}
    for row in rows.select_related("provider", "brand").order_by("valid_until"):
        newest[row.provider_id, row.kind] = row
    found = []
    for row in newest.values():
        for warning in list_warnings([certificate_of(row)], day):
            found.append((row, warning))
    return sorted(found, key=lambda pair: pair[1].days_left)


def note_expiries(brand_id: UUID, *, actor: Actor, now: datetime) -> int:
    """Write each warning to the journal once: 90, 30 and 0 days before the end, and at the end.

    Returns:
        How many warnings were written.
    """
    noted = 0
    for row, warning in expiry_warnings([brand_id], now.date()):
        if warning.urgency.value in row.warned:
            continue
        with transaction.atomic():
            row.warned = [*row.warned, warning.urgency.value]
            row.save(update_fields=["warned"])
            detail = {"kind": row.kind, "days_left": warning.days_left}
            write_entry(brand_id, Act("evidence.expired", row.pk, actor, detail=detail), at=now)
        noted += 1
    return noted


def terms_of(brand_id: UUID) -> BrandTerms:
    """Return the conditions of a brand; unsaved defaults while nobody wrote them."""
    found = BrandTerms.objects.filter(brand_id=brand_id).first()
    return found if found is not None else BrandTerms(brand_id=brand_id)


def write_terms(terms: BrandTerms, *, actor: Actor, now: datetime) -> BrandTerms:
    """Keep the conditions of a brand.

    Raises:
        AccessRefused: the actor may not edit the register.
    """
    check_right(actor, Right.REGISTER_EDIT, terms.brand_id)
    with transaction.atomic():
        terms.changed_at = now
        terms.save()
        detail = {"residency": terms.residency, "notice_version": terms.notice_version}
        write_entry(terms.brand_id, Act("register.changed", uuid.uuid4(), actor, detail=detail), at=now)
    return terms
