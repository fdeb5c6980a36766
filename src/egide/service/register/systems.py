"""The inventory of AI systems: declared, classed by questions whose answers are kept, closed when a proof is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify

from egide.policy import Model, RiskClass
from egide.policy.aisystems import Classification, ConformityFile, Reply, classify, list_missing
from egide.policy.evidence import Certificate, as_evidence
from egide.policy.vocabulary import Region, TransferTool
from egide.service.evidence.flows import Act, write_entry
from egide.service.register.flows import note_stale_dpias
from egide.service.register.law import law_in_force
from egide.service.register.models import AiSystem, CertificateRow, Provider
from egide.service.register.providers import certificate_of
from egide.service.register.running import BUILT_IN, region_named
from egide.service.tenancy.access import Actor, check_right
from egide.service.tenancy.rights import Right


class SystemProhibited(Exception):
    """The system is of the prohibited class, or not classed: nothing can put it in use."""


@dataclass(frozen=True, slots=True)
class Description:
    """What a brand writes of a system; the class comes from the questions."""

    title: str
    role: str
    tasks: Sequence[str]
    provider: Provider | None = None
    required_evidence: Sequence[str] = ()
    overseer: str = ""
    transparency_fr: str = ""
    transparency_en: str = ""
    instructions: str = ""
    limits: str = ""
    accuracy: str = ""
    conformity: Mapping[str, Any] = field(default_factory=dict)


def describe_system(brand_id: UUID, name: str, words: Description, *, actor: Actor, now: datetime) -> AiSystem:
    """Write a system of the inventory; a new one is planned, and one that ships with the product is in use.

    Raises:
        AccessRefused: the actor may not edit the register.
    """
    check_right(actor, Right.REGISTER_EDIT, brand_id)
    with transaction.atomic():
        row = _row(brand_id, name, now)
        row.title, row.role, row.tasks, row.provider = words.title, words.role, sorted(words.tasks), words.provider
        row.required_evidence, row.overseer = sorted(words.required_evidence), words.overseer
        row.transparency_fr, row.transparency_en = words.transparency_fr, words.transparency_en
        row.instructions, row.limits, row.accuracy = words.instructions, words.limits, words.accuracy
        row.conformity, row.changed_at = dict(words.conformity), now
        row.save()
        detail = {"model": name, "tasks": row.tasks, "required": row.required_evidence}
        write_entry(brand_id, Act("model.configured", row.pk, actor, detail=detail), at=now)
        note_stale_dpias(brand_id, actor=actor, now=now)
    return row


def _row(brand_id: UUID, name: str, now: datetime) -> AiSystem:
    known = AiSystem.objects.filter(brand_id=brand_id, name=name).first()
    return known if known is not None else shipped_row(brand_id, name, now)


def shipped_row(brand_id: UUID, name: str, now: datetime) -> AiSystem:
    """Prepare, unsaved, the row of a system that ships with the product; of any other, an empty planned one."""
    row = AiSystem(brand_id=brand_id, name=name, changed_at=now)
    built = BUILT_IN.get(name)
    if built is None:
        return row
    law = law_in_force(brand_id)
    row.title, row.tasks, row.state, row.role = built.title[0], list(built.tasks), "in_use", "deployer"
    row.limits = built.limits[0]
    row.replies = {code: ("yes" if code in built.cases else "no") for code in law.ai_cases}
    _class(row, now.date())
    return row


def _class(row: AiSystem, on: date) -> Classification:
    law = law_in_force(row.brand_id)
    replies = {code: Reply(reply) for code, reply in row.replies.items() if code in law.ai_cases}
    found = classify(replies, law, on)
    row.risk_class, row.classified_on, row.law_version = found.risk_class.value, on, law.version
    return found


def classify_system(row: AiSystem, replies: Mapping[str, str], *, actor: Actor, now: datetime) -> Classification:
    """Class a system by the replies to every question; replies, class, day and version of the law are kept.

    Raises:
        AccessRefused: the actor may not edit the register.
        InvalidRecord: a reply to a question that the law does not ask.
    """
    check_right(actor, Right.REGISTER_EDIT, row.brand_id)
    with transaction.atomic():
        row.replies, row.changed_at = dict(replies), now
        found = _class(row, now.date())
        if found.risk_class in {RiskClass.PROHIBITED, RiskClass.UNCLASSIFIED} and row.state == "in_use":
            row.state = "planned"
        row.save()
        detail = {"model": row.name, "class": row.risk_class, "law": row.law_version}
        write_entry(row.brand_id, Act("model.configured", row.pk, actor, detail=detail), at=now)
        note_stale_dpias(row.brand_id, actor=actor, now=now)
    return found


def set_system_state(row: AiSystem, state: str, *, actor: Actor, now: datetime) -> AiSystem:
    """Put a system in use, or retire it.

    Raises:
        AccessRefused: the actor may not edit the register.
        SystemProhibited: its class forbids it, or it has none.
    """
    check_right(actor, Right.REGISTER_EDIT, row.brand_id)
    if state == "in_use" and row.risk_class in {RiskClass.PROHIBITED, RiskClass.UNCLASSIFIED}:
        raise SystemProhibited(row.risk_class)
    with transaction.atomic():
        row.state, row.changed_at = state, now
        row.save()
        act = Act("model.configured", row.pk, actor, detail={"model": row.name, "state": state})
        write_entry(row.brand_id, act, at=now)
        note_stale_dpias(row.brand_id, actor=actor, now=now)
    return row


def conformity_file(row: AiSystem) -> ConformityFile:
    """Read the file of a high-risk system."""
    kept = dict(row.conformity)
    informed = kept.get("workers_informed_on")
    return ConformityFile(
        instructions=row.instructions,
        overseer=row.overseer,
        input_control=str(kept.get("input_control", "")),
        monitoring=str(kept.get("monitoring", "")),
        log_months=int(kept.get("log_months") or 0),
        about_workers=row.replies.get("agent-monitoring") == "yes",
        workers_informed_on=date.fromisoformat(informed) if informed else None,
        about_access=any(row.replies.get(case) == "yes" for case in ("credit", "insurance-pricing", "public-benefits")),
        rights_assessment=str(kept.get("rights_assessment", "")),
        notice=row.transparency_fr or row.transparency_en,
    )


@dataclass(frozen=True, slots=True)
class SystemFacts:
    """What the inventory says of one model, read once per piece of work."""

    in_use: bool
    risk_class: RiskClass
    required_evidence: frozenset[str]
    conformity: ConformityFile
    provider: str = ""
    region: Region | None = None
    transfer_tool: TransferTool = TransferTool.NONE
    certificates: tuple[Certificate, ...] = ()

    def complete(self, model: Model, day: date) -> Model:
        """Give the facts of a model on a day: its proofs, its class, where it runs."""
        return replace(
            model,
            provider=self.provider or model.provider,
            region=self.region or model.region,
            transfer_tool=self.transfer_tool,
            evidence=as_evidence(self.certificates, day),
            required_evidence=self.required_evidence,
            risk_class=self.risk_class,
            conformity_complete=not list_missing(self.conformity, day),
        )


def system_facts(brand_id: UUID) -> dict[str, SystemFacts]:
    """Read the inventory of a brand, with the proofs of each provider."""
    rows = list(AiSystem.objects.filter(brand_id=brand_id).select_related("provider"))
    if not rows:
        return {}
    proofs: dict[UUID, list[Certificate]] = {}
    for row in CertificateRow.objects.filter(brand_id=brand_id).defer("document_sealed"):
        proofs.setdefault(row.provider_id, []).append(certificate_of(row))
    return {row.name: _facts(row, tuple(proofs.get(row.provider_id, ()))) for row in rows}


def _facts(row: AiSystem, certificates: tuple[Certificate, ...]) -> SystemFacts:
    provider = row.provider
    return SystemFacts(
        in_use=row.state == "in_use" and (provider is None or provider.active),
        risk_class=RiskClass(row.risk_class),
        required_evidence=frozenset(row.required_evidence),
        conformity=conformity_file(row),
        # Facts hold codes: they are read back to try other ones, and a name has spaces and accents.
        provider=slugify(provider.name)[:64] if provider else "",
        region=region_named(provider.region) if provider else None,
        transfer_tool=TransferTool(provider.transfer_tool) if provider else TransferTool.NONE,
        certificates=certificates,
    )
