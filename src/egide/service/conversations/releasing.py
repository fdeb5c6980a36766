"""The DPO's choice about a held record: take it in under a purpose, or delete it for good."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from egide.service.conversations.importing import Delivery, import_records
from egide.service.conversations.models import ImportRun, Quarantined
from egide.service.conversations.quarantine import released_items
from egide.service.evidence.flows import Act, write_entry
from egide.service.tenancy.access import Actor, check_right
from egide.service.tenancy.rights import Right


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
