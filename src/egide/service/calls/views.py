"""The pages of calls: the list, one review, and the script of a brand. Agents see what supervisors see."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from egide.assist.call_review import INCIDENTS
from egide.assist.call_script import ScriptRule
from egide.service.assistance.reading import pseudonymiser_for
from egide.service.calls.flows import CHANNELS, review_interaction, review_waiting, script_of, write_script
from egide.service.calls.models import ReviewedCall
from egide.service.conversations.models import Interaction
from egide.service.conversations.reading import access_interaction_by_id, read_thread
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
from egide.service.design.words import intent_words
from egide.service.tenancy.access import AccessRefused, Actor, access_brand_by_slug, access_brands
from egide.service.tenancy.models import Brand
from egide.service.tenancy.rights import Right

_SHOWN = 100
_NO_EMOTION = gettext_lazy(
    "La revue parle de l'appel : temps, script, promesses, données de carte. Aucune émotion, aucune note de personne ; le conseiller voit la même page."
)


@login_required
@require_GET
def calls(request: HttpRequest) -> HttpResponse:
    """List calls with what their review found."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    brands = access_brands(actor, Right.INTERACTION_READ)
    if not brands:
        raise AccessRefused(Right.INTERACTION_READ)
    rows = Interaction.objects.filter(brand__in=brands, channel__in=CHANNELS).select_related("call_review", "brand")
    reviewers = [brand for brand in brands if actor.holds(Right.QUALITY_REVIEW, brand.pk)]
    page = ListPage(
        title=_("Appels"),
        lead=_NO_EMOTION,
        create=LinkView(
            _("Script de la marque %(brand)s") % {"brand": reviewers[0].name},
            reverse("calls:script", args=[reviewers[0].slug]),
        )
        if len(reviewers) == 1
        else None,
        table=TableView(
            _("Appels"),
            (
                Column(_("Date")),
                Column(_("Sujet")),
                Column(_("Durée"), numeric=True),
                Column(_("Incidents"), numeric=True),
                Column(_("Réclamation")),
            ),
            tuple(_row(row) for row in rows.order_by("-opened_at")[:_SHOWN]),
            empty=EmptyState(_("Aucun appel"), _("Importez des transcriptions : .vtt, .srt ou .json.")),
        ),
    )
    return render(request, "pages/calls.html", {"page": page, "may_review": bool(reviewers)})


def _row(row: Interaction) -> tuple[Cell, ...]:
    review: ReviewedCall | None = getattr(row, "call_review", None)
    first = Cell(at=row.opened_at, url=reverse("calls:call", args=[row.pk]))
    topic = Cell(intent_words(row.intent) if row.intent else _("Non analysé"))
    if review is None:
        return (first, topic, Cell("–"), Cell("–"), Cell(_("pas encore examiné"), status="neutral"))
    incidents = len(review.figures["incidents"])
    return (
        first,
        topic,
        Cell(_clock(review.figures["metrics"]["duration_s"])),
        Cell(str(incidents), status="warning" if incidents else "ok"),
        Cell(_("oui"), status="warning") if review.figures["complaint"] else Cell(_("non")),
    )


@login_required
@require_POST
def review_all(request: HttpRequest) -> HttpResponse:
    """Review the calls that wait."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    brands = access_brands(actor, Right.QUALITY_REVIEW)
    if not brands:
        raise AccessRefused(Right.QUALITY_REVIEW)
    for brand in brands:
        review_waiting(brand.pk, actor=actor, now=timezone.now())
    return redirect("calls:calls")


def _access(request: HttpRequest, interaction_id: UUID, right: Right) -> Interaction:
    try:
        found = access_interaction_by_id(request.actor, interaction_id, right)  # type: ignore[attr-defined]
    except Interaction.DoesNotExist as absent:
        raise Http404 from absent
    if found.channel not in CHANNELS:
        raise Http404
    return found


@login_required
@require_POST
def review(request: HttpRequest, interaction_id: UUID) -> HttpResponse:
    """Review one call now."""
    found = _access(request, interaction_id, Right.QUALITY_REVIEW)
    decision, made = review_interaction(found, actor=request.actor, now=timezone.now())  # type: ignore[attr-defined]
    return redirect("calls:call", found.pk) if made else redirect("desk:why", decision.pk)


@login_required
@require_GET
def mute(request: HttpRequest, interaction_id: UUID) -> HttpResponse:
    """Give the stretches to silence in the recording, for the telephone system."""
    found = _access(request, interaction_id, Right.INTERACTION_READ)
    made = ReviewedCall.objects.filter(interaction=found).first()
    if made is None:
        raise Http404
    response = JsonResponse({"mute": made.figures["mute"], "estimated": made.figures["estimated_times"]})
    response["Content-Disposition"] = f'attachment; filename="mute-{found.pk}.json"'
    return response


@login_required
@require_GET
def call(request: HttpRequest, interaction_id: UUID) -> HttpResponse:
    """Show the review of one call."""
    found = _access(request, interaction_id, Right.INTERACTION_READ)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    language = 1 if (get_language() or "fr").startswith("en") else 0
    made = ReviewedCall.objects.filter(interaction=found).first()
    page = DetailPage(
        title=_("Revue d'appel"),
        lead=_NO_EMOTION,
        back=LinkView(_("Appels"), reverse("calls:calls")),
        actions=(LinkView(_("Transcription"), reverse("desk:conversation", args=[found.pk]), "chat"),),
        facts=_facts(made) if made else (),
        sections=_sections(found, made, language) if made else (),
        alerts=tuple(_alerts(made)),
    )
    context = {
        "page": page,
        "row": found,
        "may_review": actor.holds(Right.QUALITY_REVIEW, found.brand_id),
        "made": made,
    }
    return render(request, "pages/call.html", context)


def _alerts(made: ReviewedCall | None) -> list[AlertView]:
    if made is None:
        return [AlertView("info", _("Cet appel n'a pas encore été examiné."))]
    if made.figures["estimated_times"]:
        return [
            AlertView(
                "info",
                _("Temps estimés"),
                _("La transcription ne donne pas les temps : ils sont déduits du nombre de mots."),
            )
        ]
    return []


def _facts(made: ReviewedCall) -> tuple[Fact, ...]:
    metrics = made.figures["metrics"]
    pace = metrics["words_per_minute"].get("agent")
    return (
        Fact(_("Durée"), _clock(metrics["duration_s"])),
        Fact(_("Parole du conseiller"), _percent(metrics["talk_ratio"])),
        Fact(_("Silence"), _percent(metrics["silence_ratio"])),
        Fact(_("Silences de plus de 10 s"), str(len(metrics["dead_air"]))),
        Fact(_("Débit du conseiller"), _("%(words)d mots par minute") % {"words": round(pace)} if pace else "–"),
        Fact(
            _("Paroles qui se recouvrent"),
            str(len(metrics["overtalk"])) if metrics["overtalk_reliable"] else _("non mesurable : une seule piste"),
        ),
        Fact(_("Réclamation"), _("oui") if made.figures["complaint"] else _("non")),
        Fact(_("Équipe"), made.team or "–"),
    )


def _sections(found: Interaction, made: ReviewedCall, language: int) -> tuple[HomeSection, ...]:
    labels = {rule.id: rule.label[language] or rule.id for rule in script_of(found.brand_id)}
    thread = read_thread(found)
    content = thread.vault.open_json("reviewed_call", made.pk, "content", made.content_sealed) or {}
    restore = pseudonymiser_for(thread).restore
    incidents = tuple(
        (
            Cell(_clock(incident["at_s"]) if incident["at_s"] is not None else "–"),
            Cell(INCIDENTS[incident["kind"]][language]),
            Cell(labels.get(incident["about"], incident["about"])),
        )
        for incident in made.figures["incidents"]
    )
    promised = tuple(
        (Cell(_clock(line["at_s"])), Cell(restore(line["text"]).text)) for line in content.get("commitments", ())
    )
    silenced = tuple((Cell(_clock(each["start_s"])), Cell(_clock(each["end_s"]))) for each in made.figures["mute"])
    return (
        _section(_("À regarder"), (_("Moment"), _("Incident"), _("Règle")), incidents, _("Aucun incident.")),
        _section(
            _("Script"),
            (_("Règle"), _("Résultat"), _("Moment")),
            tuple(_script_row(finding, labels) for finding in made.figures["script"]),
            _("Aucune règle."),
        ),
        _section(_("Promis au client"), (_("Moment"), _("Promesse")), promised, _("Aucune promesse entendue.")),
        _section(
            _("À rendre muet dans l'enregistrement"),
            (_("De"), _("À")),
            silenced,
            _("Aucune donnée de carte entendue."),
            LinkView(_("Télécharger"), reverse("calls:mute", args=[found.pk])) if silenced else None,
        ),
    )


def _section(
    title: str, columns: tuple[str, ...], rows: tuple[tuple[Cell, ...], ...], empty: str, more: LinkView | None = None
) -> HomeSection:
    table = TableView(title, tuple(Column(name) for name in columns), rows, empty=EmptyState(empty))
    return HomeSection(title, table=table, more=more)


def _script_row(finding: dict[str, Any], labels: dict[str, str]) -> tuple[Cell, ...]:
    met = finding["met"]
    words = {
        ("required", True): _("dit"),
        ("required", False): _("pas entendu"),
        ("forbidden", True): _("jamais dit"),
        ("forbidden", False): _("dit, et c'est interdit"),
    }[finding["kind"], met]
    at = _clock(finding["at_s"]) if finding["at_s"] is not None else "–"
    return (
        Cell(labels.get(finding["rule"], finding["rule"])),
        Cell(words, status="ok" if met else "warning"),
        Cell(at),
    )


def _clock(seconds: float) -> str:
    return f"{int(seconds // 60)}:{int(seconds % 60):02d}"


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{round(100 * share)} %"


class ScriptForm(forms.Form):
    """The script, one rule a line."""

    rules = forms.CharField(
        label=gettext_lazy("Règles, une par ligne"),
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=gettext_lazy(
            "code | obligatoire ou interdit | secondes (vide : tout l'appel) | libellé | phrase ; autre phrase"
        ),
    )

    def clean_rules(self) -> list[ScriptRule]:
        """Read the rules; a line that cannot be read is named by its place."""
        found = []
        for place, line in enumerate(self.cleaned_data["rules"].splitlines(), 1):
            if not line.strip():
                continue
            rule = _parse_rule(line)
            if rule is None:
                raise forms.ValidationError(_("La ligne %(place)d ne se lit pas.") % {"place": place})
            found.append(rule)
        return found


_KIND_WORDS = {"obligatoire": "required", "interdit": "forbidden", "required": "required", "forbidden": "forbidden"}
_FIELDS = 5


def _parse_rule(line: str) -> ScriptRule | None:
    fields = [part.strip() for part in line.split("|")]
    if len(fields) != _FIELDS or not re.fullmatch(r"[a-z][a-z0-9_]{1,39}", fields[0]) or fields[1] not in _KIND_WORDS:
        return None
    phrases = tuple(phrase.strip() for phrase in fields[4].split(";") if phrase.strip())
    if not phrases or (fields[2] and not re.fullmatch(r"[0-9]{1,4}", fields[2])):
        return None
    within = float(fields[2]) if fields[2] else None
    return ScriptRule(fields[0], _KIND_WORDS[fields[1]], phrases, within, label=(fields[3], fields[3]))  # type: ignore[arg-type]


def _format_rule(rule: ScriptRule) -> str:
    kind = "obligatoire" if rule.kind == "required" else "interdit"
    within = "" if rule.within_s is None else str(int(rule.within_s))
    return f"{rule.id} | {kind} | {within} | {rule.label[0]} | {' ; '.join(rule.phrases)}"


@login_required
def script(request: HttpRequest, brand: str) -> HttpResponse:
    """Show and change what a brand's calls must and must not say."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    try:
        found = access_brand_by_slug(actor, brand, Right.QUALITY_REVIEW)
    except Brand.DoesNotExist as absent:
        raise Http404 from absent
    form = ScriptForm(request.POST or None, initial={"rules": "\n".join(map(_format_rule, script_of(found.pk)))})
    if request.method == "POST" and form.is_valid():
        write_script(found.pk, form.cleaned_data["rules"], actor=actor, now=timezone.now())
        return redirect("calls:calls")
    page = FormPage(
        title=_("Script d'appel"),
        form=form,
        submit=_("Enregistrer"),
        action_url=reverse("calls:script", args=[found.slug]),
        back=LinkView(_("Appels"), reverse("calls:calls")),
    )
    return render(request, "pages/form.html", {"page": page}, status=200 if request.method == "GET" else 422)
