"""What the tests of the register share: a person, a proven choice, a provider with a proof, a described system."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from tests.service.conftest import NOW

from egide.service.people.models import Person
from egide.service.register.ledger import Choice
from egide.service.register.models import AiSystem, CertificateRow, Provider
from egide.service.register.providers import Contract, Proof, add_certificate, write_provider
from egide.service.register.systems import Description, describe_system
from egide.service.tenancy.access import Actor
from egide.service.tenancy.models import Brand

GIVEN = Choice(
    purpose="MKT-P",
    channel="email",
    state="given",
    at=NOW,
    wording="J'accepte de recevoir les offres de la marque par e-mail.",
    wording_version="2026-1",
    language="fr",
    collector="web",
    evidence_sha256="a" * 64,
    evidence_place="formulaires/2026/0042.pdf",
    valid_for="P2Y",
)


def choice(**changes: object) -> Choice:
    return replace(GIVEN, **changes)  # type: ignore[arg-type]


def make_person(brand: Brand) -> Person:
    from egide.service.sealing import person_vault

    person = Person(brand=brand, created_at=NOW, last_contact_at=NOW)
    vault = person_vault(brand.pk, person.pk, create=True)
    person.name_sealed = vault.seal_text("person", person.pk, "name", "Claire Dupont")
    person.save()
    return person


def make_provider(brand: Brand, actor: Actor, *, name: str = "Hébergeur Lys", region: str = "FR") -> Provider:
    contract = Contract(
        name=name,
        service="hébergement",
        region=region,
        signed_on=date(2026, 1, 5),
        clauses={letter: "art. 4" for letter in (*"abcdefgh", "warning")},
        objection_days=30,
        breach_notice_hours=24,
    )
    return write_provider(brand.pk, contract, actor=actor, now=NOW)


def make_proof(provider: Provider, actor: Actor, *, until: date = date(2027, 6, 30)) -> CertificateRow:
    proof = Proof(
        "iso-27001", "centres de Lyon", "FR-2024-118", "AFNOR", "2022", date(2024, 7, 1), until, b"%PDF-1.7", "iso.pdf"
    )
    return add_certificate(provider, proof, actor=actor, now=NOW)


def make_system(brand: Brand, actor: Actor, provider: Provider | None, *, now: datetime = NOW) -> AiSystem:
    """The shipped drafting model, carried by a provider whose certificate is required."""
    words = Description(
        title="Brouillons", role="deployer", tasks=["reply"], provider=provider, required_evidence=["iso-27001"]
    )
    return describe_system(brand.pk, "egide-reponse", words, actor=actor, now=now)
