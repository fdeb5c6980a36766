"""Review a call: the policy first, then rules on what was said and the local models on the protected text.

The words of the call are read for card data by written rules alone, as detection does; requests, tone and summary are read from
the protected text. Nothing is computed about an agent: the types of `egide.assist.call_review` hold no field for it.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from egide.assist.call_review import CallReview, review_call
from egide.assist.call_script import DEFAULT_SCRIPT, ScriptRule
from egide.intake.transcripts import Transcript, Turn
from egide.policy import Task
from egide.service.assistance.flows import LOCAL_ANALYSIS
from egide.service.assistance.models import Decision
from egide.service.assistance.question import Register
from egide.service.assistance.recording import Trail, protect
from egide.service.assistance.serving import triage_model_of
from egide.service.calls.models import CallScript, ReviewedCall
from egide.service.calls.teams import team_of_call
from egide.service.conversations.models import Interaction, Message
from egide.service.conversations.reading import Thread, read_thread
from egide.service.evidence.flows import Act, write_entry
from egide.service.recognisers.flows import detector_of
from egide.service.tenancy.access import Actor, check_right
from egide.service.tenancy.rights import Right

PURPOSE = "REC"
"""The purpose that calls are reviewed under; a brand that did not declare it reviews none."""
CHANNELS = ("call_in", "call_out")
_SECONDS_A_WORD = 0.4  # ordinary French speech, about 150 words a minute: only where the recogniser gave no time
_ROLES = {"customer": "customer", "agent": "agent", "bot": "bot", "system": "system"}


@dataclass(frozen=True, slots=True)
class Timed:
    """A call as its transcript, whether its times were heard or estimated, and what its source says of it."""

    transcript: Transcript
    estimated: bool
    labels: Mapping[str, str]


def script_of(brand_id: UUID) -> tuple[ScriptRule, ...]:
    """Return the script of a brand, the shipped one while it wrote none."""
    row = CallScript.objects.filter(brand_id=brand_id).first()
    if row is None:
        return DEFAULT_SCRIPT
    return tuple(
        ScriptRule(
            rule["id"],
            rule["kind"],
            tuple(rule["phrases"]),
            rule["within_s"],
            tuple(rule["roles"]),
            (rule["label"][0], rule["label"][1]),
        )
        for rule in row.rules
    )


def write_script(brand_id: UUID, rules: Sequence[ScriptRule], *, actor: Actor, now: datetime) -> CallScript:
    """Keep the script of a brand; reviews made before keep what they found.

    Raises:
        AccessRefused: the actor does not review quality in this brand.
    """
    check_right(actor, Right.QUALITY_REVIEW, brand_id)
    with transaction.atomic():
        row: CallScript
        row, _ = CallScript.objects.update_or_create(
            brand_id=brand_id,
            defaults={
                "rules": [
                    {
                        "id": rule.id,
                        "kind": rule.kind,
                        "phrases": list(rule.phrases),
                        "within_s": rule.within_s,
                        "roles": list(rule.roles),
                        "label": list(rule.label),
                    }
                    for rule in rules
                ],
                "changed_at": now,
            },
        )
        detail = {"what": "call_script", "rules": [rule.id for rule in rules]}
        write_entry(brand_id, Act("settings.changed", uuid.uuid4(), actor, detail=detail), at=now)
    return row


def review_interaction(
    interaction: Interaction, *, actor: Actor, now: datetime, register: Register | None = None
) -> tuple[Decision, ReviewedCall | None]:
    """Review an imported call.

    Args:
        interaction: A call, with its brand and person loaded.
        actor: A supervisor, or a part of the product.
        now: Aware UTC.
        register: What the brand allows; read when absent.

    Returns:
        The decision, and the review; None when the policy refused or when nothing was said.

    Raises:
        AccessRefused: the actor does not review quality in this brand.
    """
    check_right(actor, Right.QUALITY_REVIEW, interaction.brand_id)
    register = register or Register.read(interaction.brand, now=now)
    thread = read_thread(interaction)
    trail = Trail(thread, actor, now)
    recorded = interaction.opened_at.date()
    events = {"recorded": recorded, "last_contact": thread.person.last_contact_at.date()}
    answer, decision = trail.decide(register, Task.CALL_REVIEW, LOCAL_ANALYSIS, purpose=PURPOSE, events=events)
    if not answer.allowed or not thread.messages:
        with transaction.atomic():
            trail.save()
        return decision, None
    protected = protect(thread, answer.mask)
    started = time.perf_counter()
    said = transcript_of(thread)
    shown = transcript_of(thread, {message.id: text.text for message, text in _pairs(thread, protected.texts)})
    script, model = script_of(interaction.brand_id), triage_model_of(interaction.brand_id)
    heard = review_call(said.transcript, script=script, detector=detector_of(interaction.brand_id))
    read = review_call(shown.transcript, script=script, model=model)
    trail.called_locally(decision, LOCAL_ANALYSIS, protected, time.perf_counter() - started)
    row = ReviewedCall.objects.filter(interaction=interaction).first() or ReviewedCall(
        brand_id=interaction.brand_id, interaction=interaction
    )
    row.decision, row.at = decision, now
    row.figures = _figures(heard, read, estimated=said.estimated)
    row.team = team_of_call(interaction, said.labels, now=now)
    row.content_sealed = thread.vault.seal_json("reviewed_call", row.pk, "content", _content(read))
    trail.about("call.reviewed", row.pk, incidents=len(row.figures["incidents"]), cards=len(heard.cards.spans))
    with transaction.atomic():
        interaction.save(update_fields=["issued_sealed"])
        trail.save()
        row.save()
    return decision, row


def review_waiting(brand_id: UUID, *, actor: Actor, now: datetime, limit: int = 50) -> int:
    """Review the calls that nobody reviewed yet.

    Returns:
        How many were reviewed.
    """
    check_right(actor, Right.QUALITY_REVIEW, brand_id)
    waiting = Interaction.objects.filter(brand_id=brand_id, channel__in=CHANNELS, call_review__isnull=True)
    reviewed, register = 0, None
    for interaction in waiting.select_related("brand", "person").order_by("opened_at")[:limit]:
        register = register or Register.read(interaction.brand, now=now)
        reviewed += review_interaction(interaction, actor=actor, now=now, register=register)[1] is not None
    return reviewed


def transcript_of(thread: Thread, texts: Mapping[UUID, str] | None = None) -> Timed:
    """Put the turns of a call back in time.

    Args:
        thread: The opened call.
        texts: Texts to read instead of those said, by message.

    Returns:
        The transcript; times are estimated from the number of words where the import brought none.
    """
    said = _extras(thread)
    turns, estimated, clock = [], False, 0.0
    opened = thread.messages[0].at if thread.messages else None
    for message in thread.messages:
        extra = said.get(message.id) or {}
        known = _time_of(extra)
        if known is None:
            estimated = True
            since = (message.at - opened) / timedelta(seconds=1) if opened else 0.0
            start = max(clock, since)
            known = (start, start + max(1, len(message.text.split())) * _SECONDS_A_WORD)
        clock = max(clock, known[1])
        text = message.text if texts is None else texts.get(message.id, "")
        # A voice that nothing names was taken in as the customer's, the better protected: no figure rests on that.
        unnamed = (extra.get("labels") or {}).get("speaker_role") == "unknown"
        role = "" if unnamed else _ROLES.get(message.author_role, "")
        turns.append(Turn(speaker="", role=role, start=known[0], end=known[1], text=text))  # type: ignore[arg-type]
    labels = [dict(extra.get("labels") or {}) for extra in said.values()]
    separate = bool(labels) and all(each.get("channels") == "separate" for each in labels)
    heard = Transcript(turns=tuple(turns), duration_s=clock, channels_separate=separate)
    return Timed(heard, estimated, labels[0] if labels else {})


def _extras(thread: Thread) -> dict[UUID, dict[str, Any]]:
    rows = Message.objects.filter(interaction=thread.interaction, extra_sealed__isnull=False)
    return {row.pk: thread.vault.open_json("message", row.pk, "extra", row.extra_sealed) or {} for row in rows}


def _time_of(extra: Mapping[str, Any]) -> tuple[float, float] | None:
    times = extra.get("times") or []
    return (float(times[0][0]), float(times[-1][1])) if times else None


def _pairs(thread: Thread, texts: Mapping[UUID, Any]) -> list[tuple[Any, Any]]:
    return [(message, texts[message.id]) for message in thread.messages if message.id in texts]


def _figures(heard: CallReview, read: CallReview, *, estimated: bool) -> dict[str, Any]:
    metrics, incidents = heard.metrics, heard.incidents
    if estimated:
        # Times that nobody heard say nothing of silences.
        metrics = replace(metrics, silence_ratio=None, silences=(), dead_air=(), overtalk=())
        incidents = tuple(incident for incident in incidents if incident.kind != "dead_air")
    return {
        "metrics": asdict(metrics),
        "script": [asdict(finding) for finding in heard.script],
        "incidents": [asdict(incident) for incident in incidents],
        "mute": [asdict(interval) for interval in heard.cards.mutes],
        "complaint": read.is_complaint,
        "sentiment": read.sentiment.tone,
        "requests": [flag.kind for flag in read.requests],
        "intent": read.intent.label if read.intent else "",
        "estimated_times": estimated,
    }


def _content(read: CallReview) -> dict[str, Any]:
    written = read.as_json()
    return {"summary": written["summary"], "commitments": written["commitments"]}
