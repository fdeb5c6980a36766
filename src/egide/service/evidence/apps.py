"""Declare the evidence application."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Journal entries and their openings."""

    name = "egide.service.evidence"
    label = "evidence"
    default_auto_field = "django.db.models.BigAutoField"
