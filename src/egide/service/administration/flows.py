"""Create brands and users, and give roles; each is an entry of a journal."""

from __future__ import annotations

import uuid
from datetime import datetime
from uuid import UUID

from django.db import transaction

from egide.service.accounts.models import User
from egide.service.evidence.flows import Act, write_entry, write_installation_entry
from egide.service.tenancy.access import Actor
from egide.service.tenancy.models import Brand, Membership
from egide.service.tenancy.rights import Role
from egide.service.tenancy.scope import brand_scope
from egide.service.wiring import parts


class BrandExistsError(Exception):
    """A brand with this slug exists already."""


def create_brand(slug: str, *, name: str, actor: Actor, now: datetime) -> Brand:
    """Create a brand with its keys; its journal begins with this act.

    Args:
        slug: Short name in addresses and commands.
        name: Name that people read.
        actor: The operator.
        now: Aware UTC.

    Returns:
        The brand.

    Raises:
        BrandExistsError: the slug is taken.
    """
    if Brand.objects.filter(slug=slug).exists():
        raise BrandExistsError(slug)
    brand_id = uuid.uuid4()
    # Keys first: a brand without keys could store nothing; keys without a brand are harmless.
    parts().key_ring.create_brand(str(brand_id))
    with brand_scope(brand_id), transaction.atomic():
        brand = Brand.objects.create(id=brand_id, slug=slug, name=name, created_at=now)
        write_entry(brand_id, Act("brand.created", brand_id, actor), at=now)
        write_installation_entry(Act("brand.created", brand_id, actor), at=now)
    return brand


def create_user(
    username: str, password: str, *, display_name: str, actor: Actor, now: datetime, language: str = "fr"
) -> User:
    """Create a user without any role."""
    with transaction.atomic():
        user = User.objects.create_user(
            username=username, password=password, display_name=display_name, language=language
        )
        write_installation_entry(Act("user.created", user.pk, actor), at=now)
    return user


def grant_role(user: User, role: Role, brand_id: UUID | None, *, actor: Actor, now: datetime) -> Membership:
    """Give a user a role in a brand, or in the installation."""
    brand = None if brand_id is None else Brand.objects.get(pk=brand_id)
    with transaction.atomic():
        membership, _ = Membership.objects.update_or_create(
            user=user, brand=brand, role=role, defaults={"granted_at": now, "until": None}
        )
        act = Act("user.right_changed", user.pk, actor, detail={"role": role, "granted": True})
        if brand_id is None:
            write_installation_entry(act, at=now)
        else:
            with brand_scope(brand_id):
                write_entry(brand_id, act, at=now)
    return membership
