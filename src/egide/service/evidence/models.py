"""Journal entries as they wait for, and then hold, their index; and the openings that may be deleted."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from egide.service.tenancy.models import BrandOwned


class EntryFields(models.Model):
    """The outbox row of one entry: written with the act, sequenced later, never changed."""

    at = models.DateTimeField()
    type = models.CharField(max_length=40)
    purpose = models.CharField(max_length=12, blank=True)
    obj = models.UUIDField()
    # Canonical JSON (RFC 8785): exactly the bytes that are hashed.
    body = models.BinaryField()
    log_index = models.PositiveBigIntegerField(null=True)

    class Meta:
        abstract = True


class JournalEntry(EntryFields, BrandOwned):
    """An entry of a brand's journal."""

    # Lets a person's page list what was done with their data; emptied with the person.
    person_id = models.UUIDField(null=True, db_index=True)

    class Meta:
        verbose_name = _("entrée du journal")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["brand", "log_index"], name="one_entry_per_index"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["brand", "obj"], name="entries_by_object"),
            models.Index(fields=["brand", "id"], name="entries_waiting", condition=models.Q(log_index__isnull=True)),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.type} #{self.log_index}"


class InstallationEntry(EntryFields):
    """An entry of the installation's own journal: logins, users, brands, settings."""

    openings_sealed = models.BinaryField(null=True)

    class Meta:
        verbose_name = _("entrée du journal d'installation")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["log_index"], name="one_installation_entry_per_index"),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.type} #{self.log_index}"


class Opening(BrandOwned):
    """The salts and values behind an entry's commitments, sealed under the key of the person they speak of."""

    entry = models.ForeignKey(JournalEntry, on_delete=models.CASCADE, related_name="openings")
    # "subject" is sealed under the customer's key; "actor" under the brand's key, with its own retention.
    holder = models.CharField(max_length=8)
    person_id = models.UUIDField(null=True, db_index=True)
    opening_sealed = models.BinaryField()
    delete_after = models.DateTimeField(null=True)

    @override
    def __str__(self) -> str:
        return f"opening of entry {self.entry_id} for {self.holder}"
