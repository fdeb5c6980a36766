"""Measure whether a selection treats groups alike, show what each correction costs, and leave the choice to a person.

Leaving the attribute out corrects nothing (other columns stand for it); random corrections defeat explanation. What works is a fixed cut-off a group,
and it has a price that is shown. Groups are audit data: aggregates only, cells under 30 left out.

Source: measured trade-off in docs/explanation/assist/targeting.md; four-fifths rule: 29 CFR 1607.4(D).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from egide.assist.errors import BadExamples
from egide.assist.feedback import SMALLEST_GROUP

__all__ = [
    "CORRECTIONS",
    "FOUR_FIFTHS",
    "Correction",
    "FairnessFigures",
    "GroupFigures",
    "compare_corrections",
    "select",
]


FOUR_FIFTHS = 0.8

Correction = Literal["none", "equal_rates", "four_fifths"]
CORRECTIONS: dict[Correction, tuple[str, str]] = {
    "none": ("Un seul seuil pour tous", "One cut-off for all"),
    "four_fifths": (
        "Seuils par groupe, jusqu'à la règle des quatre cinquièmes",
        "Cut-offs by group, up to the four-fifths rule",
    ),
    "equal_rates": ("Seuils par groupe, même taux de sélection", "Cut-offs by group, same selection rate"),
}


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """One group under one selection."""

    group: str
    size: int
    base_rate: float
    selection_rate: float
    recall: float | None


@dataclass(frozen=True, slots=True)
class FairnessFigures:
    """A selection seen by group.

    Attributes:
        correction: How the cut-offs were set.
        selected: How many are selected.
        recall: Share of those who would accept that are selected.
        rate_ratio: Lowest over highest selection rate of the groups; 1 is parity.
        opportunity_gap: Highest minus lowest recall of the groups.
        groups: By group; groups under 30 are left out.
        cutoffs: The score from which a member of each group is selected.
    """

    correction: Correction
    selected: int
    recall: float
    rate_ratio: float
    opportunity_gap: float
    groups: tuple[GroupFigures, ...]
    cutoffs: dict[str, float]


def compare_corrections(
    scores: Sequence[float], accepted: Sequence[bool], groups: Sequence[str], *, share: float
) -> tuple[FairnessFigures, ...]:
    """Show what each correction gives and costs, at the same number of contacts.

    Args:
        scores: Predicted probabilities.
        accepted: What happened.
        groups: Lawfully known group of each person, audit only.
        share: Share of the people to select, above 0 up to 1.

    Returns:
        One figure a correction, in the order of `CORRECTIONS`.

    Raises:
        BadExamples: lengths differ, or fewer than two groups have 30 people.
    """
    import numpy as np

    if not len(scores) == len(accepted) == len(groups):
        raise BadExamples("scores, outcomes and groups do not have the same length")
    points, outcome, member = np.asarray(scores, dtype=float), np.asarray(accepted, dtype=bool), np.asarray(groups)
    names = [str(name) for name in np.unique(member) if (member == name).sum() >= SMALLEST_GROUP]
    if len(names) < 2:  # noqa: PLR2004 (something to compare)
        raise BadExamples(f"fewer than two groups of {SMALLEST_GROUP} people or more")
    return tuple(
        _figures(correction, select(points, member, share=share, correction=correction), points, outcome, member, names)
        for correction in CORRECTIONS
    )


def select(scores: Any, groups: Any, *, share: float, correction: Correction) -> Any:
    """Select a share of people with fixed cut-offs; the same input gives the same selection.

    Args:
        scores: Predicted probabilities (array).
        groups: Group of each person (array).
        share: Share to select.
        correction: How cut-offs are set.

    Returns:
        Booleans, one a person.
    """
    import numpy as np

    total = round(share * len(scores))
    ordered = np.lexsort((np.arange(len(scores)), -scores))
    overall = np.zeros(len(scores), dtype=bool)
    overall[ordered[:total]] = True
    if correction == "none":
        return overall
    names = np.unique(groups)
    sizes = {name: int((groups == name).sum()) for name in names}
    free = {name: overall[groups == name].mean() for name in names}
    rates = dict.fromkeys(names, share)
    if correction == "four_fifths":
        # The least mix of "free" and "equal" that reaches four fifths: the least change that does it.
        for mix in np.linspace(0, 1, 101):
            rates = {name: (1 - mix) * free[name] + mix * share for name in names}
            reached = [round(rates[name] * sizes[name]) / sizes[name] for name in names]  # people are whole
            if min(reached) >= FOUR_FIFTHS * max(reached):
                break
    chosen = np.zeros(len(scores), dtype=bool)
    for name in names:
        members = ordered[groups[ordered] == name]
        chosen[members[: round(rates[name] * sizes[name])]] = True
    return chosen


def _figures(
    correction: Correction, chosen: Any, points: Any, outcome: Any, member: Any, names: list[str]
) -> FairnessFigures:
    figures, cutoffs = [], {}
    for name in names:
        inside = member == name
        willing = inside & outcome
        figures.append(
            GroupFigures(
                name,
                int(inside.sum()),
                round(float(outcome[inside].mean()), 4),
                round(float(chosen[inside].mean()), 4),
                round(float(chosen[willing].mean()), 4) if willing.any() else None,
            )
        )
        picked = points[inside & chosen]
        cutoffs[name] = round(float(picked.min()), 6) if len(picked) else 1.0
    rates = [figure.selection_rate for figure in figures]
    recalls = [figure.recall for figure in figures if figure.recall is not None]
    return FairnessFigures(
        correction,
        int(chosen.sum()),
        round(float(chosen[outcome].mean()), 4) if outcome.any() else 0.0,
        round(min(rates) / max(rates), 4) if max(rates) else 0.0,
        round(max(recalls) - min(recalls), 4) if recalls else 0.0,
        tuple(figures),
        cutoffs,
    )
