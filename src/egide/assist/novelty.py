"""Say whether a message looks like any of the labels at all, so that a stranger's question reaches a person.

A classifier trained on labels only must pick one. This second model looks at how it picked: best margin, gap to the
next ones, closeness to the centre of the chosen label and of any label, spread of the probabilities, and the share of the message that
the examples of the label ever said. It learns from examples whose label was hidden from training, so it needs no example of the unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = ["SIGNALS", "Novelty", "label_centres", "novelty_signals"]


SIGNALS = (
    "margin",
    "gap",
    "probability",
    "spread",
    "centre",
    "centre_of_choice",
    "energy",
    "said_by_choice",
    "said_by_second",
    "said_by_any",
    "length",
    "third_margin",
    "fifth_margin",
)
"""What is looked at. A model file keeps its own count: signals are only ever added at the end."""


@dataclass(frozen=True, slots=True)
class Novelty:
    """Probability that a message belongs to one of the labels.

    Attributes:
        centres: Unit vectors, one a label (labels × columns, CSR).
        mean: Mean of each signal.
        scale: Spread of each signal.
        coefficients: Weight of each standardised signal.
        intercept: Added to their sum.
        threshold: Below this probability the message is not known.
    """

    centres: Any
    mean: Any
    scale: Any
    coefficients: Any
    intercept: float
    threshold: float

    def known_probability(self, rows: Any, margins: Any, probabilities: Any) -> Any:
        """Give the probability of being known, one a row."""
        import numpy as np

        seen = novelty_signals(self.centres, rows, margins, probabilities)[:, : len(self.mean)]
        signals = (seen - self.mean) / self.scale
        return 1 / (1 + np.exp(-np.clip(signals @ self.coefficients + self.intercept, -30, 30)))

    def description(self) -> dict[str, Any]:
        """Give what JSON can hold."""
        return {"intercept": self.intercept, "threshold": self.threshold, "shape": list(self.centres.shape)}

    def arrays(self) -> dict[str, Any]:
        """Give the numbers, by name."""
        import numpy as np

        return {
            "novelty_mean": self.mean,
            "novelty_scale": self.scale,
            "novelty_coefficients": self.coefficients,
            "centre_values": self.centres.data.astype(np.float16),
            "centre_columns": self.centres.indices,
            "centre_starts": self.centres.indptr,
        }

    @classmethod
    def restore(cls, description: dict[str, Any], arrays: dict[str, Any]) -> Novelty:
        """Rebuild from what `description` and `arrays` gave."""
        import numpy as np
        from scipy.sparse import csr_matrix

        centres = csr_matrix(
            (arrays["centre_values"].astype(np.float32), arrays["centre_columns"], arrays["centre_starts"]),
            shape=tuple(description["shape"]),
        )
        return cls(
            centres,
            arrays["novelty_mean"],
            arrays["novelty_scale"],
            arrays["novelty_coefficients"],
            description["intercept"],
            description["threshold"],
        )


def label_centres(rows: Any, truth: Any, labels: int) -> Any:
    """Give one unit vector a label: the mean of its rows."""
    import numpy as np
    from scipy.sparse import csr_matrix
    from sklearn.preprocessing import normalize

    membership = csr_matrix(
        (np.ones(len(truth), dtype=np.float32), (truth, np.arange(len(truth)))), shape=(labels, len(truth))
    )
    return normalize(membership @ rows).tocsr()


def novelty_signals(centres: Any, rows: Any, margins: Any, probabilities: Any) -> Any:
    """Give the signals of each row, in the order of `SIGNALS`."""
    import numpy as np
    from scipy.sparse import csr_matrix
    from sklearn.preprocessing import normalize

    ranked = np.sort(margins, axis=1)
    units = normalize(rows)
    closeness = (units @ centres.T).toarray()
    # Share of the message's weight on words and pieces that the examples of each label hold, however rarely.
    held = csr_matrix((np.ones_like(centres.data), centres.indices, centres.indptr), shape=centres.shape)
    said = (units.multiply(units).tocsr() @ held.T).toarray()
    order = np.argsort(margins, axis=1)
    each, chosen, second = np.arange(len(order)), order[:, -1], order[:, -2]
    return np.column_stack(
        [
            ranked[:, -1],
            ranked[:, -1] - ranked[:, -2],
            probabilities.max(axis=1),
            (probabilities * np.log(probabilities + 1e-9)).sum(axis=1),
            closeness.max(axis=1),
            closeness[each, chosen],
            np.log(np.exp(4 * margins).sum(axis=1)),
            said[each, chosen],
            said[each, second],
            said.max(axis=1),
            np.log1p(np.diff(rows.indptr)),
            ranked[:, -min(3, ranked.shape[1])],
            ranked[:, -min(5, ranked.shape[1])],
        ]
    )
