"""Open an entry's commitments, as far as its reader's role allows.

The actor's part serves those who handle accounts and incidents; what concerns a customer serves the DPO alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from egide.journal import Opening as JournalOpening
from egide.keys import KeyDestroyed, KeyMissing
from egide.service.evidence.flows import ACTOR, INSTALLATION_ID
from egide.service.evidence.models import InstallationEntry, JournalEntry, Opening
from egide.service.sealing import Vault, brand_vault, person_vault
from egide.service.tenancy.access import Actor
from egide.service.tenancy.models import Brand
from egide.service.tenancy.rights import Right


@dataclass(frozen=True, slots=True)
class Opened:
    """What a reader may know of an entry beside its leaf.

    Attributes:
        openings: By field, only those that the reader may hold.
        withheld: Fields whose opening exists and is not for this reader.
    """

    openings: Mapping[str, JournalOpening] = field(default_factory=dict)
    withheld: frozenset[str] = frozenset()

    @property
    def actor(self) -> str:
        """The actor's reference; empty when it may not be read or is gone."""
        return self._text("actor")

    @property
    def subject(self) -> str:
        """The person's identifier; empty when nobody is concerned, or it may not be read, or it is gone."""
        return self._text("subject")

    @property
    def detail(self) -> dict[str, Any]:
        """The particulars; empty when they may not be read or are gone."""
        text = self._text("detail")
        found: dict[str, Any] = json.loads(text) if text else {}
        return found

    def readable(self) -> dict[str, Any]:
        """What goes into a readable export: actor, subject and detail, those that say something."""
        known = {"actor": self.actor, "subject": self.subject, "detail": self.detail}
        return {name: content for name, content in known.items() if content}

    def _text(self, name: str) -> str:
        opening = self.openings.get(name)
        return "" if opening is None else opening.value.decode()


def may_open_actor(reader: Actor, brand_id: UUID) -> bool:
    """Say whether the reader may know who acted: the DPO, and whoever answers for accounts and reads the journal."""
    return reader.holds(Right.JOURNAL_OPEN, brand_id) or (
        reader.holds(Right.JOURNAL_READ, brand_id) and reader.holds(Right.USER_MANAGE, brand_id)
    )


def may_open_subject(reader: Actor, brand_id: UUID) -> bool:
    """Say whether the reader may know whom an entry concerns and what was done: the DPO."""
    return reader.holds(Right.JOURNAL_OPEN, brand_id)


def may_open_installation(reader: Actor) -> bool:
    """Say whether the reader may know who did what in the installation: whoever answers for accounts in every brand.

    Sign-ins belong to no brand: somebody who answers for one brand among others would read of the others' people.
    """
    return all(reader.holds(Right.USER_MANAGE, pk) for pk in Brand.objects.values_list("pk", flat=True))


class EntryOpener:
    """Opens entries of one brand for one reader; each person's key is asked once.

    Args:
        brand_id: The brand, in scope.
        reader: Whose rights decide; None opens nothing.
    """

    def __init__(self, brand_id: UUID, reader: Actor | None) -> None:
        self._brand_id = brand_id
        self._actor = reader is not None and may_open_actor(reader, brand_id)
        self._subject = reader is not None and may_open_subject(reader, brand_id)
        self._of_brand: Vault | None = None
        self._of_person: dict[UUID, Vault | None] = {}

    @property
    def opens_something(self) -> bool:
        """Whether this reader may know more than the leaves."""
        return self._actor or self._subject

    def open(self, rows: Iterable[JournalEntry]) -> dict[int, Opened]:
        """Open entries, by primary key; what is gone is simply not there."""
        by_entry: dict[int, list[Opening]] = {row.pk: [] for row in rows}
        if self.opens_something:
            for opening in Opening.objects.filter(brand_id=self._brand_id, entry_id__in=by_entry):
                by_entry[opening.entry_id].append(opening)
        return {pk: self._opened(found) for pk, found in by_entry.items()}

    def _opened(self, rows: list[Opening]) -> Opened:
        # What concerns nobody has one part, and its particulars are about accounts and settings.
        concerns_somebody = any(row.person_id is not None for row in rows)
        allowed = {
            "actor": self._actor,
            "subject": self._subject,
            "detail": self._subject or (self._actor and not concerns_somebody),
        }
        openings: dict[str, JournalOpening] = {}
        withheld: set[str] = set()
        for row in rows:
            if row.holder != ACTOR and not self._subject:
                withheld |= {"subject", "detail"}
                continue
            for text in self._texts(row):
                opening = JournalOpening.parse(text.encode())
                if allowed[opening.field]:
                    openings[opening.field] = opening
                else:
                    withheld.add(opening.field)
        return Opened(openings, frozenset(withheld))

    def _texts(self, row: Opening) -> list[str]:
        vault = self._vault(row.person_id)
        if vault is None:
            return []
        found: list[str] = vault.open_json("opening", row.entry_id, row.holder, row.opening_sealed) or []
        return found

    def _vault(self, person_id: UUID | None) -> Vault | None:
        if person_id is None:
            self._of_brand = self._of_brand or brand_vault(self._brand_id)
            return self._of_brand
        if person_id not in self._of_person:
            try:
                self._of_person[person_id] = person_vault(self._brand_id, person_id)
            except (KeyDestroyed, KeyMissing):
                self._of_person[person_id] = None
        return self._of_person[person_id]


def open_installation_entries(rows: Iterable[InstallationEntry]) -> dict[int, Opened]:
    """Open entries of the installation's journal, by primary key; the caller has checked who reads."""
    vault = brand_vault(INSTALLATION_ID)
    opened = {}
    for row in rows:
        texts = vault.open_json("installation_entry", row.pk, "openings", row.openings_sealed) or []
        found = [JournalOpening.parse(text.encode()) for text in texts]
        opened[row.pk] = Opened({opening.field: opening for opening in found})
    return opened
