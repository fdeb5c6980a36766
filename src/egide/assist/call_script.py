"""Check what a call must say and must not say, with the time of each, in the words of a brand's own script.

A phrase is found when its words are heard nearly as written: speech recognition drops and changes letters, so the comparison is fuzzy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from egide.assist.words import fold, words
from egide.intake.transcripts import Transcript

__all__ = ["CLOSE_ENOUGH", "DEFAULT_SCRIPT", "RuleKind", "ScriptFinding", "ScriptRule", "check_script"]


RuleKind = Literal["required", "forbidden"]

CLOSE_ENOUGH = 84.0
"""Least rapidfuzz partial ratio, 0 to 100."""

_FEWEST_LETTERS = 6


@dataclass(frozen=True, slots=True)
class ScriptRule:
    """One thing an agent (or a bot) must or must not say.

    Attributes:
        id: Short name, for reports.
        kind: Required or forbidden.
        phrases: Any one of them counts.
        within_s: Only the first seconds count; None for the whole call.
        roles: Who must say it.
        label: What it is, in French and in English.
    """

    id: str
    kind: RuleKind
    phrases: tuple[str, ...]
    within_s: float | None = None
    roles: tuple[str, ...] = ("agent", "bot")
    label: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class ScriptFinding:
    """How one rule fared.

    Attributes:
        rule: The rule's id.
        kind: Required or forbidden.
        met: A required phrase was heard in time, or a forbidden one never was.
        at_s: When the phrase was heard first; None when it was not.
        turn: In which turn, from 0; None when it was not.
        closeness: How close the wording was, 0 to 100.
    """

    rule: str
    kind: RuleKind
    met: bool
    at_s: float | None
    turn: int | None
    closeness: float


DEFAULT_SCRIPT: tuple[ScriptRule, ...] = (
    ScriptRule(
        "greeting",
        "required",
        ("bonjour", "bonsoir", "bienvenue", "good morning", "good afternoon", "good evening", "hello"),
        30.0,
        label=("Accueil", "Greeting"),
    ),
    ScriptRule(
        "recording_notice",
        "required",
        (
            "cet appel est enregistré",
            "cet appel peut être enregistré",
            "cette conversation est enregistrée",
            "l'appel est susceptible d'être enregistré",
            "this call is recorded",
            "this call may be recorded",
            "calls are recorded",
        ),
        60.0,
        label=("Annonce de l'enregistrement", "Recording notice"),
    ),
    ScriptRule(
        "ai_notice",
        "required",
        (
            "assistant virtuel",
            "agent virtuel",
            "intelligence artificielle",
            "assistant automatique",
            "virtual assistant",
            "artificial intelligence",
            "automated assistant",
        ),
        30.0,
        roles=("bot",),
        label=("Annonce de l'IA", "AI notice"),
    ),
    ScriptRule(
        "identity_check",
        "required",
        (
            "votre référence client",
            "votre numéro de contrat",
            "votre date de naissance",
            "je vérifie votre identité",
            "le nom du titulaire",
            "confirmer votre",
            "your date of birth",
            "your account number",
            "your contract number",
            "verify your identity",
            "your reference",
        ),
        label=("Vérification d'identité", "Identity check"),
    ),
    ScriptRule(
        "further_help",
        "required",
        (
            "autre chose pour vous",
            "d'autres questions",
            "autre question",
            "anything else i can help",
            "anything else",
            "other questions",
        ),
        label=("Autre demande", "Further help"),
    ),
    ScriptRule(
        "closing",
        "required",
        ("bonne journée", "bonne soirée", "au revoir", "bon week-end", "have a nice day", "have a good day", "goodbye"),
        label=("Prise de congé", "Closing"),
    ),
    ScriptRule(
        "card_read_back",
        "forbidden",
        (
            "je répète votre numéro de carte",
            "votre numéro de carte est",
            "je vous relis le numéro de carte",
            "let me repeat your card number",
            "your card number is",
        ),
        label=("Numéro de carte répété", "Card number repeated"),
    ),
    ScriptRule(
        "password_asked",
        "forbidden",
        (
            "donnez-moi votre mot de passe",
            "quel est votre mot de passe",
            "your password please",
            "tell me your password",
            "what is your password",
        ),
        label=("Mot de passe demandé", "Password asked"),
    ),
)


def check_script(transcript: Transcript, script: Sequence[ScriptRule] = DEFAULT_SCRIPT) -> tuple[ScriptFinding, ...]:
    """Check a call against a script.

    Args:
        transcript: The call.
        script: The brand's rules; a rule for a role that did not speak (a bot) is left out.

    Returns:
        One finding a rule, in the order of the script.
    """
    present = {turn.role for turn in transcript.turns}
    return tuple(_check(transcript, rule) for rule in script if present & set(rule.roles))


def _check(transcript: Transcript, rule: ScriptRule) -> ScriptFinding:
    """Find the first close hearing of a rule's phrases; when none is close, keep the closest for the report."""
    wanted = [_spaced(phrase) for phrase in rule.phrases]
    closest = 0.0
    for place, turn in enumerate(transcript.turns):
        late = rule.within_s is not None and turn.start > rule.within_s
        if turn.role not in rule.roles or late:
            continue
        own = _spaced(turn.text)
        following = transcript.turns[place + 1] if place + 1 < len(transcript.turns) else None
        after = _spaced(following.text) if following is not None and following.role == turn.role else ""
        for phrase in wanted:
            closeness = _closeness(phrase, own)
            # A phrase may straddle two turns of the same speaker; one that is whole in the second is timed there.
            if after and closeness < CLOSE_ENOUGH and _closeness(phrase, after) < CLOSE_ENOUGH:
                closeness = _closeness(phrase, f"{own} {after}")
            closest = max(closest, closeness)
            if closeness >= CLOSE_ENOUGH:
                share = max(0, own.find(phrase[: max(4, len(phrase) // 3)])) / max(1, len(own))
                at = round(turn.start + (turn.end - turn.start) * share, 2)
                return ScriptFinding(rule.id, rule.kind, rule.kind == "required", at, place, round(closeness, 1))
    return ScriptFinding(rule.id, rule.kind, rule.kind == "forbidden", None, None, round(closest, 1))


def _spaced(text: str) -> str:
    return " ".join(fold(word) for word in words(text))


def _closeness(phrase: str, heard: str) -> float:
    from rapidfuzz.fuzz import partial_ratio

    if len(heard) < len(phrase):  # a partial ratio would look for the speech inside the phrase
        return 100.0 if phrase in heard else 0.0
    if len(phrase) < _FEWEST_LETTERS:
        return 100.0 if f" {phrase} " in f" {heard} " else 0.0
    return float(partial_ratio(phrase, heard))
