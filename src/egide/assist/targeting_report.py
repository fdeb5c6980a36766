"""What a targeting score is measured by, and what it may not use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = [
    "DRIFT_GAP",
    "FORBIDDEN_ATTRIBUTES",
    "LEAK_AUC_ALONE",
    "LEAK_AUC_JUMP",
    "WINDOWS",
    "Leak",
    "Row",
    "TargetingReport",
    "area_under_curve",
]


LEAK_AUC_JUMP = 0.1
"""AUC that the score loses without a column from which the column may be a leak."""

LEAK_AUC_ALONE = 0.75
"""AUC of one column alone from which it may be a leak: before a contact, nothing about a person tells so much."""

FORBIDDEN_ATTRIBUTES = frozenset(
    {
        "age",
        "sex",
        "gender",
        "sexe",
        "genre",
        "origin",
        "origine",
        "religion",
        "nationality",
        "nationalite",
        "health",
        "sante",
        "disability",
        "handicap",
        "union",
        "syndicat",
        "marital",
        "pregnancy",
        "politics",
    }
)
"""Attributes that no score uses unless a person records why. Source: GDPR art. 9; Regulation (EU) 2024/1689 art. 5(1)(b)."""

WINDOWS = 10
DRIFT_GAP = 0.05

Row = dict[str, str | float]


@dataclass(frozen=True, slots=True)
class Leak:
    """A column that should not be known before the contact."""

    column: str
    auc_alone: float
    reason: str


@dataclass(frozen=True, slots=True)
class TargetingReport:
    """How a score did on the last fifth of the time, learnt on the rest.

    Attributes:
        auc: Over the whole test period.
        auc_within_windows: Mean over ten windows of time: what a campaign of one week would see.
        base_rate_learnt: Share of agreements while learning.
        base_rate_tested: The same while testing.
        top_half: Share of agreements reached by calling the better half.
        brier: Mean squared error of the probabilities, after recalibration on the past.
        brier_recalibrated: The same when each window corrects the next.
        drift: The base rate moved by more than 5 points: an alarm.
        leaks: Columns that were refused.
        left_out: Protected columns that were left out.
    """

    auc: float
    auc_within_windows: float
    base_rate_learnt: float
    base_rate_tested: float
    top_half: float
    brier: float
    brier_recalibrated: float
    drift: bool
    leaks: tuple[Leak, ...]
    left_out: tuple[str, ...]


def area_under_curve(scores: Any, agreed: Any) -> float:
    """Give the chance that a person who agrees is ranked before one who does not; 0.5 is chance.

    Returns:
        Between 0 and 1; 0.5 when there is one outcome only.

    Example:
        >>> area_under_curve([0.9, 0.2], [True, False])
        1.0
    """
    import numpy as np

    points, outcome = np.asarray(scores, dtype=float), np.asarray(agreed, dtype=bool)
    wins, losses = int(outcome.sum()), int((~outcome).sum())
    if not wins or not losses:
        return 0.5
    _, inverse, counts = np.unique(points, return_inverse=True, return_counts=True)
    ranks = np.cumsum(counts) - (counts - 1) / 2
    return float((ranks[inverse][outcome].sum() - wins * (wins + 1) / 2) / (wins * losses))
