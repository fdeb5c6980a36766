"""Look for entries of a journal; what links an entry to somebody is for those who may, and is itself an entry."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction

from egide.keys import blind_index
from egide.service.evidence.flows import Act, actor_index_key, log_id_of, rows_of, write_entry
from egide.service.evidence.opening import may_open_actor
from egide.service.evidence.verifying import write_about_log
from egide.service.people.searching import find_person
from egide.service.tenancy.access import AccessRefused, Actor, check_right
from egide.service.tenancy.models import Brand
from egide.service.tenancy.rights import Right


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for in a journal; empty fields accept everything.

    Attributes:
        kind: Event type.
        purpose: Purpose code.
        actor: Reference of who acted.
        person_id: Whom the entry concerns.
        since: Nothing earlier.
    """

    kind: str = ""
    purpose: str = ""
    actor: str = ""
    person_id: UUID | None = None
    since: datetime | None = None

    @property
    def links(self) -> bool:
        """Whether it tells who acted or whom an entry concerns, which the leaves do not."""
        return bool(self.actor or self.person_id)

    def count(self) -> int:
        """How many fields are in use."""
        return sum(bool(used) for used in (self.kind, self.purpose, self.actor, self.person_id, self.since))


def may_look_for_person(reader: Actor, brand_id: UUID) -> bool:
    """Say whether the reader may list what concerns one person: the DPO, and whoever handles incidents."""
    return reader.holds(Right.JOURNAL_OPEN, brand_id) or (
        reader.holds(Right.JOURNAL_READ, brand_id) and reader.holds(Right.INCIDENT_HANDLE, brand_id)
    )


def search_entries(brand_id: UUID, search: Search, *, reader: Actor, now: datetime) -> models.QuerySet[Any]:
    """Find entries of a brand's journal.

    Args:
        brand_id: The brand, in scope.
        search: What is looked for.
        reader: Who reads.
        now: Aware UTC.

    Returns:
        The entries, in no order.

    Raises:
        AccessRefused: the reader may not read this journal, or not look for an actor or a person in it.
    """
    check_right(reader, Right.JOURNAL_READ, brand_id)
    if search.actor and not may_open_actor(reader, brand_id):
        raise AccessRefused(Right.JOURNAL_OPEN)
    if search.person_id and not may_look_for_person(reader, brand_id):
        raise AccessRefused(Right.JOURNAL_OPEN)
    found = _narrow(brand_id, search)
    if search.person_id:
        found = found.filter(person_id=search.person_id)
    if search.actor:
        found = found.filter(openings__actor_index=_index_of(brand_id, search.actor))
    if search.links:
        record_reading(brand_id, search, reader=reader, now=now)
    return found


def search_installation(search: Search, *, reader: Actor, now: datetime) -> models.QuerySet[Any]:
    """Find entries of the installation's journal.

    Args:
        search: What is looked for; nobody's data is in this journal but its users'.
        reader: Who reads.
        now: Aware UTC.

    Returns:
        The entries, in no order.

    Raises:
        AccessRefused: the reader does not answer for accounts.
    """
    if not reader.holds_anywhere(Right.USER_MANAGE):
        raise AccessRefused(Right.USER_MANAGE)
    found = _narrow(None, search)
    if search.actor:
        found = found.filter(actor_index=_index_of(None, search.actor))
        record_reading(None, search, reader=reader, now=now)
    return found


def look_for_person(brand: Brand, identifier: str, *, reader: Actor, now: datetime) -> UUID | None:
    """Find the person who holds an exact identifier, through blind indexes; the search is an entry.

    Args:
        brand: The brand, in scope.
        identifier: An address, a phone or a customer number.
        reader: Who looks.
        now: Aware UTC.

    Returns:
        The person, None when nobody or several hold it.

    Raises:
        AccessRefused: the reader may not list what concerns a person.
    """
    if not may_look_for_person(reader, brand.pk):
        raise AccessRefused(Right.JOURNAL_OPEN)
    person = find_person(brand, identifier)
    with transaction.atomic():
        act = Act(
            "search.run",
            uuid.uuid4(),
            reader,
            "LOG",
            None if person is None else person.pk,
            {"found": person is not None},
        )
        write_entry(brand.pk, act, at=now)
    return None if person is None else person.pk


def record_reading(
    brand_id: UUID | None, search: Search, *, reader: Actor, now: datetime, entry: int | None = None
) -> None:
    """Write that somebody read more than the leaves.

    Args:
        brand_id: A brand in scope, or None for the installation's journal.
        search: What was looked for.
        reader: Who reads.
        now: Aware UTC.
        entry: The entry that was opened, when it is one.
    """
    detail: dict[str, Any] = {"kind": search.kind, "purpose": search.purpose, "actor": search.actor}
    if entry is not None:
        detail["entry"] = entry
    act = Act(
        "journal.read", uuid.uuid4(), reader, "LOG", detail={k: v for k, v in detail.items() if v not in {"", None}}
    )
    if brand_id is not None:
        act = replace(act, person_id=search.person_id)
    with transaction.atomic():
        write_about_log(brand_id, act, at=now)


def _narrow(brand_id: UUID | None, search: Search) -> models.QuerySet[Any]:
    found = rows_of(brand_id)
    if search.kind:
        found = found.filter(type=search.kind)
    if search.purpose:
        found = found.filter(purpose=search.purpose)
    if search.since is not None:
        found = found.filter(at__gte=search.since)
    return found


def _index_of(brand_id: UUID | None, reference: str) -> bytes:
    return blind_index(actor_index_key(log_id_of(brand_id)), "actor", reference)
