"""The doors: an actor, the brands they serve, and the check that precedes every act."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from egide.service.accounts.models import User
from egide.service.tenancy.models import Brand, Membership
from egide.service.tenancy.rights import Right, Role, roles_holding


class AccessRefused(PermissionError):
    """The actor does not hold this right in this brand. Says the right, never the data."""

    def __init__(self, right: Right) -> None:
        super().__init__(f"right '{right}' is missing")
        self.right = right


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a user with roles per brand, or a named part of the product.

    Attributes:
        reference: Stable id written (as a commitment) to the journal; a user's UUID or `system:<part>`.
        roles: Roles per brand id; the key None holds installation-wide roles.
    """

    reference: str
    roles: Mapping[UUID | None, frozenset[Role]]
    user_id: UUID | None = None

    def roles_in(self, brand_id: UUID) -> frozenset[Role]:
        """Return the roles held in a brand, installation-wide ones included."""
        return self.roles.get(brand_id, frozenset()) | self.roles.get(None, frozenset())

    def holds(self, right: Right, brand_id: UUID) -> bool:
        """Say whether the actor holds a right in a brand."""
        return self.user_id is None or bool(self.roles_in(brand_id) & roles_holding(right))

    def holds_anywhere(self, right: Right) -> bool:
        """Say whether the actor holds a right in at least one brand."""
        return any(roles & roles_holding(right) for roles in self.roles.values())

    @property
    def brand_ids(self) -> frozenset[UUID]:
        """The brands in which the actor has a role."""
        return frozenset(brand_id for brand_id in self.roles if brand_id is not None)


def system_actor(part: str) -> Actor:
    """Return the actor for work that a part of the product does by itself (import, scheduler, sequencer)."""
    return Actor(reference=f"system:{part}", roles={})


def actor_for(user: User, *, now: datetime) -> Actor:
    """Read a user's current roles."""
    roles: dict[UUID | None, set[Role]] = {}
    valid = Membership.objects.filter(Q(until__isnull=True) | Q(until__gt=now), user=user)
    for brand_id, role in valid.values_list("brand_id", "role"):
        roles.setdefault(brand_id, set()).add(Role(role))
    return Actor(
        reference=str(user.pk), user_id=user.pk, roles={brand_id: frozenset(held) for brand_id, held in roles.items()}
    )


def check_right(actor: Actor, right: Right, brand_id: UUID) -> None:
    """Refuse when the actor does not hold the right in the brand.

    Raises:
        AccessRefused: the right is missing.
    """
    if not actor.holds(right, brand_id):
        raise AccessRefused(right)


def access_brands(actor: Actor, right: Right | None = None) -> list[Brand]:
    """List the brands an actor may see, or those in which they hold a right."""
    brands: Iterable[Brand] = Brand.objects.all()
    if actor.user_id is not None and None not in actor.roles:
        brands = Brand.objects.filter(pk__in=actor.brand_ids)
    return [brand for brand in brands if right is None or actor.holds(right, brand.pk)]


def access_brand_by_slug(actor: Actor, slug: str, right: Right | None = None) -> Brand:
    """Open a brand by its slug.

    Raises:
        Brand.DoesNotExist: no such brand, or none that this actor may know of.
        AccessRefused: the brand is known to the actor but the right is missing.
    """
    brand = Brand.objects.get(slug=slug)
    if actor.user_id is not None and not actor.roles_in(brand.pk):
        raise Brand.DoesNotExist
    if right is not None:
        check_right(actor, right, brand.pk)
    return brand
