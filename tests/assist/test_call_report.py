"""The reports of calls: groups in which nobody stands out, and none that gives another away."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egide.assist.call_report import SMALLEST_GROUP, SMALLEST_TEAM, count_groups, shown_teams


def reviewed(duration_s: float, *, complaint: bool = False, met: bool = True) -> dict[str, Any]:
    return {
        "metrics": {"duration_s": duration_s},
        "complaint": complaint,
        "incidents": [{}] if not met else [],
        "script": [{"met": met}],
    }


def test_counts_a_topic_that_is_large_enough() -> None:
    calls = [("panne", reviewed(60.0 * minute, complaint=minute == 1, met=minute < 5)) for minute in range(1, 6)]
    (topic,) = count_groups(calls)
    assert (topic.calls, topic.median_s, topic.complaints, topic.incidents) == (5, 180, 1, 1)
    assert topic.script_met == pytest.approx(0.8)


def test_puts_small_topics_together_and_leaves_out_what_stays_small() -> None:
    small = [("panne", reviewed(10))] * 3 + [("facture", reviewed(20))] * 2
    assert [(topic.name, topic.calls) for topic in count_groups(small)] == [("", 5)]
    assert count_groups(small[:4]) == []


def test_calls_without_a_topic_join_the_others() -> None:
    calls = [("", reviewed(10))] * 6 + [("facture", reviewed(20))] * 2
    assert [(topic.name, topic.calls) for topic in count_groups(calls)] == [("", 8)]


teams = st.dictionaries(
    st.sampled_from(["", "Nord", "Sud", "Est", "Ouest"]), st.tuples(st.integers(0, 12), st.integers(0, 9)), max_size=5
)


@given(teams)
def test_no_report_shows_few_people_or_gives_them_away(made) -> None:
    calls = {team: number for team, (number, _) in made.items()}
    sizes = {team: size for team, (_, size) in made.items() if team}
    shown = shown_teams(calls, sizes)
    for name in set(shown.values()):
        members = [team for team, under in shown.items() if under == name]
        assert sum(calls[team] for team in members) >= SMALLEST_GROUP
        if any(members):
            assert sum(sizes.get(team, 0) for team in members) >= SMALLEST_TEAM
    # The whole less what is shown: nothing, or no team of its own, or nothing else is shown to take away.
    hidden = [team for team, number in calls.items() if number and team not in shown]
    assert not any(hidden) or set(shown.values()) <= {""}
