"""Declare the tenancy application."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from typing_extensions import override


class TenancyConfig(AppConfig):
    """Brands, memberships, scopes."""

    name = "egide.service.tenancy"
    label = "tenancy"
    default_auto_field = "django.db.models.BigAutoField"

    @override
    def ready(self) -> None:
        """Put the second lock on every brand-owned table after each migration."""
        from egide.service.tenancy.row_level_security import enable_row_level_security, follow_new_connections

        post_migrate.connect(enable_row_level_security, sender=self)
        follow_new_connections()
