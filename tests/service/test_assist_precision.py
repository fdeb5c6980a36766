"""The confidence of drafts is set from what people did with them, for a precision that the brand chooses."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse
from tests.service.conftest import NOW, actor_of
from tests.service.test_assist_automatic import ASKED, QUESTION
from tests.service.test_spine import ARTICLE

from egide.service.assistance.models import Decision, Draft, Review
from egide.service.assistance.thresholds import (
    PrecisionOutOfReach,
    TooFewJudged,
    history_of,
    terms_of,
    threshold_of,
    write_precision,
)
from egide.service.conversations.models import Interaction
from egide.service.evidence.models import JournalEntry
from egide.service.knowledge.flows import load_articles
from egide.service.people.models import Person
from egide.service.tenancy.access import AccessRefused
from egide.service.tenancy.rights import Role


def judge(brand, confidence: float, verdict: str, *, share: float = 0.0, seconds: float = 40.0) -> None:
    person = Person.objects.create(brand=brand, created_at=NOW, last_contact_at=NOW)
    thread = Interaction.objects.create(
        brand=brand, person=person, channel="email", thread_index=uuid.uuid4().bytes, purpose="SAV", legal_basis="b",
        opened_at=NOW, last_message_at=NOW, analysed_at=NOW, status="answered",
    )  # fmt: skip
    decision = Decision.objects.create(
        brand=brand, interaction=thread, person=person, task="reply", purpose="SAV", verdict="allow",
        policy_version="1", at=NOW,
    )  # fmt: skip
    draft = Draft.objects.create(
        brand=brand, interaction=thread, decision=decision, action="reply", confidence=confidence, state=verdict,
        created_at=NOW,
    )  # fmt: skip
    Review.objects.create(brand=brand, draft=draft, verdict=verdict, edited_share=share, seconds=seconds, at=NOW)


@pytest.fixture
def history(brand) -> None:
    """Sure drafts were right, doubtful ones half of the time."""
    for place in range(20):
        judge(brand, 0.9, "accepted" if place % 4 else "edited", share=0.1)
        judge(brand, 0.5, "accepted" if place % 2 else "rejected")


def test_learns_the_confidence_that_the_precision_takes(history, brand, system) -> None:
    assert threshold_of(brand.pk) is None
    kept = write_precision(brand.pk, 0.95, actor=system, now=NOW)
    assert (kept.threshold, kept.judged) == (0.9, 40)
    assert write_precision(brand.pk, 0.7, actor=system, now=NOW).threshold == 0.5
    assert JournalEntry.objects.filter(type="settings.changed").count() == 2
    assert write_precision(brand.pk, None, actor=system, now=NOW) is None
    assert threshold_of(brand.pk) is None


def test_what_was_not_read_or_was_written_anew_is_no_proof(brand) -> None:
    judge(brand, 0.9, "accepted", seconds=2)
    judge(brand, 0.9, "edited", share=0.8)
    judge(brand, 0.9, "edited", share=0.2)
    assert sorted(history_of(brand.pk).right) == [False, True]


def test_refuses_a_promise_that_the_history_does_not_hold(brand, system) -> None:
    for _ in range(19):
        judge(brand, 0.9, "rejected")
    with pytest.raises(TooFewJudged):
        write_precision(brand.pk, 0.9, actor=system, now=NOW)
    judge(brand, 0.9, "rejected")
    with pytest.raises(PrecisionOutOfReach):
        write_precision(brand.pk, 0.9, actor=system, now=NOW)
    assert terms_of(brand.pk) is None


@pytest.mark.parametrize(("wanted", "state"), [(None, "proposed"), (0.95, "withheld")])
def test_drafts_follow_it(history, brand, system, imported, wanted, state) -> None:
    load_articles(brand.pk, [("kb-017.md", ARTICLE)], actor=system, now=NOW)
    write_precision(brand.pk, wanted, actor=system, now=NOW)
    imported(QUESTION % (1, 1, ASKED % 1))
    made = Draft.objects.exclude(call=None).get()
    assert made.confidence < 0.9
    assert made.state == state


def test_supervisor_chooses_on_the_page(history, brand, client_as, person_with) -> None:
    client = client_as(Role.SUPERVISOR, brand)
    address = reverse("training:precision", args=[brand.slug])
    assert "40 brouillons relus, 75 % justes" in client.get(address).content.decode().replace("\xa0", " ")
    assert client.post(address, {"percent": "95"}).status_code == 302
    assert threshold_of(brand.pk) == 0.9
    assert client.get(address).context["page"].form.initial["percent"] == 95
    assert client.post(address, {"percent": "30"}).status_code == 422
    assert client.post(address, {"percent": ""}).status_code == 302
    assert threshold_of(brand.pk) is None
    assert client_as(Role.AGENT, brand).get(address).status_code == 403
    with pytest.raises(AccessRefused):
        write_precision(brand.pk, 0.9, actor=actor_of(person_with(Role.AGENT, brand, "autre")), now=NOW)
