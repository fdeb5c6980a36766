"""The forms of one's own account that tell the journal what they refuse."""

from __future__ import annotations

from allauth.account.forms import ChangePasswordForm
from django.core.exceptions import ValidationError

from egide.service.accounts.models import User
from egide.service.accounts.signals import password_refused


class WatchedChangePasswordForm(ChangePasswordForm):  # type: ignore[misc]
    """Ask for the present password before a new one; say when it is not the right one.

    Whoever finds a desk left open is guessing here, where no sign-in fails.
    """

    def clean_oldpassword(self) -> str:
        """Check the present password."""
        try:
            present: str = super().clean_oldpassword()
        except ValidationError:
            password_refused.send(sender=User, user=self.user)
            raise
        return present
