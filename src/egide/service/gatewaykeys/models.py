"""A key of the gateway, hashed, with its limits; and what was used with it, day by day."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from egide.service.tenancy.models import BrandOwned


class GatewayKey(BrandOwned):
    """The right of one tool to call one task, for one purpose of one brand. The token itself is kept nowhere."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("outil"), max_length=80)
    # SHA-256 of a token of 256 random bits: nothing to guess, so nothing to slow down.
    token_sha256 = models.CharField(max_length=64, unique=True)
    # The beginning of the token, by which a person recognises it.
    hint = models.CharField(_("début de la clé"), max_length=12)
    purpose = models.CharField(_("finalité"), max_length=12)
    task = models.CharField(_("tâche"), max_length=20)
    created_at = models.DateTimeField(_("créée le"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    expires_at = models.DateTimeField(_("expire le"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("révoquée le"), null=True, blank=True)
    # None is no limit.
    requests_per_minute = models.PositiveIntegerField(_("requêtes par minute"), null=True, blank=True)
    tokens_per_day = models.PositiveBigIntegerField(_("jetons par jour"), null=True, blank=True)
    energy_wh_per_day = models.FloatField(_("énergie par jour (Wh)"), null=True, blank=True)
    # Whether each request must name the customer, whose choices then decide (X-Egide-Person).
    person_required = models.BooleanField(_("client nommé à chaque requête"), default=False)

    class Meta:
        verbose_name = _("clé de passerelle")
        ordering: ClassVar = ["-created_at"]

    @override
    def __str__(self) -> str:
        return f"{self.name} ({self.hint}…)"


class GatewayUsage(BrandOwned):
    """What was used with one key on one day (UTC)."""

    key = models.ForeignKey(GatewayKey, on_delete=models.CASCADE, related_name="usage")
    day = models.DateField()
    calls = models.PositiveBigIntegerField(default=0)
    input_tokens = models.PositiveBigIntegerField(default=0)
    output_tokens = models.PositiveBigIntegerField(default=0)
    energy_wh = models.FloatField(default=0)

    class Meta:
        verbose_name = _("usage d'une clé de passerelle")
        constraints: ClassVar = [models.UniqueConstraint(fields=["key", "day"], name="one_usage_per_key_and_day")]

    @override
    def __str__(self) -> str:
        return f"{self.day}: {self.calls}"
