"""Turn the figures into the supervisor's page: first the answer, then the figures, then what to look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import TYPE_CHECKING, Literal

from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from egide.service.design.amounts import estimate_view, span_words, summed, two_digits
from egide.service.design.contexts import (
    AlertView,
    Cell,
    Column,
    EmptyState,
    FigureView,
    HomeSection,
    LinkView,
    NavItem,
    PlotPoint,
    PlotView,
    TableView,
)
from egide.service.design.words import intent_words, reject_words
from egide.service.insight import figures
from egide.service.tenancy.models import Brand

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PERIODS = (7, 30, 90)
_BUCKETS = 10
_LISTED = 6
_SAMPLE = 5
_LATE_SHARE, _UNREAD_SHARE, _DRIFTING = 0.1, 0.05, 0.25
# Below this many, a share of them says nothing: it is not coloured.
_ENOUGH = 20
Status = Literal["", "ok", "warning", "danger"]


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """Figures that answer one question."""

    question: StrOrPromise
    figures: tuple[FigureView, ...]


@dataclass(frozen=True, slots=True)
class SupervisionPage:
    """The supervisor's page: ``pages/supervision.html``."""

    title: StrOrPromise
    answer: StrOrPromise
    periods: tuple[NavItem, ...]
    groups: tuple[FigureGroup, ...]
    sections: tuple[HomeSection, ...]
    alerts: tuple[AlertView, ...] = ()
    levels_url: str = ""


def present_supervision(
    brands: Sequence[Brand], days: int, now: datetime, *, may_read: bool, may_see_cost: bool
) -> SupervisionPage:
    """Compute and show the figures of a period.

    Args:
        brands: The brands whose figures this person may read.
        days: Length of the period; one that is not offered becomes the middle one.
        now: Aware UTC.
        may_read: The person may open conversations: the sample and the answers to look at are shown.
        may_see_cost: The person may read footprints.

    Returns:
        The page.
    """
    days = days if days in PERIODS else PERIODS[1]
    period = figures.Period.last(days, now, buckets=_BUCKETS)
    backlog, flow = figures.read_backlog(brands, now), figures.read_flow(brands, period)
    helped = figures.read_help(brands, period)
    groups = [
        FigureGroup(_("Le rythme"), _pace(brands, period, backlog, flow, now)),
        FigureGroup(_("L’aide de l’IA"), _help(brands, period, helped, flow)),
    ]
    if may_see_cost:
        groups.append(FigureGroup(_("Son coût"), _cost(brands, period)))
    sections = [
        _plot(_("Conversations reçues"), period, flow.received_by_day),
        _plot(_("Réponses envoyées"), period, flow.answered_by_day),
        _intents(brands, period),
    ]
    if may_read:
        sections += [_sample(brands, period), _unread(brands, period, helped)]
    return SupervisionPage(
        title=_("Suivons-nous le rythme, et l’IA aide-t-elle ?"),
        answer=_answer(backlog, helped),
        periods=tuple(
            NavItem(
                _("%(days)d derniers jours") % {"days": offered},
                f"{reverse('insight:supervision')}?days={offered}",
                "",
                current=offered == days,
            )
            for offered in PERIODS
        ),
        groups=tuple(groups),
        sections=tuple(sections),
        alerts=_alerts(brands, period, helped),
    )


def _answer(backlog: figures.Backlog, helped: figures.Help) -> str:
    waiting = ngettext(
        "%(n)d conversation à traiter, dont %(late)d en retard.",
        "%(n)d conversations à traiter, dont %(late)d en retard.",
        backlog.waiting,
    ) % {"n": backlog.waiting, "late": backlog.late}
    if not helped.reviewed:
        nobody = _("Personne n’a encore relu de brouillon sur la période.")
        return f"{waiting} {nobody}"
    sent = helped.accepted + helped.edited
    used = _("Les conseillers ont envoyé %(sent)d brouillons sur %(reviewed)d relus.") % {
        "sent": sent,
        "reviewed": helped.reviewed,
    }
    return f"{waiting} {used}"


def _count(number: int) -> str:
    return str(number_format(number, use_l10n=True, force_grouping=True))


def _share(
    label: StrOrPromise, part: int, whole: int, *, note: StrOrPromise = "", status: Status = "", url: str = ""
) -> FigureView:
    """Show a share with what it is a share of; a share of nothing is said in words."""
    if not whole:
        return FigureView(label, "–", note=_("pas encore de données"), url=url)
    detail = _("%(part)s sur %(whole)s") % {"part": _count(part), "whole": _count(whole)}
    shown = f"{detail}, {note}" if note else detail
    return FigureView(label, str(round(100 * part / whole)), "%", note=shown, status=status, url=url)


def _status(part: int, whole: int, threshold: float) -> Status:
    if whole < _ENOUGH:
        return ""
    return "warning" if part / whole > threshold else "ok"


def _pace(
    brands: Sequence[Brand], period: figures.Period, backlog: figures.Backlog, flow: figures.Flow, now: datetime
) -> tuple[FigureView, ...]:
    waits = figures.read_first_reply_minutes(brands, period)
    queue = reverse("desk:queue")
    oldest = (
        _("la plus ancienne attend depuis %(time)s") % {"time": span_words(now - backlog.oldest)}
        if backlog.oldest
        else ""
    )
    first = (
        FigureView(
            _("Première réponse"),
            span_words(timedelta(minutes=median(waits))),
            note=_("médiane ; 9 clients sur 10 en moins de %(time)s")
            % {"time": span_words(timedelta(minutes=waits[int(0.9 * (len(waits) - 1))]))},
        )
        if waits
        else FigureView(_("Première réponse"), "–", note=_("pas encore de données"))
    )
    late = "danger" if backlog.late else "ok"
    return (
        FigureView(_("À traiter"), _count(backlog.waiting), note=oldest, url=queue),
        FigureView(_("En retard"), _count(backlog.late), note=_("maintenant"), status=late, url=f"{queue}?sla=late"),  # type: ignore[arg-type]
        FigureView(_("Reçues"), _count(flow.received)),
        FigureView(_("Réponses envoyées"), _count(flow.answered)),
        _share(_("Avant l’échéance"), flow.in_time, flow.with_deadline),
        first,
        _share(_("Rouvertes par le client"), flow.reopened, flow.answered_conversations),
    )


def _help(
    brands: Sequence[Brand], period: figures.Period, helped: figures.Help, flow: figures.Flow
) -> tuple[FigureView, ...]:
    changed = (
        _("%(share)s %% du texte changé") % {"share": round(100 * helped.edited_share)}
        if helped.edited_share is not None
        else ""
    )
    return (
        _share(_("Acceptés tels quels"), helped.accepted, helped.reviewed),
        _share(_("Modifiés puis envoyés"), helped.edited, helped.reviewed, note=changed),
        _share(_("Rejetés"), helped.rejected, helped.reviewed, note=_reason(helped)),
        _share(_("Abstentions"), helped.abstained, helped.abstained + helped.drafted),
        _share(_("Envoyées sans personne"), flow.automatic, flow.answered),
        _share(
            _("Acceptés sans lecture"),
            helped.unread,
            helped.timed,
            note=_("en moins de %(n)d s") % {"n": figures.UNREAD_SECONDS},
            status=_status(helped.unread, helped.timed, _UNREAD_SHARE),
        ),
        _time_saved(figures.read_time_saved(brands, period)),
    )


def _reason(helped: figures.Help) -> str:
    if not helped.reasons or not helped.reasons[0][0]:
        return ""
    return _("surtout « %(reason)s »") % {"reason": reject_words(helped.reasons[0][0])}


def _time_saved(saved: figures.TimeSaved) -> FigureView:
    method = reverse("insight:method")
    if saved.per_answer is None:
        note = _("trop peu de réponses à comparer : %(assisted)d avec brouillon, %(by_hand)d sans") % {
            "assisted": saved.assisted,
            "by_hand": saved.by_hand,
        }
        return FigureView(_("Temps gagné par réponse"), "–", note=note, method_url=method)
    low, point, high = (two_digits(bound) for bound in saved.per_answer)
    return FigureView(_("Temps gagné par réponse"), point, _("min"), low, high, method_url=method)


def _cost(brands: Sequence[Brand], period: figures.Period) -> tuple[FigureView, ...]:
    cost = figures.read_cost(brands, period)
    energy, carbon = summed(cost.footprints, "energy_wh"), summed(cost.footprints, "carbon_gco2e")
    method = reverse("desk:method")
    resolved = ngettext("%(n)s demande résolue", "%(n)s demandes résolues", cost.resolved) % {
        "n": _count(cost.resolved)
    }
    if not cost.resolved:
        per_request = FigureView(
            _("Énergie par demande résolue"), "–", note=_("aucune demande résolue sur la période"), method_url=method
        )
    else:
        per_request = estimate_view(
            _("Énergie par demande résolue"), energy.share(cost.resolved), "Wh", period=resolved, method_url=method
        )
    return (
        per_request,
        estimate_view(_("Énergie totale"), energy, "Wh", method_url=method),
        estimate_view(_("Carbone total"), carbon, "gCO₂e", method_url=method),
    )


def _plot(title: str, period: figures.Period, by_day: dict[date, float]) -> HomeSection:
    if not any(by_day.values()):
        return HomeSection(title, empty=EmptyState(_("Rien sur la période"), icon="chart"))
    points = tuple(PlotPoint(date_format(start, "j N"), amount) for start, amount in period.spread(by_day))
    unit = (
        _("par jour") if period.bucket_days == 1 else _("par tranche de %(days)d jours") % {"days": period.bucket_days}
    )
    return HomeSection(title, plot=PlotView("bar", title, unit, points))


def _intents(brands: Sequence[Brand], period: figures.Period) -> HomeSection:
    title = _("Par demande : ce qui arrive, et où l’IA aide")
    rows = figures.read_intents(brands, period, limit=_LISTED)
    return HomeSection(
        title,
        table=TableView(
            title,
            (
                Column(_("Demande")),
                Column(_("Reçues"), numeric=True),
                Column(_("En attente"), numeric=True),
                Column(_("Brouillons"), numeric=True),
                Column(_("Abstentions"), numeric=True),
                Column(_("Envoyés"), numeric=True),
                Column(_("Rejetés"), numeric=True),
            ),
            tuple(
                (
                    Cell(intent_words(row.intent) if row.intent else _("Non analysée")),
                    *(
                        Cell(_count(number))
                        for number in (row.received, row.waiting, row.drafted, row.abstained, row.sent, row.rejected)
                    ),
                )
                for row in rows
            ),
            empty=EmptyState(_("Rien sur la période"), icon="chart"),
        ),
        wide=True,
    )


def _sample(brands: Sequence[Brand], period: figures.Period) -> HomeSection:
    title = _("À relire aujourd’hui : des réponses tirées au sort")
    marks = {"assisted": _("avec l’IA"), "generated": _("par l’IA"), "": _("à la main")}
    return HomeSection(
        title,
        table=TableView(
            title,
            (Column(_("Envoyée le")), Column(_("Demande")), Column(_("Rédigée"))),
            tuple(
                (
                    Cell(at=answer.queued_at, url=reverse("desk:conversation", args=[answer.interaction_id])),
                    Cell(intent_words(answer.interaction.intent) if answer.interaction.intent else _("Non analysée")),
                    Cell(marks.get(answer.ai_mark, answer.ai_mark), status="info" if answer.ai_mark else "neutral"),
                )
                for answer in figures.draw_sample(brands, period, size=_SAMPLE)
            ),
            empty=EmptyState(_("Aucune réponse à relire"), _("Elles apparaîtront dès que la file avancera.")),
        ),
    )


def _unread(brands: Sequence[Brand], period: figures.Period, helped: figures.Help) -> HomeSection:
    title = _("Signes de confiance excessive")
    rows = figures.find_unread(brands, period, limit=_SAMPLE) if helped.unread else []
    return HomeSection(
        title,
        table=TableView(
            title,
            (Column(_("Accepté le")), Column(_("Demande")), Column(_("Lu pendant"), numeric=True)),
            tuple(
                (
                    Cell(at=review.at, url=reverse("desk:conversation", args=[review.draft.interaction_id])),
                    Cell(intent_words(review.draft.interaction.intent)),
                    Cell(_("%(n)s s") % {"n": two_digits(review.seconds or 0.0)}),
                )
                for review in rows
            ),
            empty=EmptyState(
                _("Aucun brouillon accepté sans avoir été lu"),
                _("Un brouillon accepté en moins de %(n)d secondes apparaîtrait ici.") % {"n": figures.UNREAD_SECONDS},
                icon="check",
            ),
        ),
        more=LinkView(_("Comment c’est mesuré"), reverse("insight:method")),
    )


def _alerts(brands: Sequence[Brand], period: figures.Period, helped: figures.Help) -> tuple[AlertView, ...]:
    alerts = []
    if _status(helped.unread, helped.timed, _UNREAD_SHARE) == "warning":
        alerts.append(
            AlertView(
                "warning",
                _("Des brouillons sont acceptés sans être lus."),
                _("Relisez l’échantillon avec l’équipe : une erreur non lue part signée d’un conseiller."),
            )
        )
    drift = figures.read_drift(brands, period)
    if drift is not None and drift > _DRIFTING:
        alerts.append(
            AlertView(
                "warning",
                _("Les demandes changent de nature."),
                _("%(share)d %% de leur répartition a bougé entre les deux moitiés de la période : relisez les seuils.")
                % {"share": round(100 * drift)},
            )
        )
    return tuple(alerts)
