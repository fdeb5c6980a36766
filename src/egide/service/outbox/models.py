"""Answers on their way: what was sent, by whom, marked as assisted or not, and through which transport."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from egide.service.conversations.models import Interaction, Message
from egide.service.tenancy.models import BrandOwned


class OutgoingMessage(BrandOwned):
    """An answer to a customer, queued in the same transaction as the review that allowed it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    interaction = models.ForeignKey(Interaction, on_delete=models.CASCADE, related_name="outgoing")
    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="outgoing")
    # By name: the AI functions queue answers, the outbox knows nothing of them.
    draft = models.ForeignKey("assistance.Draft", null=True, on_delete=models.SET_NULL, related_name="+")
    # {"to", "subject", "in_reply_to", "references"}
    envelope_sealed = models.BinaryField()
    ai_mark = models.CharField(max_length=10, blank=True)
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=10, default="queued")
    attempts = models.PositiveSmallIntegerField(default=0)
    error_code = models.CharField(max_length=40, blank=True)
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("message sortant")
        indexes: ClassVar = [models.Index(fields=["brand", "state", "queued_at"], name="outbox_order")]

    @override
    def __str__(self) -> str:
        return f"outgoing {self.pk}: {self.state}"
