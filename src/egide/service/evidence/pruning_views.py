"""Pages of pruning: what the policy lets go, who asked, who confirms."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from egide.journal import read_minimum_index
from egide.service.design.contexts import (
    AlertView,
    Cell,
    Column,
    ConfirmView,
    DetailPage,
    EmptyState,
    Fact,
    HomeSection,
    LinkView,
    TableView,
)
from egide.service.evidence.models import PruningRequest
from egide.service.evidence.presenting import actor_words, moment, user_names
from egide.service.evidence.pruning import (
    PruningRefused,
    ask_pruning,
    confirm_pruning,
    longest_need,
    may_prune,
    prunable_index,
    withdraw_pruning,
)
from egide.service.evidence.views import access_journal
from egide.service.tenancy.access import AccessRefused, Actor
from egide.service.tenancy.models import Brand
from egide.service.tenancy.rights import Right
from egide.service.wiring import parts

_STATES = dict(PruningRequest.STATES)


def _access(request: HttpRequest, brand_id: UUID) -> tuple[Brand, Actor]:
    brand = access_journal(request, brand_id)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not may_prune(actor, brand_id):
        raise AccessRefused(Right.KEY_MANAGE)
    return brand, actor


@login_required
@require_http_methods(["GET", "POST"])
def pruning(request: HttpRequest, brand_id: UUID) -> HttpResponse:
    """Show the policy and what it lets go; ask for it by POST."""
    brand, actor = _access(request, brand_id)
    if request.method == "GET":
        return _show(request, brand, actor)
    try:
        ask_pruning(brand.pk, actor=actor, now=timezone.now())
    except PruningRefused:
        return _show(request, brand, actor, _("Rien n'est assez ancien, ou une demande attend déjà."), status=422)
    return redirect("evidence:pruning", brand.pk)


@login_required
@require_POST
def decide_pruning(request: HttpRequest, brand_id: UUID, pruning_id: UUID) -> HttpResponse:
    """Confirm a request as the second person, or withdraw it."""
    brand, actor = _access(request, brand_id)
    try:
        asked: PruningRequest = PruningRequest.objects.get(brand_id=brand_id, pk=pruning_id)
    except PruningRequest.DoesNotExist as absent:
        raise Http404 from absent
    decide = withdraw_pruning if request.POST.get("decision") == "withdraw" else confirm_pruning
    try:
        decide(asked, actor=actor, now=timezone.now())
    except PruningRefused:
        words = _("Une seconde personne confirme, jamais celle qui a demandé.")
        return _show(request, brand, actor, words, status=422)
    return redirect("evidence:pruning", brand.pk)


def _show(request: HttpRequest, brand: Brand, actor: Actor, refused: str = "", status: int = 200) -> HttpResponse:
    now = timezone.now()
    waiting = PruningRequest.objects.filter(brand=brand, state="waiting").first()
    prunable = prunable_index(brand.pk, now=now)
    names = user_names([brand.pk])
    rows = PruningRequest.objects.filter(brand=brand).order_by("-asked_at")[:20]
    confirm = None
    if waiting is not None and waiting.asked_by_id != actor.user_id:
        confirm = ConfirmView(
            title=_("Confirmer l'élagage"),
            target=_("le contenu des %(n)d premières entrées") % {"n": waiting.minimum_index},
            consequence=_(
                "Il ne pourra être relu. Les empreintes restent : les reçus déjà donnés se vérifient toujours."
            ),
            button=_("Supprimer ce contenu"),
            action_url=reverse("evidence:decide_pruning", args=[brand.pk, waiting.pk]),
            cancel_url=reverse("evidence:journal"),
        )
    elif waiting is None and prunable:
        confirm = ConfirmView(
            title=_("Demander l'élagage"),
            target=_("le contenu des %(n)d premières entrées") % {"n": prunable},
            consequence=_("Rien n'est supprimé avant qu'une seconde personne ne confirme."),
            button=_("Demander"),
            action_url=reverse("evidence:pruning", args=[brand.pk]),
            cancel_url=reverse("evidence:journal"),
        )
    page = DetailPage(
        title=_("Élagage du journal de la marque %(brand)s") % {"brand": brand.name},
        lead=_(
            "Le contenu d'une entrée peut disparaître quand la plus longue durée légale est passée ; deux personnes en décident."
        ),
        facts=(
            Fact(_("Plus longue durée"), _("%(days)d jours") % {"days": longest_need(now).days}),
            Fact(
                _("Contenu déjà supprimé sous l'index"), str(read_minimum_index(parts().open_journal_files(brand.pk)))
            ),
            Fact(_("Contenu assez ancien sous l'index"), str(prunable)),
        ),
        back=LinkView(_("Journal"), reverse("evidence:journal")),
        alerts=(AlertView("warning", refused),) if refused else (),
        sections=(
            HomeSection(
                _("Demandes"),
                table=TableView(
                    _("Demandes"),
                    (
                        Column(_("Demandée le")),
                        Column(_("Par")),
                        Column(_("Sous l'index"), numeric=True),
                        Column(_("État")),
                        Column(_("Décidée par")),
                    ),
                    tuple(
                        (
                            Cell(moment(row.asked_at)),
                            Cell(actor_words(str(row.asked_by_id), names)),
                            Cell(str(row.minimum_index)),
                            Cell(_STATES[row.state], status="info" if row.state == "waiting" else "neutral"),
                            Cell(actor_words(str(row.decided_by_id), names) if row.decided_by_id else "–"),
                        )
                        for row in rows
                    ),
                    empty=EmptyState(_("Aucune demande"), icon="journal"),
                ),
                wide=True,
            ),
        ),
        confirm=confirm,
    )
    context = {"page": page, "waiting": waiting, "brand_id": brand.pk}
    return render(request, "pages/journal_pruning.html", context, status=status)
