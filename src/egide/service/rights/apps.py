"""Declare the rights application."""

from django.apps import AppConfig


class RightsConfig(AppConfig):
    """Rights requests, erasures, suppressions."""

    name = "egide.service.rights"
    label = "rights"
    default_auto_field = "django.db.models.BigAutoField"
