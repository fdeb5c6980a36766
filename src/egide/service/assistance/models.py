"""What the AI functions did: decisions, model calls with their footprint, drafts and the verdicts of people."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from egide.service.conversations.models import Interaction
from egide.service.people.models import Person
from egide.service.tenancy.models import BrandOwned, IndexedByOthers


class Decision(IndexedByOthers):
    """An answer of the policy, with every fact and reason it rests on. Holds no personal value."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    interaction = models.ForeignKey(
        Interaction, null=True, on_delete=models.CASCADE, related_name="decisions", db_index=False
    )
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="decisions", db_index=False)
    task = models.CharField(_("tâche"), max_length=20)
    purpose = models.CharField(_("finalité"), max_length=12)
    verdict = models.CharField(_("verdict"), max_length=20)
    mask = models.JSONField(default=list)
    reasons = models.JSONField(default=list)
    facts = models.JSONField(default=dict)
    policy_version = models.CharField(max_length=40)
    retain_until = models.DateTimeField(null=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("décision")
        indexes: ClassVar = [
            models.Index(fields=["brand", "at"], name="decisions_by_time"),
            # Those of the gateway belong to no conversation, and often to nobody known.
            models.Index(
                fields=["interaction"], name="decisions_of_conversation", condition=models.Q(interaction__isnull=False)
            ),
            models.Index(fields=["person"], name="decisions_of_person", condition=models.Q(person__isnull=False)),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.task}: {self.verdict}"


class ModelCall(IndexedByOthers):
    """One use of a model, rule models included: what went in and out (sealed), and what it cost the planet."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="calls")
    interaction = models.ForeignKey(
        Interaction, null=True, on_delete=models.CASCADE, related_name="calls", db_index=False
    )
    task = models.CharField(max_length=20)
    model = models.CharField(max_length=80)
    kind = models.CharField(max_length=10)
    region = models.CharField(max_length=8, blank=True)
    input_sealed = models.BinaryField(null=True)
    output_sealed = models.BinaryField(null=True)
    input_tokens = models.PositiveIntegerField(default=0)
    output_tokens = models.PositiveIntegerField(default=0)
    duration_ms = models.FloatField(default=0)
    # Why a model that was called gave nothing usable; empty when it answered.
    failure = models.CharField(max_length=40, blank=True)
    energy_wh = models.FloatField(default=0)
    # {"energy_wh": {low, point, high}, "carbon_gco2e": {…}, "method", "factors", "warnings"}
    footprint = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("appel de modèle")
        indexes: ClassVar = [
            models.Index(fields=["brand", "at"], name="calls_by_time"),
            models.Index(
                fields=["interaction"], name="calls_of_conversation", condition=models.Q(interaction__isnull=False)
            ),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.task} by {self.model}"


class Draft(BrandOwned):
    """A proposed answer, in protected text, with its citations; or the reason why there is none."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    interaction = models.ForeignKey(Interaction, on_delete=models.CASCADE, related_name="drafts")
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="drafts")
    call = models.ForeignKey(ModelCall, null=True, on_delete=models.SET_NULL, related_name="drafts")
    action = models.CharField(max_length=10)
    # {"parts": [{"text", "citations": [{"article", "title", "passage"}]}], "dropped": [{"text", "why"}]}
    content_sealed = models.BinaryField(null=True)
    confidence = models.FloatField(default=0)
    why = models.JSONField(default=list)
    state = models.CharField(max_length=10, default="proposed")
    created_at = models.DateTimeField()
    shown_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("brouillon")
        indexes: ClassVar = [models.Index(fields=["brand", "created_at"], name="drafts_by_time")]

    @override
    def __str__(self) -> str:
        return f"draft {self.pk}: {self.state}"


class Review(BrandOwned):
    """What a person decided about a draft."""

    draft = models.OneToOneField(Draft, on_delete=models.CASCADE, related_name="review")
    verdict = models.CharField(max_length=10)
    reason_code = models.CharField(max_length=30, blank=True)
    # Share of the draft's characters that the person changed, 0 to 1.
    edited_share = models.FloatField(default=0)
    seconds = models.FloatField(null=True)
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    @override
    def __str__(self) -> str:
        return f"{self.verdict} of draft {self.draft_id}"


class ServiceLevels(BrandOwned):
    """When a brand's team works, and in how many working minutes each priority is answered."""

    # Weekday ("0" is Monday) to windows ["09:00", "18:00"]; empty: open at all hours.
    windows = models.JSONField(_("heures d'ouverture"), default=dict)
    closed_on_holidays = models.BooleanField(_("fermé les jours fériés"), default=True)
    alsace_moselle = models.BooleanField(_("jours fériés d'Alsace-Moselle"), default=False)
    # Priority "1" to "4" to minutes.
    minutes = models.JSONField(_("délais de réponse"), default=dict)
    # Channel to priority to minutes, where a channel has delays of its own.
    channel_minutes = models.JSONField(_("délais par canal"), default=dict)
    # Days of the brand's own, "2026-12-24", besides the public holidays.
    closed_days = models.JSONField(_("jours de fermeture"), default=list)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("niveaux de service")
        constraints: ClassVar = [models.UniqueConstraint(fields=["brand"], name="one_service_level_per_brand")]

    @override
    def __str__(self) -> str:
        return f"service levels of {self.brand_id}"


class TrainedModel(BrandOwned):
    """A classifier learnt from a brand's own work. One champion serves; what it replaced stays for a rollback."""

    STATES: ClassVar = [
        ("challenger", _("candidat")),
        ("champion", _("en service")),
        ("former", _("remplacé")),
        ("refused", _("écarté")),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.PositiveIntegerField(_("version"))
    state = models.CharField(_("état"), max_length=10, choices=STATES, default="challenger")
    # Words of a vocabulary and numbers; they come from conversations, so they are sealed under the brand's key.
    content_sealed = models.BinaryField()
    # {"examples", "accuracy", "ece", …, "promotion": {"promote", "reasons", "champion", "challenger"}}
    figures = models.JSONField(default=dict)
    # Rows it learnt from, so that an erasure shows.
    learnt_from = models.JSONField(default=list)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("modèle de tri")
        ordering: ClassVar = ["-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["brand", "version"], name="one_trained_model_per_version"),
            models.UniqueConstraint(fields=["brand"], condition=models.Q(state="champion"), name="one_champion"),
        ]

    @override
    def __str__(self) -> str:
        return f"triage model {self.version}: {self.state}"


class AutoReplyTerms(BrandOwned):
    """What a brand lets leave without a person. Without this row, nothing."""

    enabled = models.BooleanField(_("envoi automatique"), default=False)
    stopped = models.BooleanField(_("arrêt immédiat"), default=False)
    intents = models.JSONField(_("intentions nommées"), default=list)
    opens = models.TimeField(_("à partir de"))
    closes = models.TimeField(_("jusqu'à"))
    least_confidence = models.FloatField(_("confiance minimale"), default=0.9)
    # Largest share of a day's messages, 0 to 1.
    daily_share = models.FloatField(_("part quotidienne"), default=0.2)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("conditions d'envoi automatique")
        constraints: ClassVar = [models.UniqueConstraint(fields=["brand"], name="one_auto_reply_terms_per_brand")]

    @override
    def __str__(self) -> str:
        return f"auto reply of {self.brand_id}"


class AnswerTerms(BrandOwned):
    """How often a brand wants its drafts to be right, and the confidence that its own history says it takes."""

    # Wanted share of right drafts, 0 to 1.
    precision = models.FloatField(_("part de brouillons justes"))
    threshold = models.FloatField(_("confiance minimale"))
    # How many judged drafts it was learnt from.
    judged = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("seuil des brouillons")
        constraints: ClassVar = [models.UniqueConstraint(fields=["brand"], name="one_answer_terms_per_brand")]

    @override
    def __str__(self) -> str:
        return f"draft threshold of {self.brand_id}"
