"""The report of calls by topic: what customers call about and how the calls go, over groups large enough to hide anybody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from egide.service.calls.models import ReviewedCall
from egide.service.design.contexts import Cell, Column, EmptyState, ListPage, TableView
from egide.service.design.words import intent_words
from egide.service.tenancy.access import AccessRefused, Actor, access_brands
from egide.service.tenancy.rights import Right

SMALLEST_GROUP = 5
_DAYS = 90


@dataclass(frozen=True, slots=True)
class Topic:
    """What the calls about one topic have in common; an empty intent gathers the topics that are too small to show.

    Attributes:
        median_s: Median duration, seconds.
        script_met: Share of the script's rules that were met, 0 to 1; None without a rule.
    """

    intent: str
    calls: int
    median_s: float
    complaints: int
    incidents: int
    script_met: float | None


def count_topics(reviews: Iterable[tuple[str, Mapping[str, Any]]]) -> list[Topic]:
    """Group the figures of reviews by topic, the largest first; groups under five calls are put together, or left out.

    Nothing is read of who spoke: neither the agent nor the customer, and no tone of voice.
    """
    groups: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for intent, figures in reviews:
        groups[intent].append(figures)
    rest = [figures for listed in groups.values() if len(listed) < SMALLEST_GROUP for figures in listed]
    shown = [_topic(intent, listed) for intent, listed in groups.items() if len(listed) >= SMALLEST_GROUP]
    shown.sort(key=lambda topic: (-topic.calls, topic.intent))
    return [*shown, _topic("", rest)] if len(rest) >= SMALLEST_GROUP else shown


def _topic(intent: str, listed: Sequence[Mapping[str, Any]]) -> Topic:
    rules = [finding["met"] for figures in listed for finding in figures["script"]]
    return Topic(
        intent,
        len(listed),
        median(figures["metrics"]["duration_s"] for figures in listed),
        sum(bool(figures["complaint"]) for figures in listed),
        sum(len(figures["incidents"]) for figures in listed),
        sum(rules) / len(rules) if rules else None,
    )


@login_required
@require_GET
def topics(request: HttpRequest) -> HttpResponse:
    """Show the calls reviewed in the last three months, by topic."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    brands = access_brands(actor, Right.QUALITY_REVIEW)
    if not brands:
        raise AccessRefused(Right.QUALITY_REVIEW)
    since = timezone.now() - timedelta(days=_DAYS)
    rows = ReviewedCall.objects.filter(brand__in=brands, interaction__opened_at__gte=since)
    page = ListPage(
        title=_("Appels par sujet"),
        lead=_(
            "Les trois derniers mois. Aucun conseiller n’y figure : un sujet de moins de cinq appels rejoint les autres."
        ),
        table=TableView(
            _("Appels par sujet"),
            (
                Column(_("Sujet")),
                Column(_("Appels"), numeric=True),
                Column(_("Durée médiane"), numeric=True),
                Column(_("Réclamations"), numeric=True),
                Column(_("Incidents"), numeric=True),
                Column(_("Script suivi"), numeric=True),
            ),
            tuple(_row(topic) for topic in count_topics(rows.values_list("interaction__intent", "figures"))),
            empty=EmptyState(
                _("Pas assez d’appels examinés"), _("Examinez au moins cinq appels : leurs sujets se lisent ici.")
            ),
        ),
    )
    return render(request, "pages/list.html", {"page": page})


def _row(topic: Topic) -> tuple[Cell, ...]:
    return (
        Cell(intent_words(topic.intent) if topic.intent else _("Autres sujets")),
        Cell(str(topic.calls)),
        Cell(f"{int(topic.median_s // 60)}:{int(topic.median_s % 60):02d}"),
        Cell(str(topic.complaints)),
        Cell(str(topic.incidents)),
        Cell("–" if topic.script_met is None else f"{round(100 * topic.script_met)} %"),
    )
