"""Customers of a brand. Values are sealed under the person's own key; identifiers are found by a blind index."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from egide.service.tenancy.models import BrandOwned


class Person(BrandOwned):
    """One customer of one brand. The same human at another brand is another row, with another key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name_sealed = models.BinaryField(null=True)
    created_at = models.DateTimeField()
    # Inbound message, order, login, click; never an e-mail opening or an outbound call (CNIL 2021-131).
    last_contact_at = models.DateTimeField()
    minor = models.BooleanField(_("mineur"), default=False)
    vulnerable = models.BooleanField(_("vulnérable"), default=False)
    ai_opt_out = models.BooleanField(_("refuse l'IA"), default=False)
    restricted = models.BooleanField(_("traitement limité (art. 18)"), default=False)
    objected = models.BooleanField(_("opposition (art. 21)"), default=False)

    class Meta:
        verbose_name = _("personne")
        verbose_name_plural = _("personnes")

    @override
    def __str__(self) -> str:
        return f"person {self.pk}"


class Identifier(BrandOwned):
    """An e-mail address, phone or customer number by which a person is recognised inside one brand."""

    KINDS: ClassVar = [
        ("email", _("adresse e-mail")),
        ("phone", _("téléphone")),
        ("customer_number", _("numéro de client")),
        ("account", _("compte")),
    ]

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="identifiers")
    kind = models.CharField(max_length=20, choices=KINDS)
    blind_index = models.BinaryField(max_length=32)
    value_sealed = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["brand", "kind", "blind_index"], name="one_person_per_identifier"),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.kind} of person {self.person_id}"
