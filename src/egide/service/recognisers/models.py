"""A brand's recognisers, in the states that they go through, and the lists of what is the brand's own."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from egide.service.tenancy.models import BrandOwned

DRAFT, ACTIVE, WITHDRAWN = "draft", "active", "withdrawn"


class Recogniser(BrandOwned):
    """One recogniser that a brand wrote. What is at work is never edited: a draft of the same name takes its place."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("nom"), max_length=41)
    label = models.CharField(_("nature"), max_length=20)
    pattern = models.CharField(_("motif"), max_length=500)
    check_digit = models.CharField(_("clé de contrôle"), max_length=10, blank=True)
    context = models.JSONField(_("mots proches"), default=list)
    context_required = models.BooleanField(_("seulement près de ces mots"), default=False)
    score = models.FloatField(_("confiance"), default=0.85)
    state = models.CharField(_("état"), max_length=10, default=DRAFT)
    changed_at = models.DateTimeField(_("changé le"))

    class Meta:
        verbose_name = _("détecteur de la marque")
        ordering: ClassVar = ["state", "name", "-changed_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["brand", "name", "state"],
                condition=models.Q(state__in=[DRAFT, ACTIVE]),
                name="one_draft_and_one_active_recogniser_per_name",
            )
        ]

    @override
    def __str__(self) -> str:
        return f"{self.name} ({self.state})"


class RecogniserSet(BrandOwned):
    """What a brand leaves in clear, and the version that changes whenever its detection does."""

    # Drawn again at each change: a process that remembers a detector compares this, and nothing else.
    version = models.UUIDField(default=uuid.uuid4)
    # Mailboxes, lines and words: a word may be somebody's name.
    lists_sealed = models.BinaryField(null=True)

    class Meta:
        verbose_name = _("listes de la marque")
        constraints: ClassVar = [models.UniqueConstraint(fields=["brand"], name="one_recogniser_set_per_brand")]

    @override
    def __str__(self) -> str:
        return f"{self.brand_id} {self.version}"
