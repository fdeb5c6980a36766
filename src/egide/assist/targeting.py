"""Choose whom to contact: the law first, then a linear score that people can read, measured on what came later in time.

Boosted trees win on a random split and lose on the future; the default is the linear model. Columns known only after the contact are
refused. The pooled figure flatters, so the figure within each window of time is given beside it.

Source: measured on UCI Bank Marketing (Moro et al. 2014), docs/explanation/assist/targeting.md.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from egide.assist.errors import BadExamples

LEAK_AUC_JUMP = 0.1
"""AUC that one column adds on its own from which it is taken for a leak."""

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

_WINDOWS = 10
_FEWEST_ROWS = 200
_DRIFT_GAP = 0.05

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


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one attribute adds to a person's score, on the log-odds scale."""

    attribute: str
    points: float


class TargetingModel:
    """A logistic score over declared attributes."""

    def __init__(self, columns: Sequence[str], encoder: Any, scaler: Any, model: Any, report: TargetingReport) -> None:
        self.columns = tuple(columns)
        self._encoder, self._scaler, self._model = encoder, scaler, model
        self.report = report

    @classmethod
    def train(
        cls,
        rows: Sequence[Row],
        agreed: Sequence[bool],
        *,
        after_contact: Sequence[str] = (),
        justified: Sequence[str] = (),
    ) -> TargetingModel:
        """Learn a score from past contacts in the order of time.

        Args:
            rows: Attributes of each contact as they were known before it, oldest first.
            agreed: What the person answered.
            after_contact: Columns known only after the contact: refused.
            justified: Protected attributes that a person recorded a reason to use.

        Returns:
            The model, with its figures on the last fifth.

        Raises:
            BadExamples: fewer than 200 contacts, one outcome only, or no column left.
        """
        from egide.assist.targeting_training import train_targeting

        if len(rows) < _FEWEST_ROWS or len(rows) != len(agreed) or len(set(agreed)) < 2:  # noqa: PLR2004 (two outcomes)
            raise BadExamples(f"at least {_FEWEST_ROWS} past contacts with both outcomes are needed")
        return cls(*train_targeting(rows, agreed, after_contact=after_contact, justified=justified))

    def probabilities(self, rows: Sequence[Row]) -> list[float]:
        """Give the probability of an agreement, one a row."""
        return [float(each) for each in self._model.predict_proba(self._matrix(rows))[:, 1]]

    def explain(self, row: Row) -> list[Contribution]:
        """Give what each attribute adds, the heaviest first; the sum and the intercept make the log-odds."""
        values = self._matrix([row]).toarray()[0] * self._model.coef_[0]
        points: dict[str, float] = {}
        for name, value in zip(self._encoder.feature_names_, values, strict=True):
            attribute = name.split("=")[0]
            points[attribute] = points.get(attribute, 0.0) + float(value)
        return sorted(
            (Contribution(name, round(value, 4)) for name, value in points.items() if round(value, 4)),
            key=lambda each: (-abs(each.points), each.attribute),
        )

    def choose(
        self, candidates: Sequence[tuple[str, Row]], *, allowed: Callable[[str], bool], most: int
    ) -> list[tuple[str, float]]:
        """Choose whom to contact: the law decides who may be, then the score decides the order.

        Args:
            candidates: (reference, attributes).
            allowed: The policy's word on a reference: consent, hours, attempts, opposition, vulnerability.
            most: How many at most.

        Returns:
            (reference, probability), best first; nobody who may not be contacted was scored.
        """
        lawful = [(reference, row) for reference, row in candidates if allowed(reference)]
        if not lawful:
            return []
        scored = zip(
            (reference for reference, _ in lawful), self.probabilities([row for _, row in lawful]), strict=True
        )
        return sorted(scored, key=lambda pair: (-pair[1], pair[0]))[:most]

    def _matrix(self, rows: Sequence[Row]) -> Any:
        return self._scaler.transform(
            self._encoder.transform([{name: row[name] for name in self.columns if name in row} for row in rows])
        )


def area_under_curve(scores: Sequence[float], agreed: Sequence[bool]) -> float:
    """Give the chance that a person who agrees is ranked before one who does not; 0.5 is chance.

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
