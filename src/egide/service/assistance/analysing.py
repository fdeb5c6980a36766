"""Sort and summarise a protected conversation with the local models; a declared model may settle what they doubt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from egide.assist.analysis import Analysis as TextAnalysis
from egide.assist.analysis import analyse as analyse_texts
from egide.assist.analysis import asks_for_information, facts_of
from egide.assist.messages import Message
from egide.assist.priority import PriorityFacts, score
from egide.assist.summary import Language, Summary, summarise
from egide.assist.triage import TriageModel, WordWeight
from egide.assist.words import stopwords
from egide.service.assistance.levels import ServiceClock

SUMMARY_SECTIONS = ("request", "done", "promised", "open_questions", "dates")
_WORDS_SHOWN = 6
_OTHERS_SHOWN = 3

# What an intent says by itself of urgency; the words of the customer say the rest.
_SERVICE_DOWN = {"panne_electricite", "panne_internet", "panne_mobile"}
_FRAUD = {"fraude", "vol_mobile"}
_LEGAL = {"retractation", "donnees_personnelles"}
_SOCIAL = {"difficulte_paiement"}


@dataclass(frozen=True, slots=True)
class Workload:
    """What the desk knows besides the text.

    Attributes:
        clock: The brand's opening hours and delays.
        vulnerable: The customer declared a vulnerability.
        intent_points: What people's own choices taught, by intent.
        language: Of the agents, for the summary.
    """

    clock: ServiceClock
    vulnerable: bool = False
    intent_points: Mapping[str, float] = field(default_factory=dict)
    language: Language = "fr"


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
        due_at: When it is to be answered, aware UTC.
        details: What explains it all, for the pages.
        summary: {section: [{"text", "messages"}]} of the summary, protected.
        texts: The analysis of the texts, for the bounds of automatic sending.
    """

    language: str
    intent: str
    intent_confidence: float
    intent_known: bool
    sentiment: str
    priority: int
    points: float
    due_at: datetime
    details: dict[str, Any]
    summary: dict[str, Any]
    texts: TextAnalysis


def read_texts(messages: Sequence[Message], model: TriageModel, *, now: datetime) -> TextAnalysis:
    """Read a protected conversation with the local models: language, intent, kinds of request, tone."""
    return analyse_texts(messages, model, now=now)


def conclude(
    messages: Sequence[Message],
    read: TextAnalysis,
    workload: Workload,
    *,
    now: datetime,
    suggested: str = "",
    summary: Summary | None = None,
) -> Analysis:
    """Put priority, deadline and explanations around what was read.

    Args:
        messages: The conversation, protected, in order.
        read: What the local models read; a second opinion may have replaced its intent.
        workload: What the desk knows besides the text.
        now: Aware UTC.
        suggested: The label of a second model that disagreed; empty when none did.
        summary: The summary to keep; the local one when absent.

    Returns:
        The analysis, with the words and points that made it.
    """
    intent = read.intent
    label, confidence, known = (intent.label, intent.confidence, intent.known) if intent else ("", 0.0, False)
    since = _waits_since(messages, now)
    facts = facts_of(messages, read.requests, read.sentiment, now=now, known=_known(label, read, workload))
    first = score(facts)
    level = int(first.level[1])
    facts = replace(
        facts,
        sla_minutes_left=workload.clock.minutes_left(since, now, level),
        sla_minutes_total=float(workload.clock.minutes[level]),
    )
    priority = score(facts)
    level = int(priority.level[1])
    told = summary or summarise(messages, workload.language)
    return Analysis(
        language=read.language.code,
        intent=label,
        intent_confidence=confidence,
        intent_known=known,
        sentiment=read.sentiment.tone,
        priority=level,
        points=priority.points,
        due_at=workload.clock.due_after(since, level),
        details={
            "contributions": [
                {"label": {"fr": bar.label("fr"), "en": bar.label("en")}, "points": bar.points}
                for bar in priority.contributions
            ],
            "words_for": _told(intent.words_for) if intent else [],
            "words_against": _told(intent.words_against) if intent else [],
            "others": [other.label for other in intent.top[1 : 1 + _OTHERS_SHOWN]] if intent else [],
            "tone_words": [word for word, _ in read.sentiment.evidence[:_WORDS_SHOWN]],
            "requests": [flag.kind for flag in read.requests],
            "suggested": suggested,
            # What the priority was counted from, so that a person's own choice can teach it.
            "facts": asdict(facts),
        },
        summary={
            name: [{"text": line.text, "messages": list(line.message_ids)} for line in getattr(told, name)]
            for name in SUMMARY_SECTIONS
        },
        texts=read,
    )


def _told(weighed: Sequence[WordWeight]) -> list[str]:
    """Keep the words that tell a reader something: "le" may weigh, it explains nothing."""
    empty = stopwords("fr") | stopwords("en")
    said = [each.word for each in weighed]
    return ([word for word in said if word not in empty and len(word) > 1] or said)[:_WORDS_SHOWN]


def _known(label: str, read: TextAnalysis, workload: Workload) -> PriorityFacts:
    return PriorityFacts(
        kind="information" if asks_for_information(read.intent) else "request",
        vulnerable=workload.vulnerable,
        service_down=label in _SERVICE_DOWN,
        fraud=label in _FRAUD,
        legal_deadline=label in _LEGAL,
        social_risk=label in _SOCIAL,
        complaint=label == "reclamation",
        intent_points=workload.intent_points.get(label, 0.0),
    )


def _waits_since(messages: Sequence[Message], now: datetime) -> datetime:
    """Give the time of the customer's oldest message without an answer; the last message when none waits."""
    oldest: datetime | None = None
    for message in messages:
        if message.author == "customer":
            oldest = oldest or message.at
        elif message.author in {"agent", "bot"}:
            oldest = None
    latest = next((message.at for message in reversed(messages) if message.at is not None), None)
    return min(oldest or latest or now, now)
