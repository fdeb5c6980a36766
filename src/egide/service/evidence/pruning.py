"""Delete the content of old entries, under the declared policy and four eyes; every hash stays.

Policy: an entry's content may go once the longest retention of the law file has passed; two different people decide;
asking and doing are entries of the journal.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from egide.journal import prune_entries
from egide.journal.tiles import TILE_WIDTH
from egide.policy.retention import phase_ends
from egide.service.evidence.flows import Act, sequence_pending, write_entry
from egide.service.evidence.models import JournalEntry, PruningRequest
from egide.service.tenancy.access import AccessRefused, Actor
from egide.service.tenancy.rights import Right
from egide.service.wiring import parts


class PruningRefused(Exception):
    """The policy forbids this pruning: too young, nothing to prune, or the same person twice."""


def may_prune(actor: Actor, brand_id: UUID) -> bool:
    """Say whether the actor is one of those who decide on pruning: who keeps the keys, and the DPO."""
    return actor.holds(Right.KEY_MANAGE, brand_id) or actor.holds(Right.JOURNAL_OPEN, brand_id)


def _check_may_prune(actor: Actor, brand_id: UUID) -> UUID:
    if actor.user_id is None or not may_prune(actor, brand_id):
        raise AccessRefused(Right.KEY_MANAGE)  # a person decides, never a part of the product
    return actor.user_id


def longest_need(now: datetime) -> timedelta:
    """Return the longest retention of the law file, counted from today.

    Source: retention phases of the law file in force.
    """
    today = now.date()
    ends = [end.until for purpose in parts().law.purposes.values() for end in phase_ends(purpose, {}, today)]
    return max(ends) - today


def prunable_index(brand_id: UUID, *, now: datetime) -> int:
    """Return the index below which the policy lets content go: whole bundles, all of them old enough."""
    old = JournalEntry.objects.filter(brand_id=brand_id, at__lt=now - longest_need(now))
    last = old.aggregate(last=Max("log_index"))["last"]
    if last is None:
        return 0
    # An entry written late may be younger than its neighbours: the first young one bounds what may go.
    young = JournalEntry.objects.filter(brand_id=brand_id, at__gte=now - longest_need(now), log_index__isnull=False)
    first = young.order_by("log_index").values_list("log_index", flat=True).first()
    bound = last + 1 if first is None else min(last + 1, first)
    return int(bound) // TILE_WIDTH * TILE_WIDTH


def ask_pruning(brand_id: UUID, *, actor: Actor, now: datetime) -> PruningRequest:
    """Ask for the pruning of everything that the policy lets go.

    Args:
        brand_id: The brand, in scope.
        actor: The first person.
        now: Aware UTC.

    Returns:
        The request, to be confirmed by somebody else.

    Raises:
        AccessRefused: the actor does not decide on pruning.
        PruningRefused: nothing is old enough, or a request waits already.
    """
    asker = _check_may_prune(actor, brand_id)
    minimum = prunable_index(brand_id, now=now)
    if minimum == 0:
        raise PruningRefused("no whole bundle is older than the longest retention")
    if PruningRequest.objects.filter(brand_id=brand_id, state="waiting").exists():
        raise PruningRefused("a request waits for its confirmation")
    with transaction.atomic():
        request: PruningRequest = PruningRequest.objects.create(
            brand_id=brand_id,
            minimum_index=minimum,
            before=now - longest_need(now),
            asked_by_id=asker,
            asked_at=now,
        )
        detail = {"minimum_index": minimum}
        write_entry(brand_id, Act("journal.pruning_requested", request.pk, actor, detail=detail), at=now)
    return request


def confirm_pruning(request: PruningRequest, *, actor: Actor, now: datetime) -> PruningRequest:
    """Delete the content, as the second person.

    The entry comes first: content may only be missing once the journal says so.

    Args:
        request: A request that waits.
        actor: Somebody else than who asked.
        now: Aware UTC.

    Returns:
        The request, done.

    Raises:
        AccessRefused: the actor does not decide on pruning.
        PruningRefused: the same person, or not a request that waits.
    """
    decider = _check_may_prune(actor, request.brand_id)
    if decider == request.asked_by_id:
        raise PruningRefused("a second person confirms, never who asked")
    if request.state != "waiting":
        raise PruningRefused("this request is closed")
    brand_id, minimum = request.brand_id, request.minimum_index
    with transaction.atomic():
        request.state, request.decided_by_id, request.decided_at = "done", decider, now
        request.pruned = minimum
        request.save(update_fields=["state", "decided_by_id", "decided_at", "pruned"])
        detail = {"minimum_index": minimum, "asked_by": str(request.asked_by_id)}
        write_entry(brand_id, Act("journal.pruned", request.pk, actor, detail=detail), at=now)
    sequence_pending(brand_id, now=now)
    carry_out(request)
    return request


def carry_out(request: PruningRequest) -> None:
    """Delete bundles and rows of a confirmed request; interrupted, it is safe to run again."""
    size = parts().open_journal(request.brand_id).checkpoint().size
    gone = prune_entries(parts().open_journal_files(request.brand_id), request.minimum_index, size)
    JournalEntry.objects.filter(brand_id=request.brand_id, log_index__lt=gone).delete()


def withdraw_pruning(request: PruningRequest, *, actor: Actor, now: datetime) -> PruningRequest:
    """Close a request without pruning.

    Raises:
        AccessRefused: the actor does not decide on pruning.
        PruningRefused: not a request that waits.
    """
    decider = _check_may_prune(actor, request.brand_id)
    if request.state != "waiting":
        raise PruningRefused("this request is closed")
    with transaction.atomic():
        request.state, request.decided_by_id, request.decided_at = "withdrawn", decider, now
        request.save(update_fields=["state", "decided_by_id", "decided_at"])
        detail = {"minimum_index": request.minimum_index, "withdrawn": True}
        write_entry(request.brand_id, Act("journal.pruning_requested", request.pk, actor, detail=detail), at=now)
    return request
