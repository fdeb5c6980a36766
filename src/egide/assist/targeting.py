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
from egide.assist.targeting_report import (
    FORBIDDEN_ATTRIBUTES,
    LEAK_AUC_JUMP,
    Leak,
    Row,
    TargetingReport,
    area_under_curve,
)

__all__ = [
    "FORBIDDEN_ATTRIBUTES",
    "LEAK_AUC_JUMP",
    "Contribution",
    "Leak",
    "Row",
    "TargetingModel",
    "TargetingReport",
    "area_under_curve",
]


_FEWEST_ROWS = 200


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
