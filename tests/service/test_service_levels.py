"""A supervisor writes hours and delays on a page, and the clocks of the queue follow."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from tests.service.conftest import CONVERSATION, NOW

from egide.service.assistance.levels import clock_of
from egide.service.assistance.models import ServiceLevels
from egide.service.conversations.models import Interaction
from egide.service.evidence.models import JournalEntry
from egide.service.tenancy.rights import Role

MINUTES = {"minutes_1": "30", "minutes_2": "60", "minutes_3": "120", "minutes_4": "240"}
HOURS = {f"day_{day}": "09:00-12:00, 14:00-18:00" for day in range(5)}


def test_clocks_follow_what_was_written(brand, client_as, imported) -> None:
    client, address = client_as(Role.SUPERVISOR, brand), reverse("insight:levels-of", args=[brand.slug])
    form = MINUTES | HOURS | {"closed_on_holidays": "on", "closed_days": "2026-11-26", "channel_chat": "5 10 15 20"}
    assert client.post(address, form).status_code == 302
    assert JournalEntry.objects.filter(type="settings.changed").count() == 1
    wednesday = datetime(2026, 11, 25, 16, 30, tzinfo=UTC)  # half an hour before closing, in Paris
    assert clock_of(brand, "email").due_after(wednesday, 2) == datetime(2026, 11, 27, 8, 30, tzinfo=UTC)
    assert clock_of(brand, "chat").due_after(wednesday, 2) == datetime(2026, 11, 25, 16, 40, tzinfo=UTC)
    shown = client.get(address).content.decode()
    assert "09:00-12:00, 14:00-18:00" in shown
    assert "5 10 15 20" in shown
    imported(CONVERSATION)
    due = Interaction.objects.get().due_at
    assert due is not None
    assert due < NOW


@pytest.mark.parametrize(
    "wrong",
    [
        {"day_0": "18:00-09:00"},
        {"day_0": "09:00-12:00, 11:00-13:00"},
        {"day_0": "matin"},
        {"day_0": "25:00-26:00"},
        {"channel_chat": "5 10"},
        {"channel_chat": "0 1 2 3"},
        {"closed_days": "demain"},
        {"minutes_1": "0"},
    ],
)
def test_refuses_hours_that_cannot_be_read(brand, client_as, wrong) -> None:
    client = client_as(Role.SUPERVISOR, brand)
    answer = client.post(reverse("insight:levels-of", args=[brand.slug]), MINUTES | HOURS | wrong)
    assert answer.status_code == 422
    assert not ServiceLevels.objects.exists()


def test_refuses_who_does_not_supervise(brand, other_brand, client_as) -> None:
    agent, stranger = client_as(Role.AGENT, brand), client_as(Role.SUPERVISOR, other_brand)
    address = reverse("insight:levels-of", args=[brand.slug])
    assert agent.post(address, MINUTES).status_code == 403
    assert stranger.post(address, MINUTES).status_code == 404
    assert agent.get(reverse("insight:levels")).status_code == 403
    assert stranger.get(reverse("insight:levels"))["Location"] == reverse("insight:levels-of", args=[other_brand.slug])
    assert not ServiceLevels.objects.exists()
