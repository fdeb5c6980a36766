"""Declare the insight application."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """Figures of the work, computed from what the other applications keep; it has no table of its own."""

    name = "egide.service.insight"
    label = "insight"
