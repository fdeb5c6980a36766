"""One visitor talks with a brand's assistant: take a message in, decide the next move, and never strand anybody.

Each turn takes the same way as any conversation: the message is imported with its provenance, the policy decides, the models
read protected text, the answer is verified. In doubt, on request, or after a few turns, a person has the conversation in the
queue with everything that was said.
"""

from __future__ import annotations

import hashlib
import hmac
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from egide.assist.analysis import Analysis as TextAnalysis
from egide.assist.answerability import Answerability
from egide.assist.bot import ANNOUNCEMENT, BotState, Move, merge_burst, next_move
from egide.assist.messages import Message as AssistMessage
from egide.assist.reply import Draft, VerifiedDraft, asks_for_human
from egide.assist.words import words
from egide.intake import Record
from egide.intake.record import Position
from egide.policy import Task
from egide.policy.vocabulary import Automation
from egide.service.assistance.drafting import LOCAL_REPLY, propose
from egide.service.assistance.flows import prepare_interaction
from egide.service.assistance.question import Register
from egide.service.assistance.reading import pseudonymiser_for
from egide.service.assistance.recording import Trail, protect
from egide.service.assistance.serving import guided_knowledge_of
from egide.service.assistance.thresholds import threshold_of
from egide.service.bot.models import BotSession, BotTerms
from egide.service.conversations.importing import Delivery, import_records
from egide.service.conversations.models import Interaction, Message
from egide.service.conversations.reading import Thread, read_thread
from egide.service.evidence.flows import Act, write_entry
from egide.service.sealing import blind
from egide.service.tenancy.access import Actor, check_right, system_actor
from egide.service.tenancy.models import Brand
from egide.service.tenancy.rights import Right
from egide.service.wiring import parts

SOURCE = "bot"
BURST_S = 2.0
"""Seconds of quiet after which what a visitor wrote is one turn."""
MOST_CHARACTERS = 2_000
MOST_MESSAGES = 60
_ANSWER_WITHIN = timedelta(seconds=30)
_GREETINGS = 4  # words: "Bonjour, j'ai une question" says nothing yet
_POLITE = frozenset(
    {"bonjour", "bonsoir", "salut", "hello", "hi", "hey", "coucou", "svp", "please", "question", "aide"}
)
_PURPOSE = "SAV"
Language = Literal["fr", "en"]


class SessionRefused(Exception):
    """The session is unknown, its token is wrong, or it has said all that one session may say."""


class BotClosed(Exception):
    """The brand has no assistant."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A session as its visitor holds it: the row and the token that opens it."""

    session: BotSession
    token: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the visitor is told.

    Attributes:
        kind: wait, reply, ask, verify_identity or handoff.
        lines: In order; each with who speaks, "bot" or "agent".
        handed_over: A person has the conversation.
        wait_s: Ask again after so many seconds.
    """

    kind: str
    lines: tuple[tuple[str, str], ...]
    handed_over: bool
    wait_s: float


def terms_of(brand_id: UUID) -> BotTerms:
    """Return what a brand lets its assistant do; unsaved terms that allow nothing while it wrote none."""
    found = BotTerms.objects.filter(brand_id=brand_id).first()
    return found if found is not None else BotTerms(brand_id=brand_id)


def write_terms(
    brand_id: UUID,
    *,
    enabled: bool,
    intents: Sequence[str],
    origins: Sequence[str] = (),
    most_turns: int = 6,
    actor: Actor,
    now: datetime,
) -> BotTerms:
    """Keep what the assistant may answer and where it may stand.

    Raises:
        AccessRefused: the actor may not change switches.
    """
    check_right(actor, Right.SWITCH_CHANGE, brand_id)
    with transaction.atomic():
        row = terms_of(brand_id)
        row.enabled, row.intents, row.origins = enabled, sorted(set(intents)), sorted(set(origins))
        row.most_turns, row.changed_at = max(1, min(20, most_turns)), now
        row.save()
        detail = {"bot": enabled, "intents": row.intents, "origins": row.origins, "most_turns": row.most_turns}
        write_entry(brand_id, Act("autoreply.changed", uuid.uuid4(), actor, detail=detail), at=now)
    return row


def open_session(brand: Brand, *, language: Language, now: datetime) -> Visit:
    """Open a session for a visitor.

    Raises:
        BotClosed: the brand has no assistant.
    """
    if not terms_of(brand.pk).enabled:
        raise BotClosed
    token = parts().random_bytes(24).hex()
    session: BotSession = BotSession.objects.create(
        brand=brand, token_hash=hashed(token), language=language, created_at=now, last_at=now
    )
    return Visit(session, token)


def access_session(brand: Brand, session_id: UUID, token: str) -> BotSession:
    """Open a session with its token.

    Raises:
        SessionRefused: no such session at this brand, or another token.
    """
    session: BotSession | None = BotSession.objects.filter(brand=brand, pk=session_id).first()
    if session is None or not hmac.compare_digest(bytes(session.token_hash), hashed(token)):
        raise SessionRefused
    return session


def say(session: BotSession, text: str, *, now: datetime) -> None:
    """Take a visitor's message in, through the same door as any import.

    Raises:
        SessionRefused: the session has said all that one session may say.
        BotClosed: the brand's register does not allow the message in.
    """
    if session.messages >= MOST_MESSAGES:
        raise SessionRefused
    record = Record(
        source=SOURCE,
        external_id=f"{session.pk}/{session.messages}",
        thread_id=str(session.pk),
        channel="bot",
        direction="inbound",
        position=Position("bot", line=session.messages + 1),
        turn=session.messages,
        started_at=now,
        lang=session.language,
        text=text[:MOST_CHARACTERS],
    )
    actor = system_actor("bot")
    import_records(session.brand, [record], Delivery(SOURCE, "", _PURPOSE, "bot"), actor=actor, now=now)
    session.messages += 1
    session.last_at = now
    index = blind(session.brand_id, "thread", f"{SOURCE}\x00{session.pk}")
    thread = Interaction.objects.filter(brand=session.brand, channel="bot", thread_index=index)
    session.interaction_id = thread.values_list("pk", flat=True).first()
    if session.interaction_id is None:
        raise BotClosed  # the register does not know the purpose: the message waits for the DPO, and nobody would answer
    # Open until the assistant answers: a visitor who leaves before that is in the queue of people.
    thread.update(status="open", analysed_at=None if session.handed_over else now)
    session.save(update_fields=["messages", "last_at", "interaction"])


def listen(session: BotSession, *, now: datetime, finished: bool = False) -> Answer:
    """Give the assistant's next words, or those of the person who has the conversation.

    Args:
        session: The visitor's session.
        now: Aware UTC.
        finished: The visitor says that the turn is over: no need to wait for more.

    Returns:
        What to show.
    """
    if session.interaction_id is None:
        return _announce(session, now)
    interaction = Interaction.objects.select_related("brand", "person").get(pk=session.interaction_id)
    thread = read_thread(interaction)
    if session.handed_over:
        return _words_of_people(session, thread, now)
    plain = [
        AssistMessage(str(message.id), message.author_role, message.at, message.text)  # type: ignore[arg-type]
        for message in thread.messages
    ]
    turn = merge_burst(plain, now, burst_s=0.0 if finished else BURST_S)
    if turn is None or not _take(session, now):
        return Answer("wait", (), handed_over=False, wait_s=BURST_S)
    try:
        verified, read = _prepare(session, interaction, turn, now)
        move = next_move(
            _state(session),
            turn,
            verified,
            read,
            language="en" if session.language == "en" else "fr",
            most_turns=terms_of(session.brand_id).most_turns,
        )
        return _do(session, thread, move, now)
    finally:
        BotSession.objects.filter(pk=session.pk).update(busy_until=None)


def _take(session: BotSession, now: datetime) -> bool:
    """Reserve the answer to a session for this request; a request that died lets go after a while."""
    free = Q(busy_until__isnull=True) | Q(busy_until__lt=now)
    mine = BotSession.objects.filter(free, pk=session.pk, turns=session.turns, handed_over=False)
    if not mine.update(busy_until=now + _ANSWER_WITHIN):
        return False
    session.refresh_from_db()
    return True


def _announce(session: BotSession, now: datetime) -> Answer:
    """Say what it is before the visitor says anything."""
    if session.announced:
        return Answer("reply", (), handed_over=False, wait_s=BURST_S)
    session.announced, session.last_at = True, now
    session.save(update_fields=["announced", "last_at"])
    words_of_bot = ANNOUNCEMENT[session.language == "en"]
    return Answer("reply", (("bot", words_of_bot),), handed_over=False, wait_s=BURST_S)


def _prepare(
    session: BotSession, interaction: Interaction, turn: str, now: datetime
) -> tuple[VerifiedDraft | None, TextAnalysis | None]:
    """Let the models read the turn, as far as the policy allows; nothing read means that a person takes over."""
    terms = terms_of(session.brand_id)
    if asks_for_human(turn) or not terms.enabled:  # closed since the visit began: a person goes on
        return None, None
    register, actor = Register.read(interaction.brand, now=now), system_actor("bot")
    analysis = prepare_interaction(interaction, register=register, actor=actor, now=now).analysis
    if analysis is None:
        return None, None
    if _says_nothing_yet(turn):
        return VerifiedDraft(Draft("ask", (), 0.0, "too_short"), ()), analysis.texts
    thread = read_thread(interaction)
    trail = Trail(thread, actor, now)
    answer, decision = trail.decide(
        register,
        Task.BOT,
        LOCAL_REPLY,
        automation=Automation.AUTO,
        intent=analysis.intent if analysis.intent_known else None,
        auto_intents=frozenset(terms.intents),
        disclosed=True,
    )
    verified = VerifiedDraft(Draft("abstain", (), 0.0, "unsure"), ())
    if answer.allowed:
        protected = protect(thread, answer.mask)
        started = time.perf_counter()
        verified = propose(
            protected.messages,
            guided_knowledge_of(interaction.brand_id),
            today=now.date(),
            # Nobody reads what the assistant says: a brand may ask for more than the shipped confidence, not for less.
            threshold=max(Answerability.shipped().threshold, threshold_of(interaction.brand_id) or 0.0),
        ).verified
        trail.called_locally(decision, LOCAL_REPLY, protected, time.perf_counter() - started)
    with transaction.atomic():
        interaction.save(update_fields=["issued_sealed"])
        trail.save()
    return verified, analysis.texts


def _says_nothing_yet(turn: str) -> bool:
    said = words(turn)
    return len(said) <= _GREETINGS and bool(_POLITE & set(said))


def _do(session: BotSession, thread: Thread, move: Move, now: datetime) -> Answer:
    """Keep the assistant's words in the thread, and put the conversation in the queue when a person takes over."""
    if move.kind == "wait":
        return Answer("wait", (), handed_over=session.handed_over, wait_s=BURST_S)
    interaction = thread.interaction
    pseudonymiser = pseudonymiser_for(thread)
    lines = tuple(pseudonymiser.restore(line).text for line in move.lines)
    session.announced, session.turns, session.asks = move.state.announced, move.state.turns, move.state.asks
    session.handed_over, session.read_until = move.state.handed_over, now
    with transaction.atomic():
        message = Message(
            id=uuid.uuid4(),
            brand_id=session.brand_id,
            interaction=interaction,
            position=session.messages,
            author_role="bot",
            at=now,
            ai_mark="generated",
            source=SOURCE,
            purpose=interaction.purpose,
            legal_basis=interaction.legal_basis,
            collected_how="written by the assistant",
            received_at=now,
        )
        message.body_sealed = thread.vault.seal_text("message", message.pk, "body", "\n".join(lines))
        message.save()
        session.save(update_fields=["announced", "turns", "asks", "handed_over", "read_until"])
        interaction.last_message_at = now
        interaction.status = "open" if session.handed_over else "answered"
        # A person takes over: the conversation is prepared anew, with a draft for them.
        interaction.analysed_at = None if session.handed_over else interaction.analysed_at or now
        interaction.save(update_fields=["last_message_at", "status", "analysed_at"])
        act = Act(
            "bot.turn",
            message.pk,
            system_actor("bot"),
            purpose=interaction.purpose,
            person_id=interaction.person_id,
            detail={"move": move.kind, "why": move.why, "turn": session.turns},
        )
        write_entry(session.brand_id, act, at=now)
    spoken = tuple(("bot", line) for line in lines)
    return Answer(move.kind, spoken, handed_over=session.handed_over, wait_s=5.0 if session.handed_over else BURST_S)


def _words_of_people(session: BotSession, thread: Thread, now: datetime) -> Answer:
    since = session.read_until
    fresh = [m for m in thread.messages if m.author_role == "agent" and (since is None or m.at > since)]
    if fresh:
        session.read_until, session.last_at = max(message.at for message in fresh), now
        session.save(update_fields=["read_until", "last_at"])
    lines = tuple(("agent", message.text) for message in fresh)
    return Answer("reply" if lines else "wait", lines, handed_over=True, wait_s=5.0)


def _state(session: BotSession) -> BotState:
    return BotState(
        announced=session.announced,
        verified=session.verified,
        turns=session.turns,
        asks=session.asks,
        handed_over=session.handed_over,
    )


def hashed(secret: str) -> bytes:
    """Hash a secret that only its holder keeps: a token, a code."""
    return hashlib.sha256(secret.encode()).digest()
