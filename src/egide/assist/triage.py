"""Say what a message asks for: one label of the brand's own, a calibrated probability, and the words that decided.

Word and word-piece TF-IDF, a linear classifier, one temperature learnt from out-of-fold margins, and a second small
model that says whether the message looks like anything seen before. No model to download; training takes seconds.

Source: Guo et al. 2017, "On Calibration of Modern Neural Networks" (temperature scaling); figures in docs/explanation/assist.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import starmap
from pathlib import Path
from typing import Any

from egide.assist.calibration import Calibration, softmax
from egide.assist.errors import BadExamples, BrokenModelFile
from egide.assist.features import TextFeatures
from egide.assist.model_file import format_model, parse_model
from egide.assist.novelty import Novelty
from egide.assist.training_report import TrainingReport

__all__ = ["LabelProbability", "TrainingReport", "TriageModel", "TriageResult", "WordWeight", "seed_examples"]


_KIND = "triage"
_VERSION = 1
_MINIMUM_LABELS = 2
_FOLDS = 5
_SHOWN_WORDS = 16
_TOP = 5
_C = 1.0  # by cross-validation on Banking77 train: as accurate as 0.5, and a little better at telling unknown requests


@dataclass(frozen=True, slots=True)
class LabelProbability:
    """A label and its calibrated probability."""

    label: str
    p: float


@dataclass(frozen=True, slots=True)
class WordWeight:
    """A word of the message and what it added to (or took from) the chosen label."""

    word: str
    weight: float


@dataclass(frozen=True, slots=True)
class TriageResult:
    """What one message seems to ask for.

    Attributes:
        label: The most probable label.
        confidence: Its calibrated probability, 0 to 1.
        known: False when the message looks like none of the examples: show it to a person.
        known_score: Probability that the message belongs to one of the labels at all.
        top: The five most probable labels, best first.
        words_for: Words that spoke for `label`, strongest first; empty unless asked for.
        words_against: Words that spoke against it.
    """

    label: str
    confidence: float
    known: bool
    known_score: float
    top: tuple[LabelProbability, ...]
    words_for: tuple[WordWeight, ...] = ()
    words_against: tuple[WordWeight, ...] = ()


class TriageModel:
    """A classifier of requests that a brand can train on ten examples a label, and read."""

    def __init__(
        self,
        features: TextFeatures,
        labels: Sequence[str],
        weights: Any,
        bias: Any,
        calibration: Calibration,
        novelty: Novelty,
        report: TrainingReport | None,
    ) -> None:
        self._features = features
        self.labels = tuple(labels)
        self._weights = weights
        self._bias = bias
        self._calibration = calibration
        self._novelty = novelty
        self.report = report

    @classmethod
    def train(cls, examples: Sequence[tuple[str, str]], *, seed: int = 0) -> TriageModel:
        """Learn labels from examples, and measure the result by cross-validation on the way.

        Args:
            examples: (text, label) pairs, pseudonymised; empty texts and exact duplicates are left out.
            seed: Of the folds; the same examples and seed give the same model.

        Returns:
            The model; its `report` holds the cross-validated figures.

        Raises:
            BadExamples: fewer than two labels with two examples each.
        """
        kept = _clean(examples)
        counts = Counter(label for _, label in kept)
        if len(counts) < _MINIMUM_LABELS or min(counts.values()) < _MINIMUM_LABELS:
            lacking = sorted(label for label, count in counts.items() if count < _MINIMUM_LABELS)
            raise BadExamples(
                f"at least two labels with two different examples each are needed ({len(counts)} labels; too few examples: {', '.join(lacking[:5]) or 'none'})"
            )
        from egide.assist.triage_training import train_triage

        return cls(
            *train_triage([text for text, _ in kept], [label for _, label in kept], folds=_FOLDS, c=_C, seed=seed)
        )

    @classmethod
    def seed(cls) -> TriageModel:
        """Give the model trained on the shipped French and English examples, for a brand with no history yet.

        It is trained beforehand by `training.assist.seed_triage`, so that a first message waits for no training.

        Returns:
            The model.
        """
        return cls.from_bytes((files("egide.assist") / "seed" / "triage.model").read_bytes())

    def predict(self, texts: Sequence[str], *, explain: bool = False) -> list[TriageResult]:
        """Label messages.

        Args:
            texts: Pseudonymised messages; an empty one comes out as not known.
            explain: Also give the words for and against, which costs about as much as the rest.

        Returns:
            One result a text, in order.
        """
        import numpy as np

        if not texts:
            return []
        rows = self._features.rows(texts)
        margins = self._margins(rows)
        probabilities = softmax(margins / self._calibration.temperature)
        known = self._novelty.known_probability(rows, margins, probabilities)
        order = np.argsort(-probabilities, axis=1)[:, :_TOP]
        results = []
        for position, text in enumerate(texts):
            best = int(order[position, 0])
            top = tuple(
                LabelProbability(self.labels[column], round(float(probabilities[position, column]), 4))
                for column in order[position]
            )
            words_for, words_against = self._words(text, rows[position], best) if explain else ((), ())
            score = float(known[position]) if rows[position].nnz else 0.0
            results.append(
                TriageResult(
                    self.labels[best],
                    top[0].p,
                    score >= self._novelty.threshold,
                    round(score, 4),
                    top,
                    words_for,
                    words_against,
                )
            )
        return results

    def probabilities(self, texts: Sequence[str]) -> Any:
        """Give the calibrated probability of each label, in the order of `labels`, one row a text."""
        return softmax(self._margins(self._features.rows(texts)) / self._calibration.temperature)

    def _margins(self, rows: Any) -> Any:
        import numpy as np

        return np.asarray(rows @ self._weights.T) + self._bias

    def _words(self, text: str, row: Any, best: int) -> tuple[tuple[WordWeight, ...], tuple[WordWeight, ...]]:
        values = dict(zip(row.indices.tolist(), row.data.tolist(), strict=True))
        by_word = self._features.columns_by_word(text)
        shared = Counter(column for columns in by_word.values() for column in columns)
        # A column lit by two words (a pair, a common ending) is split between them, so that the bars add up to the margin.
        weight = {
            word: sum(
                values.get(column, 0.0) * float(self._weights[best, column]) / shared[column] for column in columns
            )
            for word, columns in by_word.items()
        }
        ranked = sorted(weight.items(), key=lambda item: (-abs(item[1]), item[0]))
        heavy = [(word, round(points, 4)) for word, points in ranked if round(abs(points), 4) > 0]
        words_for = tuple(starmap(WordWeight, [item for item in heavy if item[1] > 0][:_SHOWN_WORDS]))
        return words_for, tuple(starmap(WordWeight, [item for item in heavy if item[1] < 0][:_SHOWN_WORDS]))

    def to_bytes(self) -> bytes:
        """Give the model as the bytes of one file; no example is stored, only words of the vocabulary and numbers."""
        import numpy as np

        description = {
            "labels": list(self.labels),
            "features": self._features.description(),
            "calibration": self._calibration.description(),
            "novelty": self._novelty.description(),
            "report": _report_description(self.report),
        }
        arrays = {
            "weights": self._weights.astype(np.float16),
            "bias": self._bias,
            **self._features.arrays(),
            **self._novelty.arrays(),
        }
        return format_model(_KIND, _VERSION, description, arrays)

    @classmethod
    def from_bytes(cls, content: bytes) -> TriageModel:
        """Read a model that `to_bytes` wrote.

        Args:
            content: The file's bytes.

        Returns:
            The model.

        Raises:
            BrokenModelFile: the file is damaged or is not a triage model.
        """
        import numpy as np

        description, arrays = parse_model(content, _KIND, _VERSION)
        try:
            report = description["report"]
            model = cls(
                TextFeatures.restore(description["features"], arrays),
                description["labels"],
                arrays["weights"].astype(np.float32),
                arrays["bias"],
                Calibration(**description["calibration"]),
                Novelty.restore(description["novelty"], arrays),
                TrainingReport(**{**report, "rare_labels": tuple(report["rare_labels"])}) if report else None,
            )
        except (KeyError, TypeError, ValueError) as broken:
            raise BrokenModelFile("a triage model with missing parts") from broken
        if model._weights.shape[0] != len(model.labels):
            raise BrokenModelFile("a triage model whose labels and weights disagree")
        return model

    def save(self, path: Path) -> None:
        """Write the model to one file."""
        path.write_bytes(self.to_bytes())

    @classmethod
    def load(cls, path: Path) -> TriageModel:
        """Read a model from one file.

        Args:
            path: Where `save` wrote it.

        Returns:
            The model.

        Raises:
            BrokenModelFile: the file cannot be read, is damaged or is not a triage model.
        """
        try:
            return cls.from_bytes(path.read_bytes())
        except OSError as unreadable:
            raise BrokenModelFile(f"{path.name} cannot be read") from unreadable


def seed_examples() -> list[tuple[str, str]]:
    """Give the shipped (text, label) examples in French and English, for a first day without history."""
    lines = (files("egide.assist") / "seed" / "requests.tsv").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("\t", 1) for line in lines if line and not line.startswith("#")]
    return [(text, label) for label, text in pairs]


def _clean(examples: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    kept = {(" ".join(text.split()), label.strip()): None for text, label in examples}
    return [(text, label) for text, label in kept if text and label]


def _report_description(report: TrainingReport | None) -> dict[str, Any] | None:
    return None if report is None else {name: getattr(report, name) for name in report.__slots__}
