"""Interactions and their messages, with provenance, findings and what waits for a decision of the DPO."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from egide.service.people.models import Person
from egide.service.tenancy.models import BrandOwned

CHANNELS = [
    ("email", _("E-mail")),
    ("chat", _("Chat")),
    ("social", _("Réseau social")),
    ("call_in", _("Appel entrant")),
    ("call_out", _("Appel sortant")),
    ("form", _("Formulaire")),
    ("bot", _("Assistant virtuel")),
]
PRIORITIES = [(1, "P1"), (2, "P2"), (3, "P3"), (4, "P4")]


class ImportRun(BrandOwned):
    """One delivery of records: where they came from, how, on what basis, and what became of them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.CharField(_("source"), max_length=40)
    # A file name may hold a customer's name: sealed under the brand's key.
    label_sealed = models.BinaryField(null=True)
    collected_how = models.CharField(_("mode de collecte"), max_length=40)
    purpose = models.CharField(_("finalité"), max_length=12)
    legal_basis = models.CharField(_("base légale"), max_length=4)
    state = models.CharField(_("état"), max_length=12, default="running")
    total = models.PositiveIntegerField(default=0)
    imported = models.PositiveIntegerField(default=0)
    duplicates = models.PositiveIntegerField(default=0)
    quarantined = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("import")
        ordering: ClassVar = ["-started_at"]

    @override
    def __str__(self) -> str:
        return f"import {self.pk}"


class ImportReject(BrandOwned):
    """A record that could not become a message: where, and why, without its content."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rejects")
    position = models.CharField(_("position"), max_length=80)
    code = models.CharField(max_length=40)
    reason_fr = models.CharField(max_length=300)
    reason_en = models.CharField(max_length=300)

    @override
    def __str__(self) -> str:
        return f"{self.code} at {self.position}"


class Quarantined(BrandOwned):
    """A record that has no purpose or basis known to the brand's register: kept sealed until the DPO decides."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="quarantine")
    position = models.CharField(max_length=80)
    code = models.CharField(max_length=40)
    reason_fr = models.CharField(max_length=300)
    reason_en = models.CharField(max_length=300)
    record_sealed = models.BinaryField(null=True)
    dedup_key = models.BinaryField(max_length=32)
    state = models.CharField(max_length=12, default="waiting")
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["brand", "dedup_key"], name="quarantined_once")]

    @override
    def __str__(self) -> str:
        return f"quarantined {self.pk}"


class Interaction(BrandOwned):
    """A conversation of one customer with one brand, on one channel."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="interactions")
    run = models.ForeignKey(ImportRun, null=True, on_delete=models.SET_NULL, related_name="interactions")
    channel = models.CharField(_("canal"), max_length=10, choices=CHANNELS)
    thread_index = models.BinaryField(max_length=32)
    subject_sealed = models.BinaryField(null=True)
    status = models.CharField(_("état"), max_length=10, default="open")
    purpose = models.CharField(_("finalité"), max_length=12)
    legal_basis = models.CharField(_("base légale"), max_length=4)
    opened_at = models.DateTimeField()
    last_message_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(_("échéance"), null=True)
    retain_until = models.DateTimeField(_("conservé jusqu'au"), null=True)
    assigned_to = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    ai_off = models.BooleanField(_("IA coupée"), default=False)
    # What the analysis concluded, from protected text only.
    language = models.CharField(max_length=5, blank=True)
    intent = models.CharField(max_length=60, blank=True)
    intent_confidence = models.FloatField(null=True)
    intent_known = models.BooleanField(default=False)
    sentiment = models.CharField(max_length=10, blank=True)
    priority = models.PositiveSmallIntegerField(choices=PRIORITIES, default=3)
    priority_points = models.FloatField(default=0)
    priority_overridden = models.BooleanField(default=False)
    analysis = models.JSONField(default=dict)
    summary_sealed = models.BinaryField(null=True)
    # The pseudonyms issued in this conversation, and only those: sealed, so that they go with the person's key.
    issued_sealed = models.BinaryField(null=True)
    analysed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("conversation")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["brand", "channel", "thread_index"], name="one_interaction_per_thread"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["brand", "status", "priority", "due_at", "id"], name="queue_order"),
            models.Index(fields=["brand", "status", "channel", "priority", "due_at", "id"], name="queue_of_channel"),
            models.Index(fields=["brand", "person"], name="interactions_of_person"),
        ]

    @override
    def __str__(self) -> str:
        return f"interaction {self.pk}"


class Message(BrandOwned):
    """One message or spoken turn, sealed under the customer's key, the agent's words included."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    interaction = models.ForeignKey(Interaction, on_delete=models.CASCADE, related_name="messages")
    position = models.PositiveIntegerField(default=0)
    author_role = models.CharField(max_length=10)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    body_sealed = models.BinaryField()
    # Quoted text, signature, attachments' names, participants: one sealed JSON object.
    extra_sealed = models.BinaryField(null=True)
    ai_mark = models.CharField(max_length=10, blank=True)
    source = models.CharField(max_length=40)
    purpose = models.CharField(max_length=12)
    legal_basis = models.CharField(max_length=4)
    collected_how = models.CharField(max_length=40)
    received_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "position"]
        indexes: ClassVar = [models.Index(fields=["interaction", "at", "position"], name="thread_order")]

    @override
    def __str__(self) -> str:
        return f"message {self.pk}"


class DedupKey(BrandOwned):
    """A key by which a second copy of a message is recognised; keyed, so that it tells nothing by itself."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="dedup_keys")
    kind = models.CharField(max_length=12)
    blind_index = models.BinaryField(max_length=32)
    # What tells two messages that look alike apart: their source, whether it gave ids, who wrote, when.
    source = models.CharField(max_length=40)
    has_external_id = models.BooleanField(default=False)
    author_index = models.BinaryField(max_length=32, null=True)
    at = models.DateTimeField(null=True)
    # MinHash signature, kept once per message, on its first band.
    signature = models.BinaryField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["brand", "blind_index"], name="messages_by_dedup_key")]

    @override
    def __str__(self) -> str:
        return f"{self.kind} of message {self.message_id}"


class Finding(BrandOwned):
    """A span of personal data in a message: where, what kind, how sure, and why. Never the value."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="findings")
    label = models.CharField(max_length=16)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    score = models.FloatField()
    why = models.JSONField(default=list)
    # Lets a person's data be found inside the free text of other people's conversations.
    blind_index = models.BinaryField(max_length=32, null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["brand", "blind_index"], name="findings_by_value")]

    @override
    def __str__(self) -> str:
        return f"{self.label} {self.start}-{self.end} in message {self.message_id}"


class RawOriginal(BrandOwned):
    """The bytes as they arrived, sealed, with their own end date."""

    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="raw")
    raw_sealed = models.BinaryField()
    media_type = models.CharField(max_length=60)
    delete_after = models.DateTimeField()

    @override
    def __str__(self) -> str:
        return f"original of message {self.message_id}"
