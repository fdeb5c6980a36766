"""Put together what is known of a conversation before anybody answers: language, intent, kinds of request, tone, priority."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from egide.assist.language import LanguageGuess, detect_language
from egide.assist.messages import Message, customer_text
from egide.assist.priority import PriorityFacts, PriorityResult, score
from egide.assist.requests import RequestFlag, find_request_types
from egide.assist.sentiment import Sentiment, find_sentiment

if TYPE_CHECKING:
    from egide.assist.triage import TriageModel, TriageResult

__all__ = ["INFORMATION_INTENTS", "Analysis", "analyse", "asks_for_information", "facts_of"]


_ACTS = frozenset(
    {
        "complaint",
        "withdrawal",
        "rights_request",
        "churn",
        "safety",
        "fraud",
        "legal_threat",
        "social_risk",
        "service_down",
    }
)


INFORMATION_INTENTS = frozenset({"facture", "numero_compteur", "releve_compteur"})
"""Shipped intents that an explanation settles: where a number is, how a meter is read, what a line of a bill means."""

_SURE_ENOUGH = 0.5


@dataclass(frozen=True, slots=True)
class Analysis:
    """What a conversation is about.

    Attributes:
        language: Of the customer's text.
        intent: The brand's label with its confidence and words; None without a model.
        requests: Kinds of request, with their spans in the customer's text.
        sentiment: Tone of the customer's text, with its words.
        facts: What the priority was computed from.
        priority: Place in the queue, with its bars.
    """

    language: LanguageGuess
    intent: TriageResult | None
    requests: tuple[RequestFlag, ...]
    sentiment: Sentiment
    facts: PriorityFacts
    priority: PriorityResult


def analyse(
    messages: Sequence[Message],
    model: TriageModel | None = None,
    *,
    now: datetime | None = None,
    known: PriorityFacts | None = None,
) -> Analysis:
    """Analyse a conversation.

    Args:
        messages: In the order they were written, pseudonymised.
        model: The brand's classifier; None leaves the intent out.
        now: To count the waiting time; None counts none.
        known: What the desk knows besides the text (deadline, recorded vulnerability); the text only adds to it.

    Returns:
        The analysis.

    Example:
        >>> analyse([Message("1", "customer", None, "Un câble est tombé dans la rue, il fait des étincelles !")]).priority.level
        'P1'
    """
    text = customer_text(messages)
    language = detect_language(text)
    requests = find_request_types(text)
    sentiment = find_sentiment(text, language.code)
    intent = model.predict([text], explain=True)[0] if model is not None else None
    known = known or PriorityFacts()
    if known.kind == "request" and asks_for_information(intent):
        known = replace(known, kind="information")
    facts = facts_of(messages, requests, sentiment, now=now, known=known)
    return Analysis(language, intent, requests, sentiment, facts, score(facts))


def asks_for_information(intent: TriageResult | None) -> bool:
    """Say whether the most probable intent, if it is sure enough, asks for an explanation and no act."""
    return (
        intent is not None
        and intent.known
        and intent.confidence >= _SURE_ENOUGH
        and intent.label in INFORMATION_INTENTS
    )


def facts_of(
    messages: Sequence[Message],
    requests: Sequence[RequestFlag],
    sentiment: Sentiment,
    *,
    now: datetime | None,
    known: PriorityFacts,
) -> PriorityFacts:
    """Turn what the text shows into the facts that priority adds up; what is already known is kept."""
    kinds = {flag.kind for flag in requests}
    unanswered = _unanswered(messages)
    waiting = 0.0
    if now is not None and unanswered and unanswered[0].at is not None:
        waiting = max(0.0, (now - unanswered[0].at).total_seconds() / 60)
    said_thanks = "thanks" in kinds and not kinds & (_ACTS | {"question"})
    praises = not kinds and sentiment.tone == "positive"
    return replace(
        known,
        kind="thanks" if known.kind == "request" and (said_thanks or praises) else known.kind,
        danger=known.danger or "safety" in kinds,
        vulnerable=known.vulnerable or "vulnerability" in kinds,
        service_down=known.service_down or "service_down" in kinds,
        fraud=known.fraud or "fraud" in kinds,
        legal_deadline=known.legal_deadline or bool(kinds & {"withdrawal", "rights_request"}),
        social_risk=known.social_risk or "social_risk" in kinds,
        escalated=known.escalated or "legal_threat" in kinds,
        complaint=known.complaint or "complaint" in kinds,
        negative=known.negative or sentiment.tone == "negative",
        waiting_minutes=max(known.waiting_minutes, waiting),
        repeats=max(known.repeats, len(unanswered) - 1, 0),
    )


def _unanswered(messages: Sequence[Message]) -> list[Message]:
    """Give the customer's messages since the last answer."""
    last = max(
        (position for position, message in enumerate(messages) if message.author in {"agent", "bot"}), default=-1
    )
    return [message for message in messages[last + 1 :] if message.author == "customer"]
