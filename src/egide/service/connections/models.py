"""One connection of one brand with a mailbox or a help desk; and the deliveries seen, so that none comes in twice."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from egide.service.tenancy.models import BrandOwned

IMAP = "imap"


class Connection(BrandOwned):
    """A source of messages. Its secret (password or signing key) is sealed; what it said last is here to be seen."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("genre"), max_length=20)
    name = models.CharField(_("nom"), max_length=80)
    purpose = models.CharField(_("finalité"), max_length=12, default="SAV")
    active = models.BooleanField(_("en service"), default=True)
    # Of a mailbox: where it is. Of a help desk: where answers are sent, empty when they stay here.
    host = models.CharField(_("serveur"), max_length=200, blank=True)
    port = models.PositiveIntegerField(_("port"), default=993)
    user = models.CharField(_("compte"), max_length=200, blank=True)
    folder = models.CharField(_("dossier"), max_length=120, default="INBOX")
    reply_url = models.CharField(_("adresse des réponses"), max_length=300, blank=True)
    secret_sealed = models.BinaryField(null=True)
    cursor = models.CharField(max_length=40, blank=True)
    received = models.PositiveBigIntegerField(_("messages reçus"), default=0)
    last_at = models.DateTimeField(_("dernière réception"), null=True)
    error_code = models.CharField(max_length=40, blank=True)
    failures = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("connexion")
        ordering: ClassVar = ["name"]

    @override
    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class SeenDelivery(BrandOwned):
    """A delivery that was taken, by its hash; kept as long as a source may send it again."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="seen")
    delivery = models.BinaryField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("livraison vue")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["connection", "delivery"], name="one_delivery_per_connection"),
        ]

    @override
    def __str__(self) -> str:
        return f"delivery of {self.connection_id}"
