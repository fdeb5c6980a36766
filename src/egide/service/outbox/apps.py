"""Declare the outbox application."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Outgoing messages."""

    name = "egide.service.outbox"
    label = "outbox"
    default_auto_field = "django.db.models.BigAutoField"
