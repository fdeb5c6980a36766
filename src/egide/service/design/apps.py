"""Django's handle on the application."""

from __future__ import annotations

from django.apps import AppConfig


class DesignConfig(AppConfig):
    name = "egide.service.design"
    label = "design"
