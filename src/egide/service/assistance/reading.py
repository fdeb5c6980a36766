"""Open what the AI functions kept: the protected text that a model saw, and drafts with their values put back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from egide.pseudonyms import Issued, Pseudonymiser, Scope
from egide.service.assistance.models import Draft
from egide.service.conversations.models import Interaction
from egide.service.conversations.reading import Thread
from egide.service.wiring import parts


def pseudonymiser_for(thread: Thread) -> Pseudonymiser:
    """Return the pseudonymiser of a conversation, with what it issued before."""
    interaction = thread.interaction
    brand = str(interaction.brand_id)
    scope = Scope(brand, interaction.purpose or "SAV", str(interaction.pk))
    sealed = thread.vault.open_text("interaction", interaction.pk, "issued", interaction.issued_sealed)
    issued = Issued.from_bytes(sealed.encode()) if sealed else Issued()
    return Pseudonymiser(parts().key_ring.brand_secret(brand, "pseudonyms"), scope, issued=issued)


def seal_issued(thread: Thread, pseudonymiser: Pseudonymiser) -> None:
    """Put what was issued back on the (unsaved) interaction, sealed under the customer's key."""
    interaction = thread.interaction
    document = pseudonymiser.issued.to_bytes().decode()
    interaction.issued_sealed = thread.vault.seal_text("interaction", interaction.pk, "issued", document)


@dataclass(frozen=True, slots=True)
class ProtectedText:
    """A message as a model saw it; spans are (start, end, label) of its pseudonyms, in code points."""

    text: str
    spans: tuple[tuple[int, int, str], ...]


def protect_messages(
    thread: Thread, pseudonymiser: Pseudonymiser, labels: frozenset[str] | None
) -> dict[UUID, ProtectedText]:
    """Protect every message of a thread; `labels` limits what is replaced, None replaces everything found."""
    protected = {}
    for message in thread.messages:
        chosen = [span for span in message.findings if labels is None or span.label in labels]
        result = pseudonymiser.protect(message.text, chosen)
        spans = tuple((found.start, found.end, found.record.label) for found in pseudonymiser.find(result.text))
        protected[message.id] = ProtectedText(result.text, spans)
    return protected


def protected_texts(thread: Thread) -> dict[UUID, ProtectedText]:
    """Open what the latest model call saw of each message; empty when no model saw the conversation."""
    call = thread.interaction.calls.filter(input_sealed__isnull=False).order_by("-at").first()
    if call is None:
        return {}
    seen: list[dict[str, Any]] = thread.vault.open_json("call", call.pk, "input", call.input_sealed) or []
    return {
        UUID(message["id"]): ProtectedText(message["text"], tuple((s, e, label) for s, e, label in message["spans"]))
        for message in seen
    }


def latest_draft(interaction: Interaction) -> Draft | None:
    """Return the latest draft of a conversation."""
    return interaction.drafts.select_related("decision", "call").order_by("-created_at").first()


# Said by the desk, not by a model: a mail opens and closes, a chat does not.
_COURTESIES = {
    "fr": ("Bonjour,", "Cordialement,\n{brand}"),
    "en": ("Hello,", "Kind regards,\n{brand}"),
}


def _courtesies(thread: Thread) -> dict[str, str]:
    interaction = thread.interaction
    if interaction.channel not in {"email", "form"}:
        return {}
    opening, closing = _COURTESIES.get(interaction.language, _COURTESIES["fr"])
    return {"opening": opening, "closing": closing.format(brand=interaction.brand.name)}


@dataclass(frozen=True, slots=True)
class OpenedPart:
    """A part of a draft with values restored, and the passages it cites."""

    text: str
    citations: tuple[dict[str, str], ...]


@dataclass(frozen=True, slots=True)
class OpenedDraft:
    """A draft as a person reads it: only pseudonyms issued in this conversation became values again."""

    parts: tuple[OpenedPart, ...]
    dropped: tuple[dict[str, str], ...]
    missing: tuple[str, ...]

    @classmethod
    def open(cls, draft: Draft, thread: Thread) -> OpenedDraft:
        """Open and restore a draft."""
        content = thread.vault.open_json("draft", draft.pk, "content", draft.content_sealed) or {}
        pseudonymiser = pseudonymiser_for(thread)
        return cls(
            parts=tuple(
                OpenedPart(pseudonymiser.restore(part["text"]).text, tuple(part["citations"]))
                for part in content.get("parts", [])
            ),
            dropped=tuple(content.get("dropped", [])),
            missing=tuple(pseudonymiser.restore(word).text for word in content.get("missing", [])),
            **_courtesies(thread),
        )

    opening: str = ""
    closing: str = ""

    @property
    def text(self) -> str:
        """The answer as it would be sent: the parts, between the courtesies of its channel."""
        body = "\n".join(part.text for part in self.parts)
        return "\n\n".join(piece for piece in (self.opening, body, self.closing) if piece)
