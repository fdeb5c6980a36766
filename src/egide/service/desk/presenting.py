"""Turn opened conversations into what the pages show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal, cast
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from egide.service.assistance.models import Decision, ModelCall
from egide.service.conversations.models import Interaction
from egide.service.conversations.reading import ThreadMessage
from egide.service.design.amounts import estimate_view, span_words, summed
from egide.service.design.contexts import (
    DecisionView,
    FindingView,
    FootprintView,
    JournalProofView,
    MessageView,
    PriorityView,
    ReasonView,
    SlaClock,
)
from egide.service.design.words import method_words, task_words
from egide.service.desk.facts import fact_lines
from egide.service.evidence.proving import proof_of

if TYPE_CHECKING:
    pass

VerdictWord = Literal["allow", "allow-with-masking", "human-only", "refuse"]
_SOON = timedelta(hours=2)


def sla_clock(interaction: Interaction, now: datetime) -> SlaClock | None:
    """Say how much time is left before the deadline."""
    if interaction.due_at is None:
        return None
    if interaction.status != "open":
        return SlaClock("met", _("répondu"), interaction.due_at)
    left = interaction.due_at - now
    if left < timedelta(0):
        return SlaClock("late", _("en retard de %(time)s") % {"time": span_words(-left)}, interaction.due_at)
    words = _("%(time)s restantes") % {"time": span_words(left)}
    return SlaClock("soon" if left <= _SOON else "ok", words, interaction.due_at)


def priority_view(interaction: Interaction, language: str) -> PriorityView:
    """Show a priority with the reason that weighed most."""
    contributions = interaction.analysis.get("contributions", [])
    strongest = contributions[0]["label"].get(language, "") if contributions else ""
    if interaction.priority_overridden:
        strongest = _("choisie par une personne")
    return PriorityView(f"P{interaction.priority}", strongest)  # type: ignore[arg-type]


def message_view(
    message: ThreadMessage,
    *,
    author: str,
    model_text: str | None,
    pseudonyms: Iterable[Any] = (),
    ai_words: str = "",
    trace_url: str = "",
) -> MessageView:
    """Show one message with what was found in it, and what the model saw of it."""
    from egide.service.design.contexts import Attachment

    folded = "\n\n".join(part for part in (message.quoted, message.signature) if part)
    return MessageView(
        id=str(message.id),
        role=message.author_role,  # type: ignore[arg-type]
        author=author,
        at=message.at,
        text=message.text,
        findings=tuple(FindingView(span.start, span.end, span.label, ", ".join(span.why)) for span in message.findings),
        model_text=model_text,
        pseudonyms=tuple(pseudonyms),
        quoted=folded,
        ai=ai_words,
        attachments=tuple(
            Attachment(name=name, size="", note=_("pièce jointe non ouverte")) for name in message.attachments
        ),
        trace_url=trace_url,
    )


def decision_view(decision: Decision, language: str, *, with_proof: bool = False) -> DecisionView:
    """Show a decision: the sentence first, then reasons with articles, then facts, then proof."""
    return DecisionView(
        verdict=cast("VerdictWord", decision.verdict),
        sentence=decision_sentence(decision, language),
        reasons=tuple(
            ReasonView(reason["sentence"][language], _article(reason, language) + _to_verify(reason))
            for reason in decision.reasons
        ),
        facts=fact_lines(decision.facts),
        masks=tuple(decision.mask),
        proof=proof_view(decision.brand_id, decision.pk, "decision.made") if with_proof else None,
        why_url=reverse("desk:why", args=[decision.pk]),
        at=decision.at,
    )


def decision_sentence(decision: Decision, language: str) -> str:
    """Say a decision in one sentence: the task and its verdict, and for a refusal the reason that weighed most."""
    task = task_words(decision.task)
    verdicts = {
        "allow": _("%(task)s : autorisé."),
        "allow-with-masking": _("%(task)s : autorisé après masquage."),
        "human-only": _("%(task)s : réservé à une personne. %(reason)s"),
        "refuse": _("%(task)s : refusé. %(reason)s"),
    }
    strongest = decision.reasons[0]["sentence"][language] if decision.reasons else ""
    return (verdicts[decision.verdict] % {"task": task, "reason": strongest}).strip()


def _article(reason: Mapping[str, Any], language: str) -> str:
    return str(reason["article"] if language == "fr" else reason.get("article_en") or reason["article"])


def _to_verify(reason: Mapping[str, Any]) -> str:
    to_verify = _("à vérifier")
    return f" ({to_verify})" if reason.get("mark") == "to verify" else ""


def proof_view(brand_id: UUID, obj: UUID, event: str) -> JournalProofView | None:
    """Show the journal proof of what was done to an object, verified on the spot; None while it waits its index."""
    proof = proof_of(brand_id, obj, event)
    if proof is None:
        return None
    return JournalProofView(
        index=proof.index,
        digest=proof.leaf_hash.hex(),
        url=reverse("evidence:entry", args=[brand_id, proof.index]),
        verified=proof.verified,
        tree_size=proof.tree_size,
        at=proof.at,
    )


def footprint_view(calls: Iterable[ModelCall]) -> FootprintView | None:
    """Add up calls: low with low, high with high, since their errors are shared."""
    footprints = [call.footprint for call in calls if call.footprint]
    if not footprints:
        return None
    methods = sorted({str(method_words(footprint.get("method", ""))) for footprint in footprints})
    energy, carbon = (summed(footprints, name) for name in ("energy_wh", "carbon_gco2e"))
    return FootprintView(
        energy=estimate_view(_("Énergie"), energy, "Wh"),
        carbon=estimate_view(_("Carbone"), carbon, "gCO₂e"),
        method=", ".join(methods),
        method_url=reverse("desk:method"),
    )
