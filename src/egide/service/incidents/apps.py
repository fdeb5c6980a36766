"""Declare the application of incidents."""

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    """Incidents and the register of breaches."""

    name = "egide.service.incidents"
    label = "incidents"
    default_auto_field = "django.db.models.BigAutoField"
