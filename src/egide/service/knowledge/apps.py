"""Declare the knowledge application."""

from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    """Articles of the knowledge base."""

    name = "egide.service.knowledge"
    label = "knowledge"
    default_auto_field = "django.db.models.BigAutoField"
