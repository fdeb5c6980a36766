"""The way of one conversation: decide, protect, assist, verify; then a person reviews, and all of it is recorded.

Every AI function of the desk takes this way. What the policy refuses is not called; what a model saw is kept sealed; each
act and its journal entry share a transaction.
"""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from typing import Any

from django.db import transaction

from egide.assist.messages import Message as AssistMessage
from egide.policy import Decision as PolicyDecision
from egide.policy import Model, ModelKind, Region, RiskClass, Task
from egide.service.assistance.analysing import Analysis, analyse
from egide.service.assistance.drafting import LOCAL_REPLY, propose
from egide.service.assistance.measuring import measured_locally
from egide.service.assistance.models import Decision, Draft, ModelCall, Review
from egide.service.assistance.question import Register, ask_policy, end_of_day, gather_facts
from egide.service.assistance.reading import (
    OpenedDraft,
    ProtectedText,
    protect_messages,
    pseudonymiser_for,
    seal_issued,
)
from egide.service.conversations.models import Interaction
from egide.service.conversations.reading import Thread, read_thread
from egide.service.evidence.flows import Act, write_entries
from egide.service.knowledge.flows import knowledge_of
from egide.service.outbox.flows import queue_answer
from egide.service.tenancy.access import Actor, check_right
from egide.service.tenancy.rights import Right

LOCAL_ANALYSIS = Model(
    "egide-analyse", ModelKind.LOCAL, provider="egide", region=Region.FR, risk_class=RiskClass.MINIMAL
)
# Time to answer by priority; a brand's own service levels come with its contract.
_DUE = {1: timedelta(hours=2), 2: timedelta(hours=8), 3: timedelta(days=2), 4: timedelta(days=5)}


@dataclass(frozen=True, slots=True)
class _Protected:
    """A conversation ready for a model: protected texts, and the messages that the AI functions read."""

    texts: dict[uuid.UUID, ProtectedText]
    messages: tuple[AssistMessage, ...]


def _kinds(thread: Thread) -> frozenset[str]:
    return frozenset(span.label for message in thread.messages for span in message.findings)


def _decide(
    register: Register, thread: Thread, task: Task, model: Model, actor: Actor, now: datetime
) -> tuple[PolicyDecision, Decision]:
    facts = gather_facts(
        register,
        thread.interaction,
        thread.person,
        task=task,
        model=model,
        kinds=_kinds(thread),
        actor=actor,
        now=now,
    )
    return ask_policy(facts, thread.interaction, thread.person, law=register.law)


def _protect(thread: Thread, mask: frozenset[str]) -> _Protected:
    pseudonymiser = pseudonymiser_for(thread)
    texts = protect_messages(thread, pseudonymiser, mask)
    seal_issued(thread, pseudonymiser)
    messages = tuple(
        AssistMessage(str(message.id), message.author_role, message.at, texts[message.id].text)  # type: ignore[arg-type]
        for message in thread.messages
    )
    return _Protected(texts, messages)


def _call(
    thread: Thread, decision: Decision, model: Model, task: Task, protected: _Protected, seconds: float, now: datetime
) -> ModelCall:
    """Prepare the row of a model call: what it saw, and what it cost."""
    call = ModelCall(
        id=uuid.uuid4(),
        brand_id=thread.interaction.brand_id,
        decision=decision,
        interaction=thread.interaction,
        task=task.value,
        model=model.name,
        kind=model.kind.value,
        region=model.region.value,
        duration_ms=seconds * 1000,
        footprint=measured_locally(seconds),
        at=now,
    )
    call.energy_wh = call.footprint["energy_wh"]["point"]
    seen = [
        {"id": str(message_id), "text": text.text, "spans": text.spans} for message_id, text in protected.texts.items()
    ]
    call.input_sealed = thread.vault.seal_json("call", call.pk, "input", seen)
    return call


def _decision_act(decision: Decision, thread: Thread, actor: Actor) -> Act:
    return Act(
        "decision.made",
        decision.pk,
        actor,
        purpose=decision.purpose,
        person_id=thread.person.pk,
        detail={"task": decision.task, "verdict": decision.verdict, "rules": [r["rule"] for r in decision.reasons]},
        policy_version=decision.policy_version,
    )


def _call_act(call: ModelCall, decision: Decision, thread: Thread, actor: Actor) -> Act:
    return Act(
        "model.called",
        call.pk,
        actor,
        purpose=decision.purpose,
        person_id=thread.person.pk,
        detail={"task": call.task, "model": call.model, "region": call.region, "method": call.footprint["method"]},
        policy_version=decision.policy_version,
    )


def analyse_interaction(interaction: Interaction, *, register: Register, actor: Actor, now: datetime) -> Decision:
    """Sort and summarise a conversation: intent, tone, priority, summary.

    Args:
        interaction: The conversation, with its brand and person loaded.
        register: What the brand allows.
        actor: On whose behalf.
        now: Aware UTC.

    Returns:
        The decision, kept; when it refuses, nothing was called and the conversation keeps its place by hand.

    Raises:
        KeyUnavailable: the key store does not answer; nothing was read.
    """
    thread = read_thread(interaction)
    answer, decision = _decide(register, thread, Task.TRIAGE, LOCAL_ANALYSIS, actor, now)
    if not answer.allowed:
        with transaction.atomic():
            decision.save()
            interaction.analysed_at = now
            interaction.due_at = interaction.due_at or interaction.last_message_at + _DUE[3]
            interaction.save(update_fields=["analysed_at", "due_at"])
            write_entries(interaction.brand_id, [_decision_act(decision, thread, actor)], at=now)
        return decision
    protected = _protect(thread, answer.mask)
    started = time.perf_counter()
    analysis = analyse(interaction, protected.messages, vulnerable=thread.person.vulnerable, due=_DUE, now=now)
    call = _call(thread, decision, LOCAL_ANALYSIS, Task.TRIAGE, protected, time.perf_counter() - started, now)
    _keep_analysis(thread, analysis, answer, now)
    with transaction.atomic():
        decision.save()
        call.save()
        interaction.save()
        acts = [_decision_act(decision, thread, actor), _call_act(call, decision, thread, actor)]
        write_entries(interaction.brand_id, acts, at=now, vaults={thread.person.pk: thread.vault})
    return decision


def _keep_analysis(thread: Thread, analysis: Analysis, answer: PolicyDecision, now: datetime) -> None:
    interaction = thread.interaction
    interaction.language = analysis.language
    interaction.intent = analysis.intent
    interaction.intent_confidence = analysis.intent_confidence
    interaction.intent_known = analysis.intent_known
    interaction.sentiment = analysis.sentiment
    if not interaction.priority_overridden:
        interaction.priority = analysis.priority
    interaction.priority_points = analysis.points
    interaction.analysis = analysis.details
    interaction.summary_sealed = thread.vault.seal_json("interaction", interaction.pk, "summary", analysis.summary)
    interaction.due_at = interaction.last_message_at + _DUE[interaction.priority]
    interaction.retain_until = end_of_day(answer.retain_until)
    interaction.analysed_at = now


def draft_reply(
    interaction: Interaction, *, actor: Actor, now: datetime, register: Register | None = None
) -> tuple[Decision, Draft | None]:
    """Draft an answer from the brand's knowledge, verified before anyone sees it.

    Args:
        interaction: The conversation, with its brand and person loaded.
        actor: On whose behalf.
        now: Aware UTC.
        register: What the brand allows; read when absent.

    Returns:
        The decision, and the draft (which may say why there is no answer); None when the policy refused.
    """
    register = register or Register.read(interaction.brand, now=now)
    thread = read_thread(interaction)
    answer, decision = _decide(register, thread, Task.REPLY, LOCAL_REPLY, actor, now)
    if not answer.allowed:
        with transaction.atomic():
            decision.save()
            write_entries(interaction.brand_id, [_decision_act(decision, thread, actor)], at=now)
        return decision, None
    protected = _protect(thread, answer.mask)
    started = time.perf_counter()
    proposal = propose(protected.messages, knowledge_of(interaction.brand_id), today=now.date())
    call = _call(thread, decision, LOCAL_REPLY, Task.REPLY, protected, time.perf_counter() - started, now)
    draft = Draft(
        id=uuid.uuid4(),
        brand_id=interaction.brand_id,
        interaction=interaction,
        decision=decision,
        call=call,
        action=proposal.action,
        confidence=proposal.confidence,
        why=[proposal.why_fr, proposal.why_en],
        state="proposed" if proposal.action == "reply" else "withheld",
        created_at=now,
    )
    draft.content_sealed = thread.vault.seal_json("draft", draft.pk, "content", proposal.content)
    kind = "draft.made" if proposal.action == "reply" else "draft.withheld"
    about: dict[str, Any] = {"purpose": decision.purpose, "person_id": thread.person.pk}
    with transaction.atomic():
        decision.save()
        call.save()
        interaction.drafts.filter(state="proposed").update(state="stale")
        draft.save()
        interaction.save(update_fields=["issued_sealed"])
        acts = [
            _decision_act(decision, thread, actor),
            _call_act(call, decision, thread, actor),
            Act(kind, draft.pk, actor, detail={"action": draft.action, "dropped": proposal.dropped}, **about),
        ]
        write_entries(interaction.brand_id, acts, at=now, vaults={thread.person.pk: thread.vault})
    return decision, draft


def review_draft(
    draft: Draft,
    verdict: str,
    *,
    actor: Actor,
    now: datetime,
    text: str | None = None,
    reason: str = "",
) -> Review:
    """Keep a person's verdict on a draft, and queue the answer when it is accepted.

    Args:
        draft: A proposed draft, with its interaction, brand and person loaded.
        verdict: "accepted" or "rejected"; an accepted draft whose text changed is "edited".
        actor: The person.
        now: Aware UTC.
        text: The text as sent, when the person edited it.
        reason: Code of the reason, when rejected.

    Returns:
        The review.

    Raises:
        AccessRefused: the person may not reply for this brand.
        DraftNotOpenError: somebody reviewed it before.
    """
    interaction = draft.interaction
    check_right(actor, Right.INTERACTION_REPLY, interaction.brand_id)
    thread = read_thread(interaction)
    proposed = OpenedDraft.open(draft, thread).text
    sent = proposed if text is None else text.replace("\r\n", "\n").strip()
    share = 1 - SequenceMatcher(None, proposed, sent, autojunk=False).ratio() if verdict == "accepted" else 0.0
    kept = "edited" if verdict == "accepted" and sent != proposed else verdict
    with transaction.atomic():
        current = Draft.objects.select_for_update().get(pk=draft.pk)
        if current.state != "proposed":
            raise DraftNotOpenError
        current.state = kept
        current.save(update_fields=["state"])
        seconds = (now - current.shown_at).total_seconds() if current.shown_at else None
        review: Review = Review.objects.create(
            brand_id=interaction.brand_id,
            draft=current,
            verdict=kept,
            reason_code=reason[:30],
            edited_share=share,
            seconds=seconds,
            reviewer_id=actor.user_id,
            at=now,
        )
        act = Act(
            f"review.{kept}",
            draft.pk,
            actor,
            purpose=interaction.purpose,
            person_id=thread.person.pk,
            detail={"reason": review.reason_code, "edited_share": f"{share:.2f}"},
        )
        write_entries(interaction.brand_id, [act], at=now)
        if verdict == "accepted":
            queue_answer(thread, sent, actor=actor, ai_mark="assisted", draft_id=current.pk, now=now)
    return review


def write_by_hand(interaction: Interaction, text: str, *, actor: Actor, now: datetime) -> None:
    """Queue an answer that no AI wrote.

    Raises:
        AccessRefused: the person may not reply for this brand.
    """
    check_right(actor, Right.INTERACTION_REPLY, interaction.brand_id)
    thread = read_thread(interaction)
    with transaction.atomic():
        interaction.drafts.filter(state="proposed").update(state="stale")
        outgoing = queue_answer(thread, text, actor=actor, ai_mark="", draft_id=None, now=now)
        act = Act(
            "message.written",
            outgoing.pk,
            actor,
            purpose=interaction.purpose,
            person_id=thread.person.pk,
        )
        write_entries(interaction.brand_id, [act], at=now)


class DraftNotOpenError(Exception):
    """The draft was reviewed before, or another one replaced it."""
