"""Declare the accounts application."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users of the desk."""

    name = "egide.service.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
