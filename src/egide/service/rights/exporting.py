"""Everything the desk holds about one person, in one document: access (art. 15) and portability (art. 20)."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.db import transaction

from egide.journal import Opening as JournalOpening
from egide.service.assistance.models import Decision, ModelCall
from egide.service.conversations.models import Interaction
from egide.service.conversations.reading import read_thread
from egide.service.evidence.flows import Act, write_entry
from egide.service.evidence.models import Opening
from egide.service.people.models import Identifier, Person
from egide.service.register.models import ConsentRow
from egide.service.sealing import Vault, person_vault
from egide.service.tenancy.access import Actor, check_right
from egide.service.tenancy.rights import Right


def export_person(person: Person, *, actor: Actor, now: datetime) -> dict[str, Any]:
    """Gather everything about a person; making the export is itself an entry of the journal.

    Args:
        person: Whose data.
        actor: The DPO.
        now: Aware UTC.

    Returns:
        A JSON document: identity, identifiers, conversations with provenance, consents, decisions with reasons, model calls with
        footprint, and what the journal says was done.

    Raises:
        AccessRefused: the actor does not handle requests in this brand.
    """
    check_right(actor, Right.RIGHTS_REQUEST_HANDLE, person.brand_id)
    vault = person_vault(person.brand_id, person.pk)
    interactions = Interaction.objects.filter(person=person).select_related("brand", "person").order_by("opened_at")
    document = {
        "person": {
            "id": str(person.pk),
            "name": vault.open_text("person", person.pk, "name", person.name_sealed),
            "known_since": person.created_at.isoformat(),
            "restricted": person.restricted,
            "objected": person.objected,
            "ai_opt_out": person.ai_opt_out,
        },
        "identifiers": [_identifier(row, vault) for row in Identifier.objects.filter(person=person)],
        "conversations": [_conversation(interaction) for interaction in interactions],
        "consents": [_consent(row, vault) for row in ConsentRow.objects.filter(person=person).order_by("at")],
        "decisions": [_decision(row) for row in Decision.objects.filter(person=person).order_by("at")],
        "model_calls": [_call(row) for row in ModelCall.objects.filter(interaction__person=person).order_by("at")],
        "journal": journal_of(person, vault),
        "exported_at": now.isoformat(),
    }
    with transaction.atomic():
        write_entry(person.brand_id, Act("export.made", person.pk, actor, "DSR", person.pk), at=now)
    return document


def format_export(document: dict[str, Any]) -> bytes:
    """Write an export as UTF-8 JSON that a person can also read."""
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


def _identifier(row: Identifier, vault: Vault) -> dict[str, str]:
    place = f"{row.person_id}/{bytes(row.blind_index).hex()}"
    return {"kind": row.kind, "value": vault.open_text("identifier", place, row.kind, row.value_sealed)}


def _consent(row: ConsentRow, vault: Vault) -> dict[str, Any]:
    return {
        "purpose": row.purpose,
        "channel": row.channel,
        "state": row.state,
        "at": row.at.isoformat(),
        "wording": row.wording,
        "wording_version": row.wording_version,
        "language": row.language,
        "collector": row.collector,
        "evidence_sha256": row.evidence_sha256,
        "evidence_place": vault.open_text("consent", row.pk, "place", row.evidence_place_sealed),
        "valid_for": row.valid_for,
    }


def _conversation(interaction: Interaction) -> dict[str, Any]:
    thread = read_thread(interaction)
    return {
        "id": str(interaction.pk),
        "channel": interaction.channel,
        "subject": thread.subject,
        "purpose": interaction.purpose,
        "legal_basis": interaction.legal_basis,
        "retain_until": interaction.retain_until.isoformat() if interaction.retain_until else None,
        "intent": interaction.intent,
        "priority": interaction.priority,
        "messages": [
            {
                "at": message.at.isoformat(),
                "from": message.author_role,
                "text": message.text,
                "ai": message.ai_mark,
            }
            for message in thread.messages
        ],
    }


def _decision(row: Decision) -> dict[str, Any]:
    return {
        "at": row.at.isoformat(),
        "task": row.task,
        "purpose": row.purpose,
        "verdict": row.verdict,
        "reasons": row.reasons,
        "policy": row.policy_version,
    }


def _call(row: ModelCall) -> dict[str, Any]:
    return {
        "at": row.at.isoformat(),
        "task": row.task,
        "model": row.model,
        "region": row.region,
        "footprint": row.footprint,
    }


def journal_of(person: Person, vault: Vault) -> list[dict[str, Any]]:
    """List what the journal says was done with a person's data, opened with the person's own key."""
    rows = Opening.objects.filter(brand_id=person.brand_id, person_id=person.pk).select_related("entry")
    lines = []
    for row in rows.order_by("entry_id"):
        texts = vault.open_json("opening", row.entry_id, "subject", row.opening_sealed) or []
        opened = {found.field: found.value for found in (JournalOpening.parse(text.encode()) for text in texts)}
        detail = opened.get("detail") or b"{}"
        lines.append(
            {
                "at": row.entry.at.isoformat(),
                "event": row.entry.type,
                "purpose": row.entry.purpose,
                "index": row.entry.log_index,
                "detail": json.loads(detail),
            }
        )
    return lines
