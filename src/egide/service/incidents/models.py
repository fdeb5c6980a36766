"""One incident, and the file that is added to as more is known."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from egide.policy.incidents import Risk
from egide.service.tenancy.models import BrandOwned

RISKS = [
    (Risk.UNKNOWN.value, _("pas encore évalué")),
    (Risk.NONE.value, _("aucun risque pour les personnes")),
    (Risk.RISK.value, _("un risque")),
    (Risk.HIGH.value, _("un risque élevé")),
]
# The steps that a file can take, in the order in which they usually come. Source: GDPR art. 33 and 34.
STEPS = [
    ("opened", _("Ouvert")),
    ("measure", _("Mesure prise ou fait nouveau")),
    ("assessed", _("Évalué")),
    ("controller", _("Marque prévenue")),
    ("authority", _("CNIL notifiée")),
    ("authority-more", _("Complément à la notification")),
    ("people", _("Personnes informées")),
    ("people-excused", _("Information des personnes écartée")),
    ("closed", _("Clos")),
]


class Incident(BrandOwned):
    """What happened, since when it is known, and what was done of the duties that it starts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scenario = models.CharField(_("scénario"), max_length=40)
    aware_at = models.DateTimeField(_("connu le"))
    breach = models.BooleanField(_("données personnelles touchées"), default=False)
    risk = models.CharField(_("risque"), max_length=10, choices=RISKS, default=Risk.UNKNOWN.value)
    kinds = models.JSONField(_("natures de données"), default=list)
    people = models.PositiveIntegerField(_("personnes concernées"), null=True, blank=True)
    records = models.PositiveIntegerField(_("enregistrements concernés"), null=True, blank=True)
    controller_at = models.DateTimeField(_("marque prévenue le"), null=True, blank=True)
    authority_at = models.DateTimeField(_("CNIL notifiée le"), null=True, blank=True)
    people_at = models.DateTimeField(_("personnes informées le"), null=True, blank=True)
    people_excused = models.BooleanField(default=False)
    closed_at = models.DateTimeField(_("clos le"), null=True, blank=True)

    class Meta:
        verbose_name = _("incident")
        ordering: ClassVar = ["-aware_at"]

    @override
    def __str__(self) -> str:
        return f"{self.scenario} {self.pk}"


class IncidentStep(BrandOwned):
    """One page of the file: nothing is ever edited, more is added. Source: GDPR art. 33(4)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=20, choices=STEPS)
    at = models.DateTimeField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # Free words, under the brand's key: somebody may name a person in them.
    text_sealed = models.BinaryField()

    class Meta:
        verbose_name = _("étape d’un incident")
        ordering: ClassVar = ["written_at", "at"]

    @override
    def __str__(self) -> str:
        return f"{self.kind} {self.incident_id}"
