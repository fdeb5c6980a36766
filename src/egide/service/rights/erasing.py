"""Erase a person: freeze, delete from every store, destroy the key, then prove it by a second pass.

Idempotent and resumable: each store has its own step, a failing store prevents "done", and the request itself goes last
so that a retry converges. The same implementation serves retention.
Source: GDPR art. 17; design of the journal and of erasure, part B.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.apps import apps
from django.db import transaction

from egide.keys import KeyDestroyed
from egide.service.conversations.models import Finding, Interaction, Message, RawOriginal
from egide.service.evidence.flows import Act, write_entry
from egide.service.evidence.models import JournalEntry, Opening
from egide.service.people.models import Identifier, Person
from egide.service.rights.models import ErasureStep, RightsRequest
from egide.service.sealing import blind, brand_vault, person_vault
from egide.service.tenancy.access import Actor, check_right
from egide.service.tenancy.rights import Right
from egide.service.wiring import parts
from egide.service.withdrawals.ledger import file_waiting, note_withdrawal
from egide.service.withdrawals.models import ERASURE

Store = tuple[str, Callable[[RightsRequest], int]]
# A character that no text of a customer holds, one for each that is erased: offsets of other findings stay true.
ERASED: Final = "█"


class ErasureIncomplete(Exception):
    """The verification pass still found something; the request stays open and can be run again."""


def erase_person(
    request: RightsRequest,
    *,
    actor: Actor,
    now: datetime,
    stores: Sequence[Store] | None = None,
    sought: Sequence[bytes] = (),
) -> list[ErasureStep]:
    """Carry out an erasure, or take it up where it stopped.

    Args:
        request: A request of erasure.
        actor: The DPO.
        now: Aware UTC.
        stores: What to erase from, in order; every store of the product by default.
        sought: Keyed hashes of the person known from elsewhere, when their own key no longer tells them.

    Returns:
        The steps, each with what was deleted and what a second pass found.

    Raises:
        AccessRefused: the actor does not handle requests in this brand.
        ErasureIncomplete: a store still holds something.
    """
    check_right(actor, Right.RIGHTS_REQUEST_HANDLE, request.brand_id)
    _freeze(request, actor, now, sought)
    file_waiting(request.brand_id, now=now)
    for position, (store, erase) in enumerate(stores or STORES):
        step, _ = ErasureStep.objects.get_or_create(
            brand_id=request.brand_id, request=request, store=store, defaults={"position": position}
        )
        if step.state == "done":
            continue
        with transaction.atomic():
            step.deleted += erase(request)
            step.state, step.done_at = "done", now
            step.save()
    return _verify_and_close(request, actor, now)


def _freeze(request: RightsRequest, actor: Actor, now: datetime, elsewhere: Sequence[bytes]) -> None:
    """Write the ledger before the first destructive call, and stop every other use of the data."""
    with transaction.atomic():
        if request.state == "received":
            write_entry(request.brand_id, _requested(request, actor), at=now)
            sought = list(dict.fromkeys([*_known_indexes(request.brand_id, request.person_id), *elsewhere]))
            note_withdrawal(
                request.brand_id,
                ERASURE,
                request.person_id,
                act_id=request.pk,
                at=now,
                detail={"received_at": request.received_at.isoformat()},
                sought=sought,
            )
            vault = brand_vault(request.brand_id)
            request.sought_sealed = vault.seal_json(
                "rights_request", request.pk, "sought", [index.hex() for index in sought]
            )
        request.state = "running"
        request.save(update_fields=["state", "sought_sealed"])
        Person.objects.filter(brand_id=request.brand_id, pk=request.person_id).update(restricted=True)


def _requested(request: RightsRequest, actor: Actor) -> Act:
    """Tell the journal of the erasure; nobody opens an entry about somebody whose key a first erasure has destroyed."""
    if parts().key_ring.is_destroyed(str(request.brand_id), str(request.person_id)):
        return Act("erasure.requested", request.pk, actor, "DSR", forgotten=str(request.person_id))
    return Act("erasure.requested", request.pk, actor, "DSR", request.person_id)


def _known_indexes(brand_id: UUID, person_id: UUID) -> list[bytes]:
    """The blind indexes by which the person can be found in anybody's text: identifiers and own name."""
    indexes = [
        bytes(index)
        for index in Identifier.objects.filter(brand_id=brand_id, person_id=person_id).values_list(
            "blind_index", flat=True
        )
    ]
    person = Person.objects.filter(brand_id=brand_id, pk=person_id).first()
    if person is not None and person.name_sealed:
        from egide.keys import normalise_name

        try:
            name = person_vault(brand_id, person_id).open_text("person", person_id, "name", person.name_sealed)
        except KeyDestroyed:
            return indexes
        indexes.append(blind(brand_id, "name", normalise_name(name)))
    return indexes


def _sought(request: RightsRequest) -> list[bytes]:
    sealed = request.sought_sealed
    known = brand_vault(request.brand_id).open_json("rights_request", request.pk, "sought", sealed) or []
    return [bytes.fromhex(index) for index in known]


def _mentions(request: RightsRequest) -> int:
    """Erase the person from the free text of other people's conversations; the rest of those texts stays."""
    brand_id = request.brand_id
    found = Finding.objects.filter(brand_id=brand_id, blind_index__in=_sought(request)).exclude(
        message__interaction__person_id=request.person_id
    )
    spans: dict[UUID, list[Finding]] = {}
    for finding in found:
        spans.setdefault(finding.message_id, []).append(finding)
    for message in Message.objects.filter(pk__in=spans).select_related("interaction"):
        try:
            vault = person_vault(brand_id, message.interaction.person_id)
        except KeyDestroyed:
            continue
        text = list(vault.open_text("message", message.pk, "body", message.body_sealed))
        for finding in spans[message.pk]:
            text[finding.start : finding.end] = ERASED * (finding.end - finding.start)
        message.body_sealed = vault.seal_text("message", message.pk, "body", "".join(text))
        message.save(update_fields=["body_sealed"])
        _forget_derived(message.interaction)
    return int(found.delete()[0])


def _forget_derived(interaction: Interaction) -> None:
    """Drop what was made from a text that has just changed; it is prepared again without the erased words."""
    interaction.calls.update(input_sealed=None, output_sealed=None)
    interaction.drafts.filter(state="proposed").delete()
    interaction.issued_sealed = interaction.summary_sealed = interaction.analysed_at = None
    interaction.save(update_fields=["issued_sealed", "summary_sealed", "analysed_at"])
    RawOriginal.objects.filter(message__interaction=interaction).delete()


def _conversations(request: RightsRequest) -> int:
    """Delete conversations with all that hangs on them: messages, findings, originals, drafts, calls, decisions, outbox."""
    deleted, _ = Interaction.objects.filter(brand_id=request.brand_id, person_id=request.person_id).delete()
    return int(deleted)


def _openings(request: RightsRequest) -> int:
    """Delete what opens the journal's commitments: the entries stay provable and speak of nobody any more."""
    JournalEntry.objects.filter(brand_id=request.brand_id, person_id=request.person_id).update(person_id=None)
    deleted, _ = Opening.objects.filter(brand_id=request.brand_id, person_id=request.person_id).delete()
    return int(deleted)


def _identity(request: RightsRequest) -> int:
    """Delete the person's row and identifiers."""
    deleted, _ = Person.objects.filter(brand_id=request.brand_id, pk=request.person_id).delete()
    return int(deleted)


def _key(request: RightsRequest) -> int:
    """Destroy the person's key: what backups still hold cannot be read again."""
    brand, subject = str(request.brand_id), str(request.person_id)
    destroyed = parts().key_ring.is_destroyed(brand, subject)
    parts().key_ring.destroy_subject(brand, subject)
    return 0 if destroyed else 1


# In this order: mentions need the identifiers, which need the key.
STORES: Final[tuple[Store, ...]] = (
    ("mentions", _mentions),
    ("conversations", _conversations),
    ("openings", _openings),
    ("identity", _identity),
    ("key", _key),
)


def _left(request: RightsRequest, store: str) -> int:
    """Count what a store still holds, by queries of their own."""
    brand_id, person_id = request.brand_id, request.person_id
    match store:
        case "mentions":
            return int(Finding.objects.filter(brand_id=brand_id, blind_index__in=_sought(request)).count())
        case "conversations":
            return int(Interaction.objects.filter(brand_id=brand_id, person_id=person_id).count())
        case "openings":
            rows = Opening.objects.filter(brand_id=brand_id, person_id=person_id).count()
            return int(rows + JournalEntry.objects.filter(brand_id=brand_id, person_id=person_id).count())
        case "identity":
            return int(Person.objects.filter(brand_id=brand_id, pk=person_id).count()) + _rows_about(request)
        case _:
            return 0 if parts().key_ring.is_destroyed(str(brand_id), str(person_id)) else 1


def _rows_about(request: RightsRequest) -> int:
    """Count the rows of every table that name the person, found from the tables' definition: a new one is counted too."""
    about = [
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is Person
    ]
    return sum(
        int(model._default_manager.filter(**{field: request.person_id}).count())  # scoped to the brand
        for model, field in about
    )


def _verify_and_close(request: RightsRequest, actor: Actor, now: datetime) -> list[ErasureStep]:
    steps = list(ErasureStep.objects.filter(request=request))
    for step in steps:
        step.left = _left(request, step.store)
        if step.left:
            step.state = "failed"
        step.save(update_fields=["left", "state"])
    if any(step.state != "done" for step in steps):
        raise ErasureIncomplete(", ".join(step.store for step in steps if step.state != "done"))
    counts = {step.store: step.deleted for step in steps}
    with transaction.atomic():
        request.state, request.answered_at, request.sought_sealed = "answered", now, None
        request.save(update_fields=["state", "answered_at", "sought_sealed"])
        act = Act("erasure.done", request.pk, actor, "DSR", detail=counts, forgotten=str(request.person_id))
        write_entry(request.brand_id, act, at=now)
    return steps
