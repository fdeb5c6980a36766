"""Turn opened conversations into what the pages show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Literal, cast
from uuid import UUID

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from egide.service.assistance.models import Decision, ModelCall
from egide.service.conversations.models import Interaction
from egide.service.conversations.reading import ThreadMessage
from egide.service.design.contexts import (
    DecisionView,
    Fact,
    FigureView,
    FindingView,
    FootprintView,
    JournalProofView,
    MessageView,
    PriorityView,
    ReasonView,
    SlaClock,
)
from egide.service.evidence.proving import proof_of

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
        return SlaClock("late", _("en retard de %(time)s") % {"time": _span(-left)}, interaction.due_at)
    words = _("%(time)s restantes") % {"time": _span(left)}
    return SlaClock("soon" if left <= _SOON else "ok", words, interaction.due_at)


def _span(length: timedelta) -> str:
    minutes = int(length.total_seconds() // 60)
    if minutes < 60:  # noqa: PLR2004 - minutes in an hour
        return _("%(minutes)d min") % {"minutes": minutes}
    if minutes < 48 * 60:
        return _("%(hours)d h %(minutes)02d") % {"hours": minutes // 60, "minutes": minutes % 60}
    days = minutes // (24 * 60)
    return ngettext("%(days)d jour", "%(days)d jours", days) % {"days": days}


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
    sentence = decision_sentence(decision, language)
    return DecisionView(
        verdict=cast("VerdictWord", decision.verdict),
        sentence=sentence,
        reasons=tuple(
            ReasonView(reason["sentence"][language], reason["article"] + _to_verify(reason))
            for reason in decision.reasons
        ),
        facts=tuple(Fact(name, content) for name, content in _facts(decision.facts)),
        masks=tuple(decision.mask),
        proof=proof_view(decision.brand_id, decision.pk, "decision.made") if with_proof else None,
        why_url=reverse("desk:why", args=[decision.pk]),
        at=decision.at,
    )


def decision_sentence(decision: Decision, language: str) -> str:
    """Say a decision in one sentence: the verdict, then the reason that weighed most."""
    verdicts = {
        "allow": _("Autorisé"),
        "allow-with-masking": _("Autorisé après masquage"),
        "human-only": _("Réservé à une personne"),
        "refuse": _("Refusé"),
    }
    strongest = decision.reasons[0]["sentence"][language] if decision.reasons else ""
    return (
        f"{verdicts[decision.verdict]} : {strongest}"
        if language == "fr"
        else f"{verdicts[decision.verdict]}: {strongest}"
    )


def _to_verify(reason: Mapping[str, Any]) -> str:
    return f" ({_('à vérifier')})" if reason.get("mark") == "to verify" else ""


def _facts(facts: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    """Flatten the facts into named lines; empty ones say nothing and are left out."""
    lines = []
    for name, content in facts.items():
        label = f"{prefix}{name}"
        if isinstance(content, Mapping):
            lines += _facts(content, f"{label}.")
        elif isinstance(content, list):
            if content:
                lines.append((label, ", ".join(map(str, content))))
        elif content not in {None, "", False}:
            lines.append((label, _("oui") if content is True else str(content)))
    return lines


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
    methods = sorted({str(footprint.get("method", "")) for footprint in footprints})
    return FootprintView(
        energy=_summed(_("Énergie"), footprints, "energy_wh", "Wh"),
        carbon=_summed(_("Carbone"), footprints, "carbon_gco2e", "gCO₂e"),
        method=", ".join(methods),
        method_url=reverse("desk:method"),
    )


def _summed(label: str, footprints: list[Mapping[str, Any]], name: str, unit: str) -> FigureView:
    low, point, high = (
        sum(footprint[name][bound] for footprint in footprints if name in footprint)
        for bound in ("low", "point", "high")
    )
    return FigureView(label, two_digits(point), unit, low=two_digits(low), high=two_digits(high))


def two_digits(amount: float) -> str:
    """Write an amount with two significant digits, in the reader's locale."""
    if amount == 0:
        return "0"
    from math import floor, log10

    decimals = max(0, 1 - floor(log10(abs(amount))))
    rounded = round(amount, 1 - floor(log10(abs(amount))))
    return str(number_format(rounded, decimal_pos=min(decimals, 12), use_l10n=True))
