"""Decide whether a verified draft may leave without a person: off by default, bounded, stopped at once.

Every bound must hold: the brand switched it on, named the intent, the hour, the confidence and the daily share; nothing sensitive was said. The first
bound that fails is the reason. What is sent carries the AI notice, for the eye and for machines.

Source: Regulation (EU) 2024/1689 art. 50(1), 50(2) and 50(5).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, time, tzinfo
from typing import Literal

from egide.assist.analysis import Analysis
from egide.assist.reply import VerifiedDraft

__all__ = [
    "AI_HEADER",
    "AI_NOTICE",
    "AUTO_REASONS",
    "AutoReason",
    "AutoReplyBounds",
    "AutoReplyDecision",
    "decide_auto_reply",
    "with_notice",
]


AI_HEADER: tuple[str, str] = ("X-AI-Generated", "true")
"""Machine-readable mark of a message that a system wrote."""

AI_NOTICE: tuple[str, str] = (
    "Ce message a été rédigé automatiquement par un système d'IA à partir de notre base de connaissances. Répondez « conseiller » pour parler à une personne.",
    "This message was written automatically by an AI system from our knowledge base. Reply “agent” to reach a person.",
)

AutoReason = Literal[
    "allowed",
    "stopped",
    "off",
    "not_a_reply",
    "intent_not_named",
    "intent_unknown",
    "out_of_hours",
    "not_sure",
    "share_reached",
    "sensitive",
    "dropped_parts",
    "conflict",
]

AUTO_REASONS: dict[str, tuple[str, str]] = {
    "allowed": ("Toutes les limites fixées par la marque sont respectées.", "Every bound set by the brand holds."),
    "stopped": ("L'envoi automatique est arrêté.", "Automatic sending is stopped."),
    "off": ("La marque n'a pas activé l'envoi automatique.", "The brand has not switched automatic sending on."),
    "not_a_reply": ("Il n'y a pas de réponse vérifiée à envoyer.", "There is no verified answer to send."),
    "intent_not_named": ("L'intention n'est pas dans la liste de la marque.", "The intent is not on the brand's list."),
    "intent_unknown": ("La demande ne ressemble à aucune intention connue.", "The request looks like no known intent."),
    "out_of_hours": ("Hors des heures fixées par la marque.", "Outside the hours set by the brand."),
    "not_sure": ("La confiance est sous le seuil de la marque.", "Confidence is under the brand's threshold."),
    "share_reached": (
        "La part quotidienne d'envois automatiques est atteinte.",
        "The daily share of automatic messages is reached.",
    ),
    "sensitive": (
        "Le message parle de sécurité, de droits, de fraude, de vulnérabilité ou demande une personne.",
        "The message is about safety, rights, fraud, vulnerability, or asks for a person.",
    ),
    "dropped_parts": (
        "Une partie de la réponse n'était pas soutenue par ses sources.",
        "A part of the answer was not supported by its sources.",
    ),
    "conflict": ("Les sources se contredisent.", "The sources contradict each other."),
}

_NEVER_AUTOMATIC = frozenset(
    {
        "safety",
        "rights_request",
        "fraud",
        "vulnerability",
        "legal_threat",
        "complaint",
        "withdrawal",
        "human",
        "social_risk",
    }
)


@dataclass(frozen=True, slots=True)
class AutoReplyBounds:
    """What a brand allows; the default allows nothing.

    Attributes:
        enabled: The brand switched it on.
        stopped: The immediate stop; wins over everything.
        intents: Labels that may be answered.
        opens: First minute of the day, in the brand's time zone.
        closes: Last minute, exclusive; before `opens`, the window crosses midnight.
        timezone: The brand's.
        least_confidence: Of the draft and of the intent.
        daily_share: Largest share of the day's messages that may be automatic, 0 to 1.
    """

    enabled: bool = False
    stopped: bool = False
    intents: frozenset[str] = field(default_factory=frozenset)
    opens: time = time(8)
    closes: time = time(20)
    timezone: tzinfo | None = None
    least_confidence: float = 0.9
    daily_share: float = 0.2


@dataclass(frozen=True, slots=True)
class AutoReplyDecision:
    """Whether a draft may leave, and the first bound that decided."""

    allowed: bool
    reason: AutoReason


def decide_auto_reply(
    bounds: AutoReplyBounds,
    verified: VerifiedDraft,
    analysis: Analysis,
    *,
    now: datetime,
    sent_today: int,
    received_today: int,
) -> AutoReplyDecision:
    """Decide whether a draft may be sent without a person.

    Args:
        bounds: The brand's.
        verified: The verified draft.
        analysis: Of the conversation.
        now: Aware UTC.
        sent_today: Automatic messages already sent today by this brand.
        received_today: Messages received today, this one included.

    Returns:
        The decision and its reason.
    """
    reason = _first_obstacle(bounds, verified, analysis, now, sent_today, received_today)
    return AutoReplyDecision(reason == "allowed", reason)


def _first_obstacle(
    bounds: AutoReplyBounds,
    verified: VerifiedDraft,
    analysis: Analysis,
    now: datetime,
    sent_today: int,
    received_today: int,
) -> AutoReason:
    drafted, intent = verified.draft, analysis.intent
    checks: tuple[tuple[bool, AutoReason], ...] = (
        (bounds.stopped, "stopped"),
        (not bounds.enabled, "off"),
        (drafted.action != "reply" or not drafted.parts, "not_a_reply"),
        (intent is None or not intent.known, "intent_unknown"),
        (intent is not None and intent.label not in bounds.intents, "intent_not_named"),
        (bool({flag.kind for flag in analysis.requests} & _NEVER_AUTOMATIC), "sensitive"),
        (drafted.dropped > 0, "dropped_parts"),
        (bool(drafted.conflicts), "conflict"),
        (
            min(drafted.confidence, intent.confidence if intent is not None else 0.0) < bounds.least_confidence,
            "not_sure",
        ),
        (not _is_open(bounds, now), "out_of_hours"),
        (sent_today + 1 > bounds.daily_share * max(1, received_today), "share_reached"),
    )
    return next((reason for failed, reason in checks if failed), "allowed")


def _is_open(bounds: AutoReplyBounds, now: datetime) -> bool:
    clock = now.astimezone(bounds.timezone).time() if bounds.timezone is not None else now.time()
    if bounds.opens <= bounds.closes:
        return bounds.opens <= clock < bounds.closes
    return clock >= bounds.opens or clock < bounds.closes


def with_notice(
    text: str, language: str, *, headers: Collection[tuple[str, str]] = ()
) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Add the AI notice to a text and its mark to the headers; the only way to the text of an automatic message.

    Args:
        text: The answer, values restored.
        language: "fr" or "en".
        headers: Other headers of the message.

    Returns:
        The text with its notice, and the headers with the mark.

    Example:
        >>> with_notice("Sous 15 jours.", "en")[1]
        (('X-AI-Generated', 'true'),)
    """
    return f"{text.rstrip()}\n\n{AI_NOTICE[language == 'en']}", (*headers, AI_HEADER)
