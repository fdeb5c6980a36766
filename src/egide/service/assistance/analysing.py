"""Sort and summarise a protected conversation with the local models."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from egide.assist.language import detect_language
from egide.assist.messages import Message, customer_text
from egide.assist.priority import PriorityFacts, score
from egide.assist.sentiment import find_sentiment
from egide.assist.summary import summarise
from egide.assist.triage import TriageModel
from egide.service.conversations.models import Interaction

_WORDS_SHOWN = 6
_OTHERS_SHOWN = 3

# What an intent says by itself of urgency; the words of the customer say the rest.
_SERVICE_DOWN = {"panne_electricite", "panne_internet", "panne_mobile"}
_FRAUD = {"fraude", "vol_mobile"}
_LEGAL = {"retractation", "donnees_personnelles"}
_SOCIAL = {"difficulte_paiement"}


@dataclass(frozen=True, slots=True)
class Analysis:
    """What the local models concluded.

    Attributes:
        language: ISO 639-1 code.
        intent: Label of the most probable intent.
        intent_confidence: Calibrated probability, 0 to 1.
        intent_known: False when the request looks like none that was learnt.
        sentiment: negative, neutral or positive.
        priority: 1 to 4.
        points: Sum of the contributions.
        details: What explains it all, for the pages.
        summary: {section title fr: [{"text", "messages"}]} of the summary, protected.
    """

    language: str
    intent: str
    intent_confidence: float
    intent_known: bool
    sentiment: str
    priority: int
    points: float
    details: dict[str, Any]
    summary: dict[str, Any]


@lru_cache(maxsize=1)
def _triage() -> TriageModel:
    return TriageModel.seed()


def analyse(
    interaction: Interaction,
    messages: Sequence[Message],
    *,
    vulnerable: bool,
    due: Mapping[int, timedelta],
    now: datetime,
) -> Analysis:
    """Analyse a protected conversation.

    Args:
        interaction: The conversation, for its clock.
        messages: Its protected messages, in order.
        vulnerable: The customer declared a vulnerability.
        due: Time to answer by priority.
        now: Aware UTC.

    Returns:
        The analysis, with the words and points that made it.
    """
    said = customer_text(messages) or " "
    language = detect_language(said).code
    spoken = language if language in {"fr", "en"} else "fr"
    triage = _triage().predict([said], explain=True)[0]
    sentiment = find_sentiment(said, spoken)
    waiting = _waiting_minutes(messages, now)
    total = due[3].total_seconds() / 60
    priority = score(
        PriorityFacts(
            vulnerable=vulnerable,
            service_down=triage.label in _SERVICE_DOWN,
            fraud=triage.label in _FRAUD,
            legal_deadline=triage.label in _LEGAL,
            social_risk=triage.label in _SOCIAL,
            complaint=triage.label == "reclamation",
            negative=sentiment.tone == "negative",
            waiting_minutes=waiting,
            repeats=_repeats(messages),
            sla_minutes_left=total - waiting,
            sla_minutes_total=total,
        )
    )
    summary = summarise(messages, "fr")
    return Analysis(
        language=language,
        intent=triage.label,
        intent_confidence=triage.confidence,
        intent_known=triage.known,
        sentiment=sentiment.tone,
        priority=int(priority.level[1]),
        points=priority.points,
        details={
            "contributions": [
                {"label": {"fr": bar.label("fr"), "en": bar.label("en")}, "points": bar.points}
                for bar in priority.contributions
            ],
            "words_for": [word.word for word in triage.words_for[:_WORDS_SHOWN]],
            "words_against": [word.word for word in triage.words_against[:_WORDS_SHOWN]],
            "others": [other.label for other in triage.top[1 : 1 + _OTHERS_SHOWN]],
            "tone_words": [word for word, _ in sentiment.evidence[:_WORDS_SHOWN]],
        },
        summary={
            name: [{"text": line.text, "messages": list(line.message_ids)} for line in getattr(summary, name)]
            for name in ("request", "done", "promised", "open_questions", "dates")
        },
    )


def _waiting_minutes(messages: Sequence[Message], now: datetime) -> float:
    """Minutes since the customer's oldest message without an answer."""
    oldest: datetime | None = None
    for message in messages:
        if message.author == "customer":
            oldest = oldest or message.at
        elif message.author in {"agent", "bot"}:
            oldest = None
    return max(0.0, (now - oldest).total_seconds() / 60) if oldest else 0.0


def _repeats(messages: Sequence[Message]) -> int:
    """Count the customer's messages after the first one that has no answer."""
    unanswered = 0
    for message in messages:
        unanswered = unanswered + 1 if message.author == "customer" else 0
    return max(0, unanswered - 1)
