"""Review a call from its transcript: figures, script, card data, requests and promises, each with its time.

It speaks of the call, of the script and of the customer's request. It holds no field for an agent's mood, stress, empathy or any score of a
person: that is forbidden at work, and the type makes it impossible to write. Agents see the same review.

Source: Regulation (EU) 2024/1689 art. 5(1)(f).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from egide.assist.call_cards import CardReview, MuteInterval, find_cards
from egide.assist.call_metrics import CallMetrics, measure_call
from egide.assist.call_script import DEFAULT_SCRIPT, ScriptFinding, ScriptRule, check_script
from egide.assist.messages import Author, Message
from egide.assist.requests import RequestFlag, find_request_types
from egide.assist.sentiment import Sentiment, find_sentiment
from egide.assist.summary import Summary, summarise
from egide.detection import Detector
from egide.intake.transcripts import Transcript

if TYPE_CHECKING:
    from egide.assist.triage import TriageModel, TriageResult

__all__ = ["INCIDENTS", "CallReview", "Commitment", "Incident", "MuteInterval", "review_call"]


INCIDENTS: dict[str, tuple[str, str]] = {
    "card_without_pause": ("Données de carte enregistrées sans pause", "Card data recorded without a pause"),
    "security_code_recorded": ("Cryptogramme enregistré", "Security code recorded"),
    "dead_air": ("Silence de plus de 10 secondes", "Silence of more than 10 seconds"),
    "required_missing": ("Mention obligatoire absente", "Required phrase missing"),
    "forbidden_said": ("Mention interdite prononcée", "Forbidden phrase said"),
}


@dataclass(frozen=True, slots=True)
class Incident:
    """Something a supervisor has to look at.

    Attributes:
        kind: A key of `INCIDENTS`.
        at_s: When; None when it is an absence.
        about: The script rule concerned; empty otherwise.
    """

    kind: str
    at_s: float | None
    about: str = ""


@dataclass(frozen=True, slots=True)
class Commitment:
    """Something the agent said would be done, and when it was said."""

    turn: int
    at_s: float
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CallReview:
    """What a call holds.

    Attributes:
        metrics: Times and pace.
        script: Required and forbidden phrases.
        cards: Card data, redacted texts and mute intervals.
        incidents: What to look at.
        intent: The brand's label for the customer's speech; None without a model.
        requests: Kinds of request, complaint included, in the customer's speech.
        sentiment: Tone of the customer's words (never of the voice, never of the agent).
        commitments: What was promised.
        summary: Request, done, promised, open questions, dates; ids are the turns' places.
    """

    metrics: CallMetrics
    script: tuple[ScriptFinding, ...]
    cards: CardReview
    incidents: tuple[Incident, ...]
    intent: TriageResult | None
    requests: tuple[RequestFlag, ...]
    sentiment: Sentiment
    commitments: tuple[Commitment, ...]
    summary: Summary = field(repr=False)

    @property
    def is_complaint(self) -> bool:
        """The customer complains, in words."""
        return any(flag.kind == "complaint" for flag in self.requests)

    def as_json(self) -> dict[str, Any]:
        """Give the review as JSON can hold it; texts are redacted."""
        return {
            "metrics": asdict(self.metrics),
            "script": [asdict(finding) for finding in self.script],
            "cards": {
                "spans": [asdict(span) for span in self.cards.spans],
                "mute": [asdict(interval) for interval in self.cards.mutes],
            },
            "redacted": list(self.cards.texts),
            "incidents": [asdict(incident) for incident in self.incidents],
            "intent": None
            if self.intent is None
            else {"label": self.intent.label, "confidence": self.intent.confidence, "known": self.intent.known},
            "requests": [flag.kind for flag in self.requests],
            "complaint": self.is_complaint,
            "sentiment": {"customer_text": self.sentiment.tone, "points": self.sentiment.points},
            "commitments": [asdict(commitment) for commitment in self.commitments],
            "summary": {
                name: [
                    {"text": line.text, "turns": [int(each) for each in line.message_ids]}
                    for line in getattr(self.summary, name)
                ]
                for name in ("request", "done", "promised", "open_questions", "dates")
            },
        }


def review_call(
    transcript: Transcript,
    *,
    script: Sequence[ScriptRule] = DEFAULT_SCRIPT,
    pauses: Sequence[tuple[float, float]] | None = None,
    detector: Detector | None = None,
    model: TriageModel | None = None,
    language: str = "fr",
) -> CallReview:
    """Review a call.

    Args:
        transcript: The call, from `egide.intake.transcripts.parse`.
        script: The brand's script.
        pauses: (start, end) seconds when the recording was paused, from the telephone system; None when it does not say, which counts as no pause.
        detector: Adds written rules to the search of card data.
        model: The brand's classifier of requests.
        language: Of the section titles, "fr" or "en".

    Returns:
        The review.
    """
    metrics = measure_call(transcript)
    findings = check_script(transcript, script)
    cards = find_cards(transcript, detector)
    roles: Mapping[str, Author] = {"agent": "agent", "bot": "bot", "system": "system"}
    # Everything that follows reads the redacted text: a card number reaches no summary and no classifier.
    messages = [
        Message(str(place), roles.get(turn.role, "customer"), None, text)
        for place, (turn, text) in enumerate(zip(transcript.turns, cards.texts, strict=True))
    ]
    said = "\n".join(message.text for message in messages if message.author == "customer")
    intent = model.predict([said])[0] if model is not None and said.strip() else None
    told = summarise(messages, "en" if language == "en" else "fr")
    commitments = tuple(
        Commitment(int(line.message_ids[0]), round(transcript.turns[int(line.message_ids[0])].start, 2), line.text)
        for line in told.promised
    )
    return CallReview(
        metrics,
        findings,
        cards,
        _incidents(metrics, findings, cards, pauses or ()),
        intent,
        find_request_types(said),
        find_sentiment(said, language),
        commitments,
        told,
    )


def _incidents(
    metrics: CallMetrics, findings: Sequence[ScriptFinding], cards: CardReview, pauses: Sequence[tuple[float, float]]
) -> tuple[Incident, ...]:
    found = [Incident("dead_air", start) for start, _ in metrics.dead_air]
    for span in cards.spans:
        paused = any(start <= span.start_s and span.end_s <= end for start, end in pauses)
        if not paused and span.kind in {"card", "security_code"}:
            found.append(
                Incident(
                    "security_code_recorded" if span.kind == "security_code" else "card_without_pause",
                    round(span.start_s, 2),
                )
            )
    found += [
        Incident("required_missing" if finding.kind == "required" else "forbidden_said", finding.at_s, finding.rule)
        for finding in findings
        if not finding.met
    ]
    return tuple(sorted(found, key=lambda incident: (incident.at_s is None, incident.at_s or 0.0)))
