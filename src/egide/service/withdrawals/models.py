"""One line of the ledger: what somebody took back, and when."""

from __future__ import annotations

import uuid
from typing import ClassVar, Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from egide.service.tenancy.models import BrandOwned

ERASURE, RESTRICTION, OBJECTION, AI_CHOICE, CONSENT = "erasure", "restriction", "objection", "ai", "consent"
KINDS: Final = [
    (ERASURE, _("effacement demandé")),
    (RESTRICTION, _("limitation")),
    (OBJECTION, _("opposition")),
    (AI_CHOICE, _("choix sur l’IA")),
    (CONSENT, _("consentement refusé ou retiré")),
]


class Withdrawal(BrandOwned):
    """A line as it is written with the act itself, and then to the ledger's file."""

    # Of the act's own row (the request, the consent), so that the same act is never noted twice.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=12, choices=KINDS)
    # Not a foreign key: the line outlives the person's row, which an erasure deletes.
    person_id = models.UUIDField()
    at = models.DateTimeField()
    # Of a consent: purpose, channel and state; of a choice on the AI: whether it is accepted.
    detail = models.JSONField(default=dict)
    # The keyed hashes by which an erasure finds the person in other people's texts, once their own key is gone.
    sought_sealed = models.BinaryField(null=True)
    filed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("retrait")
        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["brand", "at"], name="withdrawals_waiting", condition=models.Q(filed_at__isnull=True)),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
