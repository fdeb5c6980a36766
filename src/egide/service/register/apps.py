"""Declare the register application."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """Purposes, DPIAs, switches."""

    name = "egide.service.register"
    label = "register"
    default_auto_field = "django.db.models.BigAutoField"
