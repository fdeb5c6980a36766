"""Declare the training application."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    """What people corrected, and the models that learnt from it."""

    name = "egide.service.training"
    label = "training"
    default_auto_field = "django.db.models.BigAutoField"
