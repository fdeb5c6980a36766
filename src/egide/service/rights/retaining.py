"""Run retention every day: what has reached its end is deleted by the same means as an erasure."""

from __future__ import annotations

import uuid
from datetime import datetime
from uuid import UUID

from django.db import transaction

from egide.service.conversations.models import Interaction, RawOriginal
from egide.service.evidence.flows import Act, write_entry
from egide.service.evidence.models import Opening
from egide.service.tenancy.access import Actor


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
            "conversations": int(conversations.count()),
        }
        conversations.delete()
        write_entry(brand_id, Act("retention.run", uuid.uuid4(), actor, detail=counts), at=now)
    return counts
