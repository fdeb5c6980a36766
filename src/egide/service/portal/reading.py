"""What one customer's page says: the person's data, the uses of it, and what the AI did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max

from egide.policy.consent import ConsentStatus
from egide.policy.register import ControllerRecord
from egide.service.assistance.models import ModelCall
from egide.service.conversations.models import Interaction
from egide.service.people.models import Identifier, Person
from egide.service.register.ledger import statuses_of
from egide.service.register.models import AiSystem
from egide.service.register.records import derive_register
from egide.service.rights.models import RightsRequest
from egide.service.sealing import person_vault
from egide.service.tenancy.models import Brand

_CONVERSATIONS = 20


@dataclass(frozen=True, slots=True)
class AiUse:
    """How often one model did one task on this person's messages."""

    task: str
    model: str
    region: str
    times: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class OwnPage:
    """Everything that the page shows, opened."""

    name: str
    identifiers: tuple[tuple[str, str], ...]
    conversations: int
    latest: tuple[Interaction, ...]
    uses: tuple[AiUse, ...]
    notices: tuple[tuple[str, str, str], ...]
    purposes: tuple[ControllerRecord, ...]
    choices: tuple[ConsentStatus, ...]
    requests: tuple[RightsRequest, ...]


def read_own_page(person: Person, brand: Brand, *, now: datetime, language: str) -> OwnPage:
    """Open what the desk holds about a person, for themself.

    Args:
        person: Whose page.
        brand: Their brand, in scope.
        now: Aware UTC.
        language: ``fr`` or ``en``, for what the register says.

    Returns:
        What to show.

    Raises:
        KeyDestroyed: the person was erased.
        KeyUnavailable: the key store does not answer.
    """
    vault = person_vault(brand.pk, person.pk)
    interactions = Interaction.objects.filter(brand=brand, person=person)
    calls = ModelCall.objects.filter(brand=brand, interaction__person=person)
    counted: Sequence[dict[str, Any]] = list(
        calls.values("task", "model", "region").annotate(times=Count("id"), last_at=Max("at")).order_by("-times")
    )
    systems = AiSystem.objects.filter(brand=brand, state="in_use").order_by("title")
    return OwnPage(
        name=vault.open_text("person", person.pk, "name", person.name_sealed),
        identifiers=tuple(
            (
                row.kind,
                vault.open_text(
                    "identifier", f"{person.pk}/{bytes(row.blind_index).hex()}", row.kind, row.value_sealed
                ),
            )
            for row in Identifier.objects.filter(brand=brand, person=person).order_by("kind")
        ),
        conversations=interactions.count(),
        latest=tuple(interactions.order_by("-opened_at")[:_CONVERSATIONS]),
        uses=tuple(AiUse(**row) for row in counted),
        notices=tuple((system.title, system.transparency_fr, system.transparency_en) for system in systems),
        # What was found in other people's messages is no business of this person: only what the brand declares.
        purposes=derive_register(brand, {}, now=now, language=language)[0],
        choices=statuses_of(person, at=now),
        requests=tuple(RightsRequest.objects.filter(brand=brand, person_id=person.pk).order_by("-received_at")),
    )
