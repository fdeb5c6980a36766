"""The report of calls: by topic, over groups in which nobody stands out."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from egide.service.calls.reporting import count_topics
from egide.service.tenancy.rights import Role


def reviewed(duration_s: float, *, complaint: bool = False, met: bool = True) -> dict[str, Any]:
    return {
        "metrics": {"duration_s": duration_s},
        "complaint": complaint,
        "incidents": [{}] if not met else [],
        "script": [{"met": met}],
    }


def test_counts_a_topic_that_is_large_enough() -> None:
    calls = [("panne", reviewed(60.0 * minute, complaint=minute == 1, met=minute < 5)) for minute in range(1, 6)]
    (topic,) = count_topics(calls)
    assert (topic.calls, topic.median_s, topic.complaints, topic.incidents) == (5, 180, 1, 1)
    assert topic.script_met == pytest.approx(0.8)


def test_puts_small_topics_together_and_leaves_out_what_stays_small() -> None:
    small = [("panne", reviewed(10))] * 3 + [("facture", reviewed(20))] * 2
    assert [(topic.intent, topic.calls) for topic in count_topics(small)] == [("", 5)]
    assert count_topics(small[:4]) == []


def test_page_is_for_supervisors(brand, client_as) -> None:
    answer = client_as(Role.SUPERVISOR, brand).get(reverse("calls:topics"))
    assert answer.status_code == 200
    assert "Pas assez d’appels" in answer.content.decode()
    assert client_as(Role.AGENT, brand).get(reverse("calls:topics")).status_code == 403
