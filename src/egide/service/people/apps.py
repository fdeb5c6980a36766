"""Declare the people application."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People who write to the brands."""

    name = "egide.service.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
