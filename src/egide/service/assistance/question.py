"""Gather the facts that the policy needs for one task on one conversation, ask it, and keep its answer."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID

from egide.policy import Decision as PolicyDecision
from egide.policy import Facts, Subject, Switches, decide, format_decision, format_facts
from egide.policy.facts import Actor as PolicyActor
from egide.policy.facts import Model
from egide.policy.vocabulary import Channel, DpiaState, Environment, Region, Role, Task
from egide.service.assistance.models import Decision
from egide.service.conversations.models import Interaction
from egide.service.people.models import Person
from egide.service.register.flows import BRAND, MODEL, TASK, dpia_states, switches_on
from egide.service.tenancy.access import Actor
from egide.service.tenancy.models import Brand
from egide.service.wiring import parts

_CHANNELS = {"call_in": Channel.PHONE, "call_out": Channel.PHONE}
_ROLES = {"sustainability": Role.RESPONSIBLE_DIGITAL}


@dataclass(frozen=True, slots=True)
class Register:
    """The brand's side of every decision, read once per piece of work."""

    brand: Brand
    switches: frozenset[tuple[str, str]]
    dpias: dict[str, str]

    @classmethod
    def read(cls, brand: Brand) -> Register:
        """Read what the brand allows at this moment."""
        return cls(brand, switches_on(brand.pk), dpia_states(brand.pk))


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
    switches = register.switches
    return Facts(
        brand=register.brand.slug,
        purpose=interaction.purpose,
        task=task,
        channel=_CHANNELS.get(interaction.channel) or Channel(interaction.channel),
        actor=PolicyActor(policy_role(actor, register.brand.pk)),
        now=now,
        environment=Environment.PRODUCTION,
        subject=Subject(
            customer=True,
            restricted=person.restricted,
            ai_opt_out=person.ai_opt_out,
            minor=person.minor,
            vulnerable=person.vulnerable,
        ),
        kinds=frozenset(kinds),
        model=model,
        switches=Switches(
            brand=(BRAND, "") in switches,
            task=(TASK, task.value) in switches,
            model=model is None or (MODEL, model.name) in switches,
            interaction=not interaction.ai_off,
        ),
        dpia=DpiaState(register.dpias.get(task.value, "absent")),
        residency=Region.EU,
        events={"opened": interaction.opened_at.date(), "closed": (interaction.closed_at or now).date()},
    )


def end_of_day(day: date | None) -> datetime | None:
    """The last moment of a day, in UTC."""
    return datetime.combine(day, time.max, tzinfo=UTC) if day else None


def ask_policy(facts: Facts, interaction: Interaction, person: Person) -> tuple[PolicyDecision, Decision]:
    """Ask the policy, and prepare the row that keeps its answer (unsaved: it shares the act's transaction)."""
    answer = decide(facts, parts().law)
    written = format_decision(answer)
    row = Decision(
        id=uuid.uuid4(),
        brand_id=interaction.brand_id,
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
