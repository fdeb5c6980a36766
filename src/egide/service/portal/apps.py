"""Declare the application of the customer's page."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The customer's page; it keeps no row of its own."""

    name = "egide.service.portal"
    label = "portal"
    default_auto_field = "django.db.models.BigAutoField"
