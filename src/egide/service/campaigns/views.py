"""The pages of campaigns: the list, a new one, and one with its figures by group before its use."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from egide.policy import Channel
from egide.service.campaigns.flows import BadFile, Plan, approve_campaign, export_campaign, run_campaign
from egide.service.campaigns.models import Campaign
from egide.service.design.contexts import (
    AlertView,
    Cell,
    Column,
    DetailPage,
    EmptyState,
    Fact,
    FormPage,
    HomeSection,
    LinkView,
    ListPage,
    TableView,
)
from egide.service.register.flows import known_bases
from egide.service.tenancy.access import AccessRefused, Actor, access_brand_by_slug, access_brands, check_right
from egide.service.tenancy.models import Brand
from egide.service.tenancy.rights import Right

_SHOWN = 100
_CHANNELS = (
    (Channel.EMAIL.value, gettext_lazy("E-mail")),
    (Channel.SMS.value, gettext_lazy("SMS")),
    (Channel.PHONE.value, gettext_lazy("Téléphone")),
    (Channel.POST.value, gettext_lazy("Courrier")),
)
_FOUR_FIFTHS = 0.8


class CampaignForm(forms.Form):
    """Purpose, channel, files, how many, and the group to watch."""

    name = forms.CharField(label=gettext_lazy("Nom"), max_length=120)
    purpose = forms.ChoiceField(label=gettext_lazy("Finalité déclarée"))
    channel = forms.ChoiceField(label=gettext_lazy("Canal"), choices=_CHANNELS)
    most = forms.IntegerField(label=gettext_lazy("Contacts au plus"), min_value=1, max_value=2000)
    group = forms.CharField(
        label=gettext_lazy("Colonne du groupe à surveiller"),
        required=False,
        max_length=60,
        help_text=gettext_lazy(
            "Une colonne licitement connue, comme la région : elle sert au contrôle, jamais au score."
        ),
    )
    candidates = forms.FileField(
        label=gettext_lazy("Candidats (CSV)"),
        help_text=gettext_lazy("Une colonne « reference » et ce qui est connu avant le contact."),
    )
    history = forms.FileField(
        label=gettext_lazy("Contacts passés (CSV)"),
        help_text=gettext_lazy("Les mêmes colonnes et « agreed », du plus ancien au plus récent."),
    )

    def __init__(self, *args: Any, brand: Brand, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purpose"].choices = [(code, code) for code in sorted(known_bases(brand.pk))]  # type: ignore[attr-defined]


@login_required
@require_GET
def campaigns(request: HttpRequest) -> HttpResponse:
    """List campaigns."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    brands = access_brands(actor, Right.QUALITY_REVIEW)
    if not brands:
        raise AccessRefused(Right.QUALITY_REVIEW)
    rows = Campaign.objects.filter(brand__in=brands).select_related("brand")[:_SHOWN]
    page = ListPage(
        title=_("Campagnes"),
        lead=_("Le droit d'abord : qui n'a pas consenti, s'est opposé ou est vulnérable n'est pas noté."),
        create=LinkView(_("Nouvelle campagne"), reverse("campaigns:new", args=[brands[0].slug])),
        table=TableView(
            _("Campagnes"),
            (
                Column(_("Nom")),
                Column(_("Marque")),
                Column(_("Finalité")),
                Column(_("Candidats"), numeric=True),
                Column(_("Permis"), numeric=True),
                Column(_("Choisis"), numeric=True),
                Column(_("État")),
            ),
            tuple(
                (
                    Cell(row.name, url=reverse("campaigns:campaign", args=[row.pk])),
                    Cell(row.brand.name),
                    Cell(row.purpose),
                    *(Cell(str(row.figures[name])) for name in ("candidates", "allowed", "chosen")),
                    Cell(_("approuvée"), status="ok") if row.approved_at else Cell(_("à décider"), status="info"),
                )
                for row in rows
            ),
            empty=EmptyState(_("Aucune campagne"), _("Déposez des candidats et des contacts passés.")),
        ),
    )
    return render(request, "pages/list.html", {"page": page})


@login_required
def new(request: HttpRequest, brand: str) -> HttpResponse:
    """Choose whom to contact."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    try:
        found = access_brand_by_slug(actor, brand, Right.QUALITY_REVIEW)
    except Brand.DoesNotExist as absent:
        raise Http404 from absent
    form = CampaignForm(request.POST or None, request.FILES or None, brand=found)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        plan = Plan(asked["name"], asked["purpose"], Channel(asked["channel"]), asked["most"], asked["group"].strip())
        files = asked["candidates"].read(), asked["history"].read()
        try:
            made = run_campaign(found, plan, *files, actor=actor, now=timezone.now())
        except BadFile as refused:
            form.add_error(None, _("Ces fichiers ne conviennent pas : %(why)s.") % {"why": refused})
        else:
            return redirect("campaigns:campaign", made.pk)
    page = FormPage(
        title=_("Nouvelle campagne"),
        form=form,
        submit=_("Choisir"),
        action_url=reverse("campaigns:new", args=[found.slug]),
        back=LinkView(_("Campagnes"), reverse("campaigns:campaigns")),
        multipart=True,
    )
    return render(request, "pages/form.html", {"page": page}, status=200 if request.method == "GET" else 422)


def _access(request: HttpRequest, campaign_id: UUID) -> Campaign:
    try:
        found: Campaign = Campaign.objects.select_related("brand").get(pk=campaign_id)
    except Campaign.DoesNotExist as absent:
        raise Http404 from absent
    check_right(request.actor, Right.QUALITY_REVIEW, found.brand_id)  # type: ignore[attr-defined]
    return found


@login_required
@require_GET
def campaign(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """Show a campaign: who was let through, what the score weighs, and what each group gets."""
    found = _access(request, campaign_id)
    figures, report = found.figures, found.figures["report"]
    facts = (
        Fact(_("Finalité"), found.purpose),
        Fact(_("Candidats"), str(figures["candidates"])),
        Fact(_("Inconnus de la marque"), str(figures["unknown"])),
        Fact(_("Permis par le droit"), str(figures["allowed"])),
        Fact(_("Choisis"), str(figures["chosen"])),
        Fact(_("Ordre juste dans une même période (AUC)"), f"{report['auc_within_windows']:.2f}"),
        Fact(_("Colonnes écartées"), ", ".join(report["left_out"]) or "–"),
    )
    page = DetailPage(
        title=found.name,
        lead=_("Rien n'est contacté d'ici. Regardez les chiffres par groupe avant d'approuver."),
        facts=facts,
        back=LinkView(_("Campagnes"), reverse("campaigns:campaigns")),
        actions=(LinkView(_("Exporter"), reverse("campaigns:export", args=[found.pk]), "download"),)
        if found.approved_at
        else (),
        sections=(_refusals(found), _groups(found), _people(found)),
        alerts=tuple(_alerts(found)),
    )
    return render(request, "pages/campaign.html", {"page": page, "campaign": found})


def _alerts(found: Campaign) -> list[AlertView]:
    alerts = []
    if found.figures["report"]["drift"]:
        alerts.append(
            AlertView("warning", _("Les contacts récents ne ressemblent plus aux anciens : le score vieillit."))
        )
    if not found.figures["fairness"]:
        alerts.append(AlertView("info", _("Aucun groupe n'est surveillé : l'équité n'est pas mesurée.")))
    elif found.figures["fairness"][0]["rate_ratio"] < _FOUR_FIFTHS:
        alerts.append(
            AlertView(
                "warning", _("Un groupe est choisi bien moins souvent qu'un autre (règle des quatre cinquièmes).")
            )
        )
    return alerts


def _refusals(found: Campaign) -> HomeSection:
    rows = tuple((Cell(rule, code=True), Cell(str(count))) for rule, count in sorted(found.figures["refused"].items()))
    title = _("Écartés par le droit, avant tout score")
    columns = (Column(_("Règle")), Column(_("Personnes"), numeric=True))
    return HomeSection(title, table=TableView(title, columns, rows, empty=EmptyState(_("Personne ici"))))


def _groups(found: Campaign) -> HomeSection:
    rows = tuple(
        (
            Cell(each["correction"]),
            Cell(group["group"]),
            Cell(str(group["size"])),
            Cell(f"{round(100 * group['selection_rate'])} %"),
            Cell("–" if group["recall"] is None else f"{round(100 * group['recall'])} %"),
        )
        for each in found.figures["fairness"]
        for group in each["groups"]
    )
    title = _("Par groupe, sur des contacts jamais appris")
    columns = (
        Column(_("Correction")),
        Column(_("Groupe")),
        Column(_("Personnes"), numeric=True),
        Column(_("Choisies"), numeric=True),
        Column(_("Atteintes parmi les intéressées"), numeric=True),
    )
    return HomeSection(
        title, table=TableView(title, columns, rows, empty=EmptyState(_("Aucun groupe surveillé"))), wide=True
    )


def _people(found: Campaign) -> HomeSection:
    chosen = found.candidates.filter(chosen=True).order_by("-probability", "pk")[:_SHOWN]
    rows = tuple(
        (
            Cell(str(rank), url=reverse("desk:why", args=[each.decision_id])),
            Cell(f"{round(100 * (each.probability or 0))} %"),
            Cell(", ".join(f"{name} {points:+.2f}" for name, points in each.contributions)),
        )
        for rank, each in enumerate(chosen, 1)
    )
    title = _("Choisis, et pourquoi")
    columns = (Column(_("Rang")), Column(_("Probabilité"), numeric=True), Column(_("Raisons")))
    return HomeSection(title, table=TableView(title, columns, rows, empty=EmptyState(_("Personne ici"))), wide=True)


@login_required
@require_POST
def approve(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """Take the responsibility of a choice."""
    found = _access(request, campaign_id)
    approve_campaign(found, actor=request.actor, now=timezone.now())  # type: ignore[attr-defined]
    return redirect("campaigns:campaign", found.pk)


@login_required
@require_GET
def export(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """Give the chosen persons to the tool that contacts them."""
    found = _access(request, campaign_id)
    try:
        written = export_campaign(found, actor=request.actor, now=timezone.now())  # type: ignore[attr-defined]
    except BadFile as early:
        raise Http404 from early
    response = HttpResponse(written, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="campaign-{found.pk}.csv"'
    return response
