from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egide.assist.analysis import analyse
from egide.assist.messages import Message
from egide.assist.priority import PriorityFacts
from egide.assist.requests import REQUEST_TYPES, find_request_types

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Je souhaite me rétracter du contrat", "withdrawal"),
        ("I changed my mind, cancel it", "withdrawal"),
        ("Je demande l'accès à mes données personnelles", "rights_request"),
        ("Please delete all my data", "rights_request"),
        ("Je vais saisir le médiateur", "legal_threat"),
        ("Il y a une fuite de gaz dans l'immeuble", "safety"),
        ("There is a gas leak", "safety"),
        ("J'ai reçu un SMS suspect, une arnaque ?", "fraud"),
        ("Je ne peux plus payer, j'ai perdu mon emploi", "social_risk"),
        ("Ma fille est sous oxygène", "vulnerability"),
        ("Je vous quitte pour un concurrent", "churn"),
        ("Plus d'internet depuis hier", "service_down"),
        ("Je veux parler à un conseiller", "human"),
        ("C'est inadmissible", "complaint"),
    ],
)
def test_names_the_kind_of_request_with_its_words(text, kind):
    flag = next(flag for flag in find_request_types(text) if flag.kind == kind)
    assert all(0 <= start < end <= len(text) for start, end in flag.spans)


@pytest.mark.parametrize("text", ["Quels sont vos horaires", "Merci", ""])
def test_an_ordinary_message_raises_no_flag_of_danger(text):
    assert not {flag.kind for flag in find_request_types(text)} & {
        "safety",
        "fraud",
        "rights_request",
        "withdrawal",
        "legal_threat",
    }


@given(st.text(max_size=300))
def test_spans_stay_inside_any_text(text):
    for flag in find_request_types(text):
        assert flag.kind in REQUEST_TYPES
        assert all(0 <= start < end <= len(text) for start, end in flag.spans)


def test_waiting_and_follow_ups_count_from_the_last_answer():
    talk = [
        Message("1", "customer", NOW - timedelta(days=5), "Bonjour ?"),
        Message("2", "agent", NOW - timedelta(days=4), "Oui."),
        Message("3", "customer", NOW - timedelta(hours=2), "Et ma demande"),
        Message("4", "customer", NOW - timedelta(hours=1), "Allô ?"),
    ]
    facts = analyse(talk, now=NOW).facts
    assert facts.waiting_minutes == 120
    assert facts.repeats == 1


def test_the_text_only_adds_to_what_the_desk_knows():
    talk = [Message("1", "customer", None, "Merci beaucoup pour votre aide")]
    assert analyse(talk).priority.level == "P4"
    assert analyse(talk, known=PriorityFacts(vulnerable=True, legal_deadline=True)).priority.level == "P2"


def test_an_agents_words_never_enter_the_tone_or_the_flags():
    silent = [
        Message("1", "customer", None, "Bonjour"),
        Message("2", "agent", None, "C'est inadmissible, une arnaque, je suis furieux !"),
    ]
    analysis = analyse(silent)
    assert analysis.requests == ()
    assert analysis.sentiment.tone == "neutral"
