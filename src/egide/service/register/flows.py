"""What a brand declares and allows: purposes, DPIAs, switches; each change is an entry of the journal."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from egide.service.evidence.flows import Act, write_entry
from egide.service.register.models import BrandPurpose, Dpia, Switch
from egide.service.tenancy.access import Actor, check_right
from egide.service.tenancy.rights import Right

BRAND, TASK, MODEL = "brand", "task", "model"


def declare_purpose(
    brand_id: UUID, code: str, legal_basis: str, *, actor: Actor, now: datetime, justification: str = ""
) -> BrandPurpose:
    """Declare a purpose with its legal basis, so that data may be used for it.

    Raises:
        AccessRefused: the actor may not edit the register.
    """
    check_right(actor, Right.REGISTER_EDIT, brand_id)
    with transaction.atomic():
        purpose: BrandPurpose
        purpose, _ = BrandPurpose.objects.update_or_create(
            brand_id=brand_id,
            code=code,
            defaults={
                "legal_basis": legal_basis,
                "justification": justification,
                "active": True,
                "changed_at": now,
            },
        )
        detail = {"code": code, "legal_basis": legal_basis}
        write_entry(brand_id, Act("purpose.changed", uuid.uuid4(), actor, purpose=code, detail=detail), at=now)
    return purpose


def known_bases(brand_id: UUID) -> dict[str, str]:
    """Return the active purposes of a brand with their basis."""
    active = BrandPurpose.objects.filter(brand_id=brand_id, active=True)
    return dict(active.values_list("code", "legal_basis"))


def set_switch(brand_id: UUID, kind: str, name: str, *, on: bool, actor: Actor, now: datetime) -> Switch:
    """Switch AI on or off for the brand, a task or a model; it binds the next call.

    Raises:
        AccessRefused: the actor may not change switches.
    """
    check_right(actor, Right.SWITCH_CHANGE, brand_id)
    with transaction.atomic():
        switch: Switch
        switch, _ = Switch.objects.update_or_create(
            brand_id=brand_id, kind=kind, name=name, defaults={"on": on, "changed_at": now}
        )
        detail = {"kind": kind, "name": name, "on": on}
        write_entry(brand_id, Act("switch.changed", uuid.uuid4(), actor, detail=detail), at=now)
    return switch


def switches_on(brand_id: UUID) -> frozenset[tuple[str, str]]:
    """Return the (kind, name) of every switch that is on. What was never switched on is off."""
    return frozenset(Switch.objects.filter(brand_id=brand_id, on=True).values_list("kind", "name"))


def dpia_states(brand_id: UUID) -> dict[str, str]:
    """Return the state of the DPIA of each task; a validated one wins over a draft of the same task."""
    rank = {"refused": 0, "draft": 1, "stale": 2, "validated": 3}
    states: dict[str, str] = {}
    for tasks, state in Dpia.objects.filter(brand_id=brand_id).values_list("tasks", "state"):
        for task in tasks:
            if rank[state] >= rank.get(states.get(task, ""), -1):
                states[task] = state
    return states


def create_dpia(brand_id: UUID, name: str, tasks: Iterable[str], *, actor: Actor, now: datetime) -> Dpia:
    """Open a DPIA for tasks; they stay refused in production until it is validated.

    Raises:
        AccessRefused: the actor may not edit the register.
    """
    check_right(actor, Right.REGISTER_EDIT, brand_id)
    with transaction.atomic():
        dpia: Dpia = Dpia.objects.create(brand_id=brand_id, name=name, tasks=sorted(tasks), changed_at=now)
        write_entry(brand_id, Act("dpia.created", dpia.pk, actor, detail={"tasks": dpia.tasks}), at=now)
    return dpia


def validate_dpia(
    brand_id: UUID, dpia_id: UUID, *, actor: Actor, now: datetime, covers: Mapping[str, Any] | None = None
) -> Dpia:
    """Validate a DPIA: its tasks may run from now on, for what it covers.

    Raises:
        AccessRefused: only the DPO validates.
        Dpia.DoesNotExist: no such DPIA in this brand.
    """
    check_right(actor, Right.DPIA_VALIDATE, brand_id)
    with transaction.atomic():
        dpia: Dpia = Dpia.objects.select_for_update().get(brand_id=brand_id, pk=dpia_id)
        dpia.state, dpia.validated_at, dpia.changed_at = "validated", now, now
        dpia.covers = dict(covers or {})
        dpia.save(update_fields=["state", "validated_at", "changed_at", "covers"])
        write_entry(brand_id, Act("dpia.validated", dpia.pk, actor, detail={"tasks": dpia.tasks}), at=now)
    return dpia
