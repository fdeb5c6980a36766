"""Who holds which role, who replaces whom, and the review of accesses every quarter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from egide.policy import InvalidRecord
from egide.service.accounts.models import User
from egide.service.evidence.flows import Act, write_entry
from egide.service.register.models import Delegation
from egide.service.tenancy.access import Actor, check_right
from egide.service.tenancy.models import Brand, Membership
from egide.service.tenancy.rights import Right, Role

# House rule: each access is confirmed by somebody every quarter.
REVIEW_EVERY = timedelta(days=92)
LONGEST_ABSENCE = timedelta(days=184)


def memberships_of(brand: Brand, *, now: datetime) -> QuerySet[Membership]:
    """List the roles that count in a brand at a moment."""
    valid = Q(until__isnull=True) | Q(until__gt=now)
    return Membership.objects.filter(valid, brand=brand).select_related("user").order_by("role", "user__username")


def review_due(membership: Membership, *, now: datetime) -> bool:
    """Say whether nobody confirmed an access for a quarter."""
    return (membership.confirmed_at or membership.granted_at) + REVIEW_EVERY <= now


def reviews_due(brands: Sequence[Brand], *, now: datetime) -> int:
    """Count the accesses that wait for their review."""
    return sum(review_due(row, now=now) for brand in brands for row in memberships_of(brand, now=now))


def confirm_access(membership: Membership, *, actor: Actor, now: datetime) -> None:
    """Confirm that somebody still needs a role.

    Raises:
        AccessRefused: the actor may not manage users.
        InvalidRecord: nobody confirms their own access.
    """
    _check(membership, actor)
    with transaction.atomic():
        membership.confirmed_at = now
        membership.save(update_fields=["confirmed_at"])
        _write(membership, actor, now, {"role": membership.role, "confirmed": True})


def revoke_access(membership: Membership, *, actor: Actor, now: datetime) -> None:
    """Take a role away, from the next request on.

    Raises:
        AccessRefused: the actor may not manage users.
        InvalidRecord: nobody revokes their own access.
    """
    _check(membership, actor)
    with transaction.atomic():
        membership.until = now
        membership.save(update_fields=["until"])
        _write(membership, actor, now, {"role": membership.role, "granted": False})


def _check(membership: Membership, actor: Actor) -> None:
    assert membership.brand_id is not None  # noqa: S101 - the pages list roles of brands only
    check_right(actor, Right.USER_MANAGE, membership.brand_id)
    if actor.user_id == membership.user_id:
        raise InvalidRecord("membership.user", "an access is reviewed by somebody else")


def _write(membership: Membership, actor: Actor, now: datetime, detail: dict[str, object]) -> None:
    if membership.brand_id is not None:
        act = Act("user.right_changed", membership.user_id, actor, detail=detail)
        write_entry(membership.brand_id, act, at=now)


def delegate_role(
    membership: Membership, delegate: User, until: datetime, *, actor: Actor, now: datetime, reason: str = ""
) -> Delegation:
    """Let somebody hold a role while its holder is away; it ends by itself.

    Args:
        membership: The role of the absent person in a brand.
        delegate: Who replaces them.
        until: End of the absence.
        actor: The absent person themselves, or who manages users.
        now: Aware UTC.
        reason: Why, without personal detail.

    Returns:
        The delegation.

    Raises:
        AccessRefused: somebody else's role, without the right to manage users.
        InvalidRecord: the end is past or farther than six months, or the delegate holds the role already.
    """
    brand = membership.brand
    if brand is None:
        raise InvalidRecord("delegation.brand", "a role of the installation is not delegated")
    if actor.user_id != membership.user_id:
        check_right(actor, Right.USER_MANAGE, brand.pk)
    if not now < until <= now + LONGEST_ABSENCE:
        raise InvalidRecord("delegation.until", "must be within six months")
    held = memberships_of(brand, now=now).filter(user=delegate, role=membership.role)
    if delegate.pk == membership.user_id or held.exists():
        raise InvalidRecord("delegation.delegate", "holds this role already")
    with transaction.atomic():
        given, _ = Membership.objects.update_or_create(
            user=delegate,
            brand=brand,
            role=membership.role,
            defaults={"granted_at": now, "until": until, "confirmed_at": None},
        )
        row: Delegation = Delegation.objects.create(
            brand=brand,
            role=membership.role,
            absent=membership.user,
            delegate=delegate,
            until=until,
            reason=reason[:200],
            made_at=now,
        )
        _write(given, actor, now, {"role": membership.role, "granted": True, "delegated": True})
    return row


def people_of(brand: Brand, *, now: datetime) -> QuerySet[User]:
    """List the accounts that hold a role in a brand."""
    return User.objects.filter(memberships__in=memberships_of(brand, now=now)).distinct().order_by("username")


def role_label(role: str) -> str:
    """Name a role for a reader."""
    return str(Role(role).label)
