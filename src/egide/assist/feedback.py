"""Learn from what people do with the drafts: distance of an edit, and a challenger that replaces a champion only if it is better for everybody.

Nothing here trains on its own: the desk gives pseudonymised rows, this module says whether the new model may be promoted, and why not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from egide.assist.calibration import accuracy_at_coverage, expected_calibration_error
from egide.assist.errors import BadExamples

__all__ = [
    "SMALLEST_GROUP",
    "Labelled",
    "Labeller",
    "Promotion",
    "RejectReason",
    "ReplayExample",
    "ReplayFigures",
    "Verdict",
    "decide_promotion",
    "edit_share",
    "replay",
    "verdict_of",
]


Verdict = Literal["accept", "edit", "reject"]
RejectReason = Literal["wrong", "incomplete", "tone", "out_of_date", "not_our_policy", "other"]

SMALLEST_GROUP = 30
"""Smallest group whose figure is computed: below, chance decides and a person may be recognised."""


def edit_share(proposed: str, sent: str) -> float:
    """Give the share of a draft that a person changed: 0 untouched, 1 rewritten.

    Returns:
        Between 0 and 1.

    Example:
        >>> edit_share("Le délai est de 15 jours.", "Le délai est de 15 jours.")
        0.0
    """
    from rapidfuzz.distance import Levenshtein

    return round(float(Levenshtein.normalized_distance(proposed.strip(), sent.strip())), 4)


def verdict_of(proposed: str, sent: str | None) -> Verdict:
    """Say what an agent did with a draft; blanks do not count as an edit.

    Returns:
        The verdict; `sent` is None when the draft was thrown away.

    Example:
        >>> verdict_of("Oui.", "Oui. "), verdict_of("Oui.", "Non."), verdict_of("Oui.", None)
        ('accept', 'edit', 'reject')
    """
    if sent is None:
        return "reject"
    return "accept" if " ".join(proposed.split()) == " ".join(sent.split()) else "edit"


class Labeller(Protocol):
    """What is compared: anything that labels texts, such as a `TriageModel`."""

    def predict(self, texts: Sequence[str]) -> Sequence[Labelled]:
        """Label texts."""
        ...


class Labelled(Protocol):
    """One label and its confidence."""

    @property
    def label(self) -> str:
        """The label."""
        ...

    @property
    def confidence(self) -> float:
        """Between 0 and 1."""
        ...


@dataclass(frozen=True, slots=True)
class ReplayExample:
    """One past request whose right label a person set.

    Attributes:
        text: Pseudonymised.
        label: The right label.
        group: A lawfully known group to watch (channel, language, region…); empty for none.
    """

    text: str
    label: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class ReplayFigures:
    """How a model did on one set.

    Attributes:
        accuracy: Share of right labels.
        accuracy_at_coverage: On the surest share.
        ece: Calibration error.
        by_group: Accuracy by group of 30 examples or more.
    """

    accuracy: float
    accuracy_at_coverage: float
    ece: float
    by_group: dict[str, float]


@dataclass(frozen=True, slots=True)
class Promotion:
    """Whether the challenger replaces the champion.

    Attributes:
        promote: It is better where it must be, and no worse anywhere.
        reasons: Codes of what stands against it, or what speaks for it.
        champion: Figures by set.
        challenger: Figures by set.
    """

    promote: bool
    reasons: tuple[str, ...]
    champion: dict[str, ReplayFigures]
    challenger: dict[str, ReplayFigures]


def replay(model: Labeller, examples: Sequence[ReplayExample], *, coverage: float = 0.9) -> ReplayFigures:
    """Measure a model on past requests that it did not learn from.

    Args:
        model: The model.
        examples: The set.
        coverage: Share of the surest answers to keep for `accuracy_at_coverage`.

    Returns:
        Its figures.

    Raises:
        BadExamples: the set is empty.
    """
    if not examples:
        raise BadExamples("nothing to replay")
    results = model.predict([example.text for example in examples])
    right = [result.label == example.label for result, example in zip(results, examples, strict=True)]
    confidence = [result.confidence for result in results]
    groups: dict[str, list[bool]] = defaultdict(list)
    for example, good in zip(examples, right, strict=True):
        if example.group:
            groups[example.group].append(good)
    return ReplayFigures(
        round(sum(right) / len(right), 4),
        round(accuracy_at_coverage(confidence, right, coverage), 4),
        round(expected_calibration_error(confidence, right), 4),
        {
            group: round(sum(found) / len(found), 4)
            for group, found in sorted(groups.items())
            if len(found) >= SMALLEST_GROUP
        },
    )


def decide_promotion(
    champion: Labeller,
    challenger: Labeller,
    *,
    frozen: Sequence[ReplayExample],
    recent: Sequence[ReplayExample],
    tolerance: float = 0.02,
    coverage: float = 0.9,
) -> Promotion:
    """Replay both models on the brand's frozen set and on its last weeks, and decide.

    Args:
        champion: The model in use.
        challenger: The candidate.
        frozen: The brand's frozen set, the same at every decision.
        recent: Requests later than anything the challenger learnt from.
        tolerance: Accuracy a group may lose at most.
        coverage: Share at which the two are compared.

    Returns:
        The decision: better at equal coverage on one set at least, worse on none, no group losing more than the tolerance.
    """
    sets = {"frozen": frozen, "recent": recent}
    old = {name: replay(champion, examples, coverage=coverage) for name, examples in sets.items()}
    new = {name: replay(challenger, examples, coverage=coverage) for name, examples in sets.items()}
    against = [f"worse_on_{name}" for name in sets if new[name].accuracy_at_coverage < old[name].accuracy_at_coverage]
    against += [
        f"group_worse_{name}:{group}"
        for name in sets
        for group, accuracy in old[name].by_group.items()
        if new[name].by_group.get(group, 0.0) < accuracy - tolerance
    ]
    better = [f"better_on_{name}" for name in sets if new[name].accuracy_at_coverage > old[name].accuracy_at_coverage]
    if not better:
        against.append("not_better")
    return Promotion(not against, tuple(against or better), old, new)
