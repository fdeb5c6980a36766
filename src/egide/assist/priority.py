"""Say in which order people should be answered, with the points that made the order.

Points are added, never multiplied or learnt: each contribution is a bar that an agent can read and contest. Waiting longer never
lowers a place in the queue, and no attribute of the person (age, sex, origin, place) can enter: `PriorityFacts` has no field for one.
Vulnerability is what the customer declared or what the brand recorded with a basis, never a guess.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["P1", "P2", "P3", "P4"]

LEVEL_FLOORS: tuple[tuple[int, Level], ...] = ((80, "P1"), (40, "P2"), (15, "P3"), (0, "P4"))
"""Points from which each level starts, highest first."""

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
    "negative": ("Client mécontent", "Unhappy customer"),
    "repeats": ("Relances du client", "Customer follow-ups"),
    "sla": ("Échéance de réponse proche", "Response deadline close"),
    "waiting": ("Attente", "Waiting time"),
}

_FLAG_POINTS = {
    "danger": 90,
    "vulnerable": 45,
    "service_down": 28,
    "fraud": 32,
    "legal_deadline": 30,
    "social_risk": 30,
    "escalated": 30,
    "complaint": 12,
}
_BASE_POINTS = {"request": 16, "information": 6, "thanks": 0}
_NEGATIVE_POINTS = 6
_REPEAT_POINTS, _REPEATS_COUNTED = 4, 3
_WAITING_POINTS_PER_DAY, _WAITING_MOST = 6.0, 24.0
_SLA_POINTS = ((0.0, 20), (0.1, 14), (0.25, 8), (0.5, 3))
_MINUTES_PER_DAY = 24 * 60


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
        The level, the points and the bars that add up to them.

    Example:
        >>> score(PriorityFacts(kind="information")).level
        'P4'
        >>> score(PriorityFacts(danger=True)).level
        'P1'
    """
    bars = [Contribution(facts.kind, float(_BASE_POINTS[facts.kind]))]
    bars += [Contribution(flag, float(points)) for flag, points in _FLAG_POINTS.items() if getattr(facts, flag)]
    if facts.negative:
        bars.append(Contribution("negative", float(_NEGATIVE_POINTS)))
    if facts.repeats > 0:
        bars.append(Contribution("repeats", float(_REPEAT_POINTS * min(facts.repeats, _REPEATS_COUNTED))))
    sla = _sla_points(facts.sla_minutes_left, facts.sla_minutes_total)
    if sla:
        bars.append(Contribution("sla", float(sla)))
    waiting = min(_WAITING_MOST, max(0.0, facts.waiting_minutes) / _MINUTES_PER_DAY * _WAITING_POINTS_PER_DAY)
    if waiting > 0:
        bars.append(Contribution("waiting", round(waiting, 2)))
    bars = sorted((bar for bar in bars if bar.points), key=lambda bar: (-bar.points, bar.reason))
    points = round(sum(bar.points for bar in bars), 2)
    level = next(level for floor, level in LEVEL_FLOORS if points >= floor)
    return PriorityResult(level, points, tuple(bars))


def _sla_points(left: float | None, total: float | None) -> int:
    if left is None or not total or total <= 0:
        return 0
    return next((points for share, points in _SLA_POINTS if left / total <= share), 0)
