"""The page where a supervisor chooses how often drafts must be right, from what people did with them."""

from __future__ import annotations

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from egide.service.assistance.thresholds import (
    PrecisionOutOfReach,
    TooFewJudged,
    history_of,
    terms_of,
    write_precision,
)
from egide.service.design.contexts import FormPage, LinkView
from egide.service.tenancy.rights import Right
from egide.service.training.views import brand_of


class PrecisionForm(forms.Form):
    """The wanted share of right drafts."""

    percent = forms.IntegerField(
        label=gettext_lazy("Brouillons justes, en %"),
        required=False,
        min_value=50,
        max_value=100,
        help_text=gettext_lazy("Vide : le seuil fourni. Plus haut, l'IA se tait plus souvent."),
    )


@login_required
def precision(request: HttpRequest, brand: str) -> HttpResponse:
    """Show what people judged of the drafts, and change the precision that the brand wants."""
    found = brand_of(request, brand, Right.QUALITY_REVIEW)
    history, terms = history_of(found.pk), terms_of(found.pk)
    form = PrecisionForm(request.POST or None, initial={"percent": round(100 * terms.precision) if terms else None})
    if request.method == "POST" and form.is_valid():
        percent = form.cleaned_data["percent"]
        try:
            write_precision(
                found.pk,
                None if percent is None else percent / 100,
                actor=request.actor,  # type: ignore[attr-defined]
                now=timezone.now(),
            )
        except TooFewJudged:
            form.add_error("percent", _("Il faut au moins vingt brouillons relus pour promettre une précision."))
        except PrecisionOutOfReach:
            form.add_error(
                "percent", _("Aucune confiance n'atteint cette précision : tous les brouillons se tairaient.")
            )
        else:
            return redirect("training:models")
    said = (
        _("%(judged)d brouillons relus, %(right)d %% justes (acceptés ou peu modifiés, après lecture).")
        % {"judged": len(history.right), "right": round(100 * (history.precision or 0))}
        if history.right
        else _("Aucun brouillon n'a encore été relu.")
    )
    page = FormPage(
        title=_("Précision des brouillons"),
        form=form,
        submit=_("Enregistrer"),
        action_url=reverse("training:precision", args=[found.slug]),
        lead=said,
        back=LinkView(_("Apprentissage du tri"), reverse("training:models")),
    )
    return render(request, "pages/form.html", {"page": page}, status=200 if request.method == "GET" else 422)
