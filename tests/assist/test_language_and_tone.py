from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egide.assist.language import detect_language
from egide.assist.sentiment import find_sentiment, is_turning_worse


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Bonjour, je n'ai pas reçu ma facture de mars.", "fr"),
        ("Hello, I have not received my bill for March.", "en"),
        ("Guten Tag, ich habe meine Rechnung nicht bekommen.", "de"),
        ("Hola, no he recibido la factura y estoy muy enfadado.", "es"),
        ("Buongiorno, non ho ricevuto la fattura, grazie.", "it"),
        ("Здравствуйте, я не получил счет", "ru"),
        ("مرحبا لم أستلم الفاتورة", "ar"),
    ],
)
def test_names_the_language(text, code):
    assert detect_language(text).code == code


@pytest.mark.parametrize("text", ["", "12 345", "⟦PERSON_1⟧", "!!!", "\x00\x01"])
def test_says_when_nobody_can_tell(text):
    assert detect_language(text).code == "und"
    assert detect_language(text).confidence == 0


@given(st.text(max_size=300))
def test_any_text_gets_a_guess_between_zero_and_one(text):
    assert 0 <= detect_language(text).confidence <= 1


@pytest.mark.parametrize(
    ("text", "language", "tone"),
    [
        ("C'est inadmissible, toujours aucune réponse !", "fr", "negative"),
        ("Je ne suis pas content du tout de ce service lamentable", "fr", "negative"),
        ("Un immense merci, service parfait", "fr", "positive"),
        ("Quels sont vos horaires ?", "fr", "neutral"),
        ("This is unacceptable, nobody answers", "en", "negative"),
        ("Thank you so much, you have been amazing", "en", "positive"),
    ],
)
def test_names_the_tone_with_its_words(text, language, tone):
    found = find_sentiment(text, language)
    assert found.tone == tone
    assert bool(found.evidence) is (tone != "neutral")


def test_denied_praise_is_not_praise_and_denied_blame_is_not_blame():
    assert (
        find_sentiment("Je ne suis pas satisfait", "fr").points < 0 < find_sentiment("Je suis satisfait", "fr").points
    )
    assert find_sentiment("Pas de problème", "fr").points == 0


def test_sees_a_customer_turning_unhappy():
    assert is_turning_worse(["neutral", "negative"])
    assert not is_turning_worse(["negative", "negative"])
    assert not is_turning_worse([])


@given(st.text(max_size=300))
def test_any_text_gets_a_tone(text):
    assert find_sentiment(text, "und").tone in {"negative", "neutral", "positive"}
