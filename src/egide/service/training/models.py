"""What people taught: a protected text and its right label. It goes with its conversation, so with its person."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from egide.service.conversations.models import Interaction
from egide.service.tenancy.models import BrandOwned


class LabelledExample(BrandOwned):
    """One request whose intent a person set or confirmed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    interaction = models.OneToOneField(Interaction, on_delete=models.CASCADE, related_name="labelled_example")
    label = models.CharField(_("intention"), max_length=60)
    # "corrected" by a person, or "confirmed" by a draft that a person accepted.
    origin = models.CharField(max_length=10)
    # The text is pseudonymised, and sealed under the person's key.
    text_sealed = models.BinaryField()
    # Set once: a frozen example tests every model and teaches none.
    frozen = models.BooleanField(default=False)
    channel = models.CharField(max_length=10)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("exemple étiqueté")
        indexes: ClassVar = [models.Index(fields=["brand", "at"], name="examples_by_time")]

    @override
    def __str__(self) -> str:
        return f"{self.label} of {self.interaction_id}"
