"""Write sign-ins, refusals and what people change in their own account to the installation's journal."""

from __future__ import annotations

import uuid
from typing import Any

from allauth.account import signals as account_signals
from allauth.mfa import signals as mfa_signals
from allauth.socialaccount import signals as social_signals
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.db import transaction
from django.utils import timezone

from egide.service.accounts.models import User
from egide.service.accounts.signals import password_refused, password_stored
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


def _on_factor_failure(*, user: User, authenticator: Any = None, **_: Any) -> None:
    _write("login.failed", _actor(user), user.pk, factor=str(getattr(authenticator, "type", "")))


def _on_email(*, user: User, **_: Any) -> None:
    _write("user.email_changed", _actor(user), user.pk)


def _on_identity_added(*, sociallogin: Any, **_: Any) -> None:
    _write("user.identity_changed", _actor(sociallogin.user), sociallogin.user.pk, identity="added")


def _on_identity_removed(*, socialaccount: Any, **_: Any) -> None:
    _write("user.identity_changed", _actor(socialaccount.user), socialaccount.user.pk, identity="removed")


def _on_password(*, user: User, **_: Any) -> None:
    _write("user.password_changed", _actor(user), user.pk)


def _on_password_refused(*, user: User, **_: Any) -> None:
    _write("user.password_refused", _actor(user), user.pk)


def follow_sign_ins() -> None:
    """Connect the journal to Django's and allauth's signals."""
    account_signals.user_logged_in.connect(_on_login, dispatch_uid="egide.login")
    user_logged_out.connect(_on_logout, dispatch_uid="egide.logout")
    user_login_failed.connect(_on_failure, dispatch_uid="egide.login_failed")
    password_stored.connect(_on_password, dispatch_uid="egide.password")
    password_refused.connect(_on_password_refused, dispatch_uid="egide.password_refused")
    mfa_signals.authentication_failed.connect(_on_factor_failure, dispatch_uid="egide.factor_failed")
    for name in ("authenticator_added", "authenticator_removed", "authenticator_reset"):
        getattr(mfa_signals, name).connect(_on_factor, dispatch_uid=f"egide.{name}")
    for name in ("email_added", "email_changed", "email_removed"):
        getattr(account_signals, name).connect(_on_email, dispatch_uid=f"egide.{name}")
    social_signals.social_account_added.connect(_on_identity_added, dispatch_uid="egide.identity_added")
    social_signals.social_account_removed.connect(_on_identity_removed, dispatch_uid="egide.identity_removed")
