"""Tell a database put back from a backup what has happened since, before anybody works on it.

First its journals: what they published stays published. Then the ledger of withdrawals: whoever was erased is erased
again, whoever said no has said no. Idempotent: interrupted, it is run again.
Source: design of the journal and of erasure, §15; LINCnil developer guide, sheet 13 (do not restore erased data).
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from egide.service.continuity.folder import JOURNAL
from egide.service.evidence.adopting import Adopted, adopt_published, is_behind
from egide.service.evidence.flows import Act, sequence_pending, write_entry, write_installation_entry
from egide.service.people.models import Person
from egide.service.register.ledger import Choice, record_choice
from egide.service.rights.erasing import erase_person
from egide.service.rights.flows import answer_request, due_of, record_ai_choice
from egide.service.rights.models import RightsRequest
from egide.service.tenancy.access import Actor
from egide.service.tenancy.models import Brand
from egide.service.tenancy.scope import brand_scope
from egide.service.wiring import parts
from egide.service.withdrawals.ledger import Line, adopt_line, read_ledger, sought_by
from egide.service.withdrawals.models import AI_CHOICE, CONSENT, ERASURE, OBJECTION, RESTRICTION, Withdrawal

# The entries by which the journal counts what the ledger should hold.
_ERASURES: Final = "erasure.requested"


@dataclass(frozen=True, slots=True)
class Recovered:
    """What one brand, or the installation, was told again.

    Attributes:
        name: Slug of the brand; empty for the installation.
        adopted: What its journal gave back.
        replayed: How many withdrawals were carried out again, by kind.
        unknown: How many were about somebody whom the backup does not know.
        unaccounted: Erasures that the journal shows since the backup and the ledger does not hold.
    """

    name: str
    adopted: Adopted
    replayed: Mapping[str, int]
    unknown: int = 0
    unaccounted: int = 0


def is_database_lost() -> bool:
    """Say whether journals were published here and the database that wrote them is gone.

    A new, empty one would take its place, and a backup could not be put back any more.
    """
    if not any((parts().configuration.home / JOURNAL).glob("*/checkpoint")):
        return False
    if connection.vendor == "sqlite":
        return not Path(connection.settings_dict["NAME"]).exists()  # asking it would make it
    return not connection.introspection.table_names()


def what_is_forgotten() -> list[str]:
    """List what the database does not know of its own site, in words; empty on a site in order.

    Raises:
        BrokenLedgerError: a line of the ledger cannot be trusted.
    """
    found = ["installation: its journal has entries that the database does not know"] if is_behind(None) else []
    for brand in Brand.objects.all():
        with brand_scope(brand.pk):
            if is_behind(brand.pk):
                found.append(f"{brand.slug}: its journal has entries that the database does not know")
            if missing := _unknown_lines(brand.pk):
                found.append(f"{brand.slug}: {len(missing)} withdrawals that the database does not know")
    return found


def recover(*, actor: Actor, now: datetime, put_back: bool = False) -> list[Recovered]:
    """Tell the database everything that it has forgotten, brand by brand, then the installation.

    Args:
        actor: Who puts the site back.
        now: Aware UTC.
        put_back: A backup has just been put back: an act to be told even if it had forgotten nothing.

    Returns:
        What each was told; nothing for those that had forgotten nothing.

    Raises:
        BrokenLedgerError: a line of the ledger cannot be trusted; nothing was changed.
        ErasureIncomplete: a store still holds something of an erased person; run it again.
        JournalError: the published files of a journal do not read.
    """
    brands = list(Brand.objects.all())
    for brand in brands:
        list(read_ledger(brand.pk))  # every line is verified before the first one is carried out
    told = []
    for brand in brands:
        with brand_scope(brand.pk):
            one = _recover_brand(brand, actor, now)
        if one is not None:
            told.append(one)
    adopted = adopt_published(None)
    if adopted.entries or adopted.waiting or told or put_back:
        detail = {"entries": adopted.entries, "brands": len(told)}
        with transaction.atomic():
            write_installation_entry(Act("backup.restored", uuid.uuid4(), actor, detail=detail), at=now)
        sequence_pending(None, now=now)
    if adopted.entries or adopted.waiting:
        told.append(Recovered("", adopted, {}))
    return told


def _recover_brand(brand: Brand, actor: Actor, now: datetime) -> Recovered | None:
    adopted = adopt_published(brand.pk)
    replayed, unknown = Counter[str](), 0
    for line in _unknown_lines(brand.pk, unfinished=True):
        if _replay(line, actor, now):
            replayed[line.kind] += 1
        else:
            unknown += 1
    if not (adopted.entries or adopted.waiting or replayed or unknown):
        return None
    # An erasure that nobody knows any more is still counted: its line was in the ledger.
    unaccounted = max(0, adopted.by_type[_ERASURES] - replayed[ERASURE])
    detail = {"entries": adopted.entries, "withdrawals": dict(replayed), "unknown": unknown, "unaccounted": unaccounted}
    with transaction.atomic():
        write_entry(brand.pk, Act("backup.restored", uuid.uuid4(), actor, detail=detail), at=now)
    sequence_pending(brand.pk, now=now)
    return Recovered(brand.slug, adopted, replayed, unknown, unaccounted)


def _unknown_lines(brand_id: UUID, *, unfinished: bool = False) -> list[Line]:
    """List the lines that the database does not know, and those of erasures that an earlier run left unfinished."""
    known = set(Withdrawal.objects.filter(brand_id=brand_id).values_list("pk", flat=True))
    # By act: a crash may have filed a line twice.
    if unfinished:
        running = RightsRequest.objects.filter(brand_id=brand_id, kind="erasure", state="running")
        known -= set(running.values_list("pk", flat=True))
    lines = {line.id: line for line in read_ledger(brand_id) if line.id not in known}
    return sorted(lines.values(), key=lambda line: line.at)


def _replay(line: Line, actor: Actor, now: datetime) -> bool:
    """Carry out a withdrawal again; False when the backup does not know whom it is about."""
    if line.kind == ERASURE:
        _erase_again(line, actor, now)
        return True
    person = Person.objects.filter(brand_id=line.brand_id, pk=line.person_id).first()
    with transaction.atomic():
        adopt_line(line, now=now)
        if person is not None:
            _REPLAYS[line.kind](line, person, actor, now)
    return person is not None


def _erase_again(line: Line, actor: Actor, now: datetime) -> None:
    """Erase, even somebody who came after the backup: other people's texts may name them."""
    with transaction.atomic():
        if not Withdrawal.objects.filter(pk=line.id).exists():
            adopt_line(line, now=now)
        request = _request_of(line)
    erase_person(request, actor=actor, now=now, sought=sought_by(line.id, line.brand_id, line.sought))


def _request_of(line: Line) -> RightsRequest:
    """Find the request that a line comes from, or write it down again: the DPO's register had it."""
    received = datetime.fromisoformat(line.detail["received_at"])
    due = due_of(received, extended=False)
    defaults = {"kind": line.kind, "person_id": line.person_id, "received_at": received, "due_at": due}
    request: RightsRequest
    request, _ = RightsRequest.objects.get_or_create(brand_id=line.brand_id, id=line.id, defaults=defaults)
    return request


def _withdraw(line: Line, person: Person, actor: Actor, now: datetime) -> None:
    said = line.detail
    chosen_at = datetime.fromisoformat(said["chosen_at"])
    choice = Choice(said["purpose"], said["channel"], said["state"], chosen_at)
    record_choice(person, choice, actor=actor, now=now, act_id=line.id)


def _choose_ai(line: Line, person: Person, actor: Actor, now: datetime) -> None:
    record_ai_choice(person, accepts=bool(line.detail["accepts"]), actor=actor, now=now, act_id=line.id)


def _answer(line: Line, person: Person, actor: Actor, now: datetime) -> None:
    answer_request(_request_of(line), actor=actor, now=now)


_REPLAYS: Final[Mapping[str, Callable[[Line, Person, Actor, datetime], None]]] = {
    AI_CHOICE: _choose_ai,
    CONSENT: _withdraw,
    OBJECTION: _answer,
    RESTRICTION: _answer,
}
