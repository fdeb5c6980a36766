"""Users of the desk. Their rights live in `tenancy`, brand by brand."""

from __future__ import annotations

import uuid

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A person who works at the desk: agent, supervisor, DPO, security officer and others."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Chosen by its owner; what a customer reads as signature. Never written to the journal in clear.
    display_name = models.CharField(_("nom affiché"), max_length=80, blank=True)
    language = models.CharField(
        _("langue"), max_length=5, choices=[("fr", "Français"), ("en", "English")], default="fr"
    )

    class Meta:
        verbose_name = _("utilisateur")
        verbose_name_plural = _("utilisateurs")
