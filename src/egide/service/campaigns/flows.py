"""Choose whom to contact: the law on each person first, then a linear score on those it lets through, then a person decides.

Nobody whom the law refuses is scored. The figures by group are shown before anything is exported, and no attribute that law
protects enters the score.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from egide.assist.errors import BadExamples
from egide.assist.fairness import compare_corrections
from egide.assist.targeting import Row, TargetingModel
from egide.policy import Channel, Model, ModelKind, Region, RiskClass, Task
from egide.service.assistance.models import Decision
from egide.service.assistance.question import Register, Use, ask_policy, decision_act, gather_use
from egide.service.campaigns.models import Campaign, Candidate
from egide.service.evidence.flows import Act, write_entries, write_entry
from egide.service.people.models import Person
from egide.service.people.searching import find_person
from egide.service.sealing import person_vault
from egide.service.tenancy.access import Actor, check_right
from egide.service.tenancy.models import Brand
from egide.service.tenancy.rights import Right

SCORE = Model("egide-ciblage", ModelKind.LOCAL, provider="egide", region=Region.FR, risk_class=RiskClass.MINIMAL)
MOST_CANDIDATES = 2_000
_REFERENCE, _AGREED = "reference", "agreed"
_YES = frozenset({"1", "yes", "oui", "true", "vrai"})
_LEARNT_SHARE = 0.8
_REASONS_KEPT = 4


class BadFile(Exception):
    """A file of candidates or of past contacts cannot be used. Says which column or how many rows, never a value."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody asks for."""

    name: str
    purpose: str
    channel: Channel
    most: int
    group: str = ""


@dataclass(slots=True)
class _Asked:
    person: Person
    reference: str
    attributes: Row
    decision: Decision
    allowed: bool
    probability: float | None = None


def run_campaign(
    brand: Brand, plan: Plan, candidates: bytes, history: bytes, *, actor: Actor, now: datetime
) -> Campaign:
    """Choose whom to contact among candidates, from what past contacts taught.

    Args:
        brand: The brand, in scope.
        plan: Purpose, channel, how many, and the lawfully known group to watch.
        candidates: CSV with a column ``reference`` and attributes known before the contact.
        history: CSV of past contacts, oldest first, with the same attributes and a column ``agreed``.
        actor: A supervisor.
        now: Aware UTC.

    Returns:
        The campaign, kept with a decision for each person; nothing is contacted.

    Raises:
        AccessRefused: the actor does not supervise this brand.
        BadFile: a file lacks a column or rows.
    """
    check_right(actor, Right.QUALITY_REVIEW, brand.pk)
    rows = _read(candidates, _REFERENCE, most=MOST_CANDIDATES)
    past = _read(history, _AGREED)
    agreed = [str(row.pop(_AGREED)).strip().casefold() in _YES for row in past]
    groups = [str(row.pop(plan.group, "")) if plan.group else "" for row in past]
    register = Register.read(brand, now=now)
    asked, unknown = _ask_each(brand, register, plan, rows, actor, now)
    try:
        model = TargetingModel.train(past, agreed)
        fairness = _by_group(past, agreed, groups, share=min(1.0, plan.most / max(1, len(rows)))) if plan.group else []
    except BadExamples as few:
        raise BadFile(str(few)) from few
    lawful = [each for each in asked if each.allowed]
    for each, probability in zip(
        lawful, model.probabilities([each.attributes for each in lawful]) if lawful else [], strict=True
    ):
        each.probability = probability
    best = sorted(lawful, key=lambda each: (-(each.probability or 0.0), each.reference))[: plan.most]
    campaign = Campaign(
        brand=brand,
        name=plan.name[:120],
        purpose=plan.purpose,
        channel=plan.channel.value,
        most=plan.most,
        created_at=now,
        created_by_id=actor.user_id,
        figures={
            "candidates": len(rows),
            "unknown": unknown,
            "allowed": len(lawful),
            "chosen": len(best),
            "refused": _refusals(asked),
            "report": asdict(model.report),
            "fairness": fairness,
        },
    )
    _save(campaign, asked, {each.person.pk for each in best}, model, actor, now)
    return campaign


def _ask_each(
    brand: Brand, register: Register, plan: Plan, rows: Sequence[Row], actor: Actor, now: datetime
) -> tuple[list[_Asked], int]:
    asked: dict[UUID, _Asked] = {}
    unknown = 0
    use = Use(plan.purpose, Task.TARGETING, plan.channel)
    for row in rows:
        reference = str(row[_REFERENCE])
        person = find_person(brand, reference)
        if person is None:
            unknown += 1
            continue
        attributes = {name: held for name, held in row.items() if name not in {_REFERENCE, plan.group}}
        facts = gather_use(register, person, use, model=SCORE, kinds=(), actor=actor, now=now)
        answer, decision = ask_policy(facts, None, person, law=register.law)
        asked[person.pk] = _Asked(person, reference, attributes, decision, answer.allowed)
    return list(asked.values()), unknown


def _by_group(
    past: Sequence[Row], agreed: Sequence[bool], groups: Sequence[str], *, share: float
) -> list[dict[str, object]]:
    """Measure the selection by group on contacts later than those that were learnt."""
    cut = round(_LEARNT_SHARE * len(past))
    model = TargetingModel.train(past[:cut], agreed[:cut])
    found = compare_corrections(model.probabilities(past[cut:]), agreed[cut:], groups[cut:], share=max(0.01, share))
    return [asdict(each) for each in found]


def _refusals(asked: Sequence[_Asked]) -> dict[str, int]:
    return dict(
        Counter(each.decision.reasons[0]["rule"] for each in asked if not each.allowed and each.decision.reasons)
    )


def _save(
    campaign: Campaign, asked: Sequence[_Asked], best: set[UUID], model: TargetingModel, actor: Actor, now: datetime
) -> None:
    with transaction.atomic():
        campaign.save()
        acts = []
        for each in asked:
            each.decision.save()
            acts.append(decision_act(each.decision, actor))
            vault = person_vault(campaign.brand_id, each.person.pk)
            explained = model.explain(each.attributes)[:_REASONS_KEPT] if each.allowed else []
            Candidate.objects.create(
                brand_id=campaign.brand_id,
                campaign=campaign,
                person=each.person,
                decision=each.decision,
                reference_sealed=vault.seal_text("candidate", campaign.pk, "reference", each.reference),
                probability=each.probability,
                contributions=[[reason.attribute, reason.points] for reason in explained],
                chosen=each.person.pk in best,
            )
        figures = campaign.figures
        detail = {name: figures[name] for name in ("candidates", "unknown", "allowed", "chosen", "refused")}
        acts.append(Act("targeting.run", campaign.pk, actor, purpose=campaign.purpose, detail=detail))
        write_entries(campaign.brand_id, acts, at=now)


def approve_campaign(campaign: Campaign, *, actor: Actor, now: datetime) -> None:
    """Take the responsibility of a choice, its figures by group seen.

    Raises:
        AccessRefused: the actor does not supervise this brand.
    """
    check_right(actor, Right.QUALITY_REVIEW, campaign.brand_id)
    with transaction.atomic():
        campaign.approved_at, campaign.approved_by_id = now, actor.user_id
        campaign.save(update_fields=["approved_at", "approved_by"])
        act = Act("targeting.run", campaign.pk, actor, purpose=campaign.purpose, detail={"approved": True})
        write_entry(campaign.brand_id, act, at=now)


def export_campaign(campaign: Campaign, *, actor: Actor, now: datetime) -> str:
    """Write the chosen persons and why, for the tool that contacts them; each is asked about again at that moment.

    The new decisions are kept and journalled, the refusals of those left out among them.

    Returns:
        CSV: reference, probability, reasons.

    Raises:
        AccessRefused: the actor does not supervise this brand.
        BadFile: nobody approved the campaign.
    """
    check_right(actor, Right.QUALITY_REVIEW, campaign.brand_id)
    if campaign.approved_at is None:
        raise BadFile("the campaign was not approved")
    register = Register.read(campaign.brand, now=now)
    written, kept = io.StringIO(), 0
    asked: list[Decision] = []
    writer = csv.writer(written)
    writer.writerow(["reference", "probability", "reasons"])
    use = Use(campaign.purpose, Task.TARGETING, Channel(campaign.channel))
    chosen = Candidate.objects.filter(campaign=campaign, chosen=True).select_related("person").order_by("-probability")
    for each in chosen:
        facts = gather_use(register, each.person, use, model=SCORE, kinds=(), actor=actor, now=now)
        answer, decision = ask_policy(facts, None, each.person, law=register.law)
        asked.append(decision)
        if not answer.allowed:
            continue  # a consent withdrawn since
        vault = person_vault(campaign.brand_id, each.person_id)
        reference = vault.open_text("candidate", campaign.pk, "reference", each.reference_sealed)
        reasons = ", ".join(f"{name} {points:+.2f}" for name, points in each.contributions)
        writer.writerow([_harmless(reference), f"{each.probability:.3f}", reasons])
        kept += 1
    with transaction.atomic():
        for decision in asked:
            decision.save()
        act = Act("export.made", uuid4(), actor, purpose=campaign.purpose, detail={"what": "campaign", "rows": kept})
        write_entries(campaign.brand_id, [*(decision_act(each, actor) for each in asked), act], at=now)
    return written.getvalue()


def _harmless(reference: str) -> str:
    """Keep a spreadsheet from reading a reference as a formula."""
    return f"'{reference}" if reference[:1] in {"=", "+", "-", "@", "\t"} else reference


def _read(content: bytes, needed: str, *, most: int = 100_000) -> list[Row]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        raise BadFile("not a UTF-8 text") from broken
    first = text.split("\n", 1)[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ",")
    if needed not in (reader.fieldnames or ()):
        raise BadFile(f"the column '{needed}' is missing")
    # The reference of a person stays a text: a number that begins with 0 would lose it.
    rows = [
        {
            name: held or "" if name == needed else _typed(held or "")
            for name, held in row.items()
            if isinstance(name, str)
        }
        for row in reader
    ]
    if not rows or len(rows) > most:
        raise BadFile(f"{len(rows)} rows; between 1 and {most} are taken")
    return rows


def _typed(held: str) -> str | float:
    try:
        return float(held)
    except ValueError:
        return held
