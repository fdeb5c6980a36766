"""Declare the desk application."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Pages of the desk."""

    name = "egide.service.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"
