"""The law as one brand applies it: the adopted law file, narrowed to what the brand declares and adapts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db import transaction

from egide.policy import Law, Purpose
from egide.policy.calendar import parse_duration
from egide.policy.law import Retention
from egide.service.evidence.flows import Act, write_entry
from egide.service.register.models import BrandPurpose, LawVersion
from egide.service.tenancy.access import Actor, check_right
from egide.service.tenancy.rights import Right
from egide.service.wiring import parts

_BASES = frozenset("abcdef")


@lru_cache(maxsize=8)
def _parse(text: str) -> Law:
    return Law.parse(text)


def law_in_force(brand_id: UUID) -> Law:
    """Return the law file in force for a brand: the last one it adopted, or the shipped one."""
    adopted = LawVersion.objects.filter(brand_id=brand_id).order_by("-adopted_at").first()
    return _parse(adopted.text) if adopted else parts().law


def brand_law(brand_id: UUID) -> Law:
    """Return the law that decides for a brand: only the purposes it declared, with its bases and its retention."""
    rows = BrandPurpose.objects.filter(brand_id=brand_id, active=True).order_by("code")
    declared = tuple((row.code, row.legal_basis, _frozen(row.retention)) for row in rows)
    return _narrowed(law_in_force(brand_id), declared)


def _frozen(phases: Iterable[dict[str, str]] | None) -> tuple[tuple[tuple[str, str], ...], ...] | None:
    return None if phases is None else tuple(tuple(sorted(phase.items())) for phase in phases)


# Keyed by the law's identity and what was declared: a decision caches its sentences per law object.
@lru_cache(maxsize=64)
def _narrowed(law: Law, declared: tuple[tuple[str, str, Any], ...]) -> Law:
    purposes: dict[str, Purpose] = {}
    for code, basis, phases in declared:
        catalogue = law.purposes.get(code)
        if catalogue is None:
            continue
        retention = catalogue.retention if phases is None else tuple(_phase(dict(phase), basis) for phase in phases)
        purposes[code] = replace(catalogue, bases=frozenset(basis) & _BASES, retention=retention)
    return replace(law, purposes=MappingProxyType(purposes))


def _phase(phase: dict[str, str], basis: str) -> Retention:
    return Retention(
        phase["phase"], phase["start_event"], parse_duration(phase["duration"]), phase["end"], basis[:1], "brand"
    )


def adopt_law(brand_id: UUID, text: str, *, actor: Actor, now: datetime) -> LawVersion:
    """Put another law file in force for a brand, as a whole or not at all.

    Raises:
        AccessRefused: the actor may not edit the register.
        InvalidLaw: the file has a typo: its line and the allowed words; the previous version stays in force.
    """
    check_right(actor, Right.REGISTER_EDIT, brand_id)
    law = Law.parse(text)
    with transaction.atomic():
        row: LawVersion = LawVersion.objects.create(
            brand_id=brand_id,
            version=law.version,
            digest=hashlib.sha256(text.encode()).hexdigest(),
            text=text,
            adopted_at=now,
        )
        detail = {"version": law.version, "sha256": row.digest}
        write_entry(brand_id, Act("law.changed", row.pk, actor, detail=detail), at=now)
    return row
