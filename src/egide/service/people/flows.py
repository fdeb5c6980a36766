"""Recognise the customer behind a message, inside one brand."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from egide.intake.personal import Identifiers
from egide.service.people.models import Identifier, Person
from egide.service.sealing import Vault, blind, person_vault

Key = tuple[str, bytes]


def identifier_keys(brand_id: UUID, identifiers: Identifiers) -> list[tuple[str, str, bytes]]:
    """List (kind, normalised value, blind index) of what identifies, strongest first."""
    pairs = identifiers.keys()
    return [(kind, value, blind(brand_id, kind, value)) for kind, value in pairs]


def find_people(brand_id: UUID, keys: Iterable[Key]) -> dict[Key, UUID]:
    """Find the persons who hold these identifiers.

    Args:
        brand_id: The brand; the same identifier at another brand is another person.
        keys: Pairs (kind, blind index).

    Returns:
        The person of each key that is known.
    """
    wanted = set(keys)
    rows = Identifier.objects.filter(brand_id=brand_id, blind_index__in={index for _, index in wanted})
    found = {
        (kind, bytes(index)): person for kind, index, person in rows.values_list("kind", "blind_index", "person_id")
    }
    return {key: person for key, person in found.items() if key in wanted}


class NewPeople:
    """Persons and identifiers met in one batch, written together."""

    def __init__(self, brand_id: UUID, known: Mapping[Key, UUID], *, at: datetime) -> None:
        self._brand_id = brand_id
        self._at = at
        self.by_key: dict[Key, UUID] = dict(known)
        self.people: list[Person] = []
        self.identifiers: list[Identifier] = []
        self.vaults: dict[UUID, Vault] = {}

    def vault(self, person_id: UUID) -> Vault:
        """Open, once, the vault of a person of this batch."""
        if person_id not in self.vaults:
            self.vaults[person_id] = person_vault(self._brand_id, person_id)
        return self.vaults[person_id]

    def person_for(self, identifiers: Identifiers, contact_at: datetime, *, fallback: UUID | None = None) -> UUID:
        """Return the person behind identifiers: known, or the thread's, or new with a key of their own."""
        keys = identifier_keys(self._brand_id, identifiers)
        person_id = next(
            (self.by_key[kind, index] for kind, _, index in keys if (kind, index) in self.by_key), fallback
        )
        if person_id is None:
            person_id = uuid.uuid4()
            self.vaults[person_id] = person_vault(self._brand_id, person_id, create=True)
            name = identifiers.name.reveal() if identifiers.name else ""
            self.people.append(
                Person(
                    id=person_id,
                    brand_id=self._brand_id,
                    created_at=self._at,
                    last_contact_at=contact_at,
                    name_sealed=self.vaults[person_id].seal_text("person", person_id, "name", name) if name else None,
                )
            )
        self._remember(person_id, keys)
        return person_id

    def name(self, person_id: UUID, name: str) -> None:
        """Give a person met in this batch the name they signed with, unless they have one."""
        for person in self.people:
            if person.pk == person_id and not person.name_sealed:
                person.name_sealed = self.vault(person_id).seal_text("person", person_id, "name", name)

    def _remember(self, person_id: UUID, keys: Sequence[tuple[str, str, bytes]]) -> None:
        for kind, value, index in keys:
            if (kind, index) in self.by_key:
                continue
            self.by_key[kind, index] = person_id
            sealed = self.vault(person_id).seal_text("identifier", f"{person_id}/{index.hex()}", kind, value)
            self.identifiers.append(
                Identifier(
                    brand_id=self._brand_id, person_id=person_id, kind=kind, blind_index=index, value_sealed=sealed
                )
            )

    def save(self) -> None:
        """Write the new persons, then their identifiers."""
        Person.objects.bulk_create(self.people)
        Identifier.objects.bulk_create(self.identifiers)
