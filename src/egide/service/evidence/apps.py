"""Declare the evidence application."""

from django.apps import AppConfig
from typing_extensions import override


class EvidenceConfig(AppConfig):
    """Journal entries and their openings."""

    name = "egide.service.evidence"
    label = "evidence"
    default_auto_field = "django.db.models.BigAutoField"

    @override
    def ready(self) -> None:
        """Follow sign-ins, refusals and changes of second factor."""
        from egide.service.evidence.signing_in import follow_sign_ins

        follow_sign_ins()
