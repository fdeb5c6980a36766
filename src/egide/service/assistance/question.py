"""Gather the facts that the policy needs for one task on one conversation, ask it, and keep its answer."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from uuid import UUID

from django.db import transaction

from egide.policy import Campaign, Canvassing, Facts, Law, Subject, Switches, decide, format_decision, format_facts
from egide.policy import Decision as PolicyDecision
from egide.policy.facts import Actor as PolicyActor
from egide.policy.facts import Model
from egide.policy.vocabulary import Channel, DpiaState, Environment, Region, Role, Task
from egide.service.assistance.models import Decision
from egide.service.conversations.models import Interaction
from egide.service.evidence.flows import Act, write_entry
from egide.service.people.models import Person
from egide.service.register.flows import BRAND, MODEL, TASK, dpia_states, switches_on
from egide.service.register.law import brand_law
from egide.service.register.ledger import choices_as_facts
from egide.service.register.providers import terms_of
from egide.service.register.running import region_named
from egide.service.register.systems import SystemFacts, system_facts
from egide.service.tenancy.access import AccessRefused, Actor
from egide.service.tenancy.models import Brand
from egide.service.tenancy.rights import Right

_CHANNELS = {"call_in": Channel.PHONE, "call_out": Channel.PHONE}
_ROLES = {"sustainability": Role.RESPONSIBLE_DIGITAL}


@dataclass(frozen=True, slots=True)
class Register:
    """The brand's side of every decision, read once per piece of work.

    Attributes:
        law: The law file in force, narrowed to the purposes that the brand declared.
        systems: What the inventory says of each model; a model that nobody described has only its own facts.
    """

    brand: Brand
    switches: frozenset[tuple[str, str]]
    dpias: dict[str, str]
    law: Law
    systems: dict[str, SystemFacts]
    residency: Region

    @classmethod
    def read(cls, brand: Brand, *, now: datetime | None = None) -> Register:
        """Read what the brand allows at this moment."""
        return cls(
            brand,
            switches_on(brand.pk),
            dpia_states(brand.pk, now=now),
            brand_law(brand.pk),
            system_facts(brand.pk),
            region_named(terms_of(brand.pk).residency),
        )

    def complete(self, model: Model | None, day: date) -> Model | None:
        """Give a model the proofs, class and place that the inventory holds on a day."""
        known = self.systems.get(model.name) if model else None
        return known.complete(model, day) if model and known else model

    def switches_for(self, task: Task, model: Model | None, *, interaction: bool) -> Switches:
        """Say what is on; a model that the inventory does not hold in use is off."""
        known = self.systems.get(model.name) if model else None
        return Switches(
            brand=(BRAND, "") in self.switches,
            task=(TASK, task.value) in self.switches,
            model=model is None or ((MODEL, model.name) in self.switches and (known is None or known.in_use)),
            interaction=interaction,
        )


def policy_role(actor: Actor, brand_id: UUID) -> Role:
    """Name the role under which somebody acts; a part of the product acts as the system."""
    held = sorted(actor.roles_in(brand_id))
    return Role(_ROLES.get(held[0], held[0])) if held else Role.SYSTEM


def gather_facts(
    register: Register,
    interaction: Interaction,
    person: Person,
    *,
    task: Task,
    model: Model | None,
    kinds: Iterable[str],
    actor: Actor,
    now: datetime,
) -> Facts:
    """Put together what the policy must know for one task on one conversation."""
    events = {"opened": interaction.opened_at.date(), "closed": (interaction.closed_at or now).date()}
    if interaction.closed_at:
        events["resolved"] = interaction.closed_at.date()
    return gather_use(
        register,
        person,
        Use(interaction.purpose, task, _CHANNELS.get(interaction.channel) or Channel(interaction.channel)),
        model=model,
        kinds=kinds,
        actor=actor,
        now=now,
        events=events,
        ai_off=interaction.ai_off,
    )


@dataclass(frozen=True, slots=True)
class Use:
    """One use of a person's data: for what, how, and what a campaign or a call declares about itself."""

    purpose: str
    task: Task
    channel: Channel
    campaign: Campaign = field(default_factory=Campaign)
    canvassing: Canvassing = field(default_factory=Canvassing)


def gather_use(
    register: Register,
    person: Person,
    use: Use,
    *,
    model: Model | None,
    kinds: Iterable[str],
    actor: Actor,
    now: datetime,
    events: Mapping[str, date] | None = None,
    ai_off: bool = False,
) -> Facts:
    """Put together the facts of any use, outside a conversation too: consents are read at this very moment."""
    consents, objections = choices_as_facts(person, at=now)
    return Facts(
        brand=register.brand.slug,
        purpose=use.purpose,
        task=use.task,
        channel=use.channel,
        actor=PolicyActor(policy_role(actor, register.brand.pk)),
        now=now,
        environment=Environment.PRODUCTION,
        subject=Subject(
            customer=True,
            consents=consents,
            objections=objections,
            restricted=person.restricted,
            ai_opt_out=person.ai_opt_out,
            minor=person.minor,
            vulnerable=person.vulnerable,
        ),
        kinds=frozenset(kinds),
        model=register.complete(model, now.date()),
        switches=register.switches_for(use.task, model, interaction=not ai_off),
        dpia=DpiaState(register.dpias.get(use.task.value, "absent")),
        residency=register.residency,
        campaign=use.campaign,
        canvassing=use.canvassing,
        events={"last_contact": person.last_contact_at.date(), **(events or {})},
    )


def end_of_day(day: date | None) -> datetime | None:
    """The last moment of a day, in UTC."""
    return datetime.combine(day, time.max, tzinfo=UTC) if day else None


def ask_policy(
    facts: Facts, interaction: Interaction | None, person: Person, *, law: Law | None = None
) -> tuple[PolicyDecision, Decision]:
    """Ask the policy, and prepare the row that keeps its answer (unsaved: it shares the act's transaction).

    Args:
        facts: The question.
        interaction: The conversation, if the use belongs to one.
        person: Whose data.
        law: The law of the brand; read when absent.

    Returns:
        The answer, and its row.
    """
    answer = decide(facts, law or brand_law(person.brand_id))
    written = format_decision(answer)
    row = Decision(
        id=uuid.uuid4(),
        brand_id=person.brand_id,
        interaction=interaction,
        person=person,
        task=facts.task.value,
        purpose=facts.purpose,
        verdict=answer.verdict.value,
        mask=sorted(answer.mask),
        reasons=written["reasons"],
        facts=format_facts(facts),
        policy_version=answer.policy_version,
        retain_until=end_of_day(answer.retain_until),
        at=facts.now,
    )
    return answer, row


def decision_act(decision: Decision, actor: Actor) -> Act:
    """Tell a decision to the journal."""
    return Act(
        "decision.made",
        decision.pk,
        actor,
        purpose=decision.purpose,
        person_id=decision.person_id,
        detail={"task": decision.task, "verdict": decision.verdict, "rules": [r["rule"] for r in decision.reasons]},
        policy_version=decision.policy_version,
    )


def check_use(person: Person, use: Use, *, actor: Actor, now: datetime) -> Decision:
    """Ask, at the moment of use, whether a person's data may be used so; the answer is kept and journalled.

    Raises:
        AccessRefused: the actor may not see consents of this brand.
    """
    if not actor.holds(Right.CONSENT_EDIT, person.brand_id):
        raise AccessRefused(Right.CONSENT_EDIT)
    register = Register.read(person.brand, now=now)
    facts = gather_use(register, person, use, model=None, kinds=(), actor=actor, now=now)
    _, decision = ask_policy(facts, None, person, law=register.law)
    with transaction.atomic():
        decision.save()
        write_entry(person.brand_id, decision_act(decision, actor), at=now)
    return decision
