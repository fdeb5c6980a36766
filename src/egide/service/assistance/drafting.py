"""Propose an answer from the brand's knowledge, every part cited and verified: extractive here, worded by a declared model if one serves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from egide.assist.articles import plain
from egide.assist.assisted import AssistedDraft, draft_with_model
from egide.assist.knowledge import KnowledgeBase
from egide.assist.messages import Message, customer_text
from egide.assist.reply import Draft as AssistDraft
from egide.assist.reply import VerifiedDraft
from egide.assist.reply import draft as draft_from_knowledge
from egide.policy import Model, ModelKind, Region, RiskClass
from egide.service.assistance.declared import DeclaredModel

LOCAL_REPLY = Model("egide-reponse", ModelKind.LOCAL, provider="egide", region=Region.FR, risk_class=RiskClass.MINIMAL)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What may be shown: an answer in cited parts, or the reason why there is none.

    Attributes:
        action: reply, ask, handoff or abstain.
        confidence: Calibrated probability that the knowledge answers, 0 to 1.
        why_fr: One sentence.
        why_en: The same sentence.
        content: {"parts": [{"text", "citations": [{"article", "title", "passage"}]}], "missing": […]}.
        dropped: How many parts verification removed.
        verified: The draft itself, for the bounds of automatic sending.
    """

    action: str
    confidence: float
    why_fr: str
    why_en: str
    content: dict[str, Any]
    dropped: int
    verified: VerifiedDraft


def question_of(messages: Sequence[Message]) -> str:
    """Return the customer's words since the last answer: what the next answer must address."""
    last_answer = max((i for i, message in enumerate(messages) if message.author in {"agent", "bot"}), default=-1)
    return customer_text(messages[last_answer + 1 :]) or customer_text(messages)


def context_of(messages: Sequence[Message]) -> str:
    """Return what the customer wrote before the last answer: "and how often?" only means something after it."""
    last_answer = max((i for i, message in enumerate(messages) if message.author in {"agent", "bot"}), default=-1)
    return customer_text(messages[: last_answer + 1]) if customer_text(messages[last_answer + 1 :]) else ""


def propose(
    messages: Sequence[Message], knowledge: KnowledgeBase, *, today: date, threshold: float | None = None
) -> Proposal:
    """Propose an answer to the customer's last words.

    Args:
        messages: The conversation, protected.
        knowledge: The brand's approved articles.
        today: To set expired articles aside.
        threshold: Confidence that the brand asks for; None takes the shipped one.

    Returns:
        The verified proposal.
    """
    drafted = draft_from_knowledge(
        question_of(messages), knowledge, context=context_of(messages), threshold=threshold, today=today
    )
    return _proposal(drafted, knowledge)


def propose_with_model(
    messages: Sequence[Message],
    knowledge: KnowledgeBase,
    model: DeclaredModel,
    *,
    legend: str,
    language: str,
    today: date,
    threshold: float | None = None,
) -> tuple[AssistedDraft, Proposal]:
    """Let a declared model word the answer from the passages retrieved here.

    Args:
        messages: The conversation, protected for this model.
        knowledge: The brand's approved articles.
        model: The model.
        legend: What the pseudonyms stand for.
        language: Of the customer.
        today: To set expired articles aside.
        threshold: Confidence that the brand asks for; None takes the shipped one.

    Returns:
        What the model had to do with it, and the verified proposal.
    """
    assisted = draft_with_model(
        question_of(messages),
        knowledge,
        model.port,
        context=context_of(messages),
        threshold=threshold,
        today=today,
        timeout_s=model.declaration.timeout_s,
        language="en" if language == "en" else "fr",
        legend=legend,
    )
    return assisted, _proposal(assisted.verified.draft, knowledge)


def _proposal(found: AssistDraft, knowledge: KnowledgeBase) -> Proposal:
    passages = {
        passage.id: plain(passage.text) for hit in found.hits for passage in knowledge.articles[hit.article].passages
    }
    parts = [
        {
            "text": part.text,
            "citations": [
                {
                    "article": citation.article,
                    "title": knowledge.articles[citation.article].title,
                    "passage": passages.get(citation.passage, ""),
                }
                for citation in part.citations
            ],
        }
        for part in found.parts
    ]
    content = {"parts": parts, "missing": list(found.missing)[:8], "expired": list(found.expired)}
    return Proposal(
        found.action,
        found.confidence,
        found.reason("fr"),
        found.reason("en"),
        content,
        found.dropped,
        VerifiedDraft(found, ()),
    )
