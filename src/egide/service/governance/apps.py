"""Declare the governance application."""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """Pages of the register; it has no table of its own."""

    name = "egide.service.governance"
    label = "governance"
