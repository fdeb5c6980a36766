from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta, timezone

import pytest

from egide.assist.analysis import analyse
from egide.assist.autoreply import AI_HEADER, AI_NOTICE, AUTO_REASONS, AutoReplyBounds, decide_auto_reply, with_notice
from egide.assist.bot import ANNOUNCEMENT, BotState, merge_burst, next_move
from egide.assist.messages import Message
from egide.assist.reply import Citation, Draft, DraftPart, VerifiedDraft
from egide.assist.triage import LabelProbability, TriageResult

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
PART = DraftPart("Les frais sont de 49 €.", (Citation("A", "A#1"),))
REPLY = VerifiedDraft(Draft("reply", (PART,), 0.95, "answered"), ())
UNSURE = VerifiedDraft(Draft("abstain", (), 0.1, "unsure"), ())
SHORT = VerifiedDraft(Draft("ask", (), 0.1, "too_short"), ())
QUESTION = "Quels sont les frais de résiliation ?"
INTENT = TriageResult("resiliation", 0.95, known=True, known_score=0.9, top=(LabelProbability("resiliation", 0.95),))


def _analysis(text=QUESTION):
    return replace(analyse([Message("1", "customer", None, text)]), intent=INTENT)


def test_announces_itself_at_the_first_turn_and_only_then():
    first = next_move(BotState(), QUESTION, REPLY, _analysis())
    assert first.lines == (ANNOUNCEMENT[0], PART.text)
    second = next_move(first.state, QUESTION, REPLY, _analysis())
    assert second.lines == (PART.text,)


@pytest.mark.parametrize(
    "turn", ["Je veux parler à un conseiller", "Passez-moi une personne", "I want to talk to a human"]
)
def test_hands_over_at_once_when_a_person_is_asked_for(turn):
    move = next_move(BotState(), turn, REPLY, _analysis(turn))
    assert (move.kind, move.why) == ("handoff", "human_asked")
    assert move.lines[0] == ANNOUNCEMENT[0]


def test_is_silent_once_a_person_has_it():
    handed = next_move(BotState(), "un vrai humain svp", REPLY, _analysis()).state
    assert next_move(handed, QUESTION, REPLY, _analysis()).kind == "wait"


@pytest.mark.parametrize(("verified", "analysis"), [(None, _analysis()), (REPLY, None), (None, None)])
def test_a_failure_is_a_hand_over_never_silence(verified, analysis):
    move = next_move(BotState(), QUESTION, verified, analysis)
    assert (move.kind, move.why) == ("handoff", "failure")
    assert len(move.lines) == 2


def test_shows_nothing_personal_before_identity_is_verified():
    turn = "Où en est mon remboursement ?"
    move = next_move(BotState(), turn, REPLY, _analysis(turn))
    assert move.kind == "verify_identity"
    assert PART.text not in move.lines
    assert next_move(BotState(verified=True), turn, REPLY, _analysis(turn)).kind == "handoff"


def test_asks_once_then_hands_over():
    first = next_move(BotState(), "Fibre", SHORT, _analysis("Fibre"))
    assert first.kind == "ask"
    assert next_move(first.state, "Fibre", SHORT, _analysis("Fibre")).kind == "handoff"


def test_hands_over_when_unsure_and_after_the_last_turn():
    assert next_move(BotState(), QUESTION, UNSURE, _analysis()).why == "unsure"
    assert next_move(BotState(turns=6), QUESTION, REPLY, _analysis()).why == "turns"


@pytest.mark.parametrize(
    "turn",
    ["Il y a une fuite de gaz ?", "On m'a escroqué, c'est une arnaque ?", "Je veux exercer mon droit d'accès RGPD"],
)
def test_hands_over_what_must_not_be_left_to_a_machine(turn):
    assert next_move(BotState(), turn, REPLY, _analysis(turn)).why == "sensitive"


def test_a_burst_is_one_turn_once_it_is_over():
    def said(seconds, text, author="customer"):
        return Message(text, author, NOW + timedelta(seconds=seconds), text)

    talk = [
        said(0, "bonjour"),
        said(1, "réponse", "bot"),
        said(10, "alors"),
        said(12, "ma box"),
        said(13, "est en panne"),
    ]
    assert merge_burst(talk, NOW + timedelta(seconds=15)) is None
    assert merge_burst(talk, NOW + timedelta(seconds=30)) == "alors\nma box\nest en panne"
    assert merge_burst(talk[:2], NOW + timedelta(seconds=30)) is None
    assert merge_burst([], NOW) is None


BOUNDS = AutoReplyBounds(enabled=True, intents=frozenset({"resiliation"}))


def _decide(bounds=BOUNDS, verified=REPLY, analysis=None, now=NOW, sent=0, received=100):
    return decide_auto_reply(
        bounds, verified, analysis or _analysis(), now=now, sent_today=sent, received_today=received
    )


def test_sends_only_when_every_bound_holds():
    assert _decide().allowed
    assert not _decide(AutoReplyBounds()).allowed


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"bounds": replace(BOUNDS, stopped=True)}, "stopped"),
        ({"bounds": replace(BOUNDS, enabled=False)}, "off"),
        ({"bounds": replace(BOUNDS, intents=frozenset({"facture"}))}, "intent_not_named"),
        ({"bounds": replace(BOUNDS, least_confidence=0.99)}, "not_sure"),
        ({"bounds": replace(BOUNDS, opens=time(13), closes=time(14))}, "out_of_hours"),
        ({"verified": UNSURE}, "not_a_reply"),
        ({"verified": VerifiedDraft(replace(REPLY.draft, dropped=1), ())}, "dropped_parts"),
        ({"verified": VerifiedDraft(replace(REPLY.draft, conflicts=(("A#1", "B#1"),)), ())}, "conflict"),
        ({"analysis": replace(_analysis(), intent=None)}, "intent_unknown"),
        ({"analysis": replace(_analysis(), intent=replace(INTENT, known=False))}, "intent_unknown"),
        ({"analysis": _analysis("Je veux me rétracter, quels frais ?")}, "sensitive"),
        ({"sent": 20, "received": 100}, "share_reached"),
    ],
)
def test_the_first_bound_that_fails_is_the_reason(change, reason):
    assert _decide().allowed
    decision = _decide(**change)
    assert not decision.allowed
    assert decision.reason == reason
    assert reason in AUTO_REASONS


def test_hours_are_those_of_the_brand_and_may_cross_midnight():
    paris = timezone(timedelta(hours=1))
    late = datetime(2026, 3, 2, 19, 30, tzinfo=UTC)
    assert _decide(replace(BOUNDS, timezone=paris), now=late).reason == "out_of_hours"
    assert _decide(replace(BOUNDS, timezone=paris, opens=time(20), closes=time(2)), now=late).allowed


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_is_sent_carries_the_notice_for_eyes_and_machines(language):
    text, headers = with_notice("Sous 15 jours.", language, headers=[("Reply-To", "x")])
    assert text.endswith(AI_NOTICE[language == "en"])
    assert AI_HEADER in headers
