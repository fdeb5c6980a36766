"""The way of one conversation: decide, protect, assist, verify; then a person reviews, and all of it is recorded.

Every AI function of the desk takes this way. What the policy refuses is not called; what a model saw is kept sealed; each
act and its journal entry share a transaction.
"""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from egide.assist.feedback import edit_share
from egide.policy import Decision as PolicyDecision
from egide.policy import Model, ModelKind, Region, RiskClass, Task
from egide.service.assistance.analysing import Analysis, Workload, conclude, read_texts
from egide.service.assistance.consulting import ask_for_draft, ask_for_intent, ask_for_summary
from egide.service.assistance.drafting import LOCAL_REPLY, Proposal, propose
from egide.service.assistance.levels import clock_of
from egide.service.assistance.models import Decision, Draft, Review
from egide.service.assistance.question import Register, end_of_day
from egide.service.assistance.reading import OpenedDraft
from egide.service.assistance.recording import Trail, protect
from egide.service.assistance.serving import guided_knowledge_of, intent_points_of, triage_model_of
from egide.service.assistance.thresholds import threshold_of
from egide.service.conversations.models import Interaction
from egide.service.conversations.reading import Thread, read_thread
from egide.service.evidence.flows import Act, write_entries
from egide.service.outbox.flows import queue_answer
from egide.service.tenancy.access import Actor, check_right
from egide.service.tenancy.rights import Right

LOCAL_ANALYSIS = Model(
    "egide-analyse", ModelKind.LOCAL, provider="egide", region=Region.FR, risk_class=RiskClass.MINIMAL
)
_UNREAD_PRIORITY = 3  # what no model may read waits as an ordinary message


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the models made of one conversation: the decision that allowed it, and the analysis if one was allowed."""

    decision: Decision
    analysis: Analysis | None


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
    return prepare_interaction(interaction, register=register, actor=actor, now=now).decision


def prepare_interaction(interaction: Interaction, *, register: Register, actor: Actor, now: datetime) -> Prepared:
    """Do what `analyse_interaction` does, and give the analysis too, for what follows from it.

    Raises:
        KeyUnavailable: the key store does not answer; nothing was read.
    """
    thread, clock = read_thread(interaction), clock_of(interaction.brand, interaction.channel)
    trail = Trail(thread, actor, now)
    answer, decision = trail.decide(register, Task.TRIAGE, LOCAL_ANALYSIS)
    if not answer.allowed:
        with transaction.atomic():
            interaction.analysed_at = now
            interaction.due_at = interaction.due_at or clock.due_after(interaction.last_message_at, _UNREAD_PRIORITY)
            interaction.save(update_fields=["analysed_at", "due_at"])
            trail.save()
        return Prepared(decision, None)
    protected = protect(thread, answer.mask)
    brand_id = interaction.brand_id
    workload = Workload(clock, vulnerable=thread.person.vulnerable, intent_points=intent_points_of(brand_id))
    model = triage_model_of(brand_id)
    started = time.perf_counter()
    read = read_texts(protected.messages, model, now=now)
    analysis = conclude(protected.messages, read, workload, now=now)
    trail.called_locally(decision, LOCAL_ANALYSIS, protected, time.perf_counter() - started)
    second, suggested = ask_for_intent(register, trail, read)
    summary = ask_for_summary(register, trail, workload.language)
    if second is not read or summary is not None:
        analysis = conclude(protected.messages, second, workload, now=now, suggested=suggested, summary=summary)
    _keep_analysis(thread, analysis, answer, now)
    with transaction.atomic():
        interaction.save()
        trail.save()
    return Prepared(decision, analysis)


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
    interaction.due_at = analysis.due_at
    interaction.retain_until = end_of_day(answer.retain_until)
    interaction.analysed_at = now


def draft_reply(
    interaction: Interaction, *, actor: Actor, now: datetime, register: Register | None = None
) -> tuple[Decision, Draft | None]:
    """Draft an answer from the brand's knowledge, verified before anyone sees it.

    A declared model that serves the task words it, when the brand switched it on and the policy allows; whatever it
    fails at, the local method does instead.

    Args:
        interaction: The conversation, with its brand and person loaded.
        actor: On whose behalf.
        now: Aware UTC.
        register: What the brand allows; read when absent.

    Returns:
        The decision, and the draft (which may say why there is no answer); None when the policy refused.
    """
    decision, made = propose_reply(interaction, actor=actor, now=now, register=register)
    return decision, made.draft if made else None


@dataclass(frozen=True, slots=True)
class MadeDraft:
    """A draft that was kept, and the proposal that it holds."""

    draft: Draft
    proposal: Proposal


def propose_reply(
    interaction: Interaction, *, actor: Actor, now: datetime, register: Register | None = None
) -> tuple[Decision, MadeDraft | None]:
    """Do what `draft_reply` does, and give the proposal too, for the bounds of automatic sending."""
    register = register or Register.read(interaction.brand, now=now)
    thread = read_thread(interaction)
    trail = Trail(thread, actor, now)
    knowledge, threshold = guided_knowledge_of(interaction.brand_id), threshold_of(interaction.brand_id)
    worded = ask_for_draft(register, trail, knowledge, threshold)
    if worded is not None:
        decision, call, proposal = worded
    else:
        answer, decision = trail.decide(register, Task.REPLY, LOCAL_REPLY)
        if not answer.allowed:
            with transaction.atomic():
                trail.save()
            return decision, None
        protected = protect(thread, answer.mask)
        started = time.perf_counter()
        proposal = propose(protected.messages, knowledge, today=now.date(), threshold=threshold)
        call = trail.called_locally(decision, LOCAL_REPLY, protected, time.perf_counter() - started)
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
    trail.about(kind, draft.pk, action=draft.action, dropped=proposal.dropped)
    with transaction.atomic():
        interaction.drafts.filter(state="proposed").update(state="stale")
        interaction.save(update_fields=["issued_sealed"])
        trail.save(draft)
    return decision, MadeDraft(draft, proposal)


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
    share = edit_share(proposed, sent) if verdict == "accepted" else 0.0
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
