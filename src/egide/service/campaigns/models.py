"""A campaign and its candidates. A candidate goes with its person."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from egide.service.assistance.models import Decision
from egide.service.people.models import Person
from egide.service.tenancy.models import BrandOwned


class Campaign(BrandOwned):
    """One choice of whom to contact, for one purpose on one channel."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("nom"), max_length=120)
    purpose = models.CharField(_("finalité"), max_length=12)
    channel = models.CharField(_("canal"), max_length=10)
    most = models.PositiveIntegerField(_("contacts au plus"))
    # {"candidates", "unknown", "refused": {rule: n}, "report", "fairness"}: counts and rates, no person.
    figures = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # A person saw the figures by group and took the responsibility: nothing is exported before.
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("campagne")
        ordering: ClassVar = ["-created_at"]

    @override
    def __str__(self) -> str:
        return f"campaign {self.pk}"


class Candidate(BrandOwned):
    """One person of a campaign: the decision, then the score if the law allowed one."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="candidates")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="+")
    # The reference as the file gave it, sealed under the person's key.
    reference_sealed = models.BinaryField()
    probability = models.FloatField(null=True)
    # [[attribute, points]]: names of attributes, never their values.
    contributions = models.JSONField(default=list)
    chosen = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("candidat")
        indexes: ClassVar = [models.Index(fields=["campaign", "chosen"], name="chosen_of_campaign")]

    @override
    def __str__(self) -> str:
        return f"candidate of {self.campaign_id}"
