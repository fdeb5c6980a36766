"""Show drafts and summaries: values restored, sources numbered, reasons in words."""

from __future__ import annotations

from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from egide.assist.articles import plain
from egide.service.assistance.models import Draft
from egide.service.assistance.reading import OpenedDraft, pseudonymiser_for
from egide.service.conversations.models import Interaction
from egide.service.conversations.reading import Thread
from egide.service.design.contexts import Citation, Confidence, DraftPart, DraftView, MessageLink, SummaryLine
from egide.service.design.words import REJECT_REASONS, confidence_words, model_words
from egide.service.desk.presenting import decision_view
from egide.service.desk.threads import Here

_REVIEWED = {
    "accepted": gettext_lazy("Ce brouillon a été accepté tel quel et envoyé."),
    "edited": gettext_lazy("Ce brouillon a été modifié puis envoyé."),
    "rejected": gettext_lazy("Ce brouillon a été rejeté ; le motif servira aux suivants."),
    "stale": gettext_lazy("Ce brouillon ne vaut plus : la conversation a continué sans lui."),
}


def draft_view(
    interaction: Interaction, draft: Draft | None, opened: OpenedDraft | None, language: str, *, may_reply: bool
) -> DraftView:
    """Show the latest draft, or why there is none."""
    by_hand = "#reply" if may_reply else ""
    if interaction.ai_off:
        why = _("L’IA est coupée pour cette conversation : rien ne part vers un modèle.")
        return DraftView("off", why=why, edit_url=by_hand)
    if draft is None or opened is None:
        refused = interaction.decisions.filter(task="reply").order_by("-at").first()
        if refused is not None and refused.verdict in {"refuse", "human-only"}:
            return DraftView("refused", why=decision_view(refused, language).sentence, edit_url=by_hand)
        return DraftView("none", why=_("Aucun brouillon n’a été préparé."), edit_url=by_hand)
    why = draft.why[0 if language == "fr" else 1] if draft.why else ""
    if draft.action != "reply" or draft.state == "withheld":
        return DraftView(
            "abstained" if draft.action != "reply" else "withheld",
            why=why,
            missing=tuple(_missing(opened)),
            model=model_words(draft.call.model) if draft.call else "",
            edit_url=by_hand,
        )
    if draft.state != "proposed":
        return DraftView("done", why=_REVIEWED.get(draft.state, ""))
    numbers: dict[tuple[str, str], int] = {}
    citations: list[Citation] = []
    parts = [DraftPart(opened.opening, break_after=True)] if opened.opening else []
    for part in opened.parts:
        cited = []
        for citation in part.citations:
            key = (citation["article"], citation["passage"])
            if key not in numbers:
                numbers[key] = len(numbers) + 1
                url = reverse("desk:article", args=[interaction.brand.slug, citation["article"]])
                title = f"{citation['article']} {citation['title']}"
                citations.append(Citation(numbers[key], title, plain(citation["passage"]), url))
            cited.append(numbers[key])
        parts.append(DraftPart(part.text, tuple(cited), break_after=True))
    if opened.closing:
        parts.append(DraftPart(opened.closing))
    # The last part ends the draft: no empty line follows it.
    parts[-1:] = [replace(part, break_after=False) for part in parts[-1:]]
    return DraftView(
        "ready",
        parts=tuple(parts),
        citations=tuple(citations),
        confidence=Confidence(confidence_words(draft.confidence), draft.confidence),
        why=why,
        model=model_words(draft.call.model) if draft.call else "",
        accept_url=reverse("desk:accept", args=[draft.pk]) if may_reply else "",
        reject_url=reverse("desk:reject", args=[draft.pk]) if may_reply else "",
        reject_reasons=tuple(REJECT_REASONS.items()),
    )


def _missing(opened: OpenedDraft) -> list[str]:
    if not opened.missing:
        return []
    return [_("Aucun article approuvé ne parle de : %(words)s.") % {"words": ", ".join(opened.missing)}]


def summary_lines(thread: Thread, window: slice, here: Here) -> tuple[SummaryLine, ...]:
    """Show the summary with values restored, each line linked to its messages, also those of another page.

    Args:
        thread: The conversation.
        window: The messages that this page shows.
        here: The page's address.

    Returns:
        The lines.
    """
    interaction = thread.interaction
    summary = thread.vault.open_json("interaction", interaction.pk, "summary", interaction.summary_sealed)
    if not summary:
        return ()
    pseudonymiser = pseudonymiser_for(thread)
    ranks = {str(message.id): rank for rank, message in enumerate(thread.messages, 1)}
    headings = {
        "request": _("Demande"),
        "done": _("Fait"),
        "promised": _("Promis"),
        "open_questions": _("Sans réponse"),
        "dates": _("Dates"),
    }
    lines = []
    for name, heading in headings.items():
        for position, line in enumerate(summary.get(name, [])):
            links = tuple(
                _message_link(message_id, ranks[message_id], window, here)
                for message_id in line["messages"]
                if message_id in ranks
            )
            text = pseudonymiser.restore(line["text"]).text
            lines.append(SummaryLine(text, links, heading if position == 0 else ""))
    return tuple(lines)


def _message_link(message_id: str, rank: int, window: slice, here: Here) -> MessageLink:
    elsewhere = "" if window.start < rank <= window.stop else here.until(rank)
    return MessageLink(message_id, _("message %(rank)d") % {"rank": rank}, elsewhere)
