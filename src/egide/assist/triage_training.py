"""Train a triage model: folds for honest figures and the temperature, hidden labels for the unknown, then the whole."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Sequence
from typing import Any

from egide.assist.calibration import (
    Calibration,
    accuracy_at_coverage,
    expected_calibration_error,
    learn_temperature,
    softmax,
)
from egide.assist.features import TextFeatures
from egide.assist.novelty import SIGNALS, Novelty, label_centres, novelty_signals
from egide.assist.training_report import TrainingReport

__all__ = ["train_triage"]


_ENOUGH_LABELS_TO_HIDE = 10
_HIDING_ROUNDS = 4
_HIDDEN_SHARE = 5  # one label in five
_RARE = 10
_KNOWN_RECALL = 0.95  # at most one message in twenty that belongs to a label is called unknown


def train_triage(
    texts: Sequence[str], labels: Sequence[str], *, folds: int, c: float, seed: int
) -> tuple[TextFeatures, list[str], Any, Any, Calibration, Novelty, TrainingReport]:
    """Train the parts of a triage model and measure them out of fold.

    Args:
        texts: Clean, distinct texts.
        labels: Their labels, two examples each at least.
        folds: How many folds; fewer when a label has fewer examples.
        c: Inverse strength of regularisation.
        seed: Of the folds.

    Returns:
        What `TriageModel` is built from.
    """
    import numpy as np

    names = sorted(set(labels))
    column = {name: position for position, name in enumerate(names)}
    truth = np.array([column[label] for label in labels])
    features = TextFeatures(min_piece_count=2 if len(texts) >= 200 else 1)  # noqa: PLR2004 (few texts: every piece counts)
    rows = features.fit(texts)

    margins = _out_of_fold_margins(rows, truth, len(names), folds=folds, c=c, seed=seed)
    temperature = learn_temperature(margins, truth)
    probabilities = softmax(margins / temperature)
    right = probabilities.argmax(axis=1) == truth
    confidence = probabilities.max(axis=1)

    weights, bias = _fit_linear(rows, truth, len(names), c=c, seed=seed)
    novelty, auroc = _learn_novelty(
        rows, truth, names, temperature=temperature, c=c, seed=seed, margins=margins, probabilities=probabilities
    )
    counts = Counter(labels)
    report = TrainingReport(
        examples=len(texts),
        labels=len(names),
        accuracy=round(float(right.mean()), 4),
        ece=round(expected_calibration_error(confidence, right), 4),
        accuracy_at_90=round(accuracy_at_coverage(confidence, right, 0.9), 4),
        unknown_auroc=None if auroc is None else round(auroc, 4),
        temperature=round(temperature, 4),
        rare_labels=tuple(sorted(name for name in names if counts[name] < _RARE)),
    )
    return features, names, weights, bias, Calibration(temperature), novelty, report


def _fit_linear(rows: Any, truth: Any, labels: int, *, c: float, seed: int) -> tuple[Any, Any]:
    """Fit one linear separator a label; a label without example keeps a margin that never wins."""
    import numpy as np
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.svm import LinearSVC

    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", ConvergenceWarning
        )  # the tolerance is loose on purpose: accuracy is the same, training twice as fast
        fitted = LinearSVC(C=c, tol=1e-2, random_state=seed).fit(rows, truth)
    weights = np.zeros((labels, rows.shape[1]), dtype=np.float32)
    bias = np.full(labels, -2.0, dtype=np.float32)
    if len(fitted.classes_) == 2:  # noqa: PLR2004 (scikit-learn keeps one separator for two labels)
        weights[fitted.classes_] = np.vstack([-fitted.coef_, fitted.coef_])
        bias[fitted.classes_] = np.concatenate([-fitted.intercept_, fitted.intercept_])
    else:
        weights[fitted.classes_] = fitted.coef_
        bias[fitted.classes_] = fitted.intercept_
    return weights, bias


def _out_of_fold_margins(rows: Any, truth: Any, labels: int, *, folds: int, c: float, seed: int) -> Any:
    import numpy as np
    from sklearn.model_selection import StratifiedKFold

    margins = np.zeros((len(truth), labels), dtype=np.float32)
    count = max(2, min(folds, int(np.bincount(truth).min())))
    for learn, test in StratifiedKFold(count, shuffle=True, random_state=seed).split(rows, truth):
        weights, bias = _fit_linear(rows[learn], truth[learn], labels, c=c, seed=seed)
        margins[test] = rows[test] @ weights.T + bias
    return margins


def _learn_novelty(
    rows: Any,
    truth: Any,
    names: list[str],
    *,
    temperature: float,
    c: float,
    seed: int,
    margins: Any,
    probabilities: Any,
) -> tuple[Novelty, float | None]:
    """Hide some labels, train without them, and learn what their messages look like to a model that never saw them."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import StratifiedKFold

    centres = label_centres(rows, truth, len(names))
    known_signals = novelty_signals(centres, rows, margins, probabilities)
    if len(names) < _ENOUGH_LABELS_TO_HIDE or np.bincount(truth).min() < 3:  # noqa: PLR2004 (hide, learn, test)
        return _novelty_by_probability(centres, known_signals), None
    draw = np.random.default_rng(seed)
    hidden_groups = np.array_split(draw.permutation(len(names)), _HIDDEN_SHARE)[:_HIDING_ROUNDS]
    gathered, is_known = [], []
    for hidden in hidden_groups:
        concealed = np.isin(truth, hidden)
        visible = np.flatnonzero(~concealed)
        learn, test = next(iter(StratifiedKFold(3, shuffle=True, random_state=seed).split(visible, truth[visible])))
        learn, test = visible[learn], np.concatenate([visible[test], np.flatnonzero(concealed)])
        weights, bias = _fit_linear(rows[learn], truth[learn], len(names), c=c, seed=seed)
        visible_labels = np.setdiff1d(np.arange(len(names)), hidden)
        seen = (rows[test] @ weights.T + bias)[:, visible_labels]
        visible_centres = label_centres(rows[learn], truth[learn], len(names))[visible_labels]
        gathered.append(novelty_signals(visible_centres, rows[test], seen, softmax(seen / temperature)))
        is_known.append(~concealed[test])
    signals = np.concatenate(gathered)
    mean, scale = signals.mean(axis=0), signals.std(axis=0) + 1e-9
    # Each round is judged by what the others taught: its hidden labels were not theirs, so the figure is honest.
    honest = []
    for judged in range(_HIDING_ROUNDS):
        others = [place for place in range(_HIDING_ROUNDS) if place != judged]
        taught = LogisticRegression(class_weight="balanced").fit(
            (np.concatenate([gathered[place] for place in others]) - mean) / scale,
            np.concatenate([is_known[place] for place in others]),
        )
        honest.append(roc_auc_score(is_known[judged], taught.decision_function((gathered[judged] - mean) / scale)))
    fitted = LogisticRegression(class_weight="balanced").fit((signals - mean) / scale, np.concatenate(is_known))
    novelty = Novelty(centres, mean, scale, fitted.coef_[0], float(fitted.intercept_[0]), 0.0)
    scores = 1 / (1 + np.exp(-(((signals - mean) / scale) @ novelty.coefficients + novelty.intercept)))
    threshold = float(np.quantile(scores[np.concatenate(is_known)], 1 - _KNOWN_RECALL))
    return Novelty(centres, mean, scale, fitted.coef_[0], float(fitted.intercept_[0]), threshold), float(
        np.mean(honest)
    )


def _novelty_by_probability(centres: Any, known_signals: Any) -> Novelty:
    """With too few labels to hide any, fall back on the closeness to the nearest label, cut where one known message in twenty falls."""
    import numpy as np

    mean, scale = known_signals.mean(axis=0), known_signals.std(axis=0) + 1e-9
    coefficients = np.array([1.0 if name in {"margin", "centre"} else 0.0 for name in SIGNALS])
    scores = 1 / (1 + np.exp(-(((known_signals - mean) / scale) @ coefficients)))
    return Novelty(centres, mean, scale, coefficients, 0.0, float(np.quantile(scores, 1 - _KNOWN_RECALL)))
