"""Declare the application of gateway keys."""

from django.apps import AppConfig


class GatewayKeysConfig(AppConfig):
    """Keys of the gateway and what was used with them."""

    name = "egide.service.gatewaykeys"
    label = "gatewaykeys"
    default_auto_field = "django.db.models.BigAutoField"
