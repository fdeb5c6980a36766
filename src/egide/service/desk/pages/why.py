"""Why a decision was taken, and what would change it."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from egide.policy import InvalidFacts, parse_facts, what_if
from egide.service.assistance.models import Decision
from egide.service.design.contexts import LinkView, WhatIf, WhyPage
from egide.service.desk.presenting import VerdictWord, decision_view
from egide.service.register.law import brand_law
from egide.service.tenancy.access import AccessRefused, Actor
from egide.service.tenancy.rights import Right


@login_required
def why(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    """Explain one decision."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    try:
        decision: Decision = Decision.objects.get(pk=decision_id)
    except Decision.DoesNotExist as absent:
        raise Http404 from absent
    readers = (Right.INTERACTION_READ, Right.JOURNAL_READ, Right.REGISTER_READ)
    if not any(actor.holds(right, decision.brand_id) for right in readers):
        raise AccessRefused(Right.JOURNAL_READ)
    language = (get_language() or "fr")[:2]
    back = None
    if decision.interaction_id and actor.holds(Right.INTERACTION_READ, decision.brand_id):
        back = LinkView(_("Retour à la conversation"), reverse("desk:conversation", args=[decision.interaction_id]))
    page = WhyPage(
        title=_("Pourquoi cette décision ?"),
        decision=decision_view(decision, language, with_proof=True),
        what_ifs=tuple(_what_ifs(decision, language)),
        back=back,
    )
    return render(request, "pages/why.html", {"page": page})


def _changes(facts: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """List the changes worth trying: each fact that a person could change turned the other way."""
    subject, switches = facts.get("subject", {}), facts.get("switches", {})
    dpia = facts.get("dpia")
    return [
        (_("l’AIPD n’était pas validée") if dpia == "validated" else _("l’AIPD était validée"),
         {"dpia": "draft" if dpia == "validated" else "validated"}),
        (_("l’IA était coupée pour la marque") if switches.get("brand") else _("l’IA était active pour la marque"),
         {"switches.brand": not switches.get("brand")}),
        (_("l’IA était coupée pour cette tâche") if switches.get("task") else _("l’IA était active pour cette tâche"),
         {"switches.task": not switches.get("task")}),
        (_("la personne acceptait l’IA") if subject.get("ai_opt_out") else _("la personne refusait l’IA"),
         {"subject.ai_opt_out": not subject.get("ai_opt_out")}),
        (_("le traitement n’était plus limité") if subject.get("restricted") else _("le traitement était limité (art. 18)"),
         {"subject.restricted": not subject.get("restricted")}),
    ]  # fmt: skip


def _what_ifs(decision: Decision, language: str) -> list[WhatIf]:
    law = brand_law(decision.brand_id)
    try:
        facts = parse_facts(decision.facts)
    except InvalidFacts:
        # Kept by an earlier version of the facts: the decision stands, nothing can be tried on it.
        return []
    tried = []
    for words, change in _changes(decision.facts):
        after = what_if(facts, change, law).after
        strongest = after.reasons[0].sentence if after.reasons else None
        sentence = (strongest.fr if language == "fr" else strongest.en) if strongest else ""
        tried.append(WhatIf(words, cast("VerdictWord", after.verdict.value), sentence))
    return tried
