"""Queue an answer with the review that allowed it, then carry it; what fails stays in the outbox with its reason."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from egide.intake.outgoing import OutgoingMail
from egide.intake.outgoing_reply import OutgoingReply, ReplyPlace
from egide.intake.ports import TransportError
from egide.service.connections.flows import connection_of, secret_of
from egide.service.conversations.models import Interaction, Message
from egide.service.conversations.reading import Thread
from egide.service.evidence.flows import Act, write_entry
from egide.service.outbox.models import OutgoingMessage
from egide.service.people.models import Identifier
from egide.service.sealing import person_vault
from egide.service.tenancy.access import Actor, system_actor
from egide.service.wiring import parts

BY_MAIL = frozenset({"email", "form", "crm", "call_in", "call_out"})
"""The channels that are answered by mail; the others are answered where the customer wrote."""
UNREAD = "generated"
"""The mark of a message that no person read."""
_MOST_ATTEMPTS = 8


def queue_answer(
    thread: Thread, text: str, *, actor: Actor, ai_mark: str, draft_id: UUID | None, now: datetime
) -> OutgoingMessage:
    """Write an agent's answer into the thread and into the outbox, in the caller's transaction.

    Args:
        thread: The opened conversation.
        text: The answer as the customer will read it.
        actor: Who sends it.
        ai_mark: "assisted" when it comes from a draft, "generated" when no person read it, else empty.
        draft_id: The draft it comes from.
        now: Aware UTC.

    Returns:
        The queued message.
    """
    interaction, vault = thread.interaction, thread.vault
    message = Message(
        id=uuid.uuid4(),
        brand_id=interaction.brand_id,
        interaction=interaction,
        position=len(thread.messages),
        author_role="agent" if actor.user_id else "bot",
        author_id=actor.user_id,
        at=now,
        ai_mark=ai_mark,
        source="desk",
        purpose=interaction.purpose,
        legal_basis=interaction.legal_basis,
        collected_how="written at the desk",
        received_at=now,
    )
    message.body_sealed = vault.seal_text("message", message.pk, "body", text)
    message.save()
    outgoing = OutgoingMessage(
        id=uuid.uuid4(),
        brand_id=interaction.brand_id,
        interaction=interaction,
        message=message,
        draft_id=draft_id,
        ai_mark=ai_mark,
        sender_id=actor.user_id,
        queued_at=now,
    )
    answered = _answered_mail(thread)
    envelope = {
        "to": _address(thread) if interaction.channel in BY_MAIL else "",
        "back": _way_back(thread),
        "subject": _reply_subject(thread.subject),
        "in_reply_to": answered.get("message_id", ""),
        "references": answered.get("references", []),
    }
    outgoing.envelope_sealed = vault.seal_json("outgoing", outgoing.pk, "envelope", envelope)
    outgoing.save()
    interaction.last_message_at = now
    interaction.status = "answered"
    interaction.save(update_fields=["last_message_at", "status"])
    return outgoing


def _address(thread: Thread) -> str:
    """Return the customer's e-mail address, or the empty text: chat and social answers go back to their connector."""
    row = Identifier.objects.filter(person=thread.person, kind="email").order_by("id").first()
    if row is None:
        return ""
    return thread.vault.open_text(
        "identifier", f"{thread.person.pk}/{bytes(row.blind_index).hex()}", row.kind, row.value_sealed
    )


def _way_back(thread: Thread) -> dict[str, str]:
    """Name the conversation where it came from; empty when it came from no help desk."""
    latest = Message.objects.filter(interaction=thread.interaction, author_role="customer").order_by("-at", "-position")
    row = latest.first()
    if row is None:
        return {}
    extra = thread.vault.open_json("message", row.pk, "extra", row.extra_sealed) or {}
    return {"source": row.source, "conversation": extra["thread"]} if extra.get("thread") else {}


def _answered_mail(thread: Thread) -> dict[str, Any]:
    """Return what threads the answer: Message-ID and references of the customer's latest mail."""
    rows = Message.objects.filter(interaction=thread.interaction, author_role="customer").order_by("-at", "-position")
    for row in rows:
        extra = thread.vault.open_json("message", row.pk, "extra", row.extra_sealed) or {}
        if extra.get("message_id"):
            return dict(extra)
    return {}


def _reply_subject(subject: str) -> str:
    return subject if not subject or subject.casefold().startswith("re") else f"Re: {subject}"


Guard = Callable[[OutgoingMessage, datetime], bool]
"""Says, right before it leaves, whether a message that no person read may still leave; what it refuses, it takes back."""


def send_queued(brand_id: UUID, *, now: datetime, limit: int = 100, guard: Guard | None = None) -> int:
    """Carry what waits in a brand's outbox.

    Args:
        brand_id: The brand, in scope.
        now: Aware UTC.
        limit: At most this many messages.
        guard: Asked about each message that no person read; without one, those wait.

    Returns:
        How many were sent.
    """
    waiting = OutgoingMessage.objects.filter(brand_id=brand_id, state="queued", queued_at__lte=now)
    if guard is None:
        waiting = waiting.exclude(ai_mark=UNREAD)
    sent = 0
    for outgoing in waiting.select_related("interaction__brand", "message").order_by("queued_at")[:limit]:
        if outgoing.ai_mark != UNREAD or (guard is not None and guard(outgoing, now)):
            sent += _send(outgoing, now)
    return sent


def take_back(outgoing: OutgoingMessage, code: str, *, actor: Actor, now: datetime) -> None:
    """Withdraw an answer that has not left: the thread no longer says it, and the conversation waits for a person.

    Args:
        outgoing: A queued message, with its interaction loaded.
        code: Why, for the journal.
        actor: Who or what withdraws it.
        now: Aware UTC.
    """
    interaction = outgoing.interaction
    act = Act("message.send_failed", outgoing.pk, actor, person_id=interaction.person_id, detail={"code": code})
    with transaction.atomic():
        outgoing.message.delete()  # and the outgoing row with it
        # Open and prepared anew: nobody who was promised an answer is left without one.
        interaction.status, interaction.analysed_at = "open", None
        interaction.save(update_fields=["status", "analysed_at"])
        write_entry(interaction.brand_id, act, at=now)


def _sent_back(outgoing: OutgoingMessage, envelope: dict[str, Any], text: str, now: datetime) -> bool:
    """Answer where the customer wrote: on the assistant's own page, or at the help desk that the conversation came from."""
    if outgoing.interaction.channel == "bot":
        return True  # the visitor's page reads the thread
    back = envelope.get("back") or {}
    place, carrier = connection_of(outgoing.brand_id, back.get("source", "")), parts().reply_transport
    if place is None or not place.reply_url or carrier is None:
        return False
    reply = OutgoingReply(outgoing.pk.hex, back["conversation"], text, now, outgoing.ai_mark)
    carrier.send(reply, ReplyPlace(place.reply_url, secret_of(place)))
    return True


def _send_mail(mail: OutgoingMail, *, reachable: bool) -> None:
    """Send by mail; without a mail server, the outbox is a folder that somebody empties by hand, whatever the channel."""
    if not reachable and parts().configuration.mail is not None:
        raise TransportError("no-way-back", permanent=True)
    parts().outbox_transport.send(mail)


def _send(outgoing: OutgoingMessage, now: datetime) -> bool:
    interaction = outgoing.interaction
    vault = person_vault(outgoing.brand_id, interaction.person_id)
    envelope = vault.open_json("outgoing", outgoing.pk, "envelope", outgoing.envelope_sealed)
    text = vault.open_text("message", outgoing.message_id, "body", outgoing.message.body_sealed)
    mail = OutgoingMail(
        sender=interaction.brand.reply_address or "ne-pas-repondre@localhost",
        recipient=envelope["to"] or f"{interaction.channel}@connector.invalid",
        subject=envelope["subject"] or str(interaction.brand),
        text=text,
        # The same at each attempt, so that a second one cannot send a second mail.
        message_id=f"{outgoing.pk.hex}@egide.invalid",
        in_reply_to=envelope.get("in_reply_to", ""),
        references=tuple(envelope.get("references", ())),
        ai=outgoing.ai_mark or None,
        sent_at=now,
    )
    outgoing.attempts += 1
    actor = system_actor("outbox")
    try:
        if not _sent_back(outgoing, envelope, text, now):
            _send_mail(mail, reachable=bool(envelope["to"]))
    except TransportError as refused:
        outgoing.error_code = refused.code[:40]
        gave_up = refused.permanent or outgoing.attempts >= _MOST_ATTEMPTS
        outgoing.state = "failed" if gave_up else "queued"
        # Back off: one minute, then two, four, …
        outgoing.queued_at = now + timedelta(minutes=2 ** (outgoing.attempts - 1))
        with transaction.atomic():
            outgoing.save()
            if gave_up:
                # The customer has no answer: the conversation comes back to the queue, its deadline unchanged.
                Interaction.objects.filter(pk=interaction.pk, status="answered").update(status="open")
            act = Act("message.send_failed", outgoing.pk, actor, person_id=interaction.person_id)
            write_entry(outgoing.brand_id, act, at=now)
        return False
    outgoing.state, outgoing.sent_at, outgoing.error_code = "sent", now, ""
    with transaction.atomic():
        outgoing.save()
        act = Act(
            "message.sent",
            outgoing.pk,
            actor,
            purpose=interaction.purpose,
            person_id=interaction.person_id,
            detail={"ai": outgoing.ai_mark, "channel": interaction.channel},
        )
        write_entry(outgoing.brand_id, act, at=now)
    return True
