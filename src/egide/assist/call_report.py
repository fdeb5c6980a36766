"""Report calls by team and topic, never by person: a cell that could be one agent is not shown.

Source: Regulation (EU) 2024/1689 art. 5(1)(f); GDPR art. 5(1)(c).
"""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from egide.assist.call_review import CallReview

__all__ = ["FEWEST_AGENTS", "FEWEST_CALLS", "CellFigures", "ReviewedCall", "report_calls"]

FEWEST_CALLS, FEWEST_AGENTS = 10, 3
"""Smallest cell that is shown: below, it would be a report on somebody."""


@dataclass(frozen=True, slots=True)
class ReviewedCall:
    """A review with what groups it. `agent_ref` only counts people and never comes out."""

    team: str
    topic: str
    agent_ref: str
    review: CallReview


@dataclass(frozen=True, slots=True)
class CellFigures:
    """One team and topic.

    Attributes:
        team: The team.
        topic: The topic.
        calls: How many calls.
        talk_ratio: Median share of the agent's speech.
        silence_ratio: Median share of silence.
        complaint_rate: Share of calls where the customer complains.
        script_rate: Share of calls where each required phrase was said, by rule.
        incident_rate: Mean number of incidents a call, by kind.
    """

    team: str
    topic: str
    calls: int
    talk_ratio: float | None
    silence_ratio: float | None
    complaint_rate: float
    script_rate: dict[str, float]
    incident_rate: dict[str, float]


def report_calls(calls: Sequence[ReviewedCall]) -> list[CellFigures]:
    """Sum up reviews by team and topic.

    Args:
        calls: Reviews of a period.

    Returns:
        Cells of ten calls by three agents or more, largest first; smaller ones are left out.
    """
    cells: dict[tuple[str, str], list[ReviewedCall]] = defaultdict(list)
    for call in calls:
        cells[call.team, call.topic].append(call)
    shown = [
        (cell, held)
        for cell, held in cells.items()
        if len(held) >= FEWEST_CALLS and len({call.agent_ref for call in held}) >= FEWEST_AGENTS
    ]
    return sorted(
        (_figures(team, topic, [call.review for call in held]) for (team, topic), held in shown),
        key=lambda figures: (-figures.calls, figures.team, figures.topic),
    )


def _figures(team: str, topic: str, reviews: Sequence[CallReview]) -> CellFigures:
    said: dict[str, list[bool]] = defaultdict(list)
    incidents: Counter[str] = Counter()
    for review in reviews:
        for finding in review.script:
            if finding.kind == "required":
                said[finding.rule].append(finding.met)
        incidents.update(incident.kind for incident in review.incidents)
    return CellFigures(
        team,
        topic,
        len(reviews),
        _median([review.metrics.talk_ratio for review in reviews]),
        _median([review.metrics.silence_ratio for review in reviews]),
        round(sum(review.is_complaint for review in reviews) / len(reviews), 4),
        {rule: round(sum(met) / len(met), 4) for rule, met in sorted(said.items())},
        {kind: round(count / len(reviews), 4) for kind, count in sorted(incidents.items())},
    )


def _median(shares: Sequence[float | None]) -> float | None:
    known = [share for share in shares if share is not None]
    return round(statistics.median(known), 4) if known else None
