"""Teams of agents: who is in which, and which team took a call. Reports are by team; nothing is kept of who took a call."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q

from egide.service.conversations.models import Interaction
from egide.service.evidence.flows import Act, write_entry
from egide.service.tenancy.access import Actor, check_right
from egide.service.tenancy.models import Membership
from egide.service.tenancy.rights import Right, Role

MOST_LETTERS = 60


class UnknownAgent(Exception):
    """No agent of the brand has this user name; ``place`` is the line, from 1."""

    def __init__(self, place: int) -> None:
        super().__init__(f"line {place}")
        self.place = place


def teams_of(brand_id: UUID, *, now: datetime) -> dict[str, list[str]]:
    """List the user names of the agents of each team; those of no team under the empty name.

    Args:
        brand_id: The brand.
        now: Aware UTC, for roles that ended.

    Returns:
        Teams by name, each with its agents by name.
    """
    rows = _agents([brand_id], now).values_list("team", "user__username")
    found: dict[str, list[str]] = defaultdict(list)
    for team, username in rows.order_by("team", "user__username"):
        found[team].append(username)
    return dict(found)


def write_teams(brand_id: UUID, teams: Mapping[str, Iterable[str]], *, actor: Actor, now: datetime) -> None:
    """Put agents in teams; those that are in none have none.

    Args:
        brand_id: The brand, in scope.
        teams: User names by team, in the order of the lines.
        actor: A supervisor.
        now: Aware UTC.

    Raises:
        AccessRefused: the actor does not review quality in this brand.
        UnknownAgent: a name is no agent of the brand.
    """
    check_right(actor, Right.QUALITY_REVIEW, brand_id)
    rows = {row.user.username: row for row in _agents([brand_id], now).select_related("user")}
    placed: dict[str, str] = {}
    for place, (team, names) in enumerate(teams.items(), 1):
        for name in names:
            if name not in rows:
                raise UnknownAgent(place)
            placed[name] = team
    moved = [row for name, row in rows.items() if row.team != placed.get(name, "")]
    if not moved:
        return
    with transaction.atomic():
        for row in moved:
            row.team = placed.get(row.user.username, "")
        Membership.objects.bulk_update(moved, ["team"])
        detail = {"what": "teams", "teams": len(set(placed.values())), "agents": len(placed)}
        write_entry(brand_id, Act("settings.changed", uuid.uuid4(), actor, detail=detail), at=now)


def team_of_call(interaction: Interaction, labels: Mapping[str, str], *, now: datetime) -> str:
    """Say which team took a call, from what its source or the desk knows.

    Args:
        interaction: The call.
        labels: What its source says: the name of a team, or the user name of an agent.
        now: Aware UTC.

    Returns:
        The name of a team of the brand, or the empty text: a word that is no team's is not kept, it may be a person's name.
    """
    rows = _agents([interaction.brand_id], now).exclude(team="")
    if named := labels.get("team") or labels.get("equipe") or "":
        return rows.filter(team__iexact=named).values_list("team", flat=True).first() or ""
    agent = Q(user__username=labels["agent"]) if labels.get("agent") else Q(user=interaction.assigned_to_id)
    return rows.filter(agent).values_list("team", flat=True).first() or ""


def sizes_of(brand_ids: Collection[UUID], *, now: datetime) -> Counter[str]:
    """Count the agents of each team of some brands."""
    return Counter(_agents(brand_ids, now).exclude(team="").values_list("team", flat=True))


def _agents(brand_ids: Collection[UUID], now: datetime) -> models.QuerySet[Membership]:
    valid = Q(until__isnull=True) | Q(until__gt=now)
    return Membership.objects.filter(valid, brand_id__in=brand_ids, role=Role.AGENT)
