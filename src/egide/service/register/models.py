"""What a brand declares, assesses, signs and proves: the facts that the policy reads at each decision."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from egide.service.people.models import Person
from egide.service.tenancy.models import BrandOwned

REGIONS = [
    ("FR", _("France")),
    ("EU", _("Union européenne")),
    ("EEA", _("Espace économique européen")),
    ("adequate", _("pays adéquat")),
    ("other", _("autre pays")),
]
TRANSFER_TOOLS = [
    ("none", _("aucun")),
    ("adequacy", _("décision d’adéquation")),
    ("scc", _("clauses types (art. 46)")),
    ("bcr", _("règles d’entreprise (art. 47)")),
]


class BrandTerms(BrandOwned):
    """What holds for the whole brand: residency, evidence required, notice, contract with the operator."""

    residency = models.CharField(_("résidence acceptée"), max_length=8, choices=REGIONS, default="EU")
    notice_url = models.CharField(_("adresse de l’information des personnes"), max_length=300, blank=True)
    notice_version = models.CharField(_("version de l’information"), max_length=40, blank=True)
    withdrawal = models.CharField(_("comment retirer un consentement"), max_length=300, blank=True)
    representative = models.CharField(_("représentant"), max_length=200, blank=True)
    security = models.TextField(_("mesures de sécurité (art. 32)"), blank=True)
    contract = models.CharField(_("contrat avec l’exploitant (art. 28)"), max_length=120, blank=True)
    instructions_version = models.CharField(_("version des instructions"), max_length=40, blank=True)
    end_of_contract = models.CharField(_("sort des données en fin de contrat"), max_length=200, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("conditions de la marque")
        constraints: ClassVar = [models.UniqueConstraint(fields=["brand"], name="one_terms_per_brand")]

    @override
    def __str__(self) -> str:
        return f"terms of {self.brand_id}"


class BrandPurpose(BrandOwned):
    """A purpose that the brand declares, with its basis. What is not declared here is refused."""

    code = models.CharField(_("code"), max_length=12)
    legal_basis = models.CharField(_("base légale"), max_length=4)
    justification = models.TextField(_("justification"), blank=True)
    active = models.BooleanField("active", default=True)
    changed_at = models.DateTimeField()
    kinds = models.JSONField(_("données"), default=list)
    people = models.JSONField(_("personnes"), default=list)
    recipients = models.JSONField(_("destinataires"), default=list)
    # Phases of retention when the brand departs from the catalogue: {phase, start_event, duration, end}; None keeps it.
    retention = models.JSONField(_("conservation"), null=True, default=None)
    special_condition = models.CharField(_("condition de l’art. 9(2)"), max_length=200, blank=True)
    data_source = models.CharField(_("source des données"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("finalité")
        constraints: ClassVar = [models.UniqueConstraint(fields=["brand", "code"], name="one_purpose_per_code")]

    @override
    def __str__(self) -> str:
        return self.code


class Dpia(BrandOwned):
    """The impact assessment that a task needs before it may run."""

    STATES: ClassVar = [
        ("draft", _("en rédaction")),
        ("validated", _("validée")),
        ("stale", _("à revoir")),
        ("refused", _("refusée")),
        ("replaced", _("remplacée")),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("nom"), max_length=160)
    tasks = models.JSONField(_("tâches"), default=list)
    state = models.CharField(_("état"), max_length=10, choices=STATES, default="draft")
    # What it was validated for (purposes, models, regions, sub-processors): a change makes it stale.
    covers = models.JSONField(default=dict)
    # The assessment itself, in the shape of the CNIL file; empty until somebody answers, and drafted from the register.
    content = models.JSONField(default=dict)
    validated_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    validator = models.CharField(_("validée par"), max_length=120, blank=True)
    dpo = models.CharField(_("délégué consulté"), max_length=120, blank=True)
    dpo_opinion = models.TextField(_("avis du délégué"), blank=True)
    refusal = models.TextField(_("motif du refus"), blank=True)
    review_by = models.DateTimeField(_("à revoir avant le"), null=True)
    replaces = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("analyse d'impact")

    @override
    def __str__(self) -> str:
        return self.name


class Switch(BrandOwned):
    """AI on or off for the whole brand, a task or a model. Off removes the call, not only its output."""

    kind = models.CharField(
        max_length=6, choices=[("brand", _("marque")), ("task", _("tâche")), ("model", _("modèle"))]
    )
    name = models.CharField(max_length=80, blank=True)
    on = models.BooleanField("active", default=False)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("interrupteur")
        constraints: ClassVar = [models.UniqueConstraint(fields=["brand", "kind", "name"], name="one_switch_each")]

    @override
    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class Provider(BrandOwned):
    """A processor, or a processor of a processor, with its contract. Source: GDPR art. 28(2) to (4)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("nom"), max_length=120)
    service = models.CharField(_("service rendu"), max_length=200, blank=True)
    contact = models.CharField(_("contact"), max_length=200, blank=True)
    # A sub-processor names the processor that it serves.
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="sub_processors")
    region = models.CharField(_("lieu"), max_length=8, choices=REGIONS, default="other")
    transfer_tool = models.CharField(_("garantie du transfert"), max_length=10, choices=TRANSFER_TOOLS, default="none")
    reference = models.CharField(_("référence du contrat"), max_length=120, blank=True)
    signed_on = models.DateField(_("signé le"), null=True, blank=True)
    ends_on = models.DateField(_("prend fin le"), null=True, blank=True)
    authorised_on = models.DateField(_("autorisé le"), null=True, blank=True)
    # Where each clause of art. 28(3) is, by its letter.
    clauses = models.JSONField(default=dict)
    objection_days = models.PositiveSmallIntegerField(_("délai d’opposition (jours)"), default=0)
    breach_notice_hours = models.PositiveSmallIntegerField(_("alerte en cas de violation (heures)"), default=0)
    active = models.BooleanField(_("en service"), default=True)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("sous-traitant")
        constraints: ClassVar = [models.UniqueConstraint(fields=["brand", "name"], name="one_provider_per_name")]

    @override
    def __str__(self) -> str:
        return self.name


class CertificateRow(BrandOwned):
    """One proof of a provider: what it covers, who gave it, until when, and the document with its hash."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="certificates")
    kind = models.CharField(_("nature"), max_length=40)
    scope = models.CharField(_("périmètre"), max_length=300)
    number = models.CharField(_("numéro"), max_length=80)
    body = models.CharField(_("organisme"), max_length=120)
    edition = models.CharField(_("édition"), max_length=20)
    valid_from = models.DateField(_("valable du"))
    valid_until = models.DateField(_("au"))
    document_sha256 = models.CharField(max_length=64)
    document_name = models.CharField(max_length=120, blank=True)
    document_sealed = models.BinaryField(null=True)
    # Days before the end at which a warning was written: each is written once.
    warned = models.JSONField(default=list)
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = _("preuve")
        ordering: ClassVar = ["valid_until"]

    @override
    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class AiSystem(BrandOwned):
    """One AI system of the inventory: who answers for it, its class and why, what people are told, its limits."""

    STATES: ClassVar = [("planned", _("prévu")), ("in_use", _("en service")), ("retired", _("retiré"))]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # The name by which calls and switches know the model.
    name = models.CharField(_("nom du modèle"), max_length=80)
    title = models.CharField(_("désignation"), max_length=160)
    role = models.CharField(
        _("rôle"),
        max_length=10,
        choices=[("provider", _("fournisseur")), ("deployer", _("déployeur"))],
        default="deployer",
    )
    tasks = models.JSONField(_("tâches"), default=list)
    provider = models.ForeignKey(Provider, null=True, blank=True, on_delete=models.PROTECT, related_name="systems")
    state = models.CharField(_("état"), max_length=8, choices=STATES, default="planned")
    required_evidence = models.JSONField(_("preuves exigées"), default=list)
    # Replies to the questions of the law file, by case; the class that they gave, when, and by which version of the law.
    replies = models.JSONField(default=dict)
    risk_class = models.CharField(_("classe"), max_length=12, default="unclassified")
    classified_on = models.DateField(null=True)
    law_version = models.CharField(max_length=40, blank=True)
    overseer = models.CharField(_("surveillant"), max_length=120, blank=True)
    transparency_fr = models.TextField(_("information montrée aux clients, en français"), blank=True)
    transparency_en = models.TextField(_("information montrée aux clients, en anglais"), blank=True)
    instructions = models.TextField(_("notice d’utilisation"), blank=True)
    limits = models.TextField(_("limites connues"), blank=True)
    accuracy = models.TextField(_("exactitude par langue"), blank=True)
    # The file of a high-risk system: see egide.policy.aisystems.ConformityFile.
    conformity = models.JSONField(default=dict)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("système d’IA")
        constraints: ClassVar = [models.UniqueConstraint(fields=["brand", "name"], name="one_system_per_model")]

    @override
    def __str__(self) -> str:
        return self.title


class AppendOnlyError(Exception):
    """A row of the ledger is written once and never changed: a defect of the caller."""


class ConsentRow(BrandOwned):
    """One event of the ledger of consents; never changed, it goes with the person. Source: ISO/IEC TS 27560."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(_("finalité"), max_length=12)
    channel = models.CharField(_("canal"), max_length=8)
    state = models.CharField(_("état"), max_length=12)
    at = models.DateTimeField(_("le"))
    wording = models.TextField(_("texte exact"), blank=True)
    wording_version = models.CharField(_("version"), max_length=40, blank=True)
    language = models.CharField(_("langue"), max_length=6, blank=True)
    collector = models.CharField(_("recueilli par"), max_length=8, blank=True)
    evidence_sha256 = models.CharField(max_length=64, blank=True)
    # Where the recording, form or page is kept; it may name the person.
    evidence_place_sealed = models.BinaryField(null=True)
    valid_for = models.CharField(max_length=8, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("consentement")
        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [models.Index(fields=["brand", "person"], name="consents_of_person")]

    @override
    def __str__(self) -> str:
        return f"{self.purpose}/{self.channel}: {self.state}"

    @override
    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError("a consent event is never changed; write another one")
        super().save(*args, **kwargs)


class SignedRegister(BrandOwned):
    """A version of the register that somebody signed: what reality is compared with."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    signer = models.CharField(max_length=120)
    signed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("registre signé")
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["brand", "number"], name="one_register_per_number")]

    @override
    def __str__(self) -> str:
        return f"register {self.number}"


class LawVersion(BrandOwned):
    """A law file that the brand adopted instead of the shipped one; the newest is in force."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    text = models.TextField()
    adopted_at = models.DateTimeField()

    class Meta:
        verbose_name = _("fichier de droit")
        ordering: ClassVar = ["-adopted_at"]

    @override
    def __str__(self) -> str:
        return self.version


class Delegation(BrandOwned):
    """Somebody absent, and who holds the role meanwhile."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    role = models.CharField(max_length=24)
    absent = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    delegate = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("délégation")
        ordering: ClassVar = ["-made_at"]

    @override
    def __str__(self) -> str:
        return f"{self.role} until {self.until:%Y-%m-%d}"


class LiteracyRecord(BrandOwned):
    """One quiz taken on what the AI does and does not do. Source: AI Act art. 4."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=24)
    course_version = models.CharField(max_length=20)
    correct = models.PositiveSmallIntegerField()
    questions = models.PositiveSmallIntegerField()
    passed = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("maîtrise de l’IA")
        ordering: ClassVar = ["-at"]

    @override
    def __str__(self) -> str:
        return f"{self.role}: {self.correct}/{self.questions}"
