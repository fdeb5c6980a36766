"""What people do to a conversation besides answering: open it, close it, give it another priority, cut its AI."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from egide.service.conversations.models import Interaction
from egide.service.evidence.flows import Act, write_entry
from egide.service.tenancy.access import Actor, check_right
from egide.service.tenancy.models import Brand
from egide.service.tenancy.rights import Right


def note_opening(interaction: Interaction, *, actor: Actor, now: datetime) -> None:
    """Record that somebody opened a conversation and read its words."""
    with transaction.atomic():
        act = Act(
            "interaction.opened",
            interaction.pk,
            actor,
            purpose=interaction.purpose,
            person_id=interaction.person_id,
        )
        write_entry(interaction.brand_id, act, at=now)
        interaction.drafts.filter(state="proposed", shown_at__isnull=True).update(shown_at=now)


def close_interaction(interaction: Interaction, *, actor: Actor, now: datetime) -> None:
    """Close a conversation; a new message of the customer opens it again.

    Raises:
        AccessRefused: the actor may not answer for this brand.
    """
    check_right(actor, Right.INTERACTION_REPLY, interaction.brand_id)
    with transaction.atomic():
        interaction.status, interaction.closed_at = "closed", now
        interaction.save(update_fields=["status", "closed_at"])
        interaction.drafts.filter(state="proposed").update(state="stale")
        act = Act("interaction.closed", interaction.pk, actor, interaction.purpose, interaction.person_id)
        write_entry(interaction.brand_id, act, at=now)


def override_priority(interaction: Interaction, level: int, *, actor: Actor, now: datetime) -> None:
    """Give a conversation the priority that a person chose; later analyses keep it.

    Raises:
        AccessRefused: the actor may not change priorities in this brand.
    """
    check_right(actor, Right.PRIORITY_OVERRIDE, interaction.brand_id)
    with transaction.atomic():
        detail = {"from": interaction.priority, "to": level}
        interaction.priority, interaction.priority_overridden = level, True
        interaction.save(update_fields=["priority", "priority_overridden"])
        act = Act(
            "priority.overridden",
            interaction.pk,
            actor,
            interaction.purpose,
            interaction.person_id,
            detail=detail,
        )
        write_entry(interaction.brand_id, act, at=now)


def set_ai_off(interaction: Interaction, *, off: bool, actor: Actor, now: datetime) -> None:
    """Cut the AI for one conversation, or allow it again; the next call already obeys.

    Raises:
        AccessRefused: the actor may not answer for this brand.
    """
    check_right(actor, Right.INTERACTION_REPLY, interaction.brand_id)
    with transaction.atomic():
        interaction.ai_off = off
        interaction.save(update_fields=["ai_off"])
        if off:
            interaction.drafts.filter(state="proposed").update(state="stale")
        act = Act(
            "interaction.changed",
            interaction.pk,
            actor,
            interaction.purpose,
            interaction.person_id,
            detail={"ai_off": off},
        )
        write_entry(interaction.brand_id, act, at=now)


def note_search(brands: Sequence[Brand], found: QuerySet[Interaction], *, actor: Actor, now: datetime) -> None:
    """Record that somebody looked for a person's data, and in how many conversations it was; never what they typed."""
    with transaction.atomic():
        for brand in brands:
            number = found.filter(brand=brand).count()
            write_entry(brand.pk, Act("search.run", brand.pk, actor, detail={"found": number}), at=now)
