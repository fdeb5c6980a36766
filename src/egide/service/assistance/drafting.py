"""Propose an answer from the brand's knowledge: local and extractive, every part cited and verified."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from egide.assist.knowledge import KnowledgeBase
from egide.assist.messages import Message, customer_text
from egide.assist.reply import draft as draft_from_knowledge
from egide.policy import Model, ModelKind, Region, RiskClass

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
    """

    action: str
    confidence: float
    why_fr: str
    why_en: str
    content: dict[str, Any]
    dropped: int


def question_of(messages: Sequence[Message]) -> str:
    """Return the customer's words since the last answer: what the next answer must address."""
    last_answer = max((i for i, message in enumerate(messages) if message.author in {"agent", "bot"}), default=-1)
    return customer_text(messages[last_answer + 1 :]) or customer_text(messages)


def propose(messages: Sequence[Message], knowledge: KnowledgeBase, *, today: date) -> Proposal:
    """Propose an answer to the customer's last words.

    Args:
        messages: The conversation, protected.
        knowledge: The brand's approved articles.
        today: To set expired articles aside.

    Returns:
        The verified proposal.
    """
    found = draft_from_knowledge(question_of(messages), knowledge, today=today)
    passages = {hit.passage: hit.text for hit in found.hits}
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
    return Proposal(found.action, found.confidence, found.reason("fr"), found.reason("en"), content, found.dropped)
