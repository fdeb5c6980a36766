"""The register of processing, derived from what runs, signed by somebody, and compared with reality every time.

Source: GDPR art. 30(1) for each brand, art. 30(2) for the operator on behalf of each.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from egide.policy import InvalidRecord, Task
from egide.policy.register import (
    ControllerRecord,
    Drift,
    Organisation,
    ProcessorRecord,
    RunningUse,
    derive_controller_records,
    derive_processor_record,
    format_register,
    list_drift,
    parse_register,
)
from egide.service.evidence.flows import Act, write_entry
from egide.service.register.flows import dpia_states
from egide.service.register.law import brand_law
from egide.service.register.models import AiSystem, BrandPurpose, Provider, SignedRegister
from egide.service.register.providers import terms_of
from egide.service.register.running import BUILT_IN, region_named
from egide.service.tenancy.access import Actor, check_right
from egide.service.tenancy.models import Brand
from egide.service.tenancy.rights import Right

Found = Mapping[str, frozenset[str]]
_SECURITY = (
    "Une clé par personne et par marque ; pseudonymes avant tout modèle ; droits par rôle ; second facteur ;"
    " journal vérifiable par un tiers ; sauvegardes chiffrées.",
    "One key per person and brand; pseudonyms before any model; rights by role; second factor;"
    " journal that an outsider can verify; encrypted backups.",
)
_PEOPLE = ("clients", "customers")
_RECIPIENTS = ("conseillers habilités de la marque", "the brand's entitled agents")
_DPIA_WORDS = {
    "absent": ("absente", "absent"),
    "draft": ("en rédaction", "in draft"),
    "validated": ("validée", "validated"),
    "stale": ("à revoir", "stale"),
    "refused": ("refusée", "refused"),
}
_PICK = {"fr": 0, "en": 1}


def running_uses(brand: Brand, found: Found, language: str = "fr") -> list[RunningUse]:
    """Read how a brand uses each active purpose now.

    Args:
        brand: The brand, in scope.
        found: Labels that detection found in conversations, by purpose: what is there is registered, declared or not.
        language: ``fr`` or ``en``, for the words that nobody wrote.

    Returns:
        One use per active purpose.
    """
    pick = _PICK[language]
    law, terms, states = brand_law(brand.pk), terms_of(brand.pk), dpia_states(brand.pk)
    systems = [row for row in AiSystem.objects.filter(brand_id=brand.pk, state="in_use").select_related("provider")]
    described = {row.name: row.tasks for row in systems}
    retired = set(AiSystem.objects.filter(brand_id=brand.pk).exclude(state="in_use").values_list("name", flat=True))
    shipped = {name: built.tasks for name, built in BUILT_IN.items() if name not in described and name not in retired}
    uses = []
    for row in BrandPurpose.objects.filter(brand_id=brand.pk, active=True).order_by("code"):
        purpose = law.purposes.get(row.code)
        tasks = {str(task) for task in purpose.tasks} if purpose else set()
        serving = {name for name, served in {**described, **shipped}.items() if tasks & set(served)}
        providers = [system.provider for system in systems if system.provider_id and tasks & set(system.tasks)]
        chain = _with_sub_processors(brand, providers)
        uses.append(
            RunningUse(
                purpose=row.code,
                people=tuple(row.people) or (_PEOPLE[pick],),
                kinds=frozenset(row.kinds) | found.get(row.code, frozenset()),
                recipients=tuple(row.recipients) or (_RECIPIENTS[pick],),
                regions={provider.name: region_named(provider.region) for provider in chain},
                safeguards={
                    provider.name: provider.get_transfer_tool_display()
                    for provider in chain
                    if provider.transfer_tool != "none"
                },
                sub_processors=tuple(sorted(provider.name for provider in chain)),
                systems=("Égide",),
                ai_systems=tuple(sorted(serving)),
                special_condition=row.special_condition,
                data_source=row.data_source,
                dpia=", ".join(
                    f"{law.tasks[Task(task)].name[pick]} ({_DPIA_WORDS[states[task]][pick]})"
                    for task in sorted(tasks & states.keys())
                ),
                notice_version=terms.notice_version,
                residency=region_named(terms.residency),
            )
        )
    return uses


def _with_sub_processors(brand: Brand, providers: list[Provider]) -> list[Provider]:
    chain = {provider.pk: provider for provider in providers}
    children = list(Provider.objects.filter(brand_id=brand.pk, active=True, parent__isnull=False))
    grown = True
    while grown:
        more = {row.pk: row for row in children if row.parent_id in chain and row.pk not in chain}
        chain, grown = {**chain, **more}, bool(more)
    return sorted(chain.values(), key=lambda provider: provider.name)


def derive_register(
    brand: Brand, found: Found, *, now: datetime, language: str = "fr"
) -> tuple[tuple[ControllerRecord, ...], tuple[ProcessorRecord, ...]]:
    """Write the register of a brand from what runs: art. 30(1), and the operator's art. 30(2) for this brand."""
    pick = _PICK[language]
    law, terms = brand_law(brand.pk), terms_of(brand.pk)
    uses = running_uses(brand, found, language)
    controller = Organisation(
        brand.controller_name or brand.name, brand.controller_contact, terms.representative, brand.dpo_contact
    )
    security = terms.security or _SECURITY[pick]
    controllers = derive_controller_records(
        controller, uses, law, brand=brand.slug, security=security, on=now.date(), language=language
    )
    operator = operator_of()
    processor = derive_processor_record(
        operator,
        controller,
        uses,
        law,
        brand=brand.slug,
        security=security,
        contract=terms.contract,
        instructions_version=terms.instructions_version,
        end_of_contract=terms.end_of_contract,
        on=now.date(),
        language=language,
    )
    return controllers, (processor,)


def operator_of() -> Organisation:
    """Name the organisation that runs this installation, by its public host when nothing else is configured."""
    from egide.service.wiring import parts

    known = parts().configuration
    host = known.public_host
    return Organisation(known.operator or f"Exploitant de {host}", known.operator_contact or host)


def sign_register(brand: Brand, found: Found, signer: str, *, actor: Actor, now: datetime) -> SignedRegister:
    """Sign the register as it stands; from now on reality is compared with this version.

    Raises:
        AccessRefused: the actor may not edit the register.
        InvalidRecord: nobody signs.
    """
    check_right(actor, Right.REGISTER_EDIT, brand.pk)
    if not signer.strip():
        raise InvalidRecord("register.signer", "must not be empty")
    document = format_register(*derive_register(brand, found, now=now))
    digest = hashlib.sha256(_canonical(document)).hexdigest()
    with transaction.atomic():
        last = SignedRegister.objects.filter(brand_id=brand.pk).order_by("-number").first()
        row: SignedRegister = SignedRegister.objects.create(
            brand_id=brand.pk,
            number=last.number + 1 if last else 1,
            content=document,
            digest=digest,
            signer=signer.strip()[:120],
            signed_at=now,
        )
        detail = {"number": row.number, "sha256": digest}
        write_entry(brand.pk, Act("register.signed", row.pk, actor, detail=detail), at=now)
    return row


def _canonical(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def signed_register(brand: Brand) -> SignedRegister | None:
    """Return the last signed version."""
    found: SignedRegister | None = SignedRegister.objects.filter(brand_id=brand.pk).order_by("-number").first()
    return found


def drift_of(brand: Brand, found: Found, *, now: datetime) -> tuple[Drift, ...]:
    """List where reality and the signed register part; nothing while no version is signed."""
    signed = signed_register(brand)
    if signed is None:
        return ()
    before, now_running = parse_register(signed.content), derive_register(brand, found, now=now)
    return (*list_drift(before[0], now_running[0]), *list_drift(before[1], now_running[1]))
