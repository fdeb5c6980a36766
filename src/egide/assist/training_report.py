"""What cross-validation says of a trained classifier."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["TrainingReport"]


@dataclass(frozen=True, slots=True)
class TrainingReport:
    """What cross-validation says of a model, measured on examples it had not learnt.

    Attributes:
        examples: How many examples were kept.
        labels: How many labels.
        accuracy: Share of right labels out of fold.
        ece: Expected calibration error (15 equal-width bins) after temperature scaling; lower is better.
        accuracy_at_90: Accuracy on the nine tenths of messages the model is surest of.
        unknown_auroc: How well messages of a label hidden from training are told apart; None below 10 labels.
        temperature: What the margins are divided by.
        rare_labels: Labels with fewer than 10 examples.
    """

    examples: int
    labels: int
    accuracy: float
    ece: float
    accuracy_at_90: float
    unknown_auroc: float | None
    temperature: float
    rare_labels: tuple[str, ...]
