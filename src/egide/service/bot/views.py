"""What a brand lets its AI say alone: the page of terms of automatic answers and of the assistant, and a page to try it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from egide.service.assistance import automatic
from egide.service.assistance.serving import triage_model_of
from egide.service.bot import flows
from egide.service.design.contexts import AlertView, Cell, Column, EmptyState, FormPage, LinkView, ListPage, TableView
from egide.service.design.words import intent_words
from egide.service.register.flows import TASK, dpia_states, switches_on
from egide.service.tenancy.access import AccessRefused, Actor, access_brand_by_slug, access_brands
from egide.service.tenancy.models import Brand
from egide.service.tenancy.rights import Right
from egide.service.tenancy.scope import brand_scope


class TermsForm(forms.Form):
    """What may leave alone, and what the assistant may answer."""

    enabled = forms.BooleanField(label=gettext_lazy("Envoyer des réponses sans relecture"), required=False)
    intents = forms.MultipleChoiceField(
        label=gettext_lazy("Intentions que la marque laisse partir"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    opens = forms.TimeField(label=gettext_lazy("À partir de"))
    closes = forms.TimeField(label=gettext_lazy("Jusqu'à"))
    least_confidence = forms.IntegerField(
        label=gettext_lazy("Confiance minimale, en %"),
        min_value=50,
        max_value=100,
        help_text=gettext_lazy("De la demande et de la réponse."),
    )
    daily_share = forms.IntegerField(label=gettext_lazy("Part des messages du jour, en %"), min_value=0, max_value=100)
    bot = forms.BooleanField(label=gettext_lazy("Ouvrir l'assistant sur le site"), required=False)
    most_turns = forms.IntegerField(label=gettext_lazy("Tours avant de passer la main"), min_value=1, max_value=20)
    origins = forms.CharField(
        label=gettext_lazy("Sites où l'assistant peut se trouver"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Une adresse par ligne, comme https://www.marque.example"),
    )

    def __init__(self, *args: Any, brand: Brand, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = triage_model_of(brand.pk).labels
        self.fields["intents"].choices = [(label, intent_words(label)) for label in labels]  # type: ignore[attr-defined]

    def clean_origins(self) -> list[str]:
        """Check that each line is the origin of a site."""
        kept = []
        for line in self.cleaned_data["origins"].split():
            parts = urlsplit(line)
            if parts.scheme not in {"https", "http"} or not parts.netloc:
                raise forms.ValidationError(_("« %(line)s » n'est pas l'adresse d'un site.") % {"line": line})
            kept.append(f"{parts.scheme}://{parts.netloc}")
        return kept


@login_required
@require_GET
def automation(request: HttpRequest) -> HttpResponse:
    """List the brands whose automatic sending this person decides."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    brands = access_brands(actor, Right.SWITCH_CHANGE)
    if not brands:
        raise AccessRefused(Right.SWITCH_CHANGE)
    if len(brands) == 1:
        return redirect("bot:terms", brands[0].slug)
    page = ListPage(
        title=_("Envoi automatique et assistant"),
        table=TableView(
            _("Marques"),
            (Column(_("Marque")), Column(_("Envoi automatique")), Column(_("Assistant"))),
            tuple(_row(brand) for brand in brands),
            empty=EmptyState(_("Aucune marque")),
        ),
    )
    return render(request, "pages/list.html", {"page": page})


def _row(brand: Brand) -> tuple[Cell, ...]:
    sending, bot = automatic.terms_of(brand.pk), flows.terms_of(brand.pk)
    return (
        Cell(brand.name, url=reverse("bot:terms", args=[brand.slug])),
        Cell(_("oui") if sending.enabled and not sending.stopped else _("non")),
        Cell(_("ouvert") if bot.enabled else _("fermé")),
    )


@login_required
def terms(request: HttpRequest, brand: str) -> HttpResponse:
    """Show and change what a brand lets its AI say alone; stop it at once."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    try:
        found = access_brand_by_slug(actor, brand, Right.SWITCH_CHANGE)
    except Brand.DoesNotExist as absent:
        raise Http404 from absent
    here = reverse("bot:terms", args=[found.slug])
    if request.method == "POST" and request.POST.get("act") in {"stop", "resume"}:
        stopped = request.POST["act"] == "stop"
        automatic.set_stopped(found.pk, stopped=stopped, actor=actor, now=timezone.now())
        return redirect(here)
    form = TermsForm(request.POST or None, brand=found, initial=_initial(found))
    if request.method == "POST" and form.is_valid():
        _keep(found, form.cleaned_data, actor)
        return redirect(here)
    row = automatic.terms_of(found.pk)
    page = FormPage(
        title=_("Envoi automatique et assistant"),
        lead=_("Ce qui part sans relecture dit qu'une IA l'a écrit. Une demande sensible va toujours à une personne."),
        form=form,
        action_url=here,
        submit=_("Enregistrer"),
        back=LinkView(_("Accueil"), "/"),
        alerts=tuple(_alerts(found, stopped=row.stopped)),
    )
    context = {
        "page": page,
        "stopped": row.stopped,
        "enabled": row.enabled,
        "demo_url": reverse("bot:demo", args=[found.slug]),
    }
    return render(request, "pages/automation.html", context, status=200 if request.method == "GET" else 422)


def _initial(brand: Brand) -> dict[str, Any]:
    sending, bot = automatic.terms_of(brand.pk), flows.terms_of(brand.pk)
    return {
        "enabled": sending.enabled,
        "intents": sorted({*sending.intents, *bot.intents}),
        "opens": sending.opens,
        "closes": sending.closes,
        "least_confidence": round(100 * sending.least_confidence),
        "daily_share": round(100 * sending.daily_share),
        "bot": bot.enabled,
        "most_turns": bot.most_turns,
        "origins": "\n".join(bot.origins),
    }


def _keep(brand: Brand, kept: dict[str, Any], actor: Actor) -> None:
    now = timezone.now()
    written = automatic.Terms(
        enabled=kept["enabled"],
        intents=frozenset(kept["intents"]),
        opens=kept["opens"],
        closes=kept["closes"],
        least_confidence=kept["least_confidence"] / 100,
        daily_share=kept["daily_share"] / 100,
    )
    automatic.write_terms(brand.pk, written, actor=actor, now=now)
    flows.write_terms(
        brand.pk,
        enabled=kept["bot"],
        intents=kept["intents"],
        origins=kept["origins"],
        most_turns=kept["most_turns"],
        actor=actor,
        now=now,
    )


def _alerts(brand: Brand, *, stopped: bool) -> list[AlertView]:
    """Say what still holds back what the brand wrote: a stop, a switch, an assessment."""
    found = []
    if stopped:
        found.append(AlertView("danger", _("Arrêt immédiat : plus rien ne part sans relecture.")))
    states, on = dpia_states(brand.pk, now=timezone.now()), switches_on(brand.pk)
    for task, name in (("auto_reply", _("Réponse automatique")), ("bot", _("Assistant"))):
        if states.get(task) != "validated":
            found.append(AlertView("warning", name, _("Son analyse d'impact n'est pas validée : la règle refuse.")))
        elif (TASK, task) not in on:
            found.append(AlertView("warning", name, _("L'interrupteur de cette tâche est sur arrêt.")))
    return found


@require_GET
def demonstration(request: HttpRequest, brand: str) -> HttpResponse:
    """Show a page of a fictitious site that holds the assistant."""
    found = Brand.objects.filter(slug=brand).first()
    if found is None:
        raise Http404
    with brand_scope(found.pk):
        if not flows.terms_of(found.pk).enabled:
            raise Http404
    return render(request, "bot/demo.html", {"brand": found})
