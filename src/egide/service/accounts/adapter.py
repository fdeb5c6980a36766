"""Accounts are given, never taken."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.db import transaction
from django.http import HttpRequest

from egide.service.accounts.models import User
from egide.service.accounts.signals import password_stored


class ClosedAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Close self-registration, for the operator creates users; write each change of password to the journal."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse every sign-up."""
        del request
        return False

    def set_password(self, user: User, password: str) -> None:
        """Store a password that was changed, set or reset, with its entry or not at all."""
        with transaction.atomic():
            super().set_password(user, password)
            password_stored.send(sender=User, user=user)
