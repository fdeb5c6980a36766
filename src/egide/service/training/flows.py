"""Learn from what people do: keep corrected intents, train a challenger under the law's eye, promote it only if it is better.

A person's choice is kept as a protected text with its label; it goes with the conversation. Before any training each row is put to
the policy under the purpose of re-use, then audited; the challenger is replayed on the frozen set and on the last requests.
"""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from egide.assist.data_audit import DataAudit, TrainingRow, audit_rows
from egide.assist.errors import BadExamples
from egide.assist.feedback import Promotion, ReplayExample, decide_promotion
from egide.assist.messages import customer_text
from egide.assist.triage import TriageModel, seed_examples
from egide.keys import KeyDestroyed
from egide.policy import Channel, Task, decide
from egide.service.assistance.flows import LOCAL_ANALYSIS
from egide.service.assistance.models import Review, TrainedModel
from egide.service.assistance.question import Register, Use, gather_use
from egide.service.assistance.recording import protect
from egide.service.assistance.serving import open_model, seal_model, triage_model_of
from egide.service.conversations.models import Finding, Interaction
from egide.service.conversations.reading import read_thread
from egide.service.evidence.flows import Act, write_entry
from egide.service.evidence.models import JournalEntry
from egide.service.people.models import Person
from egide.service.register.flows import TASK, switches_on
from egide.service.sealing import person_vault
from egide.service.tenancy.access import Actor, check_right, system_actor
from egide.service.tenancy.models import Brand
from egide.service.tenancy.rights import Right
from egide.service.training.models import LabelledExample

PURPOSE = "AI-T"
"""Re-use of conversations to train or evaluate a model: a purpose of its own, with its own basis and assessment."""
_FROZEN_SHARE = 5  # one example in five
_RECENT_SHARE = 0.15
_FEWEST_TO_REPLAY = 10
_COLLECTED_AT_ONCE = 500
_BETWEEN_TRAININGS = timedelta(days=7)
_FEWEST_NEW = 20  # corrections and accepted drafts since the last try


class NotPromotable(Exception):
    """The model may not serve: it was not better, or another state forbids it."""


@dataclass(frozen=True, slots=True)
class TrainingOutcome:
    """What became of a training.

    Attributes:
        model: The challenger, kept; None when training was refused.
        audit: What the rows were found to be.
        why: A code when nothing was trained: "audit", "too_few"; empty otherwise.
    """

    model: TrainedModel | None
    audit: DataAudit | None
    why: str


def correct_intent(interaction: Interaction, label: str, *, actor: Actor, now: datetime) -> LabelledExample:
    """Set the right intent of a conversation; it is remembered as an example.

    Raises:
        AccessRefused: the actor may not answer for this brand.
    """
    check_right(actor, Right.INTERACTION_REPLY, interaction.brand_id)
    with transaction.atomic():
        before = interaction.intent
        interaction.intent, interaction.intent_known, interaction.intent_confidence = label, True, 1.0
        interaction.save(update_fields=["intent", "intent_known", "intent_confidence"])
        example = _keep(interaction, label, "corrected", now)
        act = Act(
            "triage.corrected",
            interaction.pk,
            actor,
            interaction.purpose,
            interaction.person_id,
            detail={"from": before, "to": label},
        )
        write_entry(interaction.brand_id, act, at=now)
    return example


def collect_confirmed(brand: Brand, *, now: datetime) -> int:
    """Keep as examples the conversations whose draft a person accepted: the intent that led to it was right.

    Returns:
        How many were added.
    """
    accepted = (
        Review.objects.filter(brand=brand, verdict__in=["accepted", "edited"], edited_share__lt=0.5)
        .filter(draft__interaction__intent_known=True, draft__interaction__labelled_example__isnull=True)
        .order_by("at")
        .values_list("draft__interaction_id", flat=True)
        .distinct()
    )
    added = 0
    for identifier in list(accepted[:_COLLECTED_AT_ONCE]):
        interaction = Interaction.objects.select_related("brand", "person").get(pk=identifier)
        _keep(interaction, interaction.intent, "confirmed", now)
        added += 1
    return added


def _keep(interaction: Interaction, label: str, origin: str, now: datetime) -> LabelledExample:
    thread = read_thread(interaction)
    labels = frozenset(span.label for message in thread.messages for span in message.findings)
    text = customer_text(protect(thread, labels).messages)
    interaction.save(update_fields=["issued_sealed"])
    example = LabelledExample.objects.filter(interaction=interaction).first() or LabelledExample(
        brand_id=interaction.brand_id, interaction=interaction, channel=interaction.channel
    )
    example.label, example.origin, example.at = label, origin, now
    example.frozen = hashlib.sha256(interaction.pk.bytes).digest()[0] % _FROZEN_SHARE == 0
    example.text_sealed = thread.vault.seal_text("labelled_example", example.pk, "text", text)
    example.save()
    kept: LabelledExample = example
    return kept


@dataclass(frozen=True, slots=True)
class _Row:
    id: UUID
    row: TrainingRow
    channel: str
    frozen: bool


def _rows(brand: Brand, register: Register, now: datetime) -> list[_Row]:
    """Open the examples that the law lets be used; a person who objects or refuses AI teaches nothing."""
    found: list[_Row] = []
    examples = LabelledExample.objects.filter(brand=brand).select_related("interaction__person").order_by("at", "id")
    for example in examples:
        interaction = example.interaction
        try:
            vault = person_vault(brand.pk, interaction.person_id)
        except KeyDestroyed:
            continue
        allowed = may_reuse(register, interaction, now=now)
        text = vault.open_text("labelled_example", example.pk, "text", example.text_sealed) if allowed else ""
        basis = interaction.legal_basis if allowed else ""
        row = TrainingRow(text, example.label, basis, frozenset({PURPOSE} if allowed else ()))
        found.append(_Row(example.pk, row, example.channel, example.frozen))
    return found


def may_reuse(register: Register, interaction: Interaction, *, now: datetime) -> bool:
    """Ask the policy whether a conversation may be used again for learning."""
    person: Person = interaction.person
    channel = {"call_in": "phone", "call_out": "phone"}.get(interaction.channel, interaction.channel)
    kinds = Finding.objects.filter(message__interaction=interaction).values_list("label", flat=True).distinct()
    facts = gather_use(
        register,
        person,
        Use(PURPOSE, Task.TRAINING, Channel(channel)),
        model=LOCAL_ANALYSIS,
        kinds=frozenset(kinds),
        actor=system_actor("training"),
        now=now,
        events={"collected": interaction.opened_at.date()},
        ai_off=interaction.ai_off,
    )
    return decide(facts, register.law).allowed


def train_challenger(brand: Brand, *, actor: Actor, now: datetime) -> TrainingOutcome:
    """Train a candidate on what people taught, and replay it beside the model in service.

    Args:
        brand: The brand, in scope.
        actor: Who asks.
        now: Aware UTC.

    Returns:
        The candidate with its figures, or why there is none.

    Raises:
        AccessRefused: the actor does not supervise this brand.
    """
    check_right(actor, Right.QUALITY_REVIEW, brand.pk)
    collect_confirmed(brand, now=now)
    rows = _rows(brand, Register.read(brand, now=now), now)
    frozen = [each for each in rows if each.frozen and each.row.basis]
    moving = [each for each in rows if not each.frozen]
    # The last requests are counted among those that the law lets be used, or a few refusals could leave none to replay.
    replayable = [each for each in moving if each.row.basis]
    recent = replayable[len(replayable) - round(_RECENT_SHARE * len(moving)) :]
    kept_apart = {each.row.text for each in (*frozen, *recent)}
    # Customers send the same words twice: what the test holds is not taught.
    taught = [each for each in moving if each.row.text not in kept_apart]
    audit = audit_rows(
        [each.row for each in taught], purpose=PURPOSE, test_texts=[each.row.text for each in (*frozen, *recent)]
    )
    if not audit.allowed or min(len(frozen), len(recent)) < _FEWEST_TO_REPLAY:
        why = "audit" if not audit.allowed else "too_few"
        _journal(brand.pk, actor, now, {"trained": False, "why": why, "findings": [f.code for f in audit.findings]})
        return TrainingOutcome(None, audit, why)
    usable = [taught[place] for place in audit.usable]
    try:
        challenger = TriageModel.train(seed_examples() + [(each.row.text, each.row.label) for each in usable])
    except BadExamples:
        _journal(brand.pk, actor, now, {"trained": False, "why": "too_few", "findings": []})
        return TrainingOutcome(None, audit, "too_few")
    promotion = decide_promotion(
        triage_model_of(brand.pk), challenger, frozen=_replayed(frozen), recent=_replayed(recent)
    )
    return TrainingOutcome(_save(brand, challenger, promotion, usable, audit, actor, now), audit, "")


def train_when_due(brand: Brand, *, actor: Actor, now: datetime) -> TrainingOutcome | None:
    """Train on schedule: a week after the last try, once people have taught enough since, where the brand opened it.

    The challenger only waits: a person promotes it.

    Args:
        brand: The brand, in scope.
        actor: The scheduler.
        now: Aware UTC.

    Returns:
        What became of the training; None when none was due.
    """
    if (TASK, "training") not in switches_on(brand.pk):
        return None
    last = JournalEntry.objects.filter(brand=brand, type="training.run").order_by("-at").first()
    taught = LabelledExample.objects.filter(brand=brand)
    accepted = Review.objects.filter(brand=brand, verdict__in=["accepted", "edited"])
    if last is not None:
        if now - last.at < _BETWEEN_TRAININGS:
            return None
        taught, accepted = taught.filter(at__gt=last.at), accepted.filter(at__gt=last.at)
    if taught.count() + accepted.count() < _FEWEST_NEW:
        return None
    return train_challenger(brand, actor=actor, now=now)


def _replayed(rows: list[_Row]) -> list[ReplayExample]:
    return [ReplayExample(each.row.text, each.row.label, each.channel) for each in rows]


def _save(
    brand: Brand,
    challenger: TriageModel,
    promotion: Promotion,
    usable: list[_Row],
    audit: DataAudit,
    actor: Actor,
    now: datetime,
) -> TrainedModel:
    with transaction.atomic():
        latest = TrainedModel.objects.select_for_update().filter(brand=brand).first()
        row = TrainedModel(
            brand=brand,
            version=latest.version + 1 if latest else 1,
            state="challenger" if promotion.promote else "refused",
            figures={
                "examples": len(usable),
                "promotion": asdict(promotion),
                "audit": [asdict(finding) for finding in audit.findings],
            },
            learnt_from=[str(each.id) for each in usable],
            created_at=now,
            changed_at=now,
        )
        row.content_sealed = seal_model(brand.pk, row.pk, challenger)
        TrainedModel.objects.filter(brand=brand, state="challenger").update(state="refused", changed_at=now)
        row.save()
        detail = {
            "trained": True,
            "version": row.version,
            "examples": len(usable),
            "promote": promotion.promote,
            "reasons": list(promotion.reasons),
        }
        write_entry(brand.pk, Act("training.run", row.pk, actor, detail=detail), at=now)
    return row


def promote(row: TrainedModel, *, actor: Actor, now: datetime) -> TrainedModel:
    """Put a candidate in service; it serves the next message.

    Raises:
        AccessRefused: the actor does not supervise this brand.
        NotPromotable: it was not better, or it is no candidate.
    """
    check_right(actor, Right.QUALITY_REVIEW, row.brand_id)
    with transaction.atomic():
        current: TrainedModel = TrainedModel.objects.select_for_update().get(pk=row.pk)
        if current.state != "challenger" or not current.figures["promotion"]["promote"]:
            raise NotPromotable
        open_model(current)  # a damaged file is found now, not at the next message
        TrainedModel.objects.filter(brand_id=row.brand_id, state="champion").update(state="former", changed_at=now)
        current.state, current.changed_at = "champion", now
        current.save(update_fields=["state", "changed_at"])
        _journal(row.brand_id, actor, now, {"promoted": current.version})
    return current


def roll_back(brand_id: UUID, *, actor: Actor, now: datetime) -> TrainedModel | None:
    """Take the model in service away, and put back the one before; the shipped one when there was none.

    Returns:
        What serves now; None for the shipped model.

    Raises:
        AccessRefused: the actor does not supervise this brand.
    """
    check_right(actor, Right.QUALITY_REVIEW, brand_id)
    with transaction.atomic():
        TrainedModel.objects.filter(brand_id=brand_id, state="champion").update(state="refused", changed_at=now)
        before: TrainedModel | None = TrainedModel.objects.filter(brand_id=brand_id, state="former").first()
        if before is not None:
            before.state, before.changed_at = "champion", now
            before.save(update_fields=["state", "changed_at"])
        _journal(brand_id, actor, now, {"rolled_back_to": before.version if before else 0})
    return before


def erased_since(row: TrainedModel) -> int:
    """Count the examples that a model learnt from and that were erased since: a reason to train again."""
    left = LabelledExample.objects.filter(brand_id=row.brand_id, pk__in=row.learnt_from).count()
    return len(row.learnt_from) - left


def _journal(brand_id: UUID, actor: Actor, now: datetime, detail: dict[str, object]) -> None:
    with transaction.atomic():
        write_entry(brand_id, Act("training.run", uuid.uuid4(), actor, detail=detail), at=now)
