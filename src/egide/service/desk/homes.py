"""What each role's home shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from egide.keys import KeyUnavailable
from egide.service.assistance.models import Decision, ModelCall
from egide.service.conversations.models import ImportRun, Interaction, Quarantined, RawOriginal
from egide.service.design.amounts import amount_words, estimate_view, summed
from egide.service.design.contexts import (
    Cell,
    Column,
    EmptyState,
    FigureView,
    HomePage,
    HomeSection,
    LinkView,
    PlotPoint,
    PlotView,
    SwitchView,
    TableView,
)
from egide.service.design.words import model_words, task_words
from egide.service.evidence.home import journal_home
from egide.service.evidence.models import InstallationEntry
from egide.service.governance.home import register_home
from egide.service.governance.incident_home import incident_home
from egide.service.insight.figures import Period, read_backlog, read_cost, read_flow
from egide.service.outbox.models import OutgoingMessage
from egide.service.register.flows import BRAND, MODEL, TASK
from egide.service.register.models import Switch
from egide.service.register.providers import expiry_warnings
from egide.service.rights.home import rights_home
from egide.service.rights.models import RetentionRun
from egide.service.tenancy.access import Actor, access_brands
from egide.service.tenancy.choosing import chosen_brand
from egide.service.tenancy.models import Brand
from egide.service.tenancy.rights import Role
from egide.service.wiring import parts

_PERIOD_DAYS = 30
_BUCKETS = 10
_BACKUP_IS_OLD = timedelta(days=2)
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


def _dpo(brands: list[Brand], now: datetime) -> HomePage:
    waiting = Quarantined.objects.filter(brand__in=brands, state="waiting").count()
    register, incidents = register_home(brands, now=now), incident_home(brands, now=now)
    rights = rights_home(brands, now=now)
    return HomePage(
        _("Qu’est-ce qui est dû, périmé, refusé, en dérive ?"),
        _("%(dpias)d AIPD à valider, %(held)d enregistrements en quarantaine.")
        % {"dpias": register.dpias, "held": waiting},
        alerts=incidents.alerts,
        figures=(
            rights.figure,
            *register.figures,
            incidents.figure,
            FigureView(
                _("En quarantaine"),
                _count(waiting),
                status="warning" if waiting else "ok",
                url=reverse("desk:quarantine"),
            ),
        ),
        sections=(*rights.sections, *register.sections),
    )


def _rssi(brands: list[Brand], now: datetime) -> HomePage:
    journals, incidents = journal_home(brands, now=now), incident_home(brands, now=now)
    expiring = len(expiry_warnings([brand.pk for brand in brands], now.date()))
    return HomePage(
        _("Puis-je encore m’y fier ?"),
        _("Tous les journaux se vérifient.")
        if journals.intact
        else _("Un journal ne se vérifie plus : c’est un incident de sécurité."),
        alerts=(*incidents.alerts, *journals.alerts),
        figures=(
            *journals.figures,
            _keys(brands),
            _backup(now),
            FigureView(
                _("Preuves périmées ou bientôt"),
                _count(expiring),
                status="warning" if expiring else "ok",
                url=reverse("register:providers"),
            ),
            incidents.figure,
        ),
        sections=(journals.section,),
    )


def _keys(brands: list[Brand]) -> FigureView:
    """Say whether the key store answers, by asking it for something harmless."""
    ring = parts().key_ring
    try:
        for brand in brands:
            ring.brand_secret(str(brand.pk), "blind-index")
    except KeyUnavailable:
        return FigureView(
            _("Magasin de clés"), _("muet"), status="danger", note=_("rien ne part et rien ne s’ouvre d’ici là")
        )
    return FigureView(_("Magasin de clés"), _("répond"), status="ok", note=_("rotation chaque jour"))


def _backup(now: datetime) -> FigureView:
    """Say when the site was last copied by its own command; another means may serve it too."""
    made = InstallationEntry.objects.filter(type="backup.made").order_by("-id").values_list("at", flat=True).first()
    if made is None:
        return FigureView(_("Dernière sauvegarde"), _("aucune"), note="egide backup")
    return FigureView(
        _("Dernière sauvegarde"),
        date_format(localtime(made), "j b"),
        status="ok" if now - made < _BACKUP_IS_OLD else "warning",
        note=date_format(localtime(made), "H:i"),
    )


def _sustainability(brands: list[Brand], now: datetime) -> HomePage:
    period = Period.last(_PERIOD_DAYS, now, buckets=_BUCKETS)
    cost = read_cost(brands, period)
    energy, carbon = summed(cost.footprints, "energy_wh"), summed(cost.footprints, "carbon_gco2e")
    calls = ModelCall.objects.filter(brand__in=brands, at__gte=period.since)
    by_model = calls.values("task", "model").annotate(n=Count("id"), wh=Sum("energy_wh")).order_by("-wh")
    method = reverse("desk:method")
    words = _("30 derniers jours")
    per_request = (
        estimate_view(
            _("Énergie par demande résolue"), energy.share(cost.resolved), "Wh", period=words, method_url=method
        )
        if cost.resolved
        else FigureView(
            _("Énergie par demande résolue"), "–", note=_("aucune demande résolue sur la période"), method_url=method
        )
    )
    return HomePage(
        _("Que coûte l’IA à la planète, et que pouvons-nous arrêter ?"),
        ngettext(
            "%(n)d appels de modèle pour %(resolved)d demande résolue.",
            "%(n)d appels de modèle pour %(resolved)d demandes résolues.",
            cost.resolved,
        )
        % {"n": len(cost.footprints), "resolved": cost.resolved},
        figures=(
            per_request,
            estimate_view(_("Énergie totale"), energy, "Wh", period=words, method_url=method),
            estimate_view(_("Carbone total"), carbon, "gCO₂e", period=words, method_url=method),
        ),
        sections=(
            _energy_by_task(by_model),
            _energy_by_day(period, cost.energy_by_day),
            _came_to_nothing(brands, period.since),
            _retained(brands, period.since),
        ),
    )


def _energy_by_task(by_model: Iterable[dict[str, Any]]) -> HomeSection:
    return HomeSection(
        _("Par tâche et par modèle"),
        table=TableView(
            _("Énergie par tâche et par modèle"),
            (
                Column(_("Tâche")),
                Column(_("Modèle")),
                Column(_("Appels"), numeric=True),
                Column(_("Énergie"), numeric=True),
            ),
            tuple(
                (
                    Cell(task_words(row["task"])),
                    Cell(model_words(row["model"])),
                    Cell(_count(row["n"])),
                    Cell(amount_words(row["wh"] or 0.0, "Wh")),
                )
                for row in by_model
            ),
            empty=EmptyState(_("Aucun appel sur la période"), icon="check"),
        ),
    )


def _came_to_nothing(brands: list[Brand], since: datetime) -> HomeSection:
    """Show the calls that nobody could use: what could be stopped first."""
    calls = ModelCall.objects.filter(brand__in=brands, at__gte=since)
    kinds = (
        (_("Brouillons retenus : rien d’assez sûr à dire"), calls.filter(drafts__action__in=["abstain", "handoff"])),
        (_("Brouillons rejetés par un conseiller"), calls.filter(drafts__state="rejected")),
        (
            _("Brouillons proposés que personne n’a ouverts"),
            calls.filter(drafts__state="stale", drafts__shown_at__isnull=True),
        ),
        (_("Modèles appelés sans réponse utilisable"), calls.exclude(failure="")),
    )
    rows = []
    for words, found in kinds:
        spent = found.distinct().aggregate(n=Count("id", distinct=True), wh=Sum("energy_wh"))
        if spent["n"]:
            rows.append((Cell(words), Cell(_count(spent["n"])), Cell(amount_words(spent["wh"] or 0.0, "Wh"))))
    title = _("Ce que nous pouvons arrêter")
    columns = (Column(_("Appels sans suite")), Column(_("Appels"), numeric=True), Column(_("Énergie"), numeric=True))
    empty = EmptyState(_("Tout ce qui a été calculé a servi"), icon="check")
    return HomeSection(title, table=TableView(title, columns, tuple(rows), empty=empty))


def _retained(brands: list[Brand], since: datetime) -> HomeSection:
    """Show what is kept now and what retention removed."""
    removed = RetentionRun.objects.filter(brand__in=brands, at__gte=since).aggregate(
        conversations=Sum("conversations"), originals=Sum("originals"), decisions=Sum("decisions")
    )
    kept = (
        Interaction.objects.filter(brand__in=brands).count(),
        RawOriginal.objects.filter(brand__in=brands).count(),
        Decision.objects.filter(brand__in=brands, interaction__isnull=True).count(),
    )
    title = _("Ce que la conservation a retiré")
    return HomeSection(
        title,
        table=TableView(
            title,
            (Column(_("Données")), Column(_("Retirées en 30 jours"), numeric=True), Column(_("Gardées"), numeric=True)),
            (
                (Cell(_("Conversations")), Cell(_count(removed["conversations"] or 0)), Cell(_count(kept[0]))),
                (Cell(_("Messages d’origine")), Cell(_count(removed["originals"] or 0)), Cell(_count(kept[1]))),
                (Cell(_("Décisions de la passerelle")), Cell(_count(removed["decisions"] or 0)), Cell(_count(kept[2]))),
            ),
        ),
    )


def _energy_by_day(period: Period, by_day: dict[date, float]) -> HomeSection:
    title = _("Énergie de l’IA")
    if not by_day:
        return HomeSection(title, empty=EmptyState(_("Aucun appel sur la période"), icon="leaf"))
    points = tuple(
        PlotPoint(date_format(start, "j N"), round(1000 * amount, 3)) for start, amount in period.spread(by_day)
    )
    unit = _("mWh par tranche de %(days)d jours") % {"days": period.bucket_days}
    return HomeSection(title, plot=PlotView("bar", title, unit, points, _("30 derniers jours"), reverse("desk:method")))


def _brand_owner(brands: list[Brand], now: datetime) -> HomePage:
    period = Period.last(_PERIOD_DAYS, now, buckets=_BUCKETS)
    flow, backlog = read_flow(brands, period), read_backlog(brands, now)
    complaints = Interaction.objects.filter(brand__in=brands, status="open", intent="reclamation").count()
    words = _("30 derniers jours")
    kept = _share(flow.in_time, flow.with_deadline)
    return HomePage(
        _("Que peut faire l’IA de ma marque, et la promesse est-elle tenue ?"),
        _("%(waiting)d conversations attendent, dont %(late)d au-delà de leur échéance.")
        % {"waiting": backlog.waiting, "late": backlog.late},
        figures=(
            FigureView(_("Reçues"), _count(flow.received), period=words),
            FigureView(_("Réponses envoyées"), _count(flow.answered), period=words),
            FigureView(
                _("Avant l’échéance"),
                kept,
                "%" if flow.with_deadline else "",
                period=words,
                note="" if flow.with_deadline else _("pas encore de données"),
            ),
            FigureView(_("Réclamations ouvertes"), _count(complaints), status="warning" if complaints else "ok"),
            FigureView(_("Envoyées sans personne"), _count(flow.automatic), period=words),
        ),
        sections=(
            *(_switches(brand, many=len(brands) > 1) for brand in brands),
            HomeSection(
                _("Preuves"),
                links=(
                    LinkView(
                        _("Le journal de la marque, vérifiable par un tiers"), reverse("evidence:journal"), "lock"
                    ),
                    LinkView(_("Les chiffres du travail et de l’IA"), reverse("insight:supervision"), "chart"),
                    LinkView(_("Comment l’empreinte est calculée"), reverse("desk:method"), "leaf"),
                ),
            ),
        ),
    )


def _switches(brand: Brand, *, many: bool) -> HomeSection:
    """Show what the AI may do, each with its switch; a brand that is off stops all the others."""
    names = {BRAND: _("Toute l’IA de la marque"), TASK: "", MODEL: ""}
    rows = sorted(Switch.objects.filter(brand=brand), key=lambda row: ((BRAND, TASK, MODEL).index(row.kind), row.name))
    title = _("Interrupteurs de l’IA")
    return HomeSection(
        f"{title} · {brand.name}" if many else title,
        switches=tuple(
            SwitchView(
                "on",
                names[row.kind] or str(task_words(row.name) if row.kind == TASK else model_words(row.name)),
                row.on,
                reverse("register:switch", kwargs={"brand": brand.slug, "kind": row.kind, "name": row.name or "-"}),
                _effect(row),
            )
            for row in rows
        ),
        empty=None
        if rows
        else EmptyState(_("Aucune fonction d’IA n’est activée"), _("Rien ne part vers un modèle."), icon="stop"),
        more=LinkView(_("Tous les interrupteurs"), reverse("register:switches")),
    )


def _effect(row: Switch) -> str:
    if row.kind == BRAND:
        return (
            _("Coupée, elle s’arrête au prochain appel ; le bureau reste utilisable à la main.")
            if row.on
            else _("Rien ne part vers un modèle ; le bureau reste utilisable à la main.")
        )
    return _("Tâche") if row.kind == TASK else _("Modèle")


def _operator(brands: list[Brand], now: datetime) -> HomePage:
    outgoing = OutgoingMessage.objects.filter(brand__in=brands)
    tally = outgoing.aggregate(
        queued=Count("id", filter=Q(state="queued")), failed=Count("id", filter=Q(state="failed"))
    )
    unanalysed = Interaction.objects.filter(brand__in=brands, analysed_at__isnull=True).count()
    imports = ImportRun.objects.filter(brand__in=brands, state="running").count()
    served = ngettext("%(n)d marque servie.", "%(n)d marques servies.", len(brands)) % {"n": len(brands)}
    stuck = ngettext("%(n)d envoi a échoué.", "%(n)d envois ont échoué.", tally["failed"]) % {"n": tally["failed"]}
    return HomePage(
        _("L’installation tourne-t-elle ?"),
        f"{served} {stuck}" if tally["failed"] else served,
        figures=(
            FigureView(_("Marques"), _count(len(brands))),
            FigureView(_("Réponses à envoyer"), _count(tally["queued"])),
            FigureView(_("Envois échoués"), _count(tally["failed"]), status="danger" if tally["failed"] else "ok"),
            FigureView(_("Conversations à analyser"), _count(unanalysed)),
            FigureView(_("Imports en cours"), _count(imports), url=reverse("desk:import")),
            _backup(now),
        ),
        # The operator keeps the journals running and does not read them.
        sections=tuple(replace(section, more=None) for section in _rssi(brands, now).sections),
    )


# An agent's home is the queue and a supervisor's is the page of figures: both are pages of their own.
HOMES: dict[Role, Home] = {
    Role.DPO: _dpo,
    Role.RSSI: _rssi,
    Role.SUSTAINABILITY: _sustainability,
    Role.BRAND_OWNER: _brand_owner,
    Role.OPERATOR: _operator,
}
