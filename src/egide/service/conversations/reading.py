"""Open conversations for those who may read them: the only doors to an interaction and its words."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from egide.service.conversations.models import Finding, Interaction, Message
from egide.service.people.models import Person
from egide.service.sealing import Vault, person_vault
from egide.service.tenancy.access import Actor, check_right
from egide.service.tenancy.rights import Right


@dataclass(frozen=True, slots=True)
class Span:
    """A span of personal data in a message; offsets are code points, half-open."""

    label: str
    start: int
    end: int
    score: float
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ThreadMessage:
    """One opened message of a thread."""

    id: UUID
    author_role: str
    author_id: UUID | None
    at: datetime
    text: str
    quoted: str
    signature: str
    attachments: tuple[str, ...]
    findings: tuple[Span, ...]
    ai_mark: str


@dataclass(frozen=True, slots=True)
class Thread:
    """An opened conversation with the vault of its customer."""

    interaction: Interaction
    person: Person
    vault: Vault
    messages: tuple[ThreadMessage, ...]

    @property
    def subject(self) -> str:
        """The subject line, opened."""
        return self.vault.open_text("interaction", self.interaction.pk, "subject", self.interaction.subject_sealed)

    @property
    def customer_name(self) -> str:
        """The customer's name as they gave it, or the empty text."""
        return self.vault.open_text("person", self.person.pk, "name", self.person.name_sealed)


def access_interaction_by_id(actor: Actor, interaction_id: UUID, right: Right = Right.INTERACTION_READ) -> Interaction:
    """Open an interaction of one of the actor's brands.

    Raises:
        Interaction.DoesNotExist: none such in the brands in scope.
        AccessRefused: the actor lacks the right in its brand.
    """
    interaction: Interaction = Interaction.objects.select_related("brand", "person").get(pk=interaction_id)
    check_right(actor, right, interaction.brand_id)
    return interaction


def read_thread(interaction: Interaction) -> Thread:
    """Open every message of an interaction already accessed.

    Raises:
        KeyDestroyed: the customer was erased.
        KeyUnavailable: the key store does not answer; nothing can be read nor sent.
    """
    vault = person_vault(interaction.brand_id, interaction.person_id)
    rows: list[Message] = list(Message.objects.filter(interaction=interaction))
    spans: dict[UUID, list[Span]] = defaultdict(list)
    found = Finding.objects.filter(message__in=[row.pk for row in rows]).order_by("start")
    for row in found:
        spans[row.message_id].append(Span(row.label, row.start, row.end, row.score, tuple(row.why)))
    return Thread(
        interaction, interaction.person, vault, tuple(_opened(row, vault, tuple(spans[row.pk])) for row in rows)
    )


def _opened(row: Message, vault: Vault, findings: tuple[Span, ...]) -> ThreadMessage:
    extra: dict[str, Any] = vault.open_json("message", row.pk, "extra", row.extra_sealed) or {}
    return ThreadMessage(
        id=row.pk,
        author_role=row.author_role,
        author_id=row.author_id,
        at=row.at,
        text=vault.open_text("message", row.pk, "body", row.body_sealed),
        quoted=extra.get("quoted", ""),
        signature=extra.get("signature", ""),
        attachments=tuple(extra.get("attachments", ())),
        findings=findings,
        ai_mark=row.ai_mark,
    )
