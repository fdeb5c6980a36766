"""What a brand declares and allows: purposes, DPIAs, switches; each change is an entry of the journal."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from egide.policy.dpia import Scope, Validation, dpia_state
from egide.policy.vocabulary import DpiaState
from egide.service.evidence.flows import Act, write_entry
from egide.service.register.law import law_in_force
from egide.service.register.models import BrandPurpose, Dpia, Switch
from egide.service.register.running import read_scope, running_scope, write_scope
from egide.service.tenancy.access import Actor, check_right
from egide.service.tenancy.rights import Right

BRAND, TASK, MODEL = "brand", "task", "model"
_REVIEW = timedelta(days=365)  # house rule: an assessment is read again every year
_RANK = {"absent": -1, "replaced": -1, "refused": 0, "draft": 1, "stale": 2, "validated": 3}


class PurposeNotReady(Exception):
    """The purpose cannot be activated or changed so. Says why, in French and English."""

    def __init__(self, fr: str, en: str) -> None:
        super().__init__(en)
        self.fr = fr
        self.en = en


@dataclass(frozen=True, slots=True)
class Adaptation:
    """How a brand uses a purpose of the catalogue.

    Attributes:
        legal_basis: Letters of GDPR art. 6(1), such as ``b`` or ``af``.
        justification: Needed as soon as the brand departs from the catalogue.
        retention: Phases ``{phase, start_event, duration, end}``; None keeps the catalogue's, an empty list has none.
    """

    legal_basis: str
    justification: str = ""
    kinds: Sequence[str] = ()
    people: Sequence[str] = ()
    recipients: Sequence[str] = ()
    retention: Sequence[Mapping[str, str]] | None = None
    special_condition: str = ""
    data_source: str = ""


def declare_purpose(
    brand_id: UUID, code: str, legal_basis: str, *, actor: Actor, now: datetime, justification: str = ""
) -> BrandPurpose:
    """Declare a purpose with its legal basis and activate it, so that data may be used for it.

    Raises:
        AccessRefused: the actor may not edit the register.
        PurposeNotReady: the catalogue does not know it, or it has no retention, or a departure lacks its justification.
    """
    return _write_purpose(brand_id, code, Adaptation(legal_basis, justification), activate=True, actor=actor, now=now)


def adapt_purpose(brand_id: UUID, code: str, adaptation: Adaptation, *, actor: Actor, now: datetime) -> BrandPurpose:
    """Write how the brand uses a purpose; what it was, active or not, it stays.

    Raises:
        AccessRefused: the actor may not edit the register.
        PurposeNotReady: see `declare_purpose`; an active purpose cannot lose its retention either.
    """
    return _write_purpose(brand_id, code, adaptation, activate=False, actor=actor, now=now)


def _write_purpose(
    brand_id: UUID, code: str, adaptation: Adaptation, *, activate: bool, actor: Actor, now: datetime
) -> BrandPurpose:
    check_right(actor, Right.REGISTER_EDIT, brand_id)
    catalogue = law_in_force(brand_id).purposes.get(code)
    if catalogue is None:
        raise PurposeNotReady(
            f"La finalité {code} n'est pas au catalogue du fichier de droit.",
            f"The purpose {code} is not in the catalogue of the law file.",
        )
    departs = bool(set(adaptation.legal_basis) - catalogue.bases) or adaptation.retention is not None
    if departs and not adaptation.justification.strip():
        raise PurposeNotReady(
            "S'écarter du catalogue (base ou conservation) demande une justification.",
            "Departing from the catalogue (basis or retention) needs a justification.",
        )
    with transaction.atomic():
        known = BrandPurpose.objects.filter(brand_id=brand_id, code=code).first()
        active = activate or (known is not None and known.active)
        phases = catalogue.retention if adaptation.retention is None else adaptation.retention
        if active and not phases:
            raise _without_retention(code)
        written = {
            "legal_basis": adaptation.legal_basis,
            "justification": adaptation.justification.strip(),
            "kinds": sorted(adaptation.kinds),
            "people": list(adaptation.people),
            "recipients": list(adaptation.recipients),
            "retention": None if adaptation.retention is None else [dict(phase) for phase in adaptation.retention],
            "special_condition": adaptation.special_condition,
            "data_source": adaptation.data_source,
            "active": active,
            "changed_at": now,
        }
        purpose: BrandPurpose
        purpose, _ = BrandPurpose.objects.update_or_create(brand_id=brand_id, code=code, defaults=written)
        detail = {"code": code, "legal_basis": adaptation.legal_basis, "departs": departs, "active": active}
        write_entry(brand_id, Act("purpose.changed", uuid.uuid4(), actor, purpose=code, detail=detail), at=now)
        note_stale_dpias(brand_id, actor=actor, now=now)
    return purpose


def set_purpose_active(brand_id: UUID, code: str, *, active: bool, actor: Actor, now: datetime) -> BrandPurpose:
    """Let data be used for a purpose, or stop it at once.

    Raises:
        AccessRefused: the actor may not edit the register.
        PurposeNotReady: it has no retention.
        BrandPurpose.DoesNotExist: the brand never declared it.
    """
    check_right(actor, Right.REGISTER_EDIT, brand_id)
    with transaction.atomic():
        purpose: BrandPurpose = BrandPurpose.objects.select_for_update().get(brand_id=brand_id, code=code)
        catalogue = law_in_force(brand_id).purposes.get(code)
        phases = purpose.retention if purpose.retention is not None else catalogue.retention if catalogue else ()
        if active and not phases:
            raise _without_retention(code)
        purpose.active, purpose.changed_at = active, now
        purpose.save(update_fields=["active", "changed_at"])
        detail = {"code": code, "active": active}
        write_entry(brand_id, Act("purpose.changed", uuid.uuid4(), actor, purpose=code, detail=detail), at=now)
        note_stale_dpias(brand_id, actor=actor, now=now)
    return purpose


def _without_retention(code: str) -> PurposeNotReady:
    return PurposeNotReady(
        f"La finalité {code} n'a pas de durée de conservation : elle ne peut pas être active.",
        f"The purpose {code} has no retention period: it cannot be active.",
    )


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


def dpia_states(brand_id: UUID, *, now: datetime | None = None) -> dict[str, str]:
    """Return the state of the DPIA of each task, compared with what runs at this moment.

    Args:
        brand_id: The brand.
        now: To see reviews that are overdue; without it only a change of scope makes an assessment stale.

    Returns:
        States by task; a validated one wins over a draft of the same task.
    """
    states: dict[str, str] = {}
    for dpia in Dpia.objects.filter(brand_id=brand_id).exclude(state="replaced"):
        state = state_of(dpia, now=now)
        for task in dpia.tasks:
            if _RANK[state] >= _RANK.get(states.get(task, ""), -1):
                states[task] = state
    return states


def state_of(dpia: Dpia, *, now: datetime | None = None, running: Scope | None = None) -> str:
    """Say where an assessment stands, what runs considered."""
    if dpia.state != "validated" or dpia.validated_at is None:
        return str(dpia.state)
    validation = Validation(
        dpia.validator or "-",
        dpia.dpo or "-",
        dpia.dpo_opinion or "-",
        dpia.validated_at,
        read_scope(dpia.covers),
        dpia.review_by,
    )
    running = running or running_scope(dpia.brand_id, dpia.tasks)
    state = dpia_state(running, now or dpia.validated_at, validation=validation)
    return state.value if state is not DpiaState.ABSENT else "draft"


def create_dpia(
    brand_id: UUID, name: str, tasks: Iterable[str], *, actor: Actor, now: datetime, replaces: Dpia | None = None
) -> Dpia:
    """Open a DPIA for tasks; they stay refused in production until it is validated.

    Raises:
        AccessRefused: the actor may not edit the register.
    """
    check_right(actor, Right.REGISTER_EDIT, brand_id)
    with transaction.atomic():
        dpia: Dpia = Dpia.objects.create(
            brand_id=brand_id,
            name=name,
            tasks=sorted(tasks),
            changed_at=now,
            replaces=replaces,
            content=replaces.content if replaces else {},
        )
        write_entry(brand_id, Act("dpia.created", dpia.pk, actor, detail={"tasks": dpia.tasks}), at=now)
    return dpia


@dataclass(frozen=True, slots=True)
class Signatures:
    """The named persons of a validation, and what the DPO said."""

    validator: str
    dpo: str
    dpo_opinion: str


def validate_dpia(
    brand_id: UUID, dpia_id: UUID, *, actor: Actor, now: datetime, signatures: Signatures | None = None
) -> Dpia:
    """Validate a DPIA: its tasks may run from now on, for what is configured or planned now.

    Args:
        brand_id: The brand.
        dpia_id: The assessment.
        actor: The DPO, or a part of the product that prepares fictitious data.
        now: Aware UTC.
        signatures: Named persons; a part of the product signs with its own name.

    Returns:
        The assessment.

    Raises:
        AccessRefused: only the DPO validates.
        InvalidRecord: a name or the opinion is missing.
        Dpia.DoesNotExist: no such DPIA in this brand.
    """
    check_right(actor, Right.DPIA_VALIDATE, brand_id)
    if signatures is None:
        own = "" if actor.user_id else actor.reference
        signatures = Signatures(own, own, own)
    with transaction.atomic():
        dpia: Dpia = Dpia.objects.select_for_update().get(brand_id=brand_id, pk=dpia_id)
        scope = running_scope(brand_id, dpia.tasks, planned=True)
        names = Validation(signatures.validator, signatures.dpo, signatures.dpo_opinion, now, scope)
        dpia.state, dpia.validated_at, dpia.changed_at, dpia.refusal = "validated", now, now, ""
        dpia.validator, dpia.dpo, dpia.dpo_opinion = names.validator, names.dpo, names.dpo_opinion
        dpia.review_by, dpia.covers = now + _REVIEW, write_scope(scope)
        dpia.save()
        if dpia.replaces_id:
            Dpia.objects.filter(brand_id=brand_id, pk=dpia.replaces_id).update(state="replaced")
        detail = {"tasks": dpia.tasks, "scope": scope.fingerprint()}
        write_entry(brand_id, Act("dpia.validated", dpia.pk, actor, detail=detail), at=now)
    return dpia


def refuse_dpia(brand_id: UUID, dpia_id: UUID, reason: str, *, actor: Actor, now: datetime) -> Dpia:
    """Refuse a DPIA: its tasks stop, or never start.

    Raises:
        AccessRefused: only the DPO answers.
        InvalidRecord: no reason is given.
    """
    from egide.policy import InvalidRecord

    check_right(actor, Right.DPIA_VALIDATE, brand_id)
    if not reason.strip():
        raise InvalidRecord("refusal", "must not be empty")
    with transaction.atomic():
        dpia: Dpia = Dpia.objects.select_for_update().get(brand_id=brand_id, pk=dpia_id)
        dpia.state, dpia.refusal, dpia.changed_at = "refused", reason.strip(), now
        dpia.save(update_fields=["state", "refusal", "changed_at"])
        write_entry(brand_id, Act("dpia.changed", dpia.pk, actor, detail={"state": "refused"}), at=now)
    return dpia


def note_stale_dpias(brand_id: UUID, *, actor: Actor, now: datetime) -> int:
    """Write down, once, that a change or the passing of time has made assessments stale.

    The decision does not wait for this: it compares by itself. This is for the journal and for the DPO.

    Returns:
        How many became stale.
    """
    noted = 0
    for dpia in Dpia.objects.filter(brand_id=brand_id, state="validated"):
        if state_of(dpia, now=now) == "stale":
            with transaction.atomic():
                dpia.state, dpia.changed_at = "stale", now
                dpia.save(update_fields=["state", "changed_at"])
                write_entry(brand_id, Act("dpia.stale", dpia.pk, actor, detail={"tasks": dpia.tasks}), at=now)
            noted += 1
    return noted
