"""Declare the application of the ledger of withdrawals."""

from django.apps import AppConfig


class WithdrawalsConfig(AppConfig):
    """Erasures, objections and withdrawn consents that a restored backup must be told again."""

    name = "egide.service.withdrawals"
    label = "withdrawals"
    default_auto_field = "django.db.models.BigAutoField"
