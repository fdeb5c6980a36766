"""What each role's home shows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Avg, Count, Q, Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from egide.service.assistance.models import Decision, Draft, ModelCall, Review
from egide.service.conversations.models import Interaction, Quarantined
from egide.service.design.contexts import (
    Cell,
    Column,
    EmptyState,
    FigureView,
    HomePage,
    HomeSection,
    TableView,
)
from egide.service.desk.presenting import decision_sentence, two_digits
from egide.service.desk.shell import chosen_brand
from egide.service.evidence.home import journal_home
from egide.service.register.models import Dpia, Switch
from egide.service.tenancy.access import Actor, access_brands
from egide.service.tenancy.models import Brand
from egide.service.tenancy.rights import Role

_PERIOD_DAYS = 30
_LISTED = 8
Home = Callable[[list[Brand], datetime], HomePage]


def home_of(role: Role, request: HttpRequest, actor: Actor, *, now: datetime) -> HomePage:
    """Build the home of a role over the brands that this person serves."""
    brands = access_brands(actor)
    chosen = chosen_brand(request, brands)
    return HOMES[role]([chosen] if chosen else brands, now)


def _count(number: int) -> str:
    return str(number_format(number, use_l10n=True, force_grouping=True))


def _share(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)}" if whole else "–"


def _agent(brands: list[Brand], now: datetime) -> HomePage:
    del brands, now
    return HomePage(_("Que faire maintenant ?"), "")


def _supervisor(brands: list[Brand], now: datetime) -> HomePage:
    since = now - timedelta(days=_PERIOD_DAYS)
    rows = Interaction.objects.filter(brand__in=brands)
    backlog, late = rows.filter(status="open").count(), rows.filter(status="open", due_at__lt=now).count()
    drafts = Draft.objects.filter(brand__in=brands, created_at__gte=since)
    made = drafts.filter(action="reply").count()
    withheld = drafts.exclude(action="reply").count()
    reviews = Review.objects.filter(brand__in=brands, at__gte=since)
    tally = dict(reviews.values_list("verdict").annotate(Count("id")))
    reviewed = sum(tally.values())
    period = _("30 derniers jours")
    intents = rows.filter(status="open").values("intent").annotate(n=Count("id")).order_by("-n")[:_LISTED]
    from egide.service.desk.words import intent_words

    return HomePage(
        _("Suivons-nous le rythme, et l’IA aide-t-elle ?"),
        _("%(backlog)d conversations à traiter, dont %(late)d en retard.") % {"backlog": backlog, "late": late},
        figures=(
            FigureView(_("À traiter"), _count(backlog), url=reverse("desk:queue")),
            FigureView(
                _("En retard"),
                _count(late),
                status="danger" if late else "ok",
                url=reverse("desk:queue") + "?sla=late",
            ),
            FigureView(_("Brouillons proposés"), _count(made), period=period),
            FigureView(_("Abstentions"), _share(withheld, made + withheld), "%", period=period),
            FigureView(_("Acceptés tels quels"), _share(tally.get("accepted", 0), reviewed), "%", period=period),
            FigureView(_("Modifiés"), _share(tally.get("edited", 0), reviewed), "%", period=period),
            FigureView(_("Rejetés"), _share(tally.get("rejected", 0), reviewed), "%", period=period),
        ),
        sections=(
            HomeSection(
                _("Demandes en attente, par intention"),
                table=TableView(
                    _("Demandes en attente, par intention"),
                    (Column(_("Intention")), Column(_("Conversations"), numeric=True)),
                    tuple(
                        (
                            Cell(intent_words(row["intent"]) if row["intent"] else _("Non analysée")),
                            Cell(_count(row["n"])),
                        )
                        for row in intents
                    ),
                ),
            ),
        ),
    )


def _dpo(brands: list[Brand], now: datetime) -> HomePage:
    since = now - timedelta(days=_PERIOD_DAYS)
    waiting = Quarantined.objects.filter(brand__in=brands, state="waiting").count()
    dpias = Dpia.objects.filter(brand__in=brands)
    to_validate = dpias.filter(state__in=["draft", "stale"]).count()
    refused = Decision.objects.filter(brand__in=brands, at__gte=since, verdict__in=["refuse", "human-only"])
    reasons: dict[str, tuple[int, str]] = {}
    for decision in refused.order_by("-at")[:2000]:
        strongest = decision.reasons[0] if decision.reasons else {"rule": "?"}
        number, _sentence = reasons.get(strongest["rule"], (0, ""))
        reasons[strongest["rule"]] = (number + 1, decision_sentence(decision, _language()))
    ordered = sorted(reasons.values(), key=lambda pair: -pair[0])[:_LISTED]
    return HomePage(
        _("Qu’est-ce qui est dû, périmé, refusé, en dérive ?"),
        _("%(dpias)d AIPD à valider, %(held)d enregistrements en quarantaine.")
        % {"dpias": to_validate, "held": waiting},
        figures=(
            FigureView(_("AIPD à valider"), _count(to_validate), status="warning" if to_validate else "ok"),
            FigureView(
                _("En quarantaine"),
                _count(waiting),
                status="warning" if waiting else "ok",
                url=reverse("desk:quarantine"),
            ),
            FigureView(_("Refus"), _count(refused.count()), period=_("30 derniers jours")),
        ),
        sections=(
            HomeSection(
                _("Ce que la politique refuse le plus"),
                table=TableView(
                    _("Ce que la politique refuse le plus"),
                    (Column(_("Raison")), Column(_("Refus"), numeric=True)),
                    tuple((Cell(sentence), Cell(_count(number))) for number, sentence in ordered),
                    empty=EmptyState(_("Aucun refus sur la période"), icon="check"),
                ),
                wide=True,
            ),
        ),
    )


def _language() -> str:
    from django.utils.translation import get_language

    return (get_language() or "fr")[:2]


def _rssi(brands: list[Brand], now: datetime) -> HomePage:
    journals = journal_home(brands, now=now)
    return HomePage(
        _("Puis-je encore m’y fier ?"),
        _("Tous les journaux se vérifient.")
        if journals.intact
        else _("Un journal ne se vérifie plus : c’est un incident de sécurité."),
        alerts=journals.alerts,
        figures=journals.figures,
        sections=(journals.section,),
    )


def _sustainability(brands: list[Brand], now: datetime) -> HomePage:
    since = now - timedelta(days=_PERIOD_DAYS)
    calls = ModelCall.objects.filter(brand__in=brands, at__gte=since)
    resolved = Interaction.objects.filter(brand__in=brands, status__in=["answered", "closed"]).count()
    low = high = point = carbon_low = carbon_high = carbon = 0.0
    for footprint in calls.values_list("footprint", flat=True).iterator():
        energy, gas = footprint.get("energy_wh", {}), footprint.get("carbon_gco2e", {})
        low, point, high = low + energy.get("low", 0), point + energy.get("point", 0), high + energy.get("high", 0)
        carbon_low, carbon, carbon_high = (
            carbon_low + gas.get("low", 0),
            carbon + gas.get("point", 0),
            carbon_high + gas.get("high", 0),
        )
    by_model = calls.values("task", "model").annotate(n=Count("id"), wh=Sum("energy_wh")).order_by("-wh")
    per = max(resolved, 1)
    method = reverse("desk:method")
    period = _("30 derniers jours")
    return HomePage(
        _("Que coûte l’IA à la planète, et que pouvons-nous arrêter ?"),
        _("%(n)d appels de modèle pour %(resolved)d demandes résolues.") % {"n": calls.count(), "resolved": resolved},
        figures=(
            FigureView(
                _("Énergie par demande résolue"),
                two_digits(point / per),
                "Wh",
                two_digits(low / per),
                two_digits(high / per),
                period,
                method,
            ),
            FigureView(_("Énergie totale"), two_digits(point), "Wh", two_digits(low), two_digits(high), period, method),
            FigureView(
                _("Carbone total"),
                two_digits(carbon),
                "gCO₂e",
                two_digits(carbon_low),
                two_digits(carbon_high),
                period,
                method,
            ),
        ),
        sections=(
            HomeSection(
                _("Par tâche et par modèle"),
                table=TableView(
                    _("Énergie par tâche et par modèle"),
                    (
                        Column(_("Tâche")),
                        Column(_("Modèle")),
                        Column(_("Appels"), numeric=True),
                        Column("Wh", numeric=True),
                    ),
                    tuple(
                        (
                            Cell(row["task"]),
                            Cell(row["model"]),
                            Cell(_count(row["n"])),
                            Cell(two_digits(row["wh"] or 0)),
                        )
                        for row in by_model
                    ),
                    empty=EmptyState(_("Aucun appel sur la période"), icon="check"),
                ),
                wide=True,
            ),
        ),
    )


def _brand_owner(brands: list[Brand], now: datetime) -> HomePage:
    del now
    switches = Switch.objects.filter(brand__in=brands).select_related("brand").order_by("brand__name", "kind", "name")
    rows = Interaction.objects.filter(brand__in=brands)
    tally = rows.aggregate(
        answered=Count("id", filter=Q(status__in=["answered", "closed"])), total=Count("id"), tone=Avg("priority")
    )
    kinds = {"brand": _("Marque"), "task": _("Tâche"), "model": _("Modèle")}
    return HomePage(
        _("Que peut faire l’IA de ma marque, et la promesse est-elle tenue ?"),
        _("%(answered)d conversations répondues sur %(total)d.") % tally,
        figures=(
            FigureView(_("Répondues"), _count(tally["answered"])),
            FigureView(_("Reçues"), _count(tally["total"])),
        ),
        sections=(
            HomeSection(
                _("Interrupteurs"),
                table=TableView(
                    _("Interrupteurs de l’IA"),
                    (Column(_("Marque")), Column(_("Portée")), Column(_("Nom")), Column(_("État"))),
                    tuple(
                        (
                            Cell(switch.brand.name),
                            Cell(kinds[switch.kind]),
                            Cell(switch.name or "–"),
                            Cell(_("active") if switch.on else _("coupée"), status="ok" if switch.on else "neutral"),
                        )
                        for switch in switches
                    ),
                    empty=EmptyState(_("Aucune fonction d’IA n’est activée"), _("Rien ne part vers un modèle.")),
                ),
                wide=True,
            ),
        ),
    )


def _operator(brands: list[Brand], now: datetime) -> HomePage:
    return HomePage(
        _("L’installation tourne-t-elle ?"),
        _("%(n)d marques servies.") % {"n": len(brands)},
        figures=(FigureView(_("Marques"), _count(len(brands))),),
        sections=_rssi(brands, now).sections,
    )


# In the order in which a person with several roles is led home.
HOMES: dict[Role, Home] = {
    Role.AGENT: _agent,
    Role.SUPERVISOR: _supervisor,
    Role.DPO: _dpo,
    Role.RSSI: _rssi,
    Role.SUSTAINABILITY: _sustainability,
    Role.BRAND_OWNER: _brand_owner,
    Role.OPERATOR: _operator,
}
