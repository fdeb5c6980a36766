from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egide.assist.call_cards import find_cards
from egide.assist.call_metrics import measure_call
from egide.assist.call_review import CallReview, review_call
from egide.assist.call_script import ScriptRule, check_script
from egide.assist.spoken_digits import find_spoken_digits
from egide.intake.transcripts import Transcript, Turn


def _call(*turns, separate=True):
    built = tuple(Turn(speaker=role, role=role, start=start, end=end, text=text) for role, start, end, text in turns)
    return Transcript(
        turns=built,
        language="fr",
        channels_separate=separate,
        duration_s=max((turn.end for turn in built), default=0.0),
    )


PAYMENT = (
    ("agent", 0.0, 5.0, "Bonjour, cet appel est enregistré. Donnez-moi le numéro de votre carte."),
    ("customer", 5.5, 9.0, "Alors quarante et un onze, onze onze,"),
    ("agent", 9.2, 10.0, "Oui."),
    ("customer", 10.2, 15.0, "onze onze, et onze onze. Elle expire en zéro neuf vingt-sept."),
    ("agent", 15.2, 18.0, "Et le cryptogramme au dos ?"),
    ("customer", 18.2, 20.0, "Cent vingt-trois."),
    (
        "agent",
        20.2,
        26.0,
        "Merci. Votre référence client est le quarante et un, zéro zéro, trente-trois. Bonne journée.",
    ),
)


def test_measures_talk_silence_and_dead_air():
    metrics = measure_call(_call(("agent", 0, 10, "a b c d e"), ("customer", 10, 20, "a b"), ("agent", 32, 40, "fin")))
    assert metrics.talk_ratio == pytest.approx(18 / 28, abs=1e-4)
    assert metrics.silence_ratio == pytest.approx(12 / 40)
    assert metrics.silences == metrics.dead_air == ((20, 32),)
    assert metrics.words_per_minute == {"agent": pytest.approx(6 / 18 * 60, abs=0.1), "customer": 12.0}
    assert metrics.longest_monologue_s == {"agent": 10, "customer": 10}


def test_overtalk_names_who_started_second_and_ignores_short_overlaps():
    metrics = measure_call(_call(("agent", 0, 10, "a"), ("customer", 9.0, 12, "b"), ("agent", 11.8, 15, "c")))
    assert [(overlap.start_s, overlap.end_s, overlap.second) for overlap in metrics.overtalk] == [(9.0, 10, "customer")]
    assert metrics.overtalk_reliable
    assert not measure_call(_call(("agent", 0, 1, "a"), separate=False)).overtalk_reliable


def test_an_empty_call_measures_nothing():
    metrics = measure_call(_call())
    assert (metrics.talk_ratio, metrics.silence_ratio, metrics.duration_s) == (None, None, 0.0)


@given(st.lists(st.tuples(st.sampled_from(["agent", "customer"]), st.floats(0, 100), st.floats(0, 30)), max_size=12))
def test_shares_stay_between_zero_and_one(spoken):
    metrics = measure_call(_call(*((role, start, start + length, "mot") for role, start, length in spoken)))
    for share in (metrics.talk_ratio, metrics.silence_ratio):
        assert share is None or 0 <= share <= 1


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("quarante et un onze", "4111"),
        ("quatre mille neuf cent soixante-dix", "4970"),
        ("soixante et onze quatre-vingt-dix-huit", "7198"),
        ("zéro zéro sept", "007"),
        ("double four triple two", "44222"),
        ("four one one one", "4111"),
        ("forty one eleven", "4111"),
        ("4111 1111", "41111111"),
        ("dix-sept dix huit", "1718"),
    ],
)
def test_reads_digits_as_they_are_said(text, digits):
    assert "".join(found.digits for found in find_spoken_digits(text)) == digits


def test_a_card_dictated_over_several_turns_is_redacted_and_muted():
    review = find_cards(_call(*PAYMENT))
    assert review.texts[1] == "Alors [CARD],"
    assert review.texts[3] == "[CARD]. Elle expire en [EXPIRY]."
    assert review.texts[5] == "[SECURITY_CODE]."
    assert [span.kind for span in review.spans] == ["card", "card", "expiry", "security_code"]
    assert all(span.luhn for span in review.spans if span.kind == "card")
    assert review.mutes[0].start_s <= 6.5
    assert review.mutes[0].end_s >= 15
    assert any(mute.start_s <= 18.2 and mute.end_s >= 19.5 for mute in review.mutes)


def test_a_customer_reference_and_a_telephone_number_are_not_cards():
    review = find_cards(
        _call(
            ("agent", 0, 3, "Votre référence ?"),
            ("customer", 3, 9, "quarante et un, zéro zéro, trente-trois, quatre-vingt-un, soixante-dix-sept"),
            (
                "customer",
                9,
                14,
                "et mon numéro c'est le zéro six, trente-neuf, quatre-vingt-dix-huit, douze, quarante-cinq",
            ),
        )
    )
    assert review.spans == ()
    assert review.mutes == ()


def test_a_card_that_fails_luhn_is_still_a_card():
    review = find_cards(_call(("agent", 0, 3, "Votre carte bancaire ?"), ("customer", 3, 9, "4111 1111 1111 1112")))
    assert [(span.kind, span.luhn) for span in review.spans] == [("card", False)]


def test_word_times_are_used_when_the_recogniser_gave_them():
    from egide.intake.transcripts import Word

    words = (Word(text="carte", start=1.0, end=1.5), Word(text="4111111111111111", start=6.0, end=9.0))
    turn = Turn(speaker="customer", role="customer", start=0.0, end=10.0, text="carte 4111111111111111", words=words)
    (span,) = find_cards(Transcript(turns=(turn,), duration_s=10.0)).spans
    assert (span.start_s, span.end_s, span.estimated) == (6.0, 9.0, False)


def test_a_missing_pause_is_an_incident_and_a_pause_is_not():
    missing = review_call(_call(*PAYMENT))
    paused = review_call(_call(*PAYMENT), pauses=[(5.0, 21.0)])
    assert {"card_without_pause", "security_code_recorded"} <= {incident.kind for incident in missing.incidents}
    assert not {"card_without_pause", "security_code_recorded"} & {incident.kind for incident in paused.incidents}


def test_no_digit_of_a_card_reaches_the_review():
    review = review_call(_call(*PAYMENT))
    told = repr(review) + str(review.as_json())
    assert "onze" not in told
    assert "vingt-trois" not in told


def test_script_finds_required_and_forbidden_phrases_with_their_time():
    script = (
        ScriptRule("recording", "required", ("cet appel est enregistré",), 60.0),
        ScriptRule("late", "required", ("bonne journée",), 5.0),
        ScriptRule("password", "forbidden", ("quel est votre mot de passe",)),
        ScriptRule("ai", "required", ("assistant virtuel",), roles=("bot",)),
    )
    call = _call(*PAYMENT, ("agent", 30.0, 33.0, "quel est votre mot de passe déjà"))
    found = {finding.rule: finding for finding in check_script(call, script)}
    assert found["recording"].met
    assert found["recording"].turn == 0
    assert not found["late"].met
    assert not found["password"].met
    assert found["password"].at_s == pytest.approx(30.0, abs=3)
    assert "ai" not in found


def test_a_misheard_phrase_is_still_found():
    assert check_script(
        _call(("agent", 0, 4, "bonjour cet appel et enregistrer")),
        (ScriptRule("r", "required", ("cet appel est enregistré",)),),
    )[0].met


def test_commitments_carry_their_time():
    review = review_call(
        _call(("customer", 0, 3, "Ma box est en panne."), ("agent", 3, 8, "Un technicien vous appellera jeudi."))
    )
    assert [(commitment.at_s, commitment.text) for commitment in review.commitments] == [
        (3, "Un technicien vous appellera jeudi.")
    ]


def test_a_review_has_no_place_for_an_agents_emotion():
    words = " ".join(field.name for field in fields(CallReview))
    assert not any(term in words for term in ("emotion", "stress", "empathy", "mood", "score"))


def test_review_survives_an_empty_call():
    assert review_call(_call()).as_json()["metrics"]["duration_s"] == 0.0
