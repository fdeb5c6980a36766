"""Ask the policy whether a tool may send this to that model, now."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from egide.policy import Decision as PolicyDecision
from egide.policy import Facts, Subject, Task, decide, format_decision, format_facts
from egide.policy.facts import Actor as PolicyActor
from egide.policy.vocabulary import Channel, DpiaState, Environment, Role
from egide.service.assistance.models import Decision
from egide.service.assistance.question import Register, end_of_day
from egide.service.register.ledger import choices_as_facts

if TYPE_CHECKING:
    from egide.gateway.upstreams import Upstream
    from egide.service.gatewaykeys.models import GatewayKey
    from egide.service.people.models import Person

__all__ = ["Asked", "ask", "refusal_details"]

_REASONS: Final = 8


@dataclass(frozen=True, slots=True)
class Asked:
    """The policy's answer for one model, and the row that keeps it (unsaved)."""

    answer: PolicyDecision
    row: Decision


def ask(
    register: Register,
    key: GatewayKey,
    upstream: Upstream,
    kinds: Iterable[str],
    now: datetime,
    person: Person | None = None,
) -> Asked:
    """Ask whether a key may use a model for a text that holds these kinds of data.

    Args:
        register: What the brand allows at this moment.
        key: The tool's key, with its purpose and its task.
        upstream: The model.
        kinds: Labels found in the request.
        now: Aware UTC.
        person: The customer whom the client names, when the brand knows them.

    Returns:
        The answer and its row.
    """
    task, model = Task(key.task), upstream.as_model()
    facts = Facts(
        brand=register.brand.slug,
        purpose=key.purpose,
        task=task,
        channel=Channel.API,
        # A key for another task than the gateway's own is a system of the brand that does this task.
        actor=PolicyActor(Role.GATEWAY_CLIENT if task is Task.GATEWAY_CHAT else Role.SYSTEM),
        now=now,
        environment=Environment.PRODUCTION,
        subject=_subject(person, now),
        kinds=frozenset(kinds),
        model=register.complete(model, now.date()),
        switches=register.switches_for(task, model, interaction=True),
        dpia=DpiaState(register.dpias.get(task.value, "absent")),
        residency=register.residency,
    )
    answer = decide(facts, register.law)
    row = Decision(
        id=uuid.uuid4(),
        brand_id=key.brand_id,
        person=person,
        task=facts.task.value,
        purpose=facts.purpose,
        verdict=answer.verdict.value,
        mask=sorted(answer.mask),
        reasons=format_decision(answer)["reasons"],
        facts=format_facts(facts),
        policy_version=answer.policy_version,
        retain_until=end_of_day(answer.retain_until),
        at=now,
    )
    return Asked(answer, row)


def _subject(person: Person | None, now: datetime) -> Subject:
    """Say what the person chose; a tool that names nobody still declares, by its purpose, that it serves customers."""
    if person is None:
        return Subject(customer=True)
    consents, objections = choices_as_facts(person, at=now)
    return Subject(
        customer=True,
        consents=consents,
        objections=objections,
        restricted=person.restricted,
        ai_opt_out=person.ai_opt_out,
        minor=person.minor,
        vulnerable=person.vulnerable,
    )


def refusal_details(asked: Asked) -> dict[str, Any]:
    """Say why, with the articles, the gravest first; no value of the request is in it."""
    grave = [reason for reason in asked.answer.reasons if reason.verdict is asked.answer.verdict]
    return {
        "decision": str(asked.row.pk),
        "verdict": asked.answer.verdict.value,
        "reasons": [
            {
                "rule": reason.rule,
                "article": reason.article,
                "article_en": reason.article_en,
                "fr": reason.sentence.fr,
                "en": reason.sentence.en,
            }
            for reason in grave[:_REASONS]
        ],
        "policy_version": asked.answer.policy_version,
    }
