"""Keep what one piece of work did until it is written: decisions, model calls and their entries, in one transaction."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction

from egide.assist.messages import Message as AssistMessage
from egide.assist.models import Usage
from egide.policy import Decision as PolicyDecision
from egide.policy import Model, Task
from egide.pseudonyms import legend
from egide.service.assistance.declared import DeclaredModel
from egide.service.assistance.measuring import measured_locally, measured_remotely
from egide.service.assistance.models import Decision, ModelCall
from egide.service.assistance.question import Register, ask_policy, decision_act, gather_facts
from egide.service.assistance.reading import ProtectedText, protect_messages, pseudonymiser_for, seal_issued
from egide.service.conversations.reading import Thread
from egide.service.evidence.flows import Act, write_entries
from egide.service.tenancy.access import Actor


@dataclass(frozen=True, slots=True)
class Protected:
    """A conversation ready for a model: protected texts, the messages that the AI functions read, and their legend."""

    texts: dict[UUID, ProtectedText]
    messages: tuple[AssistMessage, ...]
    legend: str


def protect(thread: Thread, mask: frozenset[str]) -> Protected:
    """Protect a conversation as a decision asks; what was issued goes back, sealed, on the (unsaved) interaction."""
    pseudonymiser = pseudonymiser_for(thread)
    texts = protect_messages(thread, pseudonymiser, mask)
    seal_issued(thread, pseudonymiser)
    messages = tuple(
        AssistMessage(str(message.id), message.author_role, message.at, texts[message.id].text)  # type: ignore[arg-type]
        for message in thread.messages
    )
    return Protected(texts, messages, legend(pseudonymiser.issued, thread.interaction.language or "fr"))


@dataclass(slots=True)
class Trail:
    """What was decided and called for one conversation, in order, not yet written."""

    thread: Thread
    actor: Actor
    now: datetime
    decisions: list[Decision] = field(default_factory=list)
    calls: list[ModelCall] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)

    def decide(self, register: Register, task: Task, model: Model, **facts: Any) -> tuple[PolicyDecision, Decision]:
        """Ask the policy for a task with a model, and keep the answer.

        Args:
            register: What the brand allows.
            task: What is about to be done.
            model: What would read the data.
            facts: Facts that the conversation does not hold, such as an automation.

        Returns:
            The answer and its row.
        """
        thread = self.thread
        kinds = frozenset(span.label for message in thread.messages for span in message.findings)
        gathered = gather_facts(
            register,
            thread.interaction,
            thread.person,
            task=task,
            model=model,
            kinds=kinds,
            actor=self.actor,
            now=self.now,
        )
        answer, row = ask_policy(replace(gathered, **facts), thread.interaction, thread.person, law=register.law)
        self.decisions.append(row)
        self.acts.append(decision_act(row, self.actor))
        return answer, row

    def called_locally(self, decision: Decision, model: Model, protected: Protected, seconds: float) -> ModelCall:
        """Keep one use of a local model: what it saw, and what it cost."""
        return self._called(decision, model, protected, seconds * 1000, measured_locally(seconds))

    def called(
        self,
        decision: Decision,
        model: DeclaredModel,
        protected: Protected,
        *,
        seconds: float,
        usage: Usage | None,
        failure: str,
    ) -> ModelCall:
        """Keep one use of a declared model; a call that gave nothing is one too."""
        call = self._called(
            decision,
            model.facts,
            protected,
            seconds * 1000,
            measured_remotely(model.declaration, usage),
            failure=failure,
        )
        call.input_tokens = (usage.input_tokens or 0) if usage else 0
        call.output_tokens = (usage.output_tokens or 0) if usage else 0
        return call

    def refused(self, decision: Decision, model: DeclaredModel) -> None:
        """Keep that a declared model was not called, because the policy refused."""
        self.acts.append(
            Act(
                "model.refused",
                decision.pk,
                self.actor,
                purpose=decision.purpose,
                person_id=self.thread.person.pk,
                detail={"task": decision.task, "model": model.facts.name, "verdict": decision.verdict},
                policy_version=decision.policy_version,
            )
        )

    def about(self, kind: str, obj: UUID, **detail: Any) -> None:
        """Keep an act that follows from the last decision."""
        purpose = self.decisions[-1].purpose if self.decisions else self.thread.interaction.purpose
        self.acts.append(Act(kind, obj, self.actor, purpose=purpose, person_id=self.thread.person.pk, detail=detail))

    def save(self, *others: models.Model) -> None:
        """Write decisions, calls, what rests on them and the entries, in the caller's transaction."""
        if not transaction.get_connection().in_atomic_block:
            raise transaction.TransactionManagementError("save a trail inside the transaction of its work")
        for row in (*self.decisions, *self.calls, *others):
            row.save()
        vaults = {self.thread.person.pk: self.thread.vault}
        write_entries(self.thread.interaction.brand_id, self.acts, at=self.now, vaults=vaults)

    def _called(
        self,
        decision: Decision,
        model: Model,
        protected: Protected,
        duration_ms: float,
        footprint: dict[str, Any],
        failure: str = "",
    ) -> ModelCall:
        thread = self.thread
        call = ModelCall(
            id=uuid.uuid4(),
            brand_id=thread.interaction.brand_id,
            decision=decision,
            interaction=thread.interaction,
            task=decision.task,
            model=model.name,
            kind=model.kind.value,
            region=model.region.value,
            duration_ms=duration_ms,
            footprint=footprint,
            energy_wh=footprint["energy_wh"]["point"],
            failure=failure,
            at=self.now,
        )
        seen = [{"id": str(each), "text": text.text, "spans": text.spans} for each, text in protected.texts.items()]
        call.input_sealed = thread.vault.seal_json("call", call.pk, "input", seen)
        self.calls.append(call)
        detail = {"task": call.task, "model": call.model, "region": call.region, "method": footprint["method"]}
        if failure:
            detail["failure"] = failure
        self.acts.append(
            Act(
                "model.called",
                call.pk,
                self.actor,
                purpose=decision.purpose,
                person_id=thread.person.pk,
                detail=detail,
                policy_version=decision.policy_version,
            )
        )
        return call
