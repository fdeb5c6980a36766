"""Decide the next move of the bot: announce itself, answer, ask, verify identity, or hand over. Never strand anybody.

A pure state machine: the desk keeps the state and the clock, calls `next_move`, and does what it says. A person is one request away, at once;
nothing personal is shown before the server has verified who is there; after a few turns, or in doubt, a person takes over.

Source: Regulation (EU) 2024/1689 art. 50(1) and 50(5).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from egide.assist.analysis import Analysis
from egide.assist.messages import Message
from egide.assist.reply import VerifiedDraft, asks_for_human

__all__ = [
    "ANNOUNCEMENT",
    "BURST_S",
    "MOST_TURNS",
    "SAYINGS",
    "BotState",
    "Move",
    "MoveKind",
    "merge_burst",
    "needs_identity",
    "next_move",
]


MoveKind = Literal["wait", "reply", "ask", "verify_identity", "handoff"]

ANNOUNCEMENT: tuple[str, str] = (
    "Bonjour, je suis un assistant automatique (IA). Je réponds à partir de nos articles d'aide ; vous pouvez demander un conseiller à tout moment.",
    "Hello, I am an automated assistant (AI). I answer from our help articles; you can ask for a person at any time.",
)
SAYINGS: dict[str, tuple[str, str]] = {
    "handoff": (
        "Je transmets votre demande à un conseiller, avec notre échange : vous n'aurez rien à répéter.",
        "I am passing your request to a person, with our exchange: you will not have to repeat anything.",
    ),
    "ask": ("Pouvez-vous m'en dire un peu plus, en une phrase ?", "Could you tell me a little more, in one sentence?"),
    "verify_identity": (
        "Pour parler de votre dossier, je dois d'abord vérifier que c'est bien vous : un code va vous être envoyé.",
        "To talk about your account I must first check that it is you: a code will be sent to you.",
    ),
}

BURST_S = 6.0
"""Seconds without a new message before a burst is taken as one turn."""

MOST_TURNS = 6
_MOST_ASKS = 1
_PERSONAL = (
    "mon solde",
    "ma facture",
    "mes factures",
    "mon contrat",
    "mon compte",
    "mon dossier",
    "mon remboursement",
    "mes données",
    "mon adresse",
    "mon rendez-vous",
    "my balance",
    "my bill",
    "my account",
    "my contract",
    "my refund",
    "my appointment",
    "my data",
    "my order",
    "ma commande",
)
_PERSONAL_ASKS = (
    "où en est",
    "quel est le montant",
    "combien dois",
    "avez-vous reçu",
    "quand sera",
    "where is",
    "how much do i",
    "have you received",
    "status of",
    "quel est mon",
    "quelle est ma",
    "what is my",
    "donnez-moi",
    "give me my",
    "show me my",
    "montrez-moi",
)


@dataclass(frozen=True, slots=True)
class BotState:
    """What the bot remembers of a conversation; no text.

    Attributes:
        announced: The announcement was shown.
        verified: The server verified the person's identity; only the desk sets it.
        turns: Turns the bot has answered.
        asks: Times the bot asked for details.
        handed_over: A person has it: the bot is silent for good.
    """

    announced: bool = False
    verified: bool = False
    turns: int = 0
    asks: int = 0
    handed_over: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """What to do next.

    Attributes:
        kind: wait (a burst goes on, or a person has it), reply, ask, verify_identity or handoff.
        lines: What to show, in order, announcement included.
        why: The rule that decided, for the journal.
        state: The state to keep.
    """

    kind: MoveKind
    lines: tuple[str, ...]
    why: str
    state: BotState


def merge_burst(messages: Sequence[Message], now: datetime, *, burst_s: float = BURST_S) -> str | None:
    """Join the customer's messages since the last answer into one turn, once they have stopped writing.

    Args:
        messages: The conversation so far, pseudonymised.
        now: Aware UTC.
        burst_s: Seconds of quiet that end a burst.

    Returns:
        The turn, or None while the burst may go on or when nothing is waiting.
    """
    last = max(
        (position for position, message in enumerate(messages) if message.author in {"agent", "bot"}), default=-1
    )
    waiting = [message for message in messages[last + 1 :] if message.author == "customer"]
    if not waiting:
        return None
    latest = waiting[-1].at
    if latest is not None and now - latest < timedelta(seconds=burst_s):
        return None
    return "\n".join(message.text for message in waiting)


def needs_identity(turn: str) -> bool:
    """Say whether a turn asks for something of the person's own, which only a verified person may see.

    Returns:
        True when only a verified person may have the answer.

    Example:
        >>> needs_identity("Où en est mon remboursement ?"), needs_identity("Quels sont vos délais ?")
        (True, False)
    """
    lowered = turn.lower().replace("’", "'")
    return any(own in lowered for own in _PERSONAL) and any(asked in lowered for asked in _PERSONAL_ASKS)


def next_move(  # noqa: PLR0911 - one return a rule, in the order of the rules
    state: BotState,
    turn: str | None,
    verified: VerifiedDraft | None,
    analysis: Analysis | None,
    *,
    language: Literal["fr", "en"] = "fr",
    most_turns: int = MOST_TURNS,
) -> Move:
    """Decide the next move.

    Args:
        state: What was kept.
        turn: The customer's turn from `merge_burst`; None when there is none.
        verified: The verified draft for this turn; None when the desk could not make one.
        analysis: Of the conversation; None when it failed.
        language: Language to speak.
        most_turns: Turns after which a person takes over.

    Returns:
        The move; a failure of anything is a hand-over, never silence.
    """
    english = language == "en"
    if state.handed_over or turn is None:
        return Move("wait", (), "handed_over" if state.handed_over else "nothing_waiting", state)
    announced = () if state.announced else (ANNOUNCEMENT[english],)
    after = replace(state, announced=True, turns=state.turns + 1)

    def hand_over(why: str) -> Move:
        return Move("handoff", (*announced, SAYINGS["handoff"][english]), why, replace(after, handed_over=True))

    if asks_for_human(turn):
        return hand_over("human_asked")
    if analysis is None or verified is None:
        return hand_over("failure")
    if {flag.kind for flag in analysis.requests} & {
        "safety",
        "fraud",
        "legal_threat",
        "rights_request",
        "vulnerability",
        "complaint",
        "human",
    }:
        return hand_over("sensitive")
    if needs_identity(turn):
        if state.verified:
            return hand_over("account_question")  # the base holds no account: a person, or a tool of the desk, answers
        return Move("verify_identity", (*announced, SAYINGS["verify_identity"][english]), "personal_datum", after)
    if verified.draft.action == "reply" and state.turns < most_turns:
        return Move("reply", (*announced, verified.draft.text), "answered", after)
    if verified.draft.action == "ask" and state.asks < _MOST_ASKS and state.turns < most_turns:
        return Move("ask", (*announced, SAYINGS["ask"][english]), "too_short", replace(after, asks=state.asks + 1))
    return hand_over("turns" if state.turns >= most_turns else "unsure")
