"""One conversation: the thread, what the model saw of it, and what the AI proposes."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from egide.keys import KeyDestroyed
from egide.service.accounts.models import User
from egide.service.assistance.flows import draft_reply, review_draft, write_by_hand
from egide.service.assistance.models import Draft
from egide.service.assistance.reading import OpenedDraft, latest_draft, protected_texts
from egide.service.conversations.flows import close_interaction, note_opening, override_priority
from egide.service.conversations.models import Interaction
from egide.service.conversations.reading import Thread, ThreadMessage, access_interaction_by_id, read_thread
from egide.service.design.contexts import (
    AlertView,
    Confidence,
    Contribution,
    ConversationPage,
    Fact,
    LinkView,
    MessageView,
    PredictionView,
    PseudonymView,
    ReplyForm,
    ThreadViews,
)
from egide.service.desk.drafts import draft_view, summary_lines
from egide.service.desk.pages.queue import queue_page
from egide.service.desk.presenting import decision_view, footprint_view, message_view, priority_view, sla_clock
from egide.service.desk.words import TONES, confidence_words, intent_words
from egide.service.tenancy.access import Actor
from egide.service.tenancy.rights import Right

_QUEUE_BESIDE = 8
View = Literal["people", "model", "both"]


@login_required
@require_GET
def conversation(request: HttpRequest, interaction_id: UUID) -> HttpResponse:
    """Show a conversation."""
    interaction = _access(request, interaction_id, Right.INTERACTION_READ)
    note_opening(interaction, actor=request.actor, now=timezone.now())  # type: ignore[attr-defined]
    try:
        thread = read_thread(interaction)
    except KeyDestroyed:
        return render(request, "pages/erased.html", {"interaction": interaction}, status=410)
    page = _page(request, thread)
    return render(request, "pages/conversation.html", {"page": page})


@login_required
@require_POST
def accept(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Accept a draft: as it is, or as the person edited it."""
    draft = _access_draft(request, draft_id)
    edited = request.POST.get("text")
    review_draft(draft, "accepted", text=edited, actor=request.actor, now=timezone.now())  # type: ignore[attr-defined]
    return _next(request, draft.interaction)


@login_required
@require_POST
def reject(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Reject a draft, with the reason that will improve the next ones."""
    draft = _access_draft(request, draft_id)
    reason = request.POST.get("reason", "")
    review_draft(draft, "rejected", reason=reason, actor=request.actor, now=timezone.now())  # type: ignore[attr-defined]
    return redirect("desk:conversation", draft.interaction_id)


@login_required
@require_POST
def reply(request: HttpRequest, interaction_id: UUID) -> HttpResponse:
    """Send an answer written by hand, or an edited draft."""
    interaction = _access(request, interaction_id, Right.INTERACTION_REPLY)
    text = request.POST.get("text", "").strip()
    if not text:
        return redirect("desk:conversation", interaction_id)
    draft = latest_draft(interaction)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if draft is not None and draft.state == "proposed" and request.POST.get("version") == str(draft.pk):
        review_draft(draft, "accepted", text=text, actor=actor, now=timezone.now())
    else:
        write_by_hand(interaction, text, actor=actor, now=timezone.now())
    return _next(request, interaction)


@login_required
@require_POST
def prepare(request: HttpRequest, interaction_id: UUID) -> HttpResponse:
    """Ask for a draft now."""
    interaction = _access(request, interaction_id, Right.INTERACTION_REPLY)
    draft_reply(interaction, actor=request.actor, now=timezone.now())  # type: ignore[attr-defined]
    return redirect("desk:conversation", interaction_id)


@login_required
@require_POST
def close(request: HttpRequest, interaction_id: UUID) -> HttpResponse:
    """Close a conversation."""
    interaction = _access(request, interaction_id, Right.INTERACTION_REPLY)
    close_interaction(interaction, actor=request.actor, now=timezone.now())  # type: ignore[attr-defined]
    return _next(request, interaction)


@login_required
@require_POST
def priority(request: HttpRequest, interaction_id: UUID) -> HttpResponse:
    """Choose another priority; the choice is remembered."""
    interaction = _access(request, interaction_id, Right.PRIORITY_OVERRIDE)
    level = request.POST.get("priority", "")
    if level in {"1", "2", "3", "4"}:
        override_priority(interaction, int(level), actor=request.actor, now=timezone.now())  # type: ignore[attr-defined]
    return redirect("desk:conversation", interaction_id)


def _access(request: HttpRequest, interaction_id: UUID, right: Right) -> Interaction:
    try:
        return access_interaction_by_id(request.actor, interaction_id, right)  # type: ignore[attr-defined]
    except Interaction.DoesNotExist as absent:
        raise Http404 from absent


def _access_draft(request: HttpRequest, draft_id: UUID) -> Draft:
    try:
        draft: Draft = Draft.objects.select_related("interaction__brand", "interaction__person").get(pk=draft_id)
    except Draft.DoesNotExist as absent:
        raise Http404 from absent
    _access(request, draft.interaction_id, Right.INTERACTION_REPLY)
    return draft


def _next(request: HttpRequest, interaction: Interaction) -> HttpResponse:
    """Lead to the next conversation of the queue, so that work flows."""
    from egide.service.desk.pages.queue import filtered_queue
    from egide.service.desk.shell import chosen_brand
    from egide.service.tenancy.access import access_brands

    brands = access_brands(request.actor, Right.INTERACTION_REPLY)  # type: ignore[attr-defined]
    chosen = chosen_brand(request, brands)
    following = filtered_queue([chosen] if chosen else brands, {}, timezone.now()).exclude(pk=interaction.pk).first()
    return redirect("desk:conversation", following.pk) if following else redirect("desk:queue")


def _page(request: HttpRequest, thread: Thread) -> ConversationPage:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    interaction, now = thread.interaction, timezone.now()
    language = (get_language() or "fr")[:2]
    here = reverse("desk:conversation", args=[interaction.pk])
    asked = request.GET.get("view", "people")
    view: View = asked if asked in {"people", "model", "both"} else "people"  # type: ignore[assignment]
    beside = queue_page(request, actor, size=_QUEUE_BESIDE, current=interaction)
    order = [row.id for row in beside.rows]
    place = order.index(str(interaction.pk)) if str(interaction.pk) in order else -1
    draft = latest_draft(interaction)
    opened = OpenedDraft.open(draft, thread) if draft else None
    decision = interaction.decisions.order_by("-at").first()
    may_reply = actor.holds(Right.INTERACTION_REPLY, interaction.brand_id)
    alerts = [AlertView("info", _("IA coupée pour cette conversation"))] if interaction.ai_off else []
    return ConversationPage(
        title=thread.subject or (str(intent_words(interaction.intent)) if interaction.intent else _("Conversation")),
        id=str(interaction.pk),
        customer=thread.customer_name or _("Client sans nom"),
        channel=interaction.channel,
        messages=_messages(thread, language),
        views=ThreadViews(view, f"{here}?view=people", f"{here}?view=model", f"{here}?view=both"),
        priority=priority_view(interaction, language),
        draft=draft_view(interaction, draft, opened, language, may_reply=may_reply),
        brand=interaction.brand.name,
        queue=beside,
        queue_url=reverse("desk:queue"),
        previous_url=beside.rows[place - 1].url if place > 0 else "",
        next_url=beside.rows[place + 1].url if 0 <= place < len(order) - 1 else "",
        sla=sla_clock(interaction, now),
        intent=_intent(interaction),
        sentiment=_sentiment(interaction),
        contributions=tuple(
            Contribution(bar["label"].get(language, ""), bar["points"])
            for bar in interaction.analysis.get("contributions", [])
        ),
        summary=summary_lines(thread, language),
        decision=decision_view(decision, language) if decision else None,
        footprint=footprint_view(interaction.calls.all()),
        trace_url=reverse("desk:trace", args=[interaction.pk]),
        facts=_facts(interaction),
        reply=ReplyForm(
            reverse("desk:reply", args=[interaction.pk]),
            text=opened.text if opened and draft and draft.state == "proposed" else "",
            version=str(draft.pk) if draft and draft.state == "proposed" else "",
        )
        if may_reply
        else None,
        actions=(LinkView(_("Trace complète"), reverse("desk:trace", args=[interaction.pk]), "journal"),),
        alerts=tuple(alerts),
    )


def _messages(thread: Thread, language: str) -> tuple[MessageView, ...]:
    del language
    protected = protected_texts(thread)
    names = dict(
        User.objects.filter(pk__in={m.author_id for m in thread.messages if m.author_id}).values_list(
            "pk", "display_name"
        )
    )
    return tuple(
        message_view(
            message,
            author=_author(message, thread, names),
            model_text=protected[message.id].text if message.id in protected else None,
            pseudonyms=[PseudonymView(*span) for span in protected[message.id].spans]
            if message.id in protected
            else (),
            ai_words=_ai_words(message, names),
        )
        for message in thread.messages
    )


def _author(message: ThreadMessage, thread: Thread, names: dict[UUID, str]) -> str:
    match message.author_role:
        case "customer":
            return thread.customer_name or _("Client")
        case "agent":
            return names.get(message.author_id, "") if message.author_id else _("Conseiller")
        case "bot":
            return _("Assistant automatique")
        case _:
            return _("Système")


def _ai_words(message: ThreadMessage, names: dict[UUID, str]) -> str:
    if message.ai_mark == "assisted":
        reader = names.get(message.author_id, "") if message.author_id else ""
        return _("Rédigé avec l'aide de l'IA, relu par %(name)s") % {"name": reader or _("un conseiller")}
    return _("Rédigé par l'IA") if message.ai_mark == "generated" else ""


def _intent(interaction: Interaction) -> PredictionView | None:
    if not interaction.intent:
        return None
    confidence = interaction.intent_confidence or 0.0
    words = confidence_words(confidence) if interaction.intent_known else _("jamais vu : à classer par une personne")
    return PredictionView(
        label=intent_words(interaction.intent),
        confidence=Confidence(words, confidence),
        because=tuple(interaction.analysis.get("words_for", [])),
        others=tuple(intent_words(label) for label in interaction.analysis.get("others", [])),
    )


def _sentiment(interaction: Interaction) -> PredictionView | None:
    if not interaction.sentiment:
        return None
    return PredictionView(
        label=TONES.get(interaction.sentiment, interaction.sentiment),
        because=tuple(interaction.analysis.get("tone_words", [])),
    )


def _facts(interaction: Interaction) -> tuple[Fact, ...]:
    facts = [
        Fact(_("Finalité"), interaction.purpose),
        Fact(_("Base légale"), _("art. 6(1)(%(letter)s) RGPD") % {"letter": interaction.legal_basis}),
    ]
    if interaction.retain_until:
        facts.append(Fact(_("Conservé jusqu'au"), interaction.retain_until.date().isoformat()))
    return tuple(facts)
