"""Ask the policy whether a tool may send this to that model, now."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from uuid import UUID

from egide.policy import Decision as PolicyDecision
from egide.policy import Facts, Subject, Task, decide, format_decision, format_facts
from egide.policy.facts import Actor as PolicyActor
from egide.policy.vocabulary import Channel, DpiaState, Environment, Role
from egide.service.assistance.question import Register
from egide.service.register.ledger import choices_as_facts

if TYPE_CHECKING:
    from egide.gateway.upstreams import Upstream
    from egide.service.gatewaykeys.models import GatewayKey
    from egide.service.people.models import Person

__all__ = ["Asked", "Policy", "refusal_details"]

_REASONS: Final = 8


class _Answer(NamedTuple):
    """What the policy said, and how the database keeps it: as JSON."""

    decision: PolicyDecision
    mask: str
    reasons: str
    facts: str


@dataclass(frozen=True, slots=True)
class Asked:
    """The policy's answer for one model on one request, and what is kept of it.

    Attributes:
        id: Of the decision.
        answer: What the policy said.
        key: The tool's key, with its brand, purpose and task.
        person_id: The customer concerned, when the brand knows them.
        at: When, aware UTC.
        written: The answer as it is kept.
    """

    id: UUID
    answer: PolicyDecision
    key: GatewayKey
    person_id: UUID | None
    at: datetime
    written: _Answer


class Policy:
    """Asks the policy, once a second at most for the same question.

    The facts of a request that names nobody are those of its key, its model, the kinds of data in it and the second:
    within one second, and for one reading of the brand's register, the same facts have the same answer.
    """

    def __init__(self) -> None:
        self._answers: tuple[datetime | None, dict[tuple[Any, ...], tuple[Register, _Answer]]] = (None, {})

    def ask(
        self,
        register: Register,
        key: GatewayKey,
        upstream: Upstream,
        kinds: frozenset[str],
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
            The answer.
        """
        if person is not None:
            written = _answer(register, key, upstream, kinds, now, person)
        else:
            written = self._known(register, key, upstream, kinds, now.replace(microsecond=0))
        return Asked(uuid.uuid4(), written.decision, key, None if person is None else person.pk, now, written)

    def _known(
        self, register: Register, key: GatewayKey, upstream: Upstream, kinds: frozenset[str], second: datetime
    ) -> _Answer:
        asked_at, answers = self._answers
        if asked_at != second:
            answers = {}
            self._answers = (second, answers)
        # The register is kept with the answer, so that no other takes its identity meanwhile.
        question = (id(register), key.purpose, key.task, upstream.name, kinds)
        known = answers.get(question)
        if known is None:
            known = answers[question] = (register, _answer(register, key, upstream, kinds, second, None))
        return known[1]


def _answer(
    register: Register,
    key: GatewayKey,
    upstream: Upstream,
    kinds: Iterable[str],
    now: datetime,
    person: Person | None,
) -> _Answer:
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
    decision = decide(facts, register.law)
    reasons = format_decision(decision)["reasons"]
    return _Answer(decision, json.dumps(sorted(decision.mask)), json.dumps(reasons), json.dumps(format_facts(facts)))


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
        "decision": str(asked.id),
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
