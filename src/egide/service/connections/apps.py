"""Declare the application of connections."""

from django.apps import AppConfig


class ConnectionsConfig(AppConfig):
    """Mailboxes and webhooks of the brands."""

    name = "egide.service.connections"
    label = "connections"
    default_auto_field = "django.db.models.BigAutoField"
