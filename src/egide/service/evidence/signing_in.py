"""Write sign-ins, refusals and second factors to the installation's journal."""

from __future__ import annotations

import uuid
from typing import Any

from allauth.account.signals import user_logged_in
from allauth.mfa import signals as mfa_signals
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.db import transaction
from django.utils import timezone

from egide.service.accounts.models import User
from egide.service.evidence.flows import Act, write_installation_entry
from egide.service.tenancy.access import Actor, system_actor


def _write(kind: str, actor: Actor, obj: uuid.UUID, **detail: str) -> None:
    with transaction.atomic():
        write_installation_entry(Act(kind, obj, actor, detail=detail), at=timezone.now())


def _actor(user: User) -> Actor:
    return Actor(reference=str(user.pk), user_id=user.pk, roles={})


def _on_login(*, user: User, **_: Any) -> None:
    _write("login.succeeded", _actor(user), user.pk)


def _on_logout(*, user: User | None, **_: Any) -> None:
    if user is not None:
        _write("logout", _actor(user), user.pk)


def _on_failure(*, credentials: dict[str, Any], **_: Any) -> None:
    # The name that was tried may be anything a person typed: committed, never in clear.
    _write("login.failed", system_actor("sign-in"), uuid.uuid4(), tried=str(credentials.get("username", ""))[:150])


def _on_factor(*, user: User, **_: Any) -> None:
    _write("mfa.changed", _actor(user), user.pk)


def follow_sign_ins() -> None:
    """Connect the journal to Django's and allauth's signals."""
    user_logged_in.connect(_on_login, dispatch_uid="egide.login")
    user_logged_out.connect(_on_logout, dispatch_uid="egide.logout")
    user_login_failed.connect(_on_failure, dispatch_uid="egide.login_failed")
    for name in ("authenticator_added", "authenticator_removed", "authenticator_reset"):
        getattr(mfa_signals, name).connect(_on_factor, dispatch_uid=f"egide.{name}")
