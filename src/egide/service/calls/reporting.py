"""The reports of calls, by topic and by team: how the calls go, over groups large enough to hide anybody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from egide.assist.call_report import Group, count_groups, shown_teams
from egide.service.calls.models import ReviewedCall
from egide.service.calls.teams import sizes_of
from egide.service.design.contexts import Cell, Column, EmptyState, LinkView, ListPage, NavItem, TableView
from egide.service.design.words import intent_words
from egide.service.tenancy.access import AccessRefused, Actor, access_brands
from egide.service.tenancy.rights import Right

_DAYS = 90
_TABS = 12


@login_required
@require_GET
def topics(request: HttpRequest) -> HttpResponse:
    """Show the calls reviewed in the last three months: by topic, by team, or by topic for one team."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    brands, now = access_brands(actor, Right.QUALITY_REVIEW), timezone.now()
    if not brands:
        raise AccessRefused(Right.QUALITY_REVIEW)
    recent = ReviewedCall.objects.filter(brand__in=brands, interaction__opened_at__gte=now - timedelta(days=_DAYS))
    rows = list(recent.values_list("team", "interaction__intent", "figures"))
    names = shown_teams(Counter(team for team, _topic, _figures in rows), sizes_of([b.pk for b in brands], now=now))
    alone = sorted({name for name in names.values() if name})
    team = request.GET.get("team", "")
    if team not in alone:
        team = ""
    by_team = not team and request.GET.get("by") == "team"
    if by_team:
        groups = count_groups((names[own], figures) for own, _topic, figures in rows if own in names)
    else:
        groups = count_groups((topic, figures) for own, topic, figures in rows if not team or own == team)
    title = _("Appels par équipe") if by_team else _("Appels par sujet")
    first = Column(_("Équipe") if by_team else _("Sujet"))
    page = ListPage(
        title=title,
        lead=_(
            "Les trois derniers mois. Aucun conseiller n’y figure : un sujet de moins de cinq appels, une équipe de moins de cinq conseillers ou de cinq appels rejoignent les autres."
        ),
        tabs=tuple(_tabs(alone, team, by_team=by_team)),
        create=LinkView(
            _("Équipes de la marque %(brand)s") % {"brand": brands[0].name},
            reverse("calls:teams", args=[brands[0].slug]),
        )
        if len(brands) == 1
        else None,
        table=TableView(
            title,
            (
                first,
                Column(_("Appels"), numeric=True),
                Column(_("Durée médiane"), numeric=True),
                Column(_("Réclamations"), numeric=True),
                Column(_("Incidents"), numeric=True),
                Column(_("Script suivi"), numeric=True),
            ),
            tuple(
                _row(group, _("Autres, ou sans équipe") if by_team else _("Autres sujets"), by_team) for group in groups
            ),
            empty=EmptyState(
                _("Pas assez d’appels examinés"),
                _("Il faut une équipe d’au moins cinq conseillers et cinq appels : rangez les conseillers par équipe.")
                if by_team
                else _("Examinez au moins cinq appels : leurs sujets se lisent ici."),
            ),
        ),
    )
    return render(request, "pages/list.html", {"page": page})


def _tabs(teams: Sequence[str], chosen: str, *, by_team: bool) -> Iterable[NavItem]:
    here = reverse("calls:topics")
    yield NavItem(_("Par sujet"), here, "list", current=not chosen and not by_team)
    yield NavItem(_("Par équipe"), f"{here}?by=team", "list", current=by_team)
    for team in teams[:_TABS]:
        yield NavItem(team, f"{here}?{urlencode({'team': team})}", "list", current=team == chosen)


def _row(group: Group, others: str, by_team: bool) -> tuple[Cell, ...]:
    name = (group.name if by_team else intent_words(group.name)) if group.name else others
    return (
        Cell(name),
        Cell(str(group.calls)),
        Cell(f"{int(group.median_s // 60)}:{int(group.median_s % 60):02d}"),
        Cell(str(group.complaints)),
        Cell(str(group.incidents)),
        Cell("–" if group.script_met is None else f"{round(100 * group.script_met)} %"),
    )
