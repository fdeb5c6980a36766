"""What the homes of the RSSI and of the operator say of the journals, live."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from egide.service.design.contexts import (
    AlertView,
    Cell,
    Column,
    FigureView,
    HomeSection,
    LinkView,
    TableView,
)
from egide.service.evidence.integrity import Integrity, log_integrity
from egide.service.evidence.models import InstallationEntry
from egide.service.evidence.presenting import moment, wrong_words
from egide.service.tenancy.models import Brand

_WATCHED = timedelta(hours=24)
# Checked every day: a second day without a result says that the scheduler stopped.
_STALE = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class JournalHome:
    """The journals, as a home shows them; `intact` sums them up."""

    intact: bool
    alerts: tuple[AlertView, ...]
    figures: tuple[FigureView, ...]
    section: HomeSection


def journal_home(brands: Sequence[Brand], *, now: datetime) -> JournalHome:
    """Gather the state of the brands' journals and of the installation's own.

    Args:
        brands: The brands in scope whose journals are shown.
        now: Aware UTC.

    Returns:
        Alerts for what is broken or watched by nobody, figures, and one row per journal.
    """
    states = [(brand.name, log_integrity(brand.pk, now=now)) for brand in brands]
    states.append((_("Installation"), log_integrity(None, now=now)))
    broken = [(name, state) for name, state in states if not state.intact]
    alerts = [
        AlertView(
            "danger",
            _("Journal altéré : %(brand)s") % {"brand": name},
            _("%(what)s. Ouvrez un incident, ne modifiez rien.") % {"what": wrong_words(state).capitalize()},
            LinkView(_("Ouvrir un incident"), f"{reverse('incidents:new')}?scenario=journal-altered"),
        )
        for name, state in broken
    ]
    if any(not state.witnesses for _name, state in states):
        alerts.append(
            AlertView(
                "warning",
                _("Aucun témoin extérieur."),
                _("Une réécriture complète par l'exploitant, qui détient la clé, ne serait pas détectée."),
            )
        )
    return JournalHome(
        intact=not broken,
        alerts=tuple(alerts),
        figures=(
            FigureView(
                _("Journaux intacts"),
                f"{len(states) - len(broken)}/{len(states)}",
                status="danger" if broken else "ok",
                url=reverse("evidence:journal"),
            ),
            _count_of("login.failed", _("Connexions refusées"), now),
            _count_of("request.refused", _("Actions refusées"), now),
        ),
        section=HomeSection(
            _("Journaux"),
            table=TableView(
                _("Journaux"),
                (
                    Column(_("Journal")),
                    Column(_("Entrées"), numeric=True),
                    Column(_("En attente"), numeric=True),
                    Column(_("Dernier point")),
                    Column(_("Tout vérifié")),
                    Column(_("Témoin")),
                    Column(_("Horodaté")),
                    Column(_("État")),
                ),
                tuple(_row(name, state, now) for name, state in states),
            ),
            more=LinkView(_("Ouvrir le journal"), reverse("evidence:journal")),
            wide=True,
        ),
    )


def _row(name: str, state: Integrity, now: datetime) -> tuple[Cell, ...]:
    fresh = state.verified_at is not None and now - state.verified_at < _STALE
    return (
        Cell(name),
        Cell(str(state.size)),
        Cell(str(state.waiting)),
        Cell(moment(state.published_at)),
        Cell(moment(state.verified_at), status="" if fresh else "warning"),
        _witness_cell(state),
        Cell(moment(state.stamped_at), status="" if state.stamped_at else "neutral"),
        Cell(_("intact") if state.intact else _("altéré"), status="ok" if state.intact else "danger"),
    )


def _witness_cell(state: Integrity) -> Cell:
    if not state.witnesses:
        return Cell(_("aucun"), status="warning")
    if any(seen.refusal for seen in state.witnesses):
        return Cell(_("ne cosigne pas"), status="danger")
    latest = [seen.at for seen in state.witnesses if seen.at is not None]
    return Cell(moment(min(latest))) if latest else Cell(_("en attente"), status="neutral")


def _count_of(event: str, label: str, now: datetime) -> FigureView:
    number = InstallationEntry.objects.filter(type=event, at__gte=now - _WATCHED).count()
    url = f"{reverse('evidence:installation')}?kind={event}&since=24h"
    return FigureView(label, str(number), period=_("24 dernières heures"), url=url)
