"""Let a verified draft leave without a person, within the bounds that a brand wrote, and stop it at once.

Nothing leaves unless every bound holds, the switch of the task is on, its own impact assessment is validated and the
policy allows this very message. What leaves says that a system wrote it, to the eye and to machines.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from egide.assist.autoreply import AutoReplyBounds, AutoReplyDecision, decide_auto_reply, with_notice
from egide.policy import Task
from egide.policy.vocabulary import Automation
from egide.service.assistance.analysing import Analysis
from egide.service.assistance.drafting import LOCAL_REPLY
from egide.service.assistance.flows import MadeDraft
from egide.service.assistance.models import AutoReplyTerms, Draft
from egide.service.assistance.question import Register
from egide.service.assistance.reading import OpenedDraft
from egide.service.assistance.recording import Trail
from egide.service.conversations.models import Interaction, Message
from egide.service.conversations.reading import read_thread
from egide.service.evidence.flows import Act, write_entry
from egide.service.outbox.flows import UNREAD, queue_answer, take_back
from egide.service.outbox.models import OutgoingMessage
from egide.service.tenancy.access import Actor, check_right, system_actor
from egide.service.tenancy.models import Brand
from egide.service.tenancy.rights import Right

SENT_ALONE = "automatic"
_OPENS, _CLOSES = time(8), time(20)


def terms_of(brand_id: UUID) -> AutoReplyTerms:
    """Return what a brand lets leave alone; unsaved terms that allow nothing while it wrote none."""
    found = AutoReplyTerms.objects.filter(brand_id=brand_id).first()
    return found if found is not None else AutoReplyTerms(brand_id=brand_id, opens=_OPENS, closes=_CLOSES)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a brand writes: which intents, when, how sure, and how many."""

    enabled: bool
    intents: frozenset[str]
    opens: time = _OPENS
    closes: time = _CLOSES
    least_confidence: float = 0.9
    daily_share: float = 0.2


def write_terms(brand_id: UUID, terms: Terms, *, actor: Actor, now: datetime) -> AutoReplyTerms:
    """Keep what may leave alone; a standing stop stays until somebody lifts it.

    Raises:
        AccessRefused: the actor may not change switches.
    """
    check_right(actor, Right.SWITCH_CHANGE, brand_id)
    with transaction.atomic():
        row = terms_of(brand_id)
        row.enabled, row.intents = terms.enabled, sorted(terms.intents)
        row.opens, row.closes = terms.opens, terms.closes
        row.least_confidence = min(1.0, max(0.0, terms.least_confidence))
        row.daily_share, row.changed_at = min(1.0, max(0.0, terms.daily_share)), now
        row.save()
        detail = {
            "enabled": row.enabled,
            "intents": row.intents,
            "least_confidence": f"{row.least_confidence:.2f}",
            "daily_share": f"{row.daily_share:.2f}",
        }
        write_entry(brand_id, Act("autoreply.changed", uuid.uuid4(), actor, detail=detail), at=now)
    return row


def set_stopped(brand_id: UUID, *, stopped: bool, actor: Actor, now: datetime) -> AutoReplyTerms:
    """Stop every automatic message at once, or lift the stop; those still in the outbox go back to people.

    Raises:
        AccessRefused: the actor may not change switches.
    """
    check_right(actor, Right.SWITCH_CHANGE, brand_id)
    with transaction.atomic():
        row = terms_of(brand_id)
        row.stopped, row.changed_at = stopped, now
        row.save()
        held = _take_all_back(brand_id, actor, now) if stopped else 0
        detail = {"stopped": stopped, "held": held}
        write_entry(brand_id, Act("autoreply.changed", uuid.uuid4(), actor, detail=detail), at=now)
    return row


def answer_alone(
    interaction: Interaction,
    analysis: Analysis,
    made: MadeDraft,
    *,
    register: Register,
    actor: Actor,
    now: datetime,
) -> AutoReplyDecision | None:
    """Send a draft without a person, if every bound holds and the policy allows it.

    Args:
        interaction: The conversation, with its brand and person loaded.
        analysis: What the models read in it.
        made: The draft that was just kept.
        register: What the brand allows.
        actor: A part of the product.
        now: Aware UTC.

    Returns:
        What decided; None when the brand never switched automatic sending on.
    """
    terms = terms_of(interaction.brand_id)
    if not terms.enabled:
        return None
    bounds = bounds_of(terms, interaction.brand)
    sent, received = _today(interaction.brand, now)
    decided = decide_auto_reply(
        bounds, made.proposal.verified, analysis.texts, now=now, sent_today=sent, received_today=received
    )
    if not decided.allowed:
        return decided
    thread = read_thread(interaction)
    trail = Trail(thread, actor, now)
    answer, _ = trail.decide(
        register,
        Task.AUTO_REPLY,
        LOCAL_REPLY,
        automation=Automation.AUTO,
        intent=analysis.intent,
        auto_intents=bounds.intents,
        disclosed=True,
    )
    with transaction.atomic():
        current = AutoReplyTerms.objects.select_for_update().filter(brand_id=interaction.brand_id).first()
        stopped = current is None or current.stopped or not current.enabled
        if answer.allowed and not stopped:
            text, _ = with_notice(OpenedDraft.open(made.draft, thread).text, interaction.language)
            Draft.objects.filter(pk=made.draft.pk).update(state=SENT_ALONE)
            queue_answer(thread, text, actor=actor, ai_mark=UNREAD, draft_id=made.draft.pk, now=now)
        trail.save()
    if stopped:
        return AutoReplyDecision(allowed=False, reason="stopped")
    return decided if answer.allowed else AutoReplyDecision(allowed=False, reason="off")


def check_departure(outgoing: OutgoingMessage, now: datetime) -> bool:
    """Ask again, right before an automatic message leaves, whether it may: choices and switches change in between.

    Args:
        outgoing: A queued message that no person read.
        now: Aware UTC.

    Returns:
        Whether it may leave; when it may not, it was taken back and the conversation waits for a person.
    """
    interaction = Interaction.objects.select_related("brand", "person").get(pk=outgoing.interaction_id)
    outgoing.interaction = interaction
    terms, actor = terms_of(interaction.brand_id), system_actor("outbox")
    if terms.stopped or not terms.enabled:
        _take_back(outgoing, "stopped", actor, now)
        return False
    trail = Trail(read_thread(interaction), actor, now)
    answer, _ = trail.decide(
        Register.read(interaction.brand, now=now),
        Task.AUTO_REPLY,
        LOCAL_REPLY,
        automation=Automation.AUTO,
        intent=interaction.intent,
        auto_intents=frozenset(terms.intents),
        disclosed=True,
    )
    with transaction.atomic():
        trail.save()
        if not answer.allowed:
            _take_back(outgoing, "refused", actor, now)
    return answer.allowed


def _take_all_back(brand_id: UUID, actor: Actor, now: datetime) -> int:
    waiting = OutgoingMessage.objects.filter(brand_id=brand_id, ai_mark=UNREAD, state="queued")
    held = list(waiting.select_related("interaction", "message"))
    for outgoing in held:
        _take_back(outgoing, "stopped", actor, now)
    return len(held)


def _take_back(outgoing: OutgoingMessage, code: str, actor: Actor, now: datetime) -> None:
    Draft.objects.filter(pk=outgoing.draft_id).update(state="stale")
    take_back(outgoing, code, actor=actor, now=now)


def bounds_of(terms: AutoReplyTerms, brand: Brand) -> AutoReplyBounds:
    """Read the bounds as the rules count them."""
    return AutoReplyBounds(
        enabled=terms.enabled,
        stopped=terms.stopped,
        intents=frozenset(terms.intents),
        opens=terms.opens,
        closes=terms.closes,
        timezone=ZoneInfo(brand.time_zone),
        least_confidence=terms.least_confidence,
        daily_share=terms.daily_share,
    )


def _today(brand: Brand, now: datetime) -> tuple[int, int]:
    """Count the automatic messages sent and the customers' messages received since the brand's midnight."""
    midnight = datetime.combine(now.astimezone(ZoneInfo(brand.time_zone)).date(), time(), ZoneInfo(brand.time_zone))
    sent = OutgoingMessage.objects.filter(brand=brand, ai_mark=UNREAD, queued_at__gte=midnight).count()
    received = Message.objects.filter(brand=brand, author_role="customer", received_at__gte=midnight).count()
    return sent, received
