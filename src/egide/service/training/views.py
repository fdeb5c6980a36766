"""The models that learnt from the work: train, compare, promote, roll back; and the right intent of one conversation."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from egide.assist.data_audit import AUDIT_FINDINGS
from egide.service.assistance.models import TrainedModel
from egide.service.assistance.serving import shipped_model, triage_model_of
from egide.service.conversations.models import Interaction
from egide.service.conversations.reading import access_interaction_by_id
from egide.service.design.contexts import Cell, Column, EmptyState, FormPage, LinkView, ListPage, TableView
from egide.service.design.words import intent_words
from egide.service.tenancy.access import AccessRefused, Actor, access_brand_by_slug, access_brands, check_right
from egide.service.tenancy.models import Brand
from egide.service.tenancy.rights import Right
from egide.service.training.flows import (
    NotPromotable,
    correct_intent,
    erased_since,
    promote,
    roll_back,
    train_challenger,
)

_STATES = dict(TrainedModel.STATES)
_TONES = {"champion": "ok", "challenger": "info", "former": "neutral", "refused": "neutral"}
_SHOWN = 50


def brand_of(request: HttpRequest, slug: str, right: Right) -> Brand:
    """Open the brand of an address, for a right; absent for those who may not know of it."""
    try:
        return access_brand_by_slug(request.actor, slug, right)  # type: ignore[attr-defined]
    except Brand.DoesNotExist as absent:
        raise Http404 from absent


@login_required
@require_GET
def models_page(request: HttpRequest) -> HttpResponse:
    """List the classifiers of the brands that this person supervises."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    brands = access_brands(actor, Right.QUALITY_REVIEW)
    if not brands:
        raise AccessRefused(Right.QUALITY_REVIEW)
    rows = TrainedModel.objects.filter(brand__in=brands).select_related("brand").defer("content_sealed")[:_SHOWN]
    page = ListPage(
        title=_("Apprentissage du tri"),
        lead=_(
            "Un candidat apprend des intentions corrigées, puis se mesure au modèle en service sur des demandes que ni l'un ni l'autre n'a apprises."
        ),
        table=TableView(
            _("Modèles"),
            (
                Column(_("Version")),
                Column(_("Marque")),
                Column(_("État")),
                Column(_("Exemples"), numeric=True),
                Column(_("Exactitude, en service"), numeric=True),
                Column(_("Exactitude, candidat"), numeric=True),
                Column(_("Effacés depuis"), numeric=True),
            ),
            tuple(_row(row) for row in rows),
            empty=EmptyState(
                _("Aucun modèle de la marque"),
                _("Le modèle livré trie les messages tant que personne n'en a entraîné un."),
            ),
        ),
    )
    candidates = [row for row in rows if row.state == "challenger"]
    return render(request, "pages/trained_models.html", {"page": page, "brands": brands, "candidates": candidates})


def _row(row: TrainedModel) -> tuple[Cell, ...]:
    replayed = row.figures.get("promotion", {})

    def accuracy(side: str) -> Cell:
        figures = replayed.get(side, {}).get("frozen")
        return Cell(f"{round(100 * figures['accuracy'])} %" if figures else "–")

    return (
        Cell(str(row.version)),
        Cell(row.brand.name),
        Cell(_STATES[row.state], status=_TONES[row.state]),  # type: ignore[arg-type]
        Cell(str(row.figures.get("examples", 0))),
        accuracy("champion"),
        accuracy("challenger"),
        Cell(str(erased_since(row))),
    )


@login_required
@require_POST
def train(request: HttpRequest, brand: str) -> HttpResponse:
    """Train a candidate now."""
    found = brand_of(request, brand, Right.QUALITY_REVIEW)
    outcome = train_challenger(found, actor=request.actor, now=timezone.now())  # type: ignore[attr-defined]
    side = 1 if (get_language() or "fr").startswith("en") else 0
    if outcome.model is None:
        reasons = [AUDIT_FINDINGS[finding.code][side] for finding in (outcome.audit.findings if outcome.audit else ())]
        said = _("Entraînement refusé : %(why)s.") % {"why": " ; ".join(reasons) or _("trop peu d'exemples")}
        messages.warning(request, said)
    elif outcome.model.state == "challenger":
        messages.success(request, _("Un candidat est meilleur : il attend votre décision."))
    else:
        messages.info(request, _("Le candidat n'est pas meilleur : il est écarté."))
    return redirect("training:models")


@login_required
@require_POST
def promote_one(request: HttpRequest, model_id: UUID) -> HttpResponse:
    """Put a candidate in service."""
    try:
        row: TrainedModel = TrainedModel.objects.get(pk=model_id)
    except TrainedModel.DoesNotExist as absent:
        raise Http404 from absent
    check_right(request.actor, Right.QUALITY_REVIEW, row.brand_id)  # type: ignore[attr-defined]
    try:
        promote(row, actor=request.actor, now=timezone.now())  # type: ignore[attr-defined]
    except NotPromotable:
        messages.warning(request, _("Ce modèle ne peut pas être mis en service."))
    return redirect("training:models")


@login_required
@require_POST
def rollback(request: HttpRequest, brand: str) -> HttpResponse:
    """Put back the model before."""
    found = brand_of(request, brand, Right.QUALITY_REVIEW)
    roll_back(found.pk, actor=request.actor, now=timezone.now())  # type: ignore[attr-defined]
    return redirect("training:models")


class IntentForm(forms.Form):
    """The right intent of a conversation, or a new one of the brand's own."""

    label = forms.ChoiceField(label=gettext_lazy("Intention"), required=False)
    other = forms.RegexField(
        r"^[a-z][a-z0-9_]{1,40}$",
        label=gettext_lazy("Autre intention"),
        required=False,
        help_text=gettext_lazy("Minuscules et tirets bas : garantie_produit."),
    )

    def __init__(self, *args: object, brand: Brand, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        known = sorted({*triage_model_of(brand.pk).labels, *shipped_model().labels})
        self.fields["label"].choices = [("", "—"), *((code, intent_words(code)) for code in known)]  # type: ignore[attr-defined]


@login_required
def intent(request: HttpRequest, interaction_id: UUID) -> HttpResponse:
    """Set the right intent of a conversation; the choice is remembered."""
    try:
        found = access_interaction_by_id(request.actor, interaction_id, Right.INTERACTION_REPLY)  # type: ignore[attr-defined]
    except Interaction.DoesNotExist as absent:
        raise Http404 from absent
    form = IntentForm(request.POST or None, brand=found.brand, initial={"label": found.intent})
    if request.method == "POST" and form.is_valid():
        label = form.cleaned_data["other"] or form.cleaned_data["label"]
        if label:
            correct_intent(found, label, actor=request.actor, now=timezone.now())  # type: ignore[attr-defined]
            return redirect("desk:conversation", found.pk)
        form.add_error("label", _("Choisissez une intention."))
    page = FormPage(
        title=_("Corriger l'intention"),
        form=form,
        submit=_("Corriger"),
        action_url=reverse("training:intent", args=[found.pk]),
        back=LinkView(_("Conversation"), reverse("desk:conversation", args=[found.pk])),
    )
    return render(request, "pages/form.html", {"page": page}, status=200 if request.method == "GET" else 422)
