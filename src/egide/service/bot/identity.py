"""Check who a visitor is before anything of their own is spoken of: a code sent to the address that the brand already knows.

What the visitor is told is the same whether the address is known or not: the assistant says nothing about who is a customer.
"""

from __future__ import annotations

import hmac
import uuid
from datetime import datetime, timedelta

from django.db import transaction

from egide.intake.outgoing import OutgoingMail
from egide.intake.ports import TransportError
from egide.service.bot.flows import SessionRefused, hashed
from egide.service.bot.models import BotSession
from egide.service.conversations.models import Interaction, Message
from egide.service.evidence.flows import Act, write_entry
from egide.service.people.searching import find_person
from egide.service.sealing import person_vault
from egide.service.tenancy.access import system_actor
from egide.service.wiring import parts

CODE_LIFE = timedelta(minutes=10)
MOST_TRIES = 8
"""Codes asked for and codes given, together, in one session."""

SUBJECTS = {"fr": "Votre code de vérification", "en": "Your verification code"}
TEXTS = {
    "fr": "Votre code est {code}. Il vaut dix minutes. Si vous n'avez rien demandé, ignorez ce message.",
    "en": "Your code is {code}. It is valid for ten minutes. If you asked for nothing, ignore this message.",
}
CHECKED = {
    "fr": "Identité vérifiée par un code envoyé à l'adresse connue.",
    "en": "Identity checked by a code sent to the known address.",
}


def send_code(session: BotSession, address: str, *, now: datetime) -> None:
    """Send a code to an address, if it is that of one customer of the brand; else do nothing, silently.

    Args:
        session: The visitor's session, with its brand.
        address: What the visitor gave.
        now: Aware UTC.

    Raises:
        SessionRefused: too many codes were asked for.
    """
    if session.code_tries >= MOST_TRIES:
        raise SessionRefused
    person = find_person(session.brand, address) if "@" in address else None
    code = f"{int.from_bytes(parts().random_bytes(8)) % 1_000_000:06d}"
    # Kept even for an unknown address, so that a wrong code looks the same.
    session.code_hash = hashed(f"{session.pk}/{code if person else ''}")
    session.code_until = now + CODE_LIFE
    session.code_tries += 1
    session.save(update_fields=["code_hash", "code_until", "code_tries"])
    if person is None:
        return
    language = "en" if session.language == "en" else "fr"
    mail = OutgoingMail(
        sender=session.brand.reply_address or "ne-pas-repondre@localhost",
        recipient=address.strip(),
        subject=SUBJECTS[language],
        text=TEXTS[language].format(code=code),
        message_id=f"{uuid.uuid4().hex}@egide.invalid",
        sent_at=now,
    )
    try:
        parts().outbox_transport.send(mail)
    except TransportError:
        return  # the visitor may ask again, or for a person


def check_code(session: BotSession, code: str, *, now: datetime) -> bool:
    """Say whether a visitor gave the code that was sent; a right one is noted in the conversation, for the person who takes over.

    Raises:
        SessionRefused: too many codes were tried.
    """
    if session.code_tries >= MOST_TRIES:
        raise SessionRefused
    session.code_tries += 1
    right = (
        session.code_hash is not None
        and session.code_until is not None
        and now <= session.code_until
        and hmac.compare_digest(bytes(session.code_hash), hashed(f"{session.pk}/{code.strip()}"))
        and bool(code.strip())
    )
    if not right:
        session.save(update_fields=["code_tries"])
        return False
    session.verified, session.code_hash, session.code_until = True, None, None
    with transaction.atomic():
        session.save()
        if session.interaction_id is not None:
            _note(session, now)
    return True


def _note(session: BotSession, now: datetime) -> None:
    interaction = Interaction.objects.get(pk=session.interaction_id)
    message = Message(
        id=uuid.uuid4(),
        brand_id=session.brand_id,
        interaction=interaction,
        position=session.messages,
        author_role="system",
        at=now,
        source="bot",
        purpose=interaction.purpose,
        legal_basis=interaction.legal_basis,
        collected_how="written by the assistant",
        received_at=now,
    )
    vault = person_vault(session.brand_id, interaction.person_id)
    words = CHECKED["en" if session.language == "en" else "fr"]
    message.body_sealed = vault.seal_text("message", message.pk, "body", words)
    message.save()
    act = Act(
        "bot.turn",
        message.pk,
        system_actor("bot"),
        purpose=interaction.purpose,
        person_id=interaction.person_id,
        detail={"move": "identity_verified", "turn": session.turns},
    )
    write_entry(session.brand_id, act, at=now)
