"""Declare the calls application."""

from django.apps import AppConfig


class CallsConfig(AppConfig):
    """Reviews of calls and the script of a brand."""

    name = "egide.service.calls"
    label = "calls"
    default_auto_field = "django.db.models.BigAutoField"
