"""Rights requests and what was done of them; the ledger of erasures that outlives the data."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from egide.service.tenancy.models import BrandOwned

KINDS = [
    ("access", _("Accès et copie (art. 15)")),
    ("rectification", _("Rectification (art. 16)")),
    ("erasure", _("Effacement (art. 17)")),
    ("restriction", _("Limitation (art. 18)")),
    ("portability", _("Portabilité (art. 20)")),
    ("objection", _("Opposition (art. 21)")),
    ("human", _("Intervention humaine (art. 22)")),
]
STATES = [
    ("received", _("reçue")),
    ("running", _("en cours")),
    ("answered", _("répondue")),
    ("refused", _("refusée")),
]


class RightsRequest(BrandOwned):
    """A person's request, with its legal deadline and its answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("droit"), max_length=16, choices=KINDS)
    # Not a foreign key: the request outlives the person's row, which an erasure deletes.
    person_id = models.UUIDField(db_index=True)
    state = models.CharField(_("état"), max_length=10, choices=STATES, default="received")
    received_at = models.DateTimeField(_("reçue le"))
    due_at = models.DateTimeField(_("échéance"))
    extended = models.BooleanField(_("prolongée"), default=False)
    extension_reason = models.CharField(_("motif de prolongation"), max_length=300, blank=True)
    refusal_reason = models.CharField(_("motif de refus"), max_length=300, blank=True)
    answered_at = models.DateTimeField(_("répondue le"), null=True)
    # The keyed hashes by which an erasure looks for the person; emptied when the second pass has found nothing.
    sought_sealed = models.BinaryField(null=True)

    class Meta:
        verbose_name = _("demande de droits")
        ordering: ClassVar = ["due_at"]

    @override
    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class ErasureStep(BrandOwned):
    """One store of one erasure: what was deleted, and what a second, independent pass found afterwards."""

    request = models.ForeignKey(RightsRequest, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    store = models.CharField(max_length=40)
    state = models.CharField(max_length=10, default="pending")
    deleted = models.PositiveIntegerField(default=0)
    left = models.PositiveIntegerField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["request", "store"], name="one_step_per_store")]

    @override
    def __str__(self) -> str:
        return f"{self.store}: {self.state}"


class RetentionRun(BrandOwned):
    """What one daily round deleted because its time had come: counts, so that somebody can see what retention removes."""

    at = models.DateTimeField(db_index=True)
    conversations = models.PositiveIntegerField(default=0)
    originals = models.PositiveIntegerField(default=0)
    openings = models.PositiveIntegerField(default=0)
    decisions = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("passage de conservation")
        ordering: ClassVar = ["-at"]

    @override
    def __str__(self) -> str:
        return f"{self.at}: {self.conversations}"


class Suppression(BrandOwned):
    """An objection that must keep working after everything else is gone: a keyed hash, a channel, a date."""

    kind = models.CharField(max_length=20)
    blind_index = models.BinaryField(max_length=32)
    since = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["brand", "kind", "blind_index"], name="suppressed_once"),
        ]

    @override
    def __str__(self) -> str:
        return f"suppression of a {self.kind}"
