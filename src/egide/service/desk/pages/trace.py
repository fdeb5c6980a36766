"""The trace of a conversation: each step of the spine as it happened, with decision, cost and proof."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from egide.service.assistance.models import Decision, Draft, ModelCall, Review
from egide.service.assistance.reading import latest_draft
from egide.service.conversations.models import Finding, Interaction, Message
from egide.service.conversations.reading import access_interaction_by_id
from egide.service.design.contexts import Fact, LinkView, TracePage, TraceStep
from egide.service.design.vocabulary import KINDS
from egide.service.design.words import (
    basis_words,
    collection_words,
    model_words,
    purpose_words,
    region_words,
    source_words,
    task_words,
)
from egide.service.desk.presenting import decision_sentence, decision_view, footprint_view, proof_view
from egide.service.evidence.models import JournalEntry
from egide.service.tenancy.access import Actor
from egide.service.tenancy.rights import Right


@login_required
def trace(request: HttpRequest, interaction_id: UUID) -> HttpResponse:
    """Show the trace of the latest work on a conversation."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    try:
        interaction = access_interaction_by_id(actor, interaction_id, Right.INTERACTION_READ)
    except Interaction.DoesNotExist as absent:
        raise Http404 from absent
    language = (get_language() or "fr")[:2]
    return render(request, "pages/trace.html", {"page": _page(interaction, language)})


def _page(interaction: Interaction, language: str) -> TracePage:
    draft = latest_draft(interaction)
    decision = draft.decision if draft else interaction.decisions.order_by("-at").first()
    review = Review.objects.filter(draft=draft).first() if draft else None
    steps = [
        _ingest(interaction),
        _find(interaction),
        _decide(decision, language),
        _protect(draft.call if draft else interaction.calls.order_by("-at").first()),
        _assist(draft, interaction),
        _verify(draft, language),
        _restore(draft),
        _review(review, draft),
        _record(interaction),
    ]
    return TracePage(
        title=_("Trace de la conversation"),
        conversation_url=reverse("desk:conversation", args=[interaction.pk]),
        steps=tuple(steps),
        lead=_("Ce qui s’est passé, étape par étape, avec ses raisons et sa preuve."),
        others=tuple(
            LinkView(decision_sentence(other, language), reverse("desk:why", args=[other.pk]))
            for other in interaction.decisions.order_by("-at")[:6]
            if decision is None or other.pk != decision.pk
        ),
    )


def _ingest(interaction: Interaction) -> TraceStep:
    messages = Message.objects.filter(interaction=interaction).order_by("received_at")
    first = messages.first()
    number = messages.count()
    return TraceStep(
        "ingest",
        "done",
        ngettext(
            "%(n)d message reçu, avec sa source et sa base légale.",
            "%(n)d messages reçus, avec leur source et leur base légale.",
            number,
        )
        % {"n": number},
        at=first.received_at if first else None,
        facts=(
            Fact(_("Source"), source_words(first.source) if first else ""),
            Fact(_("Collecte"), collection_words(first.collected_how) if first else ""),
            Fact(_("Finalité"), purpose_words(interaction.purpose)),
            Fact(_("Base légale"), basis_words(interaction.legal_basis)),
        ),
        proof=proof_view(interaction.brand_id, first.pk, "record.imported") if first else None,
    )


def _find(interaction: Interaction) -> TraceStep:
    found = Finding.objects.filter(message__interaction=interaction)
    tally: dict[str, int] = {}
    for label in found.values_list("label", flat=True):
        tally[label] = tally.get(label, 0) + 1
    facts = tuple(
        Fact(KINDS[label].label if label in KINDS else label, str(number)) for label, number in sorted(tally.items())
    )
    total = sum(tally.values())
    words = ngettext("%(n)d donnée personnelle repérée.", "%(n)d données personnelles repérées.", total) % {"n": total}
    return TraceStep("find", "done", words, facts=facts)


def _decide(decision: Decision | None, language: str) -> TraceStep:
    if decision is None:
        return TraceStep("decide", "waiting", _("Aucune décision n’a encore été demandée."))
    refused = decision.verdict in {"refuse", "human-only"}
    return TraceStep(
        "decide",
        "refused" if refused else "done",
        decision_sentence(decision, language),
        at=decision.at,
        decision=decision_view(decision, language),
        proof=proof_view(decision.brand_id, decision.pk, "decision.made"),
    )


def _protect(call: ModelCall | None) -> TraceStep:
    if call is None:
        return TraceStep("protect", "skipped", _("Rien n’a été envoyé à un modèle."))
    masked = ", ".join(str(KINDS[label].label) if label in KINDS else label for label in call.decision.mask)
    return TraceStep(
        "protect",
        "done",
        _("Les valeurs sont devenues des pseudonymes propres à cette conversation."),
        facts=(Fact(_("Remplacées"), masked or _("aucune")),),
    )


def _assist(draft: Draft | None, interaction: Interaction) -> TraceStep:
    call = draft.call if draft else interaction.calls.order_by("-at").first()
    if call is None:
        return TraceStep("assist", "skipped", _("Aucun modèle n’a été appelé."))
    return TraceStep(
        "assist",
        "done",
        _("%(model)s a travaillé sur le texte protégé.") % {"model": model_words(call.model)},
        at=call.at,
        duration_ms=call.duration_ms,
        facts=(
            Fact(_("Modèle"), f"{model_words(call.model)} ({call.model})"),
            Fact(_("Lieu de calcul"), region_words(call.region)),
            Fact(_("Tâche"), task_words(call.task)),
        ),
        footprint=footprint_view([call]),
        proof=proof_view(call.brand_id, call.pk, "model.called"),
    )


def _verify(draft: Draft | None, language: str) -> TraceStep:
    if draft is None:
        return TraceStep("verify", "skipped", _("Il n’y avait rien à vérifier."))
    why = draft.why[0 if language == "fr" else 1] if draft.why else ""
    if draft.action != "reply":
        return TraceStep("verify", "withheld", why, at=draft.created_at)
    return TraceStep("verify", "done", _("Chaque phrase est soutenue par une source citée."), at=draft.created_at)


def _restore(draft: Draft | None) -> TraceStep:
    if draft is None or draft.action != "reply":
        return TraceStep("restore", "skipped", _("Aucune valeur n’a été rétablie."))
    return TraceStep(
        "restore", "done", _("Seuls les pseudonymes émis dans cette conversation redeviennent des valeurs.")
    )


def _review(review: Review | None, draft: Draft | None) -> TraceStep:
    if review is None or draft is None:
        return TraceStep("review", "waiting", _("Une personne doit encore relire."))
    words = {
        "accepted": _("Accepté tel quel par une personne."),
        "edited": _("Modifié puis accepté par une personne."),
        "rejected": _("Rejeté par une personne."),
    }
    proof = proof_view(review.brand_id, draft.pk, f"review.{review.verdict}")
    return TraceStep("review", "done", words.get(review.verdict, review.verdict), at=review.at, proof=proof)


def _record(interaction: Interaction) -> TraceStep:
    number = JournalEntry.objects.filter(brand_id=interaction.brand_id, person_id=interaction.person_id).count()
    words = ngettext(
        "%(n)d entrée de journal concerne cette personne.",
        "%(n)d entrées de journal concernent cette personne.",
        number,
    )
    return TraceStep("record", "done", words % {"n": number})
