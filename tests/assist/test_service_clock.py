from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egide.assist.errors import BadExamples
from egide.assist.service_clock import ALWAYS_OPEN, ServiceHours, deadline_after, working_minutes_between

PARIS = ZoneInfo("Europe/Paris")
WEEK = {day: ((time(9), time(12)), (time(14), time(18))) for day in range(5)}
HOURS = ServiceHours(WEEK, PARIS, lambda day: day == date(2026, 5, 1))

instants = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC))  # noqa: DTZ001


def test_night_lunch_weekend_and_holidays_do_not_count():
    thursday = datetime(2026, 4, 30, 17, tzinfo=PARIS)
    assert working_minutes_between(thursday, datetime(2026, 5, 4, 10, tzinfo=PARIS), HOURS) == 120
    assert deadline_after(thursday, 120, HOURS) == datetime(2026, 5, 4, 10, tzinfo=PARIS)


def test_a_change_of_hour_counts_as_it_was_lived():
    hours = ServiceHours(ALWAYS_OPEN, PARIS)
    assert (
        working_minutes_between(datetime(2026, 3, 29, 0, tzinfo=PARIS), datetime(2026, 3, 30, 0, tzinfo=PARIS), hours)
        == 23 * 60
    )


@given(instants, st.floats(0, 5_000))
def test_a_deadline_is_as_many_working_minutes_away_as_asked(start, minutes):
    assert working_minutes_between(start, deadline_after(start, minutes, HOURS), HOURS) == pytest.approx(
        minutes, abs=1e-3
    )


@given(instants, instants)
def test_the_way_back_is_the_opposite(first, second):
    assert working_minutes_between(first, second, HOURS) == -working_minutes_between(second, first, HOURS)
    assert abs(working_minutes_between(first, second, HOURS)) <= abs(second - first) / timedelta(minutes=1) + 1e-6


def test_refuses_hours_that_never_open():
    with pytest.raises(BadExamples):
        deadline_after(datetime(2026, 1, 1, tzinfo=UTC), 10, ServiceHours({}, UTC))
