"""Purposes in force, DPIAs and switches of a brand: the facts that the policy reads at each decision."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from egide.service.tenancy.models import BrandOwned


class BrandPurpose(BrandOwned):
    """A purpose that the brand declares, with its basis. What is not declared here is refused."""

    code = models.CharField(_("code"), max_length=12)
    legal_basis = models.CharField(_("base légale"), max_length=4)
    justification = models.TextField(_("justification"), blank=True)
    active = models.BooleanField(_("active"), default=True)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("finalité")
        constraints: ClassVar = [models.UniqueConstraint(fields=["brand", "code"], name="one_purpose_per_code")]

    @override
    def __str__(self) -> str:
        return self.code


class Dpia(BrandOwned):
    """The impact assessment that a task needs before it may run."""

    STATES: ClassVar = [
        ("draft", _("en rédaction")),
        ("validated", _("validée")),
        ("stale", _("à revoir")),
        ("refused", _("refusée")),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("nom"), max_length=160)
    tasks = models.JSONField(_("tâches"), default=list)
    state = models.CharField(_("état"), max_length=10, choices=STATES, default="draft")
    # What it was validated for (purposes, models, regions, sub-processors): a change makes it stale.
    covers = models.JSONField(default=dict)
    content = models.JSONField(default=dict)
    validated_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("analyse d'impact")

    @override
    def __str__(self) -> str:
        return self.name


class Switch(BrandOwned):
    """AI on or off for the whole brand, a task or a model. Off removes the call, not only its output."""

    kind = models.CharField(
        max_length=6, choices=[("brand", _("marque")), ("task", _("tâche")), ("model", _("modèle"))]
    )
    name = models.CharField(max_length=80, blank=True)
    on = models.BooleanField(_("active"), default=False)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("interrupteur")
        constraints: ClassVar = [models.UniqueConstraint(fields=["brand", "kind", "name"], name="one_switch_each")]

    @override
    def __str__(self) -> str:
        return f"{self.kind} {self.name}"
