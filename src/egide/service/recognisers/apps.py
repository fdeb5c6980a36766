"""Declare the application of the brands' recognisers."""

from django.apps import AppConfig


class RecognisersConfig(AppConfig):
    """A brand's own recognisers and lists."""

    name = "egide.service.recognisers"
    label = "recognisers"
    default_auto_field = "django.db.models.BigAutoField"
