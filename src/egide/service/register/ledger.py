"""The ledger of consents: append-only, checked at the moment of use; what is not proven does not count.

Source: GDPR art. 7; ISO/IEC TS 27560 through the W3C DPV mapping.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from egide.policy import Consent, ConsentState, InvalidRecord, Objection
from egide.policy.calendar import parse_duration
from egide.policy.consent import (
    Collector,
    ConsentEvent,
    ConsentStatus,
    Notice,
    Party,
    as_facts,
    fold_events,
    format_receipt,
)
from egide.policy.vocabulary import Channel
from egide.service.evidence.flows import Act, write_entry
from egide.service.people.models import Person
from egide.service.register.law import brand_law, law_in_force
from egide.service.register.models import ConsentRow
from egide.service.register.providers import terms_of
from egide.service.sealing import person_vault
from egide.service.tenancy.access import Actor, check_right
from egide.service.tenancy.models import Brand
from egide.service.tenancy.rights import Right
from egide.service.withdrawals.ledger import note_withdrawal
from egide.service.withdrawals.models import CONSENT

_EVENTS = {
    ConsentState.GIVEN: "consent.given",
    ConsentState.REFUSED: "consent.refused",
    ConsentState.WITHDRAWN: "consent.withdrawn",
}
_SAYS_NO = frozenset({ConsentState.REFUSED, ConsentState.WITHDRAWN})
CHANNELS = ("*", *(channel.value for channel in Channel))


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person chose, with what proves it.

    Attributes:
        evidence_place: Where the recording, the form or the page is kept; sealed under the person's key.
        valid_for: A duration such as ``P2Y``; empty when it does not expire.
    """

    purpose: str
    channel: str
    state: str
    at: datetime
    wording: str = ""
    wording_version: str = ""
    language: str = ""
    collector: str = ""
    evidence_sha256: str = ""
    evidence_place: str = ""
    valid_for: str = ""


def record_choice(
    person: Person, choice: Choice, *, actor: Actor, now: datetime, imported: bool = False, act_id: UUID | None = None
) -> ConsentRow:
    """Write one event of the ledger.

    A consent without wording, version, language, collector or evidence is kept and does not count.

    Args:
        person: Who chose.
        choice: What, when, and the proof.
        actor: Who writes it down.
        now: Aware UTC.
        imported: It was collected elsewhere.
        act_id: Of the choice, when it is written down again.

    Returns:
        The event.

    Raises:
        AccessRefused: the actor may not edit consents.
        InvalidRecord: a word, a date or a hash is malformed; says which.
        InvalidDuration: the validity is not a duration.
    """
    check_right(actor, Right.CONSENT_EDIT, person.brand_id)
    row = _row(person, choice, actor, now, act_id or uuid.uuid4())
    event = event_of(row, str(person.brand_id))
    kind = "consent.imported" if imported else _EVENTS.get(event.state, "consent.imported")
    vault = person_vault(person.brand_id, person.pk)
    if choice.evidence_place:
        row.evidence_place_sealed = vault.seal_text("consent", row.pk, "place", choice.evidence_place)
    with transaction.atomic():
        row.save()
        detail = {
            "purpose": row.purpose,
            "channel": row.channel,
            "state": row.state,
            "proven": event.proven,
            "evidence_sha256": row.evidence_sha256,
        }
        write_entry(person.brand_id, Act(kind, row.pk, actor, row.purpose, person.pk, detail), at=now)
        if event.state in _SAYS_NO:
            said = {
                "purpose": row.purpose,
                "channel": row.channel,
                "state": row.state,
                "chosen_at": row.at.isoformat(),
            }
            note_withdrawal(person.brand_id, CONSENT, person.pk, act_id=row.pk, at=now, detail=said)
    return row


def _row(person: Person, choice: Choice, actor: Actor, now: datetime, row_id: UUID) -> ConsentRow:
    if choice.purpose not in law_in_force(person.brand_id).purposes:
        raise InvalidRecord("consent.purpose", "is not in the law file")
    for name, word, allowed in (
        ("channel", choice.channel, CHANNELS),
        ("state", choice.state, tuple(ConsentState)),
        ("collector", choice.collector, ("", *Collector)),
    ):
        if word not in allowed:
            raise InvalidRecord(f"consent.{name}", f"allowed words: {', '.join(filter(None, allowed))}")
    if choice.at > now:
        raise InvalidRecord("consent.at", "must not be in the future")
    return ConsentRow(
        id=row_id,
        brand_id=person.brand_id,
        person=person,
        purpose=choice.purpose,
        channel=choice.channel,
        state=choice.state,
        at=choice.at,
        wording=choice.wording.strip(),
        wording_version=choice.wording_version.strip(),
        language=choice.language.strip(),
        collector=choice.collector,
        evidence_sha256=choice.evidence_sha256,
        valid_for=choice.valid_for,
        recorded_at=now,
        recorded_by_id=actor.user_id,
    )


def event_of(row: ConsentRow, brand: str) -> ConsentEvent:
    """Read a row as the policy's event.

    Raises:
        InvalidRecord: a field is malformed.
        InvalidDuration: the validity is not a duration.
    """
    return ConsentEvent(
        record_id=str(row.pk),
        principal_id=str(row.person_id),
        brand=brand,
        purpose=row.purpose,
        channel=row.channel,
        state=ConsentState(row.state),
        at=row.at,
        wording=row.wording,
        wording_version=row.wording_version,
        language=row.language,
        collector=Collector(row.collector) if row.collector else None,
        evidence_sha256=row.evidence_sha256,
        valid_for=parse_duration(row.valid_for) if row.valid_for else None,
    )


def statuses_of(person: Person, *, at: datetime) -> tuple[ConsentStatus, ...]:
    """Fold a person's events into where each purpose and channel stands at a moment."""
    rows = ConsentRow.objects.filter(brand_id=person.brand_id, person=person)
    return fold_events((event_of(row, str(person.brand_id)) for row in rows), at)


def choices_as_facts(person: Person, *, at: datetime) -> tuple[tuple[Consent, ...], tuple[Objection, ...]]:
    """Give a decision the person's consents and objections at the moment of use.

    A "no" to a purpose and channel is an objection too: it stops a use that would rest on legitimate interest.
    """
    statuses = statuses_of(person, at=at)
    objections = [Objection(status.purpose, status.channel) for status in statuses if status.state in _SAYS_NO]
    if person.objected:
        objections.append(Objection())
    return as_facts(statuses), tuple(objections)


def receipt_of(person: Person, brand: Brand, *, actor: Actor, now: datetime) -> dict[str, Any]:
    """Write the receipt that a person can keep: every event, in order; making it is an entry of the journal.

    Args:
        person: Whose choices.
        brand: The brand of the person.
        actor: Who makes it.
        now: Aware UTC.

    Returns:
        JSON-LD, ISO/IEC TS 27560 through the W3C DPV.

    Raises:
        AccessRefused: the actor may not edit consents.
    """
    check_right(actor, Right.CONSENT_EDIT, person.brand_id)
    receipt_id = uuid.uuid4()
    rows = ConsentRow.objects.filter(brand_id=brand.pk, person=person)
    by_purpose: dict[str, list[ConsentEvent]] = {}
    for row in rows:
        by_purpose.setdefault(row.purpose, []).append(event_of(row, brand.slug))
    whole: dict[str, Any] = format_receipt([], notice_of(brand, ""), receipt_id=str(receipt_id), issued_at=now)
    records = whole["dpv:hasRecordOfActivity"]
    for purpose, events in sorted(by_purpose.items()):
        part = format_receipt(events, notice_of(brand, purpose), receipt_id=str(receipt_id), issued_at=now)
        records += part["dpv:hasRecordOfActivity"]
    records.sort(key=lambda record: record["dpv:hasConsentStatus"]["dpv:isIndicatedAtTime"])
    with transaction.atomic():
        act = Act("export.made", receipt_id, actor, person_id=person.pk, detail={"receipt": len(records)})
        write_entry(brand.pk, act, at=now)
    return whole


def notice_of(brand: Brand, purpose: str) -> Notice:
    """Say what surrounds every consent of a brand to a purpose."""
    from egide.service.register.models import BrandPurpose

    terms = terms_of(brand.pk)
    declared = BrandPurpose.objects.filter(brand_id=brand.pk, code=purpose).first()
    known = brand_law(brand.pk).purposes.get(purpose)
    retention = (
        max(known.retention, key=lambda phase: phase.duration.months).duration.text if known and known.retention else ""
    )
    controller = Party(
        id=f"urn:egide:brand:{brand.slug}",
        name=brand.controller_name or brand.name,
        address=brand.controller_contact,
        contact=brand.dpo_contact or brand.controller_contact,
    )
    authority = Party(
        "https://www.cnil.fr/",
        "CNIL",
        "3 place de Fontenoy, 75007 Paris",
        "https://www.cnil.fr/",
        "dpv:DataProtectionAuthority",
    )
    return Notice(
        privacy_notice=terms.notice_url or f"urn:egide:brand:{brand.slug}:notice",
        controllers=(controller,),
        recipients=tuple(
            Party(f"urn:egide:recipient:{number}", name, "", "", "dpv:Recipient")
            for number, name in enumerate(declared.recipients if declared else ())
        ),
        kinds=tuple(declared.kinds) if declared else (),
        storage_locations=("FR",) if terms.residency == "FR" else ("EU",),
        retention=retention,
        jurisdiction="FR",
        withdrawal_method=terms.withdrawal or brand.reply_address or brand.controller_contact,
        authority=authority,
    )


def unproven_count(brand_ids: Iterable[UUID]) -> int:
    """Count the given consents that do not count, for want of proof."""
    given = ConsentRow.objects.filter(brand_id__in=list(brand_ids), state="given")
    lacking = (
        given.filter(wording="")
        | given.filter(evidence_sha256="")
        | given.filter(collector="")
        | given.filter(wording_version="")
        | given.filter(language="")
    )
    return int(lacking.distinct().count())
