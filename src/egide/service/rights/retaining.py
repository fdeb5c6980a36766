"""Run retention every day: what has reached its end is deleted by the same means as an erasure."""

from __future__ import annotations

import uuid
from datetime import datetime
from uuid import UUID

from django.db import transaction

from egide.service.assistance.models import Decision
from egide.service.conversations.models import Interaction, RawOriginal
from egide.service.evidence.flows import Act, write_entry
from egide.service.evidence.models import Opening
from egide.service.rights.models import RetentionRun
from egide.service.tenancy.access import Actor
from egide.service.wiring import parts

_AT_ONCE = 2000


def run_retention(brand_id: UUID, *, actor: Actor, now: datetime) -> dict[str, int]:
    """Delete what a brand may no longer keep.

    Args:
        brand_id: The brand, in scope.
        actor: The scheduler.
        now: Aware UTC.

    Returns:
        How many rows were deleted, by store.
    """
    with transaction.atomic():
        conversations = Interaction.objects.filter(brand_id=brand_id, retain_until__lt=now)
        originals = RawOriginal.objects.filter(brand_id=brand_id, delete_after__lt=now)
        openings = Opening.objects.filter(brand_id=brand_id, delete_after__lt=now)
        counts = {
            "originals": int(originals.delete()[0]),
            "openings": int(openings.delete()[0]),
            "decisions": _forget_decisions(brand_id, now),
            "conversations": int(conversations.count()),
        }
        conversations.delete()
        RetentionRun.objects.create(brand_id=brand_id, at=now, **counts)
        write_entry(brand_id, Act("retention.run", uuid.uuid4(), actor, detail=counts), at=now)
    return counts


def _forget_decisions(brand_id: UUID, now: datetime) -> int:
    """Delete decisions of tools that call the gateway, with their calls' costs: they hang on no conversation."""
    past = Decision.objects.filter(brand_id=brand_id, interaction__isnull=True, retain_until__lt=now)
    deleted = 0
    # By pieces: a busy gateway decides more in a day than a deletion should hold in memory.
    while keys := list(past.values_list("pk", flat=True)[:_AT_ONCE]):
        Decision.objects.filter(pk__in=keys).delete()
        deleted += len(keys)
    return deleted


def rotate_keys(brand_id: UUID, *, actor: Actor, now: datetime) -> int:
    """Give a brand a new wrapping key and rewrap its persons' keys; former backups lose their use for the erased.

    Returns:
        How many persons' keys were rewrapped.
    """
    rewrapped = parts().key_ring.rotate_brand(str(brand_id))
    with transaction.atomic():
        write_entry(brand_id, Act("key.rotated", uuid.uuid4(), actor, detail={"rewrapped": rewrapped}), at=now)
    return rewrapped
