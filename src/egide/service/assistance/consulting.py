"""Consult a declared model on what the local method doubts: decide, protect for it, ask, verify, record; or do without.

A model that the brand did not switch on is not even asked about. What the policy refuses is not called. A model that is slow,
absent or that answers badly leaves the local result where it is, and is left alone for a while.
"""

from __future__ import annotations

import time
from dataclasses import replace

from egide.assist.analysis import Analysis as TextAnalysis
from egide.assist.assisted import summarise_with_model, triage_with_model
from egide.assist.knowledge import KnowledgeBase
from egide.assist.messages import customer_text
from egide.assist.summary import Language, Summary
from egide.policy import Task
from egide.service.assistance.declared import DeclaredModel, declared_models, let_rest
from egide.service.assistance.drafting import Proposal, propose_with_model
from egide.service.assistance.models import Decision, ModelCall
from egide.service.assistance.question import Register
from egide.service.assistance.recording import Protected, Trail, protect

# The model that we run answers alone when it is this sure: the smallest sufficient model does the task.
_SURE = 0.9
_UNANSWERED = {"ModelTimeout", "ModelUnavailable"}


def ask_for_intent(register: Register, trail: Trail, read: TextAnalysis) -> tuple[TextAnalysis, str]:
    """Let a declared model choose among the local shortlist, when the local classifier is not sure.

    Args:
        register: What the brand allows.
        trail: Of the conversation; the decision and the call are added to it.
        read: What the local models read.

    Returns:
        The reading, its intent replaced when the model was followed, and the label of a model that disagreed.
    """
    intent = read.intent
    if intent is None or (intent.known and intent.confidence >= _SURE):
        return read, ""
    allowed = _allowed(register, trail, Task.TRIAGE)
    if allowed is None:
        return read, ""
    model, decision, protected = allowed
    started = time.perf_counter()
    found = triage_with_model(
        customer_text(protected.messages),
        intent,
        model.port,
        timeout_s=model.declaration.timeout_s,
        legend=protected.legend,
    )
    seconds = time.perf_counter() - started
    trail.called(decision, model, protected, seconds=seconds, usage=found.usage, failure=found.failure)
    _rest_if_silent(trail, model, found.failure)
    if found.failure:
        return read, ""
    return replace(read, intent=found.result), found.suggested if found.disagreement else ""


def ask_for_summary(register: Register, trail: Trail, language: Language) -> Summary | None:
    """Let a declared model summarise the conversation; each line is checked against the messages it names.

    Returns:
        The verified summary, or None when no model serves, when it is refused or when it fails.
    """
    allowed = _allowed(register, trail, Task.SUMMARY)
    if allowed is None:
        return None
    model, decision, protected = allowed
    started = time.perf_counter()
    summary, usage, failure = summarise_with_model(
        protected.messages,
        model.port,
        lang=language,
        timeout_s=model.declaration.timeout_s,
        legend=protected.legend,
    )
    seconds = time.perf_counter() - started
    trail.called(decision, model, protected, seconds=seconds, usage=usage, failure=failure)
    _rest_if_silent(trail, model, failure)
    return None if failure else summary


def ask_for_draft(
    register: Register, trail: Trail, knowledge: KnowledgeBase, threshold: float | None = None
) -> tuple[Decision, ModelCall, Proposal] | None:
    """Let a declared model word an answer from the passages that were retrieved here.

    Returns:
        The decision, the call and the verified proposal; None when the local method is to do it.
    """
    allowed = _allowed(register, trail, Task.REPLY)
    if allowed is None:
        return None
    model, decision, protected = allowed
    started = time.perf_counter()
    assisted, proposal = propose_with_model(
        protected.messages,
        knowledge,
        model,
        legend=protected.legend,
        language=trail.thread.interaction.language,
        today=trail.now.date(),
    )
    seconds = time.perf_counter() - started
    if assisted.usage is None and not assisted.failure:
        return None  # nothing was retrieved to stand on: the model was not asked
    call = trail.called(decision, model, protected, seconds=seconds, usage=assisted.usage, failure=assisted.failure)
    _rest_if_silent(trail, model, assisted.failure)
    return None if assisted.local else (decision, call, proposal)


def _allowed(register: Register, trail: Trail, task: Task) -> tuple[DeclaredModel, Decision, Protected] | None:
    """Give the first declared model that the policy allows for a task, with the conversation protected for it."""
    for model in declared_models(register, task, now=trail.now):
        answer, decision = trail.decide(register, task, model.facts)
        if answer.allowed:
            return model, decision, protect(trail.thread, answer.mask)
        trail.refused(decision, model)
    return None


def _rest_if_silent(trail: Trail, model: DeclaredModel, failure: str) -> None:
    if failure in _UNANSWERED:
        let_rest(trail.thread.interaction.brand_id, model.facts.name, trail.now)
