"""Journal entries as they wait for, and then hold, their index; and the openings that may be deleted."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from egide.service.tenancy.models import BrandOwned, IndexedByOthers


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


class JournalEntry(EntryFields, IndexedByOthers):
    """An entry of a brand's journal."""

    # Lets a person's page list what was done with their data; emptied with the person.
    person_id = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("entrée du journal")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["brand", "log_index"], name="one_entry_per_index"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["brand", "obj"], name="entries_by_object"),
            models.Index(fields=["brand", "id"], name="entries_waiting", condition=models.Q(log_index__isnull=True)),
            models.Index(fields=["person_id"], name="entries_of_person", condition=models.Q(person_id__isnull=False)),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.type} #{self.log_index}"


class InstallationEntry(EntryFields):
    """An entry of the installation's own journal: logins, users, brands, settings."""

    # What opens the entry, and the two columns by which it is found and forgotten, are emptied together.
    openings_sealed = models.BinaryField(null=True)
    actor_index = models.BinaryField(max_length=32, null=True, db_index=True)
    delete_after = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("entrée du journal d'installation")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["log_index"], name="one_installation_entry_per_index"),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.type} #{self.log_index}"


class Opening(IndexedByOthers):
    """The salts and values behind an entry's commitments, sealed under the key of the person they speak of."""

    entry = models.ForeignKey(JournalEntry, on_delete=models.CASCADE, related_name="openings")
    # "subject" is sealed under the customer's key; "actor", and all of an entry that concerns nobody, under the brand's.
    holder = models.CharField(max_length=8)
    person_id = models.UUIDField(null=True)
    # Finds what somebody did; keyed to this brand, and gone with the opening.
    actor_index = models.BinaryField(max_length=32, null=True)
    opening_sealed = models.BinaryField()
    delete_after = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("ouverture")
        indexes: ClassVar = [
            models.Index(
                fields=["brand", "actor_index"],
                name="openings_by_actor",
                condition=models.Q(actor_index__isnull=False),
            ),
            models.Index(fields=["person_id"], name="openings_of_person", condition=models.Q(person_id__isnull=False)),
            models.Index(fields=["brand", "delete_after"], name="openings_by_end"),
        ]

    @override
    def __str__(self) -> str:
        return f"opening of entry {self.entry_id} for {self.holder}"


class LogFact(models.Model):
    """A fact about a published log. `log_id` is the brand's id, or the nil UUID for the installation's own log.

    Not brand-owned: one of the logs has no brand, and nothing here says more than the files that anybody may fetch.
    """

    log_id = models.UUIDField(db_index=True)
    at = models.DateTimeField()
    size = models.PositiveBigIntegerField()

    class Meta:
        abstract = True


class Verification(LogFact):
    """The result of verifying a whole log."""

    intact = models.BooleanField()
    # Kind of tampering, the first bad index and the reason, as the verification named them.
    kind = models.CharField(max_length=24, blank=True)
    first_bad_index = models.PositiveBigIntegerField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    duration_ms = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("vérification du journal")

    @override
    def __str__(self) -> str:
        return f"{self.log_id} {'intact' if self.intact else self.kind} at {self.size}"


class WitnessState(LogFact):
    """What one outside witness last cosigned of a log, and whether it has refused since."""

    witness = models.CharField(max_length=255)
    # The checkpoint with the witness's cosignature; empty before the first.
    note = models.BinaryField(null=True)
    tried_at = models.DateTimeField(null=True)
    # Status and reason of the latest refusal; empty when the latest submission was cosigned.
    refusal = models.CharField(max_length=300, blank=True)
    refused_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("état d'un témoin")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["log_id", "witness"], name="one_state_per_log_and_witness"),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.witness} on {self.log_id}"


class TimeStampToken(LogFact):
    """An RFC 3161 token over a checkpoint; `at` is the time that the authority vouches for."""

    checkpoint = models.BinaryField()
    response = models.BinaryField()
    # False when no root certificate was configured: the token is kept, and vouches for nothing yet.
    verified = models.BooleanField()
    received_at = models.DateTimeField()

    class Meta:
        verbose_name = _("horodatage")

    @override
    def __str__(self) -> str:
        return f"{self.log_id} stamped at {self.size}"


class PruningRequest(BrandOwned):
    """A wish to delete the content of old entries: one person asks, another confirms."""

    STATES: ClassVar = [
        ("waiting", _("à confirmer")),
        ("done", _("exécuté")),
        ("withdrawn", _("retiré")),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Entries below this index would lose their content; their hashes stay.
    minimum_index = models.PositiveBigIntegerField()
    before = models.DateTimeField()
    state = models.CharField(max_length=12, choices=STATES, default="waiting")
    asked_by_id = models.UUIDField()
    asked_at = models.DateTimeField()
    decided_by_id = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    pruned = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("demande d'élagage")

    @override
    def __str__(self) -> str:
        return f"pruning below {self.minimum_index}: {self.state}"
