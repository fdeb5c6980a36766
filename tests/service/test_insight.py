"""The supervisor's figures are those of the very work that was done, and none is about one person."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from tests.service.conftest import NOW, actor_of
from tests.service.test_spine import ARTICLE

from egide.service.assistance.flows import review_draft, write_by_hand
from egide.service.assistance.models import Draft, Review
from egide.service.conversations.flows import close_interaction, note_opening
from egide.service.conversations.models import Interaction
from egide.service.insight import figures
from egide.service.insight.figures import Period
from egide.service.knowledge.flows import load_articles
from egide.service.tenancy.rights import Role


def lines(
    count: int, *, hours_ago: int = 3, text: str = "Je souhaite résilier mon contrat fibre, comment faire ?"
) -> str:
    at = (NOW - timedelta(hours=hours_ago)).isoformat()
    made = [
        {
            "id": f"c{number}",
            "channel": "email",
            "opened_at": at,
            "customer": {"email": f"client{number}@exemple.example"},
            "messages": [{"at": at, "from": "customer", "text": f"{text} Dossier {number}."}],
        }
        for number in range(count)
    ]
    return "".join(json.dumps(line) + "\n" for line in made)


@pytest.fixture
def work(brand, system, imported, person_with):
    """Six conversations: two drafts accepted (one unread), one edited, one rejected, one answered by hand, one waiting."""
    load_articles(brand.pk, [("kb-017.md", ARTICLE)], actor=system, now=NOW)
    imported(lines(6))
    agent = actor_of(person_with(Role.AGENT, brand))
    rows = list(Interaction.objects.order_by("pk"))

    def draft_of(interaction: Interaction, read_for: float) -> Draft:
        note_opening(interaction, actor=agent, now=NOW - timedelta(seconds=read_for))
        return Draft.objects.select_related("interaction__brand", "interaction__person").get(
            interaction=interaction, state="proposed"
        )

    review_draft(draft_of(rows[0], 60), "accepted", actor=agent, now=NOW)
    review_draft(draft_of(rows[1], 2), "accepted", actor=agent, now=NOW)
    review_draft(draft_of(rows[2], 90), "accepted", text="Bonjour, autre chose.", actor=agent, now=NOW)
    review_draft(draft_of(rows[3], 30), "rejected", reason="tone", actor=agent, now=NOW)
    note_opening(rows[4], actor=agent, now=NOW - timedelta(minutes=4))
    write_by_hand(
        Interaction.objects.select_related("brand", "person").get(pk=rows[4].pk), "Bonjour.", actor=agent, now=NOW
    )
    return rows


@pytest.fixture
def period() -> Period:
    return Period.last(7, NOW + timedelta(minutes=1), buckets=10)


def test_figures_are_those_of_the_work(work, brand, period) -> None:
    backlog = figures.read_backlog([brand], NOW)
    flow = figures.read_flow([brand], period)
    helped = figures.read_help([brand], period)
    assert (backlog.waiting, flow.received, flow.answered, flow.assisted, flow.automatic) == (2, 6, 4, 3, 0)
    assert (helped.accepted, helped.edited, helped.rejected, helped.drafted) == (2, 1, 1, 6)
    assert (helped.unread, helped.timed) == (1, 2)
    assert helped.reasons == (("tone", 1),)
    assert 0 < helped.edited_share < 1
    assert sum(flow.received_by_day.values()) == 6


def test_answer_after_its_deadline_is_not_in_time(work, brand, period) -> None:
    before = figures.read_flow([brand], period)
    assert before.in_time == before.with_deadline == 4
    Interaction.objects.filter(pk=work[0].pk).update(due_at=NOW - timedelta(hours=1))
    after = figures.read_flow([brand], period)
    assert (after.in_time, after.with_deadline) == (3, 4)


def test_conversation_is_reopened_only_by_its_customer(work, brand, period, imported) -> None:
    assert figures.read_flow([brand], period).reopened == 0
    message = work[0].messages.get(author_role="customer")
    message.pk, message.at = None, NOW + timedelta(hours=1)
    message.save()
    flow = figures.read_flow([brand], period)
    assert (flow.reopened, flow.answered_conversations) == (1, 4)


def test_first_reply_is_timed_from_the_customers_message(work, brand, period) -> None:
    waits = figures.read_first_reply_minutes([brand], period)
    assert waits == [180.0] * 4


def test_cost_is_that_of_the_calls_and_of_resolved_requests(work, brand, period, person_with) -> None:
    close_interaction(work[5], actor=actor_of(person_with(Role.SUPERVISOR, brand)), now=NOW)
    cost = figures.read_cost([brand], period)
    assert cost.resolved == 5
    assert len(cost.footprints) == 12
    assert sum(cost.energy_by_day.values()) > 0


def test_time_saved_is_said_only_when_there_is_enough_to_compare(work, brand, period) -> None:
    saved = figures.read_time_saved([brand], period)
    assert (saved.by_hand, saved.assisted, saved.per_answer) == (1, 3, None)


def test_time_saved_bounds_hold_its_estimate(brand, system, imported, person_with, period) -> None:
    load_articles(brand.pk, [("kb-017.md", ARTICLE)], actor=system, now=NOW)
    imported(lines(20))
    agent = actor_of(person_with(Role.AGENT, brand))
    for number, row in enumerate(Interaction.objects.select_related("brand", "person").order_by("pk")):
        by_hand = number % 2 == 0
        note_opening(row, actor=agent, now=NOW - timedelta(minutes=(6 if by_hand else 2) + number / 20))
        if by_hand:
            write_by_hand(row, "Bonjour.", actor=agent, now=NOW)
        else:
            draft = Draft.objects.select_related("interaction__brand", "interaction__person").get(interaction=row)
            review_draft(draft, "accepted", actor=agent, now=NOW)
    low, point, high = figures.read_time_saved([brand], period).per_answer
    assert low <= point <= high
    assert 3.5 < point < 4.5


def test_drift_is_unknown_with_few_requests(work, brand, period) -> None:
    assert figures.read_drift([brand], period) is None


def test_drift_sees_a_mix_that_changes(brand, imported, period) -> None:
    imported(lines(80), prepare=False)
    half = period.since + (period.until - period.since) / 2
    for number, row in enumerate(Interaction.objects.order_by("pk")):
        late = number % 2 == 0
        row.opened_at = half + timedelta(hours=1) if late else half - timedelta(hours=1)
        row.intent = "facture" if late or number % 4 == 1 else "resiliation"
        row.save()
    assert figures.read_drift([brand], period) == pytest.approx(0.5)


def test_sample_is_the_same_all_day_and_another_the_next(work, brand, period) -> None:
    morning = [answer.pk for answer in figures.draw_sample([brand], period, size=2)]
    evening = Period.last(7, NOW + timedelta(hours=9), buckets=10)
    assert morning == [answer.pk for answer in figures.draw_sample([brand], evening, size=2)]
    days = {
        tuple(
            answer.pk
            for answer in figures.draw_sample([brand], Period.last(7, NOW + timedelta(days=shift), buckets=10), size=2)
        )
        for shift in range(6)
    }
    assert len(days) > 1


@pytest.mark.parametrize(("days", "buckets"), [(7, 7), (30, 10), (90, 10)])
def test_period_covers_its_days_in_equal_buckets(days, buckets) -> None:
    found = Period.last(days, NOW, buckets=10)
    assert len(found.starts()) == buckets
    assert found.days == days
    assert found.spread({}) == [(start, 0) for start in found.starts()]


def test_other_brand_counts_nothing(work, other_brand, period) -> None:
    assert figures.read_backlog([other_brand], NOW).waiting == 0
    assert figures.read_flow([other_brand], period).answered == 0


@pytest.mark.parametrize(
    ("role", "status"), [(Role.AGENT, 403), (Role.SUPERVISOR, 200), (Role.BRAND_OWNER, 200), (Role.RSSI, 403)]
)
def test_page_is_for_those_who_may_read_figures(work, brand, client_as, role, status) -> None:
    assert client_as(role, brand, f"lecteur-{role}").get(reverse("insight:supervision")).status_code == status


def test_page_names_no_person_and_shows_the_sample_to_the_supervisor_only(work, brand, client_as) -> None:
    sample = "tirées au sort"
    supervisor = client_as(Role.SUPERVISOR, brand).get(reverse("insight:supervision")).content.decode()
    owner = client_as(Role.BRAND_OWNER, brand).get(reverse("insight:supervision")).content.decode()
    assert sample in supervisor
    assert sample not in owner
    assert "Agent-Orvelie" not in supervisor
    assert Review.objects.filter(reviewer__isnull=False).exists()


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("days", ["7", "90", "junk", "99999999999"])
def test_page_answers_whatever_the_period_asked(work, brand, client_as, language, days) -> None:
    client = client_as(Role.SUPERVISOR, brand)
    response = client.get(reverse("insight:supervision"), {"days": days}, HTTP_ACCEPT_LANGUAGE=language)
    assert response.status_code == 200
    assert client.get(reverse("insight:method"), HTTP_ACCEPT_LANGUAGE=language).status_code == 200
