"""What a brand lets its assistant do, and the sessions of visitors. A session holds no word of a visitor."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from egide.service.conversations.models import Interaction
from egide.service.tenancy.models import BrandOwned


class BotTerms(BrandOwned):
    """What the assistant of a brand may answer, and on which sites. Without this row it does not speak."""

    enabled = models.BooleanField(_("assistant ouvert"), default=False)
    intents = models.JSONField(_("intentions nommées"), default=list)
    # Sites, besides this one, whose pages may hold the widget: "https://www.marque.example".
    origins = models.JSONField(_("sites autorisés"), default=list)
    most_turns = models.PositiveSmallIntegerField(_("tours avant un conseiller"), default=6)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("conditions de l'assistant")
        constraints: ClassVar = [models.UniqueConstraint(fields=["brand"], name="one_bot_terms_per_brand")]

    @override
    def __str__(self) -> str:
        return f"bot of {self.brand_id}"


class BotSession(BrandOwned):
    """One visitor's exchange with the assistant: where it stands, never what was said."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    interaction = models.ForeignKey(Interaction, null=True, on_delete=models.CASCADE, related_name="bot_sessions")
    # The bearer of the token is the visitor; only its hash is kept.
    token_hash = models.BinaryField(max_length=32)
    language = models.CharField(max_length=2, default="fr")
    announced = models.BooleanField(default=False)
    verified = models.BooleanField(default=False)
    turns = models.PositiveSmallIntegerField(default=0)
    asks = models.PositiveSmallIntegerField(default=0)
    handed_over = models.BooleanField(default=False)
    # A code sent to a known address: its hash, its end, and how often a wrong one was given.
    code_hash = models.BinaryField(max_length=32, null=True)
    code_until = models.DateTimeField(null=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    messages = models.PositiveSmallIntegerField(default=0)
    # Up to where the visitor has read the answers of people.
    read_until = models.DateTimeField(null=True)
    # One answer at a time: two requests at once would answer the same words twice.
    busy_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        verbose_name = _("session de l'assistant")
        indexes: ClassVar = [models.Index(fields=["brand", "last_at"], name="bot_sessions_by_time")]

    @override
    def __str__(self) -> str:
        return f"bot session {self.pk}"


class VisitCount(BrandOwned):
    """How many requests one address made in one window; the address is a keyed hash, gone soon after its window."""

    what = models.CharField(max_length=8)
    visitor = models.BinaryField(max_length=32)
    since = models.DateTimeField()
    requests = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("compte de visites")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["brand", "what", "visitor"], name="one_count_per_visitor"),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.requests} {self.what} since {self.since:%H:%M:%S}"
