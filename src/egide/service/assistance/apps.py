"""Declare the assistance application."""

from django.apps import AppConfig


class AssistanceConfig(AppConfig):
    """Decisions, model calls, drafts, reviews."""

    name = "egide.service.assistance"
    label = "assistance"
    default_auto_field = "django.db.models.BigAutoField"
