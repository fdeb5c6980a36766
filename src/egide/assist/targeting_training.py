"""Train and measure a targeting score: leaks refused, time respected, drift told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from egide.assist.errors import BadExamples
from egide.assist.targeting_report import (
    DRIFT_GAP,
    FORBIDDEN_ATTRIBUTES,
    LEAK_AUC_ALONE,
    LEAK_AUC_JUMP,
    WINDOWS,
    Leak,
    Row,
    TargetingReport,
    area_under_curve,
)
from egide.assist.words import fold

__all__ = ["find_leaks", "train_targeting"]


_MISSING_SHARE = 0.5


def train_targeting(
    rows: Sequence[Row], agreed: Sequence[bool], *, after_contact: Sequence[str], justified: Sequence[str]
) -> tuple[list[str], Any, Any, Any, TargetingReport]:
    """Train the parts of a targeting model and measure them on the last fifth of time.

    Args:
        rows: Attributes, oldest contact first.
        agreed: Outcomes.
        after_contact: Columns to refuse.
        justified: Protected columns that may stay.

    Returns:
        What `TargetingModel` is built from.

    Raises:
        BadExamples: no column is left.
    """
    import numpy as np

    outcome = np.asarray(agreed, dtype=bool)
    names = list(dict.fromkeys(name for row in rows for name in row))
    left_out = tuple(name for name in names if fold(name) in FORBIDDEN_ATTRIBUTES and name not in justified)
    kept = [name for name in names if name not in left_out and name not in after_contact]
    learn = round(0.8 * len(rows))
    leaks = tuple(
        Leak(name, 0.0, "declared as known after the contact") for name in names if name in after_contact
    ) + find_leaks(rows[:learn], agreed[:learn], kept)
    kept = [name for name in kept if name not in {leak.column for leak in leaks}]
    if not kept:
        raise BadExamples("no column is left to learn from")
    encoder, scaler, model = _fit(rows[:learn], outcome[:learn], kept)
    announced = model.predict_proba(scaler.transform(encoder.transform(_only(rows[learn:], kept))))[:, 1]
    later = outcome[learn:]
    windows = [window for window in np.array_split(np.arange(len(later)), WINDOWS) if len(window)]
    within = [
        area_under_curve(announced[window], later[window])
        for window in windows
        if 0 < later[window].sum() < len(window)
    ]
    better_half = np.argsort(-announced, kind="stable")[: len(later) // 2]
    report = TargetingReport(
        auc=round(area_under_curve(announced, later), 4),
        auc_within_windows=round(float(np.mean(within)), 4) if within else 0.5,
        base_rate_learnt=round(float(outcome[:learn].mean()), 4),
        base_rate_tested=round(float(later.mean()), 4),
        top_half=round(float(later[better_half].sum() / max(1, later.sum())), 4),
        brier=round(float(((announced - later) ** 2).mean()), 4),
        brier_recalibrated=round(float(((_recalibrated(announced, later, windows) - later) ** 2).mean()), 4),
        drift=bool(abs(float(later.mean()) - float(outcome[:learn].mean())) > DRIFT_GAP),
        leaks=leaks,
        left_out=left_out,
    )
    return kept, *_fit(rows, outcome, kept), report


def find_leaks(rows: Sequence[Row], agreed: Sequence[bool], columns: Sequence[str]) -> tuple[Leak, ...]:
    """Find columns that tell the outcome too well, or that are filled only when the outcome is known.

    A column is a leak when it ranks people too well on its own and taking it out loses more than 0.1 of AUC, or when it is missing for one outcome and not for the other.

    Args:
        rows: Attributes.
        agreed: Outcomes.
        columns: Columns to judge.

    Returns:
        The leaks, worst first.
    """
    import numpy as np

    outcome = np.asarray(agreed, dtype=bool)
    half = len(rows) // 2
    # Every second row learns, the others judge: a leak shows at any time, and drift must not hide it.
    learn, judge = list(range(0, len(rows), 2)), list(range(1, len(rows), 2))
    if half < 2 or not 0 < outcome[learn].sum() < len(learn):  # noqa: PLR2004
        return ()

    def auc(kept: Sequence[str]) -> float:
        if not kept:
            return 0.5
        encoder, scaler, model = _fit([rows[place] for place in learn], outcome[learn], kept)
        return area_under_curve(
            model.decision_function(scaler.transform(encoder.transform(_only([rows[place] for place in judge], kept)))),
            outcome[judge],
        )

    whole = auc(columns)
    found = []
    for name in columns:
        empty = np.array([row.get(name) in {None, "", "unknown"} for row in rows])
        if abs(empty[outcome].mean() - empty[~outcome].mean()) > _MISSING_SHARE:
            found.append(Leak(name, round(auc([name]), 4), "filled for one outcome and not for the other"))
            continue
        alone = auc([name])
        if alone > LEAK_AUC_ALONE and whole - auc([other for other in columns if other != name]) > LEAK_AUC_JUMP:
            found.append(Leak(name, round(alone, 4), "ranks people too well on its own"))
    return tuple(sorted(found, key=lambda leak: -leak.auc_alone))


def _only(rows: Sequence[Row], columns: Sequence[str]) -> list[Row]:
    return [{name: row[name] for name in columns if name in row} for row in rows]


def _fit(rows: Sequence[Row], outcome: Any, columns: Sequence[str]) -> tuple[Any, Any, Any]:
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import MaxAbsScaler

    encoder = DictVectorizer()
    scaler = MaxAbsScaler()
    matrix = scaler.fit_transform(encoder.fit_transform(_only(rows, columns)))
    return encoder, scaler, LogisticRegression(C=1.0, max_iter=400, solver="liblinear").fit(matrix, outcome)


def _recalibrated(announced: Any, later: Any, windows: Sequence[Any]) -> Any:
    """Shift each window's log-odds by what the windows before it showed: continuous recalibration, using the past only."""
    import numpy as np

    log_odds = np.log(np.clip(announced, 1e-6, 1 - 1e-6) / (1 - np.clip(announced, 1e-6, 1 - 1e-6)))
    shift, corrected = 0.0, np.array(announced, dtype=float)
    for window in windows:
        corrected[window] = 1 / (1 + np.exp(-(log_odds[window] + shift)))
        seen, said = (later[window].sum() + 1) / (len(window) + 2), np.clip(corrected[window].mean(), 1e-6, 1 - 1e-6)
        shift += 0.7 * float(np.log(seen / (1 - seen)) - np.log(said / (1 - said)))
    return corrected
