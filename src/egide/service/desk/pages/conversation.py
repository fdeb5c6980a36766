"""One conversation: the thread, what the model saw of it, and what the AI proposes."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from egide.assist.requests import REQUEST_TYPES
from egide.keys import KeyDestroyed
from egide.service.accounts.models import User
from egide.service.assistance.flows import DraftNotOpenError, draft_reply, review_draft, write_by_hand
from egide.service.assistance.models import Draft
from egide.service.assistance.reading import OpenedDraft, latest_draft, protected_texts
from egide.service.calls.flows import CHANNELS as CALLS
from egide.service.conversations.flows import close_interaction, note_opening, override_priority, set_ai_off
from egide.service.conversations.models import Interaction
from egide.service.conversations.reading import Thread, ThreadMessage, access_interaction_by_id, read_thread
from egide.service.design.contexts import (
    ActView,
    AlertView,
    Confidence,
    Contribution,
    ConversationPage,
    Fact,
    FilterOption,
    LinkView,
    MessageView,
    PredictionView,
    PriorityChoice,
    PseudonymView,
    ReplyForm,
    ThreadViews,
)
from egide.service.design.vocabulary import PRIORITIES
from egide.service.design.words import TONES, basis_words, confidence_words, intent_words, purpose_words
from egide.service.desk.drafts import draft_view, summary_lines
from egide.service.desk.pages.queue import queue_beside
from egide.service.desk.presenting import (
    decision_view,
    footprint_view,
    message_view,
    priority_view,
    sla_clock,
)
from egide.service.desk.threads import Here, View, window_of
from egide.service.outbox.models import OutgoingMessage
from egide.service.people.naming import customer_label
from egide.service.tenancy.access import Actor
from egide.service.tenancy.rights import Right

_QUEUE_BESIDE = 3


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
    return _accept(request, draft, request.POST.get("text"))


def _accept(request: HttpRequest, draft: Draft, text: str | None) -> HttpResponse:
    try:
        review_draft(draft, "accepted", text=text, actor=request.actor, now=timezone.now())  # type: ignore[attr-defined]
    except DraftNotOpenError:
        return _already_treated(request, draft)
    return _sent(request, draft.interaction)


@login_required
@require_POST
def reject(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Reject a draft, with the reason that will improve the next ones."""
    draft = _access_draft(request, draft_id)
    reason = request.POST.get("reason", "")
    try:
        review_draft(draft, "rejected", reason=reason, actor=request.actor, now=timezone.now())  # type: ignore[attr-defined]
    except DraftNotOpenError:
        return _already_treated(request, draft)
    return redirect("desk:conversation", draft.interaction_id)


def _already_treated(request: HttpRequest, draft: Draft) -> HttpResponse:
    messages.warning(request, _("Ce brouillon a déjà été traité, par vous ou par quelqu’un d’autre. Rien n’est parti."))
    return redirect("desk:conversation", draft.interaction_id)


@login_required
@require_POST
def reply(request: HttpRequest, interaction_id: UUID) -> HttpResponse:
    """Send an answer written by hand, or an edited draft."""
    interaction = _access(request, interaction_id, Right.INTERACTION_REPLY)
    text = request.POST.get("text", "").strip()
    if not text:
        messages.warning(request, _("La réponse est vide : rien n’est parti."))
        return redirect("desk:conversation", interaction_id)
    draft = latest_draft(interaction)
    if draft is not None and draft.state == "proposed" and request.POST.get("version") == str(draft.pk):
        return _accept(request, draft, text)
    write_by_hand(interaction, text, actor=request.actor, now=timezone.now())  # type: ignore[attr-defined]
    return _sent(request, interaction)


def _sent(request: HttpRequest, interaction: Interaction) -> HttpResponse:
    messages.success(request, _("Réponse envoyée. Voici la conversation suivante."))
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
    messages.success(request, _("Conversation close. Un nouveau message du client la rouvrirait."))
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


@login_required
@require_POST
def switch_ai(request: HttpRequest, interaction_id: UUID) -> HttpResponse:
    """Cut the AI for this conversation, or allow it again."""
    interaction = _access(request, interaction_id, Right.INTERACTION_REPLY)
    off = request.POST.get("ai") == "off"
    set_ai_off(interaction, off=off, actor=request.actor, now=timezone.now())  # type: ignore[attr-defined]
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
    from egide.service.tenancy.access import access_brands
    from egide.service.tenancy.choosing import chosen_brand

    brands = access_brands(request.actor, Right.INTERACTION_REPLY)  # type: ignore[attr-defined]
    chosen = chosen_brand(request, brands)
    following = (
        filtered_queue([chosen] if chosen else brands, {"state": "open"}, timezone.now())
        .exclude(pk=interaction.pk)
        .first()
    )
    return redirect("desk:conversation", following.pk) if following else redirect("desk:queue")


def _page(request: HttpRequest, thread: Thread) -> ConversationPage:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    interaction, now = thread.interaction, timezone.now()
    language = (get_language() or "fr")[:2]
    asked = request.GET.get("view", "people")
    view: View = asked if asked in {"people", "model", "both"} else "people"  # type: ignore[assignment]
    here = Here.read(request, reverse("desk:conversation", args=[interaction.pk]), view)
    window = window_of(thread.messages, request.GET.get("until", ""), both=view == "both")
    beside = queue_beside(request, actor, interaction, size=_QUEUE_BESIDE)
    order = [row.id for row in beside.rows]
    place = order.index(str(interaction.pk)) if str(interaction.pk) in order else -1
    draft = latest_draft(interaction)
    opened = OpenedDraft.open(draft, thread) if draft else None
    decision = interaction.decisions.order_by("-at").first()
    may_reply = actor.holds(Right.INTERACTION_REPLY, interaction.brand_id)
    proposed = draft is not None and draft.state == "proposed"
    return ConversationPage(
        title=thread.subject or (str(intent_words(interaction.intent)) if interaction.intent else _("Conversation")),
        id=str(interaction.pk),
        customer=customer_label(thread.vault, thread.person) or _("Client sans nom"),
        channel=interaction.channel,
        messages=_messages(thread, window),
        views=ThreadViews(view, here.viewed("people"), here.viewed("model"), here.viewed("both")),
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
        summary=summary_lines(thread, window, here),
        decision=decision_view(decision, language) if decision else None,
        footprint=footprint_view(interaction.calls.all()),
        trace_url=reverse("desk:trace", args=[interaction.pk]),
        facts=_facts(interaction, actor, language),
        reply=ReplyForm(
            reverse("desk:reply", args=[interaction.pk]),
            text=opened.text if opened and proposed else "",
            version=str(draft.pk) if draft and proposed else "",
        )
        if may_reply
        else None,
        alerts=_alerts(interaction),
        acts=_acts(interaction, proposed=proposed) if may_reply else (),
        priority_choice=_priority_choice(interaction)
        if actor.holds(Right.PRIORITY_OVERRIDE, interaction.brand_id)
        else None,
        older=_older(window, here),
        newer=_newer(window, len(thread.messages), here),
    )


def _alerts(interaction: Interaction) -> tuple[AlertView, ...]:
    alerts = []
    lost = OutgoingMessage.objects.filter(interaction=interaction, state="failed").order_by("-queued_at").first()
    if lost is not None and interaction.status == "open":
        reason = (
            _("Ce canal n’a pas d’adresse de retour : l’exploitant peut en donner une sous Connexions.")
            if lost.error_code == "no-way-back"
            else _("Répondez autrement, ou prévenez l’exploitant (%(code)s).") % {"code": lost.error_code}
        )
        alerts.append(AlertView("danger", _("La dernière réponse n’est pas partie."), reason))
    if interaction.status == "closed":
        alerts.append(AlertView("info", _("Conversation close"), _("Un nouveau message du client la rouvrirait.")))
    return tuple(alerts)


def _acts(interaction: Interaction, *, proposed: bool) -> tuple[ActView, ...]:
    """List what may be done at once: prepare a draft where none waits, cut the AI or allow it again, close."""
    acts = []
    if not proposed and not interaction.ai_off and interaction.status == "open":
        acts.append(ActView(_("Préparer un brouillon"), reverse("desk:prepare", args=[interaction.pk]), "spark"))
    if interaction.status != "closed":
        acts.append(ActView(_("Clore sans répondre"), reverse("desk:close", args=[interaction.pk]), "check"))
    label = (
        _("Rétablir l’IA pour cette conversation") if interaction.ai_off else _("Couper l’IA pour cette conversation")
    )
    state = "on" if interaction.ai_off else "off"
    acts.append(ActView(label, reverse("desk:ai", args=[interaction.pk]), "stop", "ai", state))
    return tuple(acts)


def _priority_choice(interaction: Interaction) -> PriorityChoice:
    options = tuple(
        FilterOption(code[1:], f"{code} · {words}", selected=code == f"P{interaction.priority}")
        for code, words in PRIORITIES.items()
    )
    return PriorityChoice(reverse("desk:priority", args=[interaction.pk]), options)


def _older(window: slice, here: Here) -> LinkView | None:
    if not window.start:
        return None
    words = ngettext("Le message précédent", "Les %(n)d messages précédents", window.start) % {"n": window.start}
    return LinkView(words, here.until(window.start))


def _newer(window: slice, total: int, here: Here) -> LinkView | None:
    left = total - window.stop
    if not left:
        return None
    words = ngettext("Le message suivant", "Les %(n)d messages suivants", left) % {"n": left}
    return LinkView(words, here.until(total))


def _messages(thread: Thread, window: slice) -> tuple[MessageView, ...]:
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
        for message in thread.messages[window]
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
        return _("Rédigé avec l’aide de l’IA, relu par %(name)s") % {"name": reader or _("un conseiller")}
    return _("Rédigé par l’IA") if message.ai_mark == "generated" else ""


def _intent(interaction: Interaction) -> PredictionView | None:
    if not interaction.intent:
        return None
    confidence = interaction.intent_confidence or 0.0
    words = confidence_words(confidence) if interaction.intent_known else _("jamais vu : à classer par une personne")
    return PredictionView(
        label=intent_words(interaction.intent),
        confidence=Confidence(words, confidence),
        because=tuple(interaction.analysis.get("words_for", [])),
        others=tuple(intent_words(label) for label in interaction.analysis.get("others", [])),
        against=tuple(interaction.analysis.get("words_against", [])),
    )


def _sentiment(interaction: Interaction) -> PredictionView | None:
    if not interaction.sentiment:
        return None
    return PredictionView(
        label=TONES.get(interaction.sentiment, interaction.sentiment),
        because=tuple(interaction.analysis.get("tone_words", [])),
    )


def _facts(interaction: Interaction, actor: Actor, language: str) -> tuple[Fact, ...]:
    facts = [*_reading(interaction, language)]
    if interaction.intent and actor.holds(Right.INTERACTION_REPLY, interaction.brand_id):
        # A correction teaches the next classifier.
        url = reverse("training:intent", args=[interaction.pk])
        facts.append(
            Fact(_("Intention lue"), intent_words(interaction.intent), _("à corriger ici si elle est fausse"), url)
        )
    if interaction.channel in CALLS:
        facts.append(Fact(_("Appel"), _("Revue de l’appel"), url=reverse("calls:call", args=[interaction.pk])))
    facts += [
        Fact(_("Finalité"), purpose_words(interaction.purpose)),
        Fact(_("Base légale"), basis_words(interaction.legal_basis)),
    ]
    if interaction.retain_until:
        facts.append(Fact(_("Conservé jusqu’au"), date_format(localtime(interaction.retain_until), "j F Y")))
    return tuple(facts)


def _reading(interaction: Interaction, language: str) -> Iterator[Fact]:
    """Say which kinds of request were read, and what a second model read otherwise."""
    kinds = dict.fromkeys(interaction.analysis.get("requests", []))
    if kinds:
        words = [REQUEST_TYPES[kind][language == "en"] for kind in kinds if kind in REQUEST_TYPES]
        yield Fact(_("Demandes repérées"), ", ".join(words))
    if suggested := interaction.analysis.get("suggested", ""):
        yield Fact(_("Second avis"), intent_words(suggested), _("un autre modèle lit autrement : à vous de voir"))
