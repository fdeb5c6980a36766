"""Declare the bot application."""

from django.apps import AppConfig


class BotConfig(AppConfig):
    """Sessions of the web assistant and what a brand lets it do."""

    name = "egide.service.bot"
    label = "bot"
    default_auto_field = "django.db.models.BigAutoField"
