"""Say in which order people should be answered, with the points that made the order.

Points are added, never multiplied or learnt: each contribution is a bar that an agent can read and contest. Waiting longer never
lowers a place in the queue, and no attribute of the person (age, sex, origin, place) can enter: `PriorityFacts` has no field for one.
Vulnerability is what the customer declared or what the brand recorded with a basis, never a guess.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

__all__ = [
    "LEVEL_FLOORS",
    "REASONS",
    "Contribution",
    "Language",
    "Level",
    "PriorityFacts",
    "PriorityResult",
    "learn_intent_points",
    "score",
]


Level = Literal["P1", "P2", "P3", "P4"]

LEVEL_FLOORS: tuple[tuple[int, Level], ...] = ((80, "P1"), (40, "P2"), (12, "P3"), (0, "P4"))
"""Points from which each level starts, highest first; what `score` says of time and of P1 comes on top."""

Language = Literal["fr", "en"]

REASONS: dict[str, tuple[str, str]] = {
    "danger": ("Danger signalé", "Danger reported"),
    "vulnerable": ("Situation de vulnérabilité déclarée", "Declared vulnerability"),
    "service_down": ("Service coupé", "Service down"),
    "fraud": ("Fraude ou usurpation", "Fraud or identity theft"),
    "legal_deadline": ("Délai légal en cours", "Legal deadline running"),
    "social_risk": ("Risque social (impayé, coupure)", "Social risk (arrears, disconnection)"),
    "escalated": ("Réclamation escaladée", "Escalated complaint"),
    "complaint": ("Réclamation", "Complaint"),
    "request": ("Demande à traiter", "Request to handle"),
    "information": ("Simple information", "Information only"),
    "thanks": ("Remerciement", "Thanks"),
    "intent": ("Nature de la demande", "Kind of request"),
    "negative": ("Client mécontent", "Unhappy customer"),
    "repeats": ("Relances du client", "Customer follow-ups"),
    "sla": ("Échéance de réponse proche", "Response deadline close"),
    "waiting": ("Attente", "Waiting time"),
}

_FLAG_POINTS = {
    "danger": 90,
    "vulnerable": 30,
    "service_down": 28,
    "fraud": 32,
    "legal_deadline": 30,
    "social_risk": 30,
    "escalated": 30,
    "complaint": 18,
}
_BASE_POINTS = {"request": 16, "information": 6, "thanks": 0}
_NEGATIVE_POINTS = 6
_REPEAT_POINTS, _REPEATS_COUNTED = 4, 3
_WAITING_POINTS_PER_DAY, _WAITING_MOST = 6.0, 24.0
_SLA_POINTS = ((0.0, 20), (0.1, 14), (0.25, 8), (0.5, 3))
_INTENT_MOST = 20.0  # an intent weighs less than any flag of danger, fraud or law
_SHRINKAGE = 8.0  # examples: with two or three of an intent, the rules know better (measured on the demonstration)
_LEVEL_TARGETS: dict[Level, float] = {"P1": 90.0, "P2": 55.0, "P3": 25.0, "P4": 7.0}
_MINUTES_PER_DAY = 24 * 60
_OF_TIME = frozenset({"waiting", "sla", "repeats"})


@dataclass(frozen=True, slots=True)
class PriorityFacts:
    """What the queue may look at.

    Attributes:
        kind: What the message is: a request to handle, a simple question, or thanks.
        danger: Danger to life or property is reported.
        vulnerable: Vulnerability declared by the customer or recorded with a basis.
        service_down: The service does not work at all.
        fraud: Fraud, theft or identity theft.
        legal_deadline: A legal time limit runs (withdrawal, rights request, notice).
        social_risk: Arrears, disconnection, loss of income.
        escalated: A mediator, a lawyer, a regulator or a last reminder is named.
        complaint: A complaint.
        negative: The customer's text is negative.
        intent_points: What the brand adds for this intent, from its own history; see `learn_intent_points`.
        waiting_minutes: Minutes since the customer's oldest unanswered message, 0 or more.
        repeats: Follow-ups of the customer without an answer, 0 or more.
        sla_minutes_left: Working minutes before the deadline (negative when passed); None without a deadline.
        sla_minutes_total: Working minutes of the whole delay.
    """

    kind: Literal["request", "information", "thanks"] = "request"
    danger: bool = False
    vulnerable: bool = False
    service_down: bool = False
    fraud: bool = False
    legal_deadline: bool = False
    social_risk: bool = False
    escalated: bool = False
    complaint: bool = False
    negative: bool = False
    intent_points: float = 0.0
    waiting_minutes: float = 0.0
    repeats: int = 0
    sla_minutes_left: float | None = None
    sla_minutes_total: float | None = None


@dataclass(frozen=True, slots=True)
class Contribution:
    """One bar of the explanation.

    Attributes:
        reason: A key of `REASONS`.
        points: What it adds.
    """

    reason: str
    points: float

    def label(self, language: Language) -> str:
        """Give the reason in French or English."""
        return REASONS[self.reason][language == "en"]


@dataclass(frozen=True, slots=True)
class PriorityResult:
    """A place in the queue.

    Attributes:
        level: P1 (danger, vulnerable person) to P4 (simple information).
        points: Sum of the contributions; a higher number comes first.
        contributions: The bars, largest first.
    """

    level: Level
    points: float
    contributions: tuple[Contribution, ...]


def score(facts: PriorityFacts) -> PriorityResult:
    """Add up the points of a conversation.

    Args:
        facts: What is known of the conversation.

    Returns:
        The level, the points and the bars that add up to them. Waiting, a close deadline and follow-ups raise the place without
        limit of rank, the level by one at most, and never to P1, which is kept for a danger or a vulnerable person in a serious matter.

    Example:
        >>> score(PriorityFacts(kind="information")).level
        'P4'
        >>> score(PriorityFacts(danger=True)).level
        'P1'
    """
    bars = [Contribution(facts.kind, float(_BASE_POINTS[facts.kind]))]
    bars += [Contribution(flag, float(points)) for flag, points in _FLAG_POINTS.items() if getattr(facts, flag)]
    if facts.negative and not facts.complaint:  # a complaint is unhappy by nature: one anger counts once
        bars.append(Contribution("negative", float(_NEGATIVE_POINTS)))
    if facts.repeats > 0:
        bars.append(Contribution("repeats", float(_REPEAT_POINTS * min(facts.repeats, _REPEATS_COUNTED))))
    if facts.intent_points:
        bars.append(Contribution("intent", round(max(-_INTENT_MOST, min(_INTENT_MOST, facts.intent_points)), 2)))
    sla = _sla_points(facts.sla_minutes_left, facts.sla_minutes_total)
    if sla:
        bars.append(Contribution("sla", float(sla)))
    waiting = min(_WAITING_MOST, max(0.0, facts.waiting_minutes) / _MINUTES_PER_DAY * _WAITING_POINTS_PER_DAY)
    if waiting > 0:
        bars.append(Contribution("waiting", round(waiting, 2)))
    bars = sorted((bar for bar in bars if bar.points), key=lambda bar: (-bar.points, bar.reason))
    points = round(sum(bar.points for bar in bars), 2)
    content = sum(bar.points for bar in bars if bar.reason not in _OF_TIME)
    return PriorityResult(_level(points, content, facts), points, tuple(bars))


def _level(points: float, content: float, facts: PriorityFacts) -> Level:
    """Give the level: time orders people inside a level and raises it by one at most; P1 is for a danger or a vulnerable person."""
    ranks = [level for _, level in LEVEL_FLOORS]
    reached, deserved = (
        next((rank for rank, (floor, _) in enumerate(LEVEL_FLOORS) if total >= floor), len(ranks) - 1)
        for total in (points, content)
    )
    is_vital = facts.danger or (facts.vulnerable and deserved == 0)
    return ranks[max(reached, deserved - 1, 0 if is_vital else 1)]


def learn_intent_points(history: Sequence[tuple[str, PriorityFacts, Level]]) -> dict[str, float]:
    """Learn from a brand's own decisions what each intent adds or takes, so that its agents override less.

    Args:
        history: (intent, facts, level that a person kept), pseudonymised by nature: no text enters.

    Returns:
        Intent → points, between -20 and 20, close to 0 for an intent seen a few times.

    Example:
        >>> learn_intent_points([("meter", PriorityFacts(), "P4")] * 30)["meter"] < 0
        True
    """
    gaps: dict[str, list[float]] = {}
    for intent, facts, level in history:
        gaps.setdefault(intent, []).append(_LEVEL_TARGETS[level] - score(replace(facts, intent_points=0.0)).points)
    return {
        intent: round(max(-_INTENT_MOST, min(_INTENT_MOST, sum(found) / (len(found) + _SHRINKAGE))), 2)
        for intent, found in gaps.items()
    }


def _sla_points(left: float | None, total: float | None) -> int:
    if left is None or not total or total <= 0:
        return 0
    return next((points for share, points in _SLA_POINTS if left / total <= share), 0)
