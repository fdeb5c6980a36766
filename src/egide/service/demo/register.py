"""Give the fictitious brand's register a life: purposes with their data, a host with a proof that ends soon, choices."""

from __future__ import annotations

from datetime import datetime, timedelta

from egide.service.people.models import Identifier, Person
from egide.service.register.flows import Adaptation, adapt_purpose, declare_purpose
from egide.service.register.ledger import Choice, record_choice
from egide.service.register.models import BrandTerms
from egide.service.register.providers import Contract, Proof, add_certificate, terms_of, write_provider, write_terms
from egide.service.register.systems import Description, describe_system
from egide.service.tenancy.access import Actor
from egide.service.tenancy.models import Brand

_KINDS = {
    "SAV": ("ADDRESS", "EMAIL", "PERSON", "PHONE", "REFERENCE"),
    "CTR": ("ADDRESS", "EMAIL", "IBAN", "PERSON", "PHONE", "REFERENCE"),
    "DSR": ("EMAIL", "PERSON", "PHONE", "REFERENCE"),
    "MKT-P": ("EMAIL", "PERSON"),
}
_BASES = {"SAV": "b", "CTR": "b", "DSR": "c", "MKT-P": "a"}
_PROOF_ENDS = timedelta(days=20)
_PDF = b"%PDF-1.4\n% Certificat fictif, pour la demonstration.\n%%EOF\n"
_WORDING = "J’accepte de recevoir par e-mail les offres d’Orvélie. Je peux retirer mon accord à tout moment."


def declare_register(brand: Brand, actor: Actor, now: datetime) -> None:
    """Declare what the assessments will cover: purposes, the brand's conditions, its host and the model it carries."""
    for code, kinds in _KINDS.items():
        declare_purpose(brand.pk, code, _BASES[code], actor=actor, now=now)
        adapt_purpose(
            brand.pk, code, Adaptation(_BASES[code], kinds=kinds, data_source="la personne"), actor=actor, now=now
        )
    terms: BrandTerms = terms_of(brand.pk)
    terms.notice_url, terms.notice_version = "https://orvelie.example/donnees", "2026-3"
    terms.withdrawal, terms.contract = "lien en bas de chaque e-mail, ou au 3900 (fictif)", "ORV-EGIDE-2026"
    write_terms(terms, actor=actor, now=now)
    contract = Contract(
        name="Hébergement Lysandre (fictif)",
        service="hébergement du bureau et des modèles locaux",
        contact="dpo@lysandre.example",
        region="FR",
        reference="LYS-2026-014",
        signed_on=now.date() - timedelta(days=300),
        clauses={letter: f"art. {number}" for number, letter in enumerate((*"abcdefgh", "warning"), 4)},
        objection_days=30,
        breach_notice_hours=24,
    )
    host = write_provider(brand.pk, contract, actor=actor, now=now)
    begun, ends = now.date() - timedelta(days=1075), now.date() + _PROOF_ENDS
    proof = Proof(
        "iso-27001",
        "hébergement, site de Lyon",
        "LYS-27001-118",
        "Certibel (fictif)",
        "2022",
        begun,
        ends,
        _PDF,
        "iso.pdf",
    )
    add_certificate(host, proof, actor=actor, now=now)
    words = Description(
        title="Brouillons tirés de la base de connaissances",
        role="deployer",
        tasks=("reply",),
        provider=host,
        required_evidence=("iso-27001",),
        overseer="Marc Tellier",
        transparency_fr="Nos conseillers s’aident d’un outil qui propose des réponses ; une personne les relit toutes.",
        transparency_en="Our agents are helped by a tool that proposes answers; a person reads every one of them.",
        limits="Ne répond que par des passages de la base ; ne sait rien d’autre.",
    )
    describe_system(brand.pk, "egide-reponse", words, actor=actor, now=now)


def record_choices(brand: Brand, actor: Actor, now: datetime) -> None:
    """Let one customer consent to marketing by e-mail, and another refuse AI: a refusal that the desk can show."""
    known = Identifier.objects.filter(brand=brand).order_by("id").values_list("person_id", flat=True)
    first = list(dict.fromkeys(known[:10]))[:2]
    people = sorted(Person.objects.filter(brand=brand, pk__in=first), key=lambda person: first.index(person.pk))
    if not people or people[0].consents.exists():
        return
    choice = Choice(
        purpose="MKT-P",
        channel="email",
        state="given",
        at=now - timedelta(days=40),
        wording=_WORDING,
        wording_version="2026-2",
        language="fr",
        collector="web",
        evidence_sha256="3b1f0c5a" * 8,
        evidence_place="formulaire d’inscription, page 2",
        valid_for="P2Y",
    )
    record_choice(people[0], choice, actor=actor, now=now)
    if len(people) > 1:
        Person.objects.filter(pk=people[1].pk).update(ai_opt_out=True)
