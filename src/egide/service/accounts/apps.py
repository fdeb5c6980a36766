"""Declare the accounts application."""

from django.apps import AppConfig
from typing_extensions import override


class AccountsConfig(AppConfig):
    """Users of the desk."""

    name = "egide.service.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    @override
    def ready(self) -> None:
        """Follow sign-ins, refusals and changes of second factor."""
        from egide.service.accounts.journaling import follow_sign_ins

        follow_sign_ins()
