"""Declare the campaigns application."""

from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    """Campaigns, their candidates and what decided for each."""

    name = "egide.service.campaigns"
    label = "campaigns"
    default_auto_field = "django.db.models.BigAutoField"
