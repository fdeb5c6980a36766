"""Report calls by topic and by team, never by person: a group that could point at somebody is not shown alone.

Source: Regulation (EU) 2024/1689 art. 5(1)(f); GDPR art. 5(1)(c).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

__all__ = ["SMALLEST_GROUP", "SMALLEST_TEAM", "Group", "count_groups", "shown_teams"]

SMALLEST_GROUP, SMALLEST_TEAM = 5, 5
"""Fewest calls of a group and fewest agents of a team: below, it would be a report on somebody."""


@dataclass(frozen=True, slots=True)
class Group:
    """What the calls of one group have in common; an empty name gathers the groups that are too small to show.

    Attributes:
        median_s: Median duration, seconds.
        script_met: Share of the script's rules that were met, 0 to 1; None without a rule.
    """

    name: str
    calls: int
    median_s: float
    complaints: int
    incidents: int
    script_met: float | None


def count_groups(reviews: Iterable[tuple[str, Mapping[str, Any]]]) -> list[Group]:
    """Group the figures of reviews, the largest first; groups under five calls are put together, or left out.

    Nothing is read of who spoke: neither the agent nor the customer, and no tone of voice.

    Args:
        reviews: The name of each review's group, empty when it has none, and its figures.

    Returns:
        The groups; the gathered one last.
    """
    groups: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for name, figures in reviews:
        groups[name].append(figures)
    large = {name for name, listed in groups.items() if name and len(listed) >= SMALLEST_GROUP}
    rest = [figures for name, listed in groups.items() if name not in large for figures in listed]
    shown = [_group(name, groups[name]) for name in large]
    shown.sort(key=lambda group: (-group.calls, group.name))
    return [*shown, _group("", rest)] if len(rest) >= SMALLEST_GROUP else shown


def _group(name: str, listed: Sequence[Mapping[str, Any]]) -> Group:
    rules = [finding["met"] for figures in listed for finding in figures["script"]]
    return Group(
        name,
        len(listed),
        median(figures["metrics"]["duration_s"] for figures in listed),
        sum(bool(figures["complaint"]) for figures in listed),
        sum(len(figures["incidents"]) for figures in listed),
        sum(rules) / len(rules) if rules else None,
    )


def shown_teams(calls: Mapping[str, int], sizes: Mapping[str, int]) -> dict[str, str]:
    """Choose under which name the calls of each team are reported, so that no group of few people stands out.

    A team under five agents or five calls joins the others. While the others are still too few, the smallest team that
    could stand alone joins them too: else the whole less the teams shown would give the small one away.

    Args:
        calls: Reviewed calls by team; the empty name for calls whose team nobody knows.
        sizes: Agents by team.

    Returns:
        For each team that is reported, the name to report it under: its own, or "" for the others. A team that is not in
        it is left out.

    >>> sizes = {"Nord": 12, "Sud": 6, "Est": 2}
    >>> shown_teams({"Nord": 40, "Sud": 20, "Est": 9}, sizes)
    {'Nord': 'Nord', 'Est': '', 'Sud': ''}
    >>> shown_teams({"Est": 9}, sizes)
    {}
    """
    alone = {
        team: number
        for team, number in calls.items()
        if team and number >= SMALLEST_GROUP and sizes.get(team, 0) >= SMALLEST_TEAM
    }
    others = [team for team, number in calls.items() if number and team not in alone]
    if any(others):  # a team with a name: its people must not be few in the group
        while alone and not _is_large(others, calls, sizes):
            smallest = min(alone, key=lambda team: (sizes[team], calls[team], team))
            others.append(smallest)
            del alone[smallest]
    if not _is_large(others, calls, sizes):
        others = []
    return {**{team: team for team in alone}, **dict.fromkeys(others, "")}


def _is_large(teams: Collection[str], calls: Mapping[str, int], sizes: Mapping[str, int]) -> bool:
    few = any(teams) and sum(sizes.get(team, 0) for team in teams) < SMALLEST_TEAM
    return sum(calls[team] for team in teams) >= SMALLEST_GROUP and not few
