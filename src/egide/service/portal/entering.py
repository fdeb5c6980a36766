"""Let a customer in by a code sent to the address that the brand already knows.

What a visitor is told is the same whether the address is known or not: nobody learns here who is a customer. The visit is kept
in the server's session: a brand, a hashed code, how often it was tried, and, once it was right, a random person id.
"""

from __future__ import annotations

import hashlib
import hmac
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from egide.intake.outgoing import OutgoingMail
from egide.intake.personal import normalise_email
from egide.intake.ports import TransportError
from egide.service.bot.limiting import counts_too_many
from egide.service.evidence.flows import Act, write_entry
from egide.service.people.models import Person
from egide.service.people.searching import find_person
from egide.service.tenancy.access import Actor, system_actor
from egide.service.tenancy.models import Brand
from egide.service.wiring import parts

CODE_LIFE = timedelta(minutes=10)
VISIT_LIFE = timedelta(minutes=30)
MOST_TRIES = 5
_CODES_PER_HOUR = 10  # asked for by one visitor's address, whatever they type
_CODES_PER_MAILBOX = 4  # sent to one mailbox in an hour, whoever asks
_KEY = "portal"

_SUBJECTS = {"fr": "Votre code d'accès à vos données", "en": "Your code to reach your data"}
_TEXTS = {
    "fr": (
        "Votre code est {code}. Il vaut dix minutes et n'ouvre que la page où vous l'avez demandé.\n"
        "Si vous n'avez rien demandé, ignorez ce message : sans ce code, personne n'entre."
    ),
    "en": (
        "Your code is {code}. It is valid for ten minutes and opens only the page where you asked for it.\n"
        "If you asked for nothing, ignore this message: without this code, nobody enters."
    ),
}


class EntryRefused(Exception):
    """Too many codes were asked for, or tried."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks for a code, from where, in which language."""

    address: str
    network_address: str
    language: str = "fr"


def portal_actor() -> Actor:
    """Return the part of the product that acts for a customer on their own page."""
    return system_actor("portal")


def send_code(brand: Brand, visitor: Visitor, session: Any, *, now: datetime) -> None:
    """Send a code to an address, if it is that of one customer of the brand; else do as if.

    Args:
        brand: The brand, in scope.
        visitor: What was typed, and from where.
        session: The visitor's session; any earlier visit ends.
        now: Aware UTC.

    Raises:
        EntryRefused: too many codes were asked for.
        KeyUnavailable: the key store does not answer.
    """
    mailbox = normalise_email(visitor.address)
    if counts_too_many(
        brand.pk, "codes", visitor.network_address, most=_CODES_PER_HOUR, seconds=3600, now=now
    ) or counts_too_many(brand.pk, "mailbox", mailbox, most=_CODES_PER_MAILBOX, seconds=3600, now=now):
        raise EntryRefused
    person = find_person(brand, visitor.address) if mailbox else None
    code = f"{int.from_bytes(parts().random_bytes(8)) % 1_000_000:06d}"
    salt = uuid.uuid4().hex
    session[_KEY] = {
        "brand": brand.slug,
        "salt": salt,
        # For an unknown address, the hash of no code: a wrong code looks the same.
        "code": _hashed(salt, code if person else ""),
        "until": (now + CODE_LIFE).isoformat(),
        "tries": 0,
        "person": str(person.pk) if person else "",
        "entered": False,
    }
    # Written for a stranger too: what is seen from outside, its time included, should not depend on who asks.
    with transaction.atomic():
        write_entry(brand.pk, _act("portal.asked", person.pk if person else None), at=now)
    if person is None:
        return
    language = "en" if visitor.language == "en" else "fr"
    mail = OutgoingMail(
        sender=brand.reply_address or "ne-pas-repondre@localhost",
        recipient=visitor.address.strip(),
        subject=_SUBJECTS[language],
        text=_TEXTS[language].format(code=code),
        message_id=f"{uuid.uuid4().hex}@egide.invalid",
        sent_at=now,
    )
    # Sent beside the answer: neither a failure nor the time that it takes may say whether there was somebody to write to.
    parts().background(lambda: _send(mail))


def _send(mail: OutgoingMail) -> None:
    try:
        parts().outbox_transport.send(mail)
    except TransportError:
        return  # the visitor may ask for another


def enter(brand: Brand, code: str, session: Any, *, now: datetime) -> bool:
    """Open the page of the person whose code it is.

    Args:
        brand: The brand, in scope.
        code: What the visitor typed.
        session: The visitor's session.
        now: Aware UTC.

    Returns:
        Whether the code was right.

    Raises:
        EntryRefused: no code was asked for, it is too old, or too many were tried.
    """
    visit = _visit(brand, session)
    if (
        visit is None
        or visit["entered"]
        or visit["tries"] >= MOST_TRIES
        or now > datetime.fromisoformat(visit["until"])
    ):
        raise EntryRefused
    visit["tries"] += 1
    given = "".join(code.split())
    right = bool(given) and hmac.compare_digest(visit["code"], _hashed(visit["salt"], given))
    person_id = uuid.UUID(visit["person"]) if visit["person"] else None
    kind = "portal.opened" if right else "portal.refused"
    with transaction.atomic():
        write_entry(brand.pk, _act(kind, person_id), at=now)
    if right:
        session.cycle_key()  # what was known before the code opens nothing after it
        visit = {"brand": brand.slug, "person": visit["person"], "entered": True}
        visit["until"] = (now + VISIT_LIFE).isoformat()
    session[_KEY] = visit
    return right


def person_entered(brand: Brand, session: Any, *, now: datetime) -> Person | None:
    """Return the person whose visit is open; None when there is none, or when it ended."""
    visit = _visit(brand, session)
    if visit is None or not visit["entered"] or now > datetime.fromisoformat(visit["until"]):
        return None
    found: Person | None = Person.objects.filter(brand=brand, pk=visit["person"]).first()
    return found


def leave(session: Any) -> None:
    """End a visit."""
    session.pop(_KEY, None)


def _visit(brand: Brand, session: Any) -> dict[str, Any] | None:
    visit = session.get(_KEY)
    return visit if visit and visit.get("brand") == brand.slug else None


def _act(kind: str, person_id: uuid.UUID | None) -> Act:
    """Say what happened at the door; for a stranger the leaf commits to nobody, and looks like any other."""
    nobody = "" if person_id else str(uuid.uuid4())
    return Act(kind, uuid.uuid4(), portal_actor(), "DSR", person_id, forgotten=nobody)


def _hashed(salt: str, code: str) -> str:
    return hashlib.sha256(f"{salt}/{code}".encode()).hexdigest()
