"""Declare the conversations application."""

from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    """Interactions, messages, provenance."""

    name = "egide.service.conversations"
    label = "conversations"
    default_auto_field = "django.db.models.BigAutoField"
