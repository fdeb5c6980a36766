"""Open an account with a role of one brand, from a page; close one at once, with its second factor and its sessions."""

from __future__ import annotations

import re
import secrets
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from egide.policy import InvalidRecord
from egide.service.accounts.models import User
from egide.service.administration.flows import create_user, grant_role
from egide.service.evidence.flows import Act, write_installation_entry
from egide.service.tenancy.access import Actor, check_right
from egide.service.tenancy.models import Brand
from egide.service.tenancy.rights import Right, Role

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}", re.ASCII)


def invite(
    brand: Brand, username: str, role: Role, *, display_name: str, actor: Actor, now: datetime
) -> tuple[User, str]:
    """Give somebody a role in a brand, with an account when they have none; a closed account opens again.

    Args:
        brand: The brand, in scope.
        username: How they sign in: small letters, digits, dot, dash.
        role: What they do.
        display_name: What customers and colleagues read.
        actor: Who invites.
        now: Aware UTC.

    Returns:
        The account, and a first password, empty for somebody who has one already.

    Raises:
        AccessRefused: the actor does not manage the users of this brand, or of another where a closed account worked.
        InvalidRecord: the name cannot be one, or an actor gives a role to themself.
    """
    check_right(actor, Right.USER_MANAGE, brand.pk)
    if not _USERNAME.fullmatch(username):
        raise InvalidRecord("user.username", "small letters, digits, dots and dashes, 2 to 40 of them")
    user = User.objects.filter(username=username).first()
    if user is not None and user.pk == actor.user_id:
        raise InvalidRecord("user.username", "a role is given by somebody else")
    password = ""
    with transaction.atomic():
        if user is None:
            password = secrets.token_urlsafe(15)
            user = create_user(username, password, display_name=display_name or username, actor=actor, now=now)
        elif not user.is_active:
            # Whoever reads the new password can be this person wherever they work.
            _check_everywhere(user, actor)
            password = secrets.token_urlsafe(15)
            user.set_password(password)
            user.is_active = True
            user.save(update_fields=["password", "is_active"])
            write_installation_entry(Act("user.created", user.pk, actor), at=now)
        grant_role(user, role, brand.pk, actor=actor, now=now)
    return user, password


def close_account(user: User, *, actor: Actor, now: datetime) -> None:
    """Close an account: it signs in no more and its open sessions answer nothing from the next request on.

    Args:
        user: Whose account.
        actor: Who closes it.
        now: Aware UTC.

    Raises:
        AccessRefused: the account works for a brand whose users the actor does not manage.
        InvalidRecord: nobody closes their own account.
    """
    _check_everywhere(user, actor)
    if user.pk == actor.user_id:
        raise InvalidRecord("user", "an account is closed by somebody else")
    if not user.is_active:
        return
    with transaction.atomic():
        user.is_active = False
        user.set_unusable_password()
        user.save(update_fields=["is_active", "password"])
        # Whoever took the account may have enrolled a factor of their own: it opens again with a new one.
        Authenticator.objects.filter(user=user).delete()
        write_installation_entry(Act("user.disabled", user.pk, actor), at=now)


def _check_everywhere(user: User, actor: Actor) -> None:
    """Check that the actor manages users in every brand where an account has or had a role."""
    held = user.memberships.all()
    # A role of the whole installation is the business of somebody who holds one.
    if not actor.roles.get(None) and held.filter(brand__isnull=True).exists():
        raise InvalidRecord("user", "holds a role of the installation")
    for brand_id in set(held.filter(brand__isnull=False).values_list("brand_id", flat=True)):
        check_right(actor, Right.USER_MANAGE, brand_id)
