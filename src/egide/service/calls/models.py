"""The script that a brand's calls follow, and the review of each call. No field speaks of an agent."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from egide.service.assistance.models import Decision
from egide.service.conversations.models import Interaction
from egide.service.tenancy.models import BrandOwned


class CallScript(BrandOwned):
    """What must and must not be said on a brand's calls; without this row, the shipped script."""

    # [{"id", "kind", "phrases", "within_s", "roles", "label": [fr, en]}]
    rules = models.JSONField(_("règles"), default=list)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("script d'appel")
        constraints: ClassVar = [models.UniqueConstraint(fields=["brand"], name="one_call_script_per_brand")]

    @override
    def __str__(self) -> str:
        return f"call script of {self.brand_id}"


class ReviewedCall(BrandOwned):
    """What was computed of one call. Texts are protected and sealed; the figures hold no personal value."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    interaction = models.OneToOneField(Interaction, on_delete=models.CASCADE, related_name="call_review")
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="+")
    # {"metrics", "script", "incidents", "mute", "complaint", "sentiment", "requests", "estimated_times"}
    figures = models.JSONField(default=dict)
    # {"summary", "commitments"}, protected text.
    content_sealed = models.BinaryField()
    # The team that took the call, where it is known; never who in it.
    team = models.CharField(_("équipe"), max_length=60, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("revue d'appel")
        indexes: ClassVar = [models.Index(fields=["brand", "at"], name="call_reviews_by_time")]

    @override
    def __str__(self) -> str:
        return f"review of call {self.interaction_id}"
