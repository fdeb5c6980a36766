"""Receive a rights request, extend it, refuse it, and carry out the rights that change a person's choices."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from egide.policy.calendar import compute_rights_due
from egide.service.evidence.flows import Act, write_entry
from egide.service.people.models import Identifier, Person
from egide.service.rights.models import RightsRequest, Suppression
from egide.service.sealing import person_vault
from egide.service.tenancy.access import Actor, check_right
from egide.service.tenancy.rights import Right
from egide.service.wiring import parts
from egide.service.withdrawals.ledger import note_withdrawal
from egide.service.withdrawals.models import AI_CHOICE, OBJECTION, RESTRICTION

# CNIL, délibération 2021-131: an objection is kept at least three years (to verify).
_SUPPRESSION_DAYS = 3 * 365


class RequestRefused(Exception):
    """The request cannot take this step now. Says why."""


def receive_request(person: Person, kind: str, *, actor: Actor, now: datetime) -> RightsRequest:
    """Register a request; its deadline comes from the calendar of the law file.

    Args:
        person: Who asks.
        kind: One of the rights of `KINDS`.
        actor: Who registers it.
        now: When it was received, aware UTC.

    Returns:
        The request.

    Raises:
        AccessRefused: the actor does not handle requests in this brand.
    """
    check_right(actor, Right.RIGHTS_REQUEST_HANDLE, person.brand_id)
    due_at = due_of(now, extended=False)
    with transaction.atomic():
        request: RightsRequest = RightsRequest.objects.create(
            id=uuid.uuid4(),
            brand_id=person.brand_id,
            kind=kind,
            person_id=person.pk,
            received_at=now,
            due_at=due_at,
        )
        act = Act("dsar.received", request.pk, actor, "DSR", person.pk, {"kind": kind})
        write_entry(person.brand_id, act, at=now)
    return request


def due_of(received: datetime, *, extended: bool) -> datetime:
    """Compute when a request is late, from the deadlines of the law in force."""
    deadlines = parts().law.deadlines
    extension = deadlines["rights-extension"].duration if extended else None
    return compute_rights_due(received, answer=deadlines["rights-answer"].duration, extension=extension).until


def extend_request(request: RightsRequest, reason: str, *, actor: Actor, now: datetime) -> None:
    """Extend by two months, within the first month and with reasons. Source: GDPR art. 12(3).

    Raises:
        AccessRefused: the actor does not handle requests in this brand.
        RequestRefused: too late, already extended, or no reason.
    """
    check_right(actor, Right.RIGHTS_REQUEST_HANDLE, request.brand_id)
    if request.extended or now > request.due_at or not reason.strip():
        raise RequestRefused("a request is extended once, within the first month, with a reason")
    with transaction.atomic():
        request.extended, request.extension_reason = True, reason.strip()[:300]
        request.due_at = due_of(request.received_at, extended=True)
        request.save(update_fields=["extended", "extension_reason", "due_at"])
        act = Act("dsar.answered", request.pk, actor, "DSR", request.person_id, {"extended": True})
        write_entry(request.brand_id, act, at=now)


def refuse_request(request: RightsRequest, reason: str, *, actor: Actor, now: datetime) -> None:
    """Refuse with reasons, within the month. Source: GDPR art. 12(4).

    Raises:
        AccessRefused: the actor does not handle requests in this brand.
        RequestRefused: no reason is given.
    """
    check_right(actor, Right.RIGHTS_REQUEST_HANDLE, request.brand_id)
    if not reason.strip():
        raise RequestRefused("a refusal gives its reason")
    with transaction.atomic():
        request.state, request.refusal_reason, request.answered_at = "refused", reason.strip()[:300], now
        request.save(update_fields=["state", "refusal_reason", "answered_at"])
        act = Act("dsar.answered", request.pk, actor, "DSR", request.person_id, {"refused": True})
        write_entry(request.brand_id, act, at=now)


def answer_request(request: RightsRequest, *, actor: Actor, now: datetime, new_name: str = "") -> None:
    """Carry out a right that changes what the desk may do with a person, and close the request.

    Erasure, access and portability have flows of their own.

    Raises:
        AccessRefused: the actor does not handle requests in this brand.
        RequestRefused: the right is carried out by another flow.
    """
    check_right(actor, Right.RIGHTS_REQUEST_HANDLE, request.brand_id)
    person: Person = Person.objects.get(brand_id=request.brand_id, pk=request.person_id)
    with transaction.atomic():
        match request.kind:
            case "restriction":
                person.restricted = True
                _note_request(request, RESTRICTION, now)
            case "objection":
                person.objected = True
                _suppress(person, now)
                _note_request(request, OBJECTION, now)
            case "human":
                person.ai_opt_out = True
                _note_ai_choice(person, accepts=False, act_id=request.pk, at=now)
            case "rectification":
                vault = person_vault(person.brand_id, person.pk)
                person.name_sealed = vault.seal_text("person", person.pk, "name", new_name)
            case _:
                raise RequestRefused("this right is carried out by its own page")
        person.save()
        close_request(request, actor=actor, now=now)


def record_ai_choice(person: Person, *, accepts: bool, actor: Actor, now: datetime, act_id: UUID | None = None) -> None:
    """Keep whether a person accepts that an AI helps with their requests; it binds the next use.

    Args:
        person: Who chose.
        accepts: What.
        actor: Who writes it down.
        now: Aware UTC.
        act_id: Of the choice, when it is written down again.

    Raises:
        AccessRefused: the actor does not handle requests in this brand.
    """
    check_right(actor, Right.RIGHTS_REQUEST_HANDLE, person.brand_id)
    if person.ai_opt_out is not accepts:
        return
    kind = "objection.lifted" if accepts else "objection.recorded"
    with transaction.atomic():
        person.ai_opt_out = not accepts
        person.save(update_fields=["ai_opt_out"])
        choice_id = act_id or uuid.uuid4()
        _note_ai_choice(person, accepts=accepts, act_id=choice_id, at=now)
        write_entry(person.brand_id, Act(kind, choice_id, actor, "DSR", person.pk, {"ai": True}), at=now)


def _note_request(request: RightsRequest, kind: str, now: datetime) -> None:
    received = {"received_at": request.received_at.isoformat()}
    note_withdrawal(request.brand_id, kind, request.person_id, act_id=request.pk, at=now, detail=received)


def _note_ai_choice(person: Person, *, accepts: bool, act_id: UUID, at: datetime) -> None:
    note_withdrawal(person.brand_id, AI_CHOICE, person.pk, act_id=act_id, at=at, detail={"accepts": accepts})


def close_request(request: RightsRequest, *, actor: Actor, now: datetime) -> None:
    """Mark a request as answered, in the caller's transaction."""
    request.state, request.answered_at = "answered", now
    request.save(update_fields=["state", "answered_at"])
    act = Act("dsar.answered", request.pk, actor, "DSR", request.person_id, {"kind": request.kind})
    write_entry(request.brand_id, act, at=now)


def _suppress(person: Person, now: datetime) -> None:
    until = now + timedelta(days=_SUPPRESSION_DAYS)
    for identifier in Identifier.objects.filter(person=person, kind__in=["email", "phone"]):
        Suppression.objects.update_or_create(
            brand_id=person.brand_id,
            kind=identifier.kind,
            blind_index=bytes(identifier.blind_index),
            defaults={"since": now, "until": until},
        )


def is_suppressed(brand_id: UUID, kind: str, blind_index: bytes, *, now: datetime) -> bool:
    """Say whether an identifier belongs to somebody who objected."""
    rows = Suppression.objects.filter(brand_id=brand_id, kind=kind, blind_index=blind_index, until__gt=now)
    return bool(rows.exists())
