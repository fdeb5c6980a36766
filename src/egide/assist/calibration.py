"""Make a score mean what it says: temperature scaling, and the error that is left.

Source: Guo et al. 2017, "On Calibration of Modern Neural Networks", arXiv 1706.04599.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = ["Calibration", "accuracy_at_coverage", "expected_calibration_error", "learn_temperature", "softmax"]


_BINS = 15  # as in Guo et al. 2017


@dataclass(frozen=True, slots=True)
class Calibration:
    """How margins become probabilities.

    Attributes:
        temperature: Margins are divided by it before the softmax.
    """

    temperature: float

    def description(self) -> dict[str, float]:
        """Give what JSON can hold."""
        return {"temperature": self.temperature}


def softmax(margins: Any) -> Any:
    """Turn rows of margins into rows of probabilities that add up to 1.

    Returns:
        Probabilities, the same shape.

    Example:
        >>> import numpy as np
        >>> softmax(np.array([[0.0, 0.0]])).tolist()
        [[0.5, 0.5]]
    """
    import numpy as np

    shifted = np.exp(margins - margins.max(axis=1, keepdims=True))
    return shifted / shifted.sum(axis=1, keepdims=True)


def learn_temperature(margins: Any, truth: Any) -> float:
    """Find the temperature under which margins of unseen examples are the least surprised by the truth.

    Args:
        margins: Out-of-fold margins, one row an example.
        truth: Column of the right label, one an example.

    Returns:
        The temperature, between 0.01 and 10.
    """
    import numpy as np
    from scipy.optimize import minimize_scalar

    def surprise(log_temperature: float) -> float:
        scaled = margins / np.exp(log_temperature)
        peak = scaled.max(axis=1)
        log_total = peak + np.log(np.exp(scaled - peak[:, None]).sum(axis=1))
        return float((log_total - scaled[np.arange(len(truth)), truth]).mean())

    found = minimize_scalar(surprise, bounds=(np.log(0.01), np.log(10.0)), method="bounded")
    return float(np.exp(found.x))


def expected_calibration_error(confidence: Any, right: Any) -> float:
    """Give the mean gap between what was announced and what came true, over 15 equal-width bins.

    Args:
        confidence: Announced probabilities of the chosen answer.
        right: Whether it was right, as 0 and 1 or booleans.

    Returns:
        Between 0 (honest) and 1.

    Example:
        >>> expected_calibration_error([0.5, 0.5], [True, False])
        0.0
    """
    import numpy as np

    announced, came_true = np.asarray(confidence, dtype=float), np.asarray(right, dtype=float)
    bins = np.minimum((announced * _BINS).astype(int), _BINS - 1)
    gaps = [
        abs(announced[bins == each].mean() - came_true[bins == each].mean()) * (bins == each).mean()
        for each in np.unique(bins)
    ]
    return float(sum(gaps))


def accuracy_at_coverage(confidence: Any, right: Any, coverage: float) -> float:
    """Give the accuracy on the share of answers announced with the most confidence.

    Args:
        confidence: Announced probabilities.
        right: Whether each was right.
        coverage: Share to keep, above 0 up to 1.

    Returns:
        Accuracy on the kept share.
    """
    import numpy as np

    order = np.argsort(-np.asarray(confidence, dtype=float), kind="stable")
    kept = order[: max(1, round(len(order) * coverage))]
    return float(np.asarray(right, dtype=float)[kept].mean())
