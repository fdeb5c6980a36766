"""Legal time: months, holidays, roll-over, clock hours, opening hours, canvassing windows."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egide.policy import InvalidDuration, InvalidRecord
from egide.policy.calendar import (
    OpeningHours,
    Window,
    add_clock_hours,
    add_duration,
    add_months,
    add_open_time,
    compute_due,
    compute_rights_due,
    easter,
    french_holidays,
    is_working_day,
    next_call_at,
    next_working_day,
    open_time_between,
    parse_duration,
)

MONTH, TWO_MONTHS, BREACH = parse_duration("P1M"), parse_duration("P2M"), parse_duration("PT72H")
NINE_TO_SIX = OpeningHours(
    "Europe/Paris", {day: (Window(time(9), time(12)), Window(time(14), time(18))) for day in range(1, 6)}
)
moments = st.datetimes(datetime(2024, 1, 1), datetime(2028, 12, 31)).map(lambda moment: moment.replace(tzinfo=UTC))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (1818, (3, 22)),
        (1943, (4, 25)),
        (1954, (4, 18)),
        (1981, (4, 19)),
        (2000, (4, 23)),
        (2008, (3, 23)),
        (2024, (3, 31)),
        (2026, (4, 5)),
        (2027, (3, 28)),
        (2038, (4, 25)),
        (2049, (4, 18)),
        (2076, (4, 19)),
    ],
)
def test_computes_easter(year: int, day: tuple[int, int]) -> None:
    assert easter(year) == date(year, *day)


def test_lists_the_holidays_of_2026() -> None:
    assert sorted(french_holidays(2026)) == [
        date(2026, 1, 1), date(2026, 4, 6), date(2026, 5, 1), date(2026, 5, 8), date(2026, 5, 14), date(2026, 5, 25),
        date(2026, 7, 14), date(2026, 8, 15), date(2026, 11, 1), date(2026, 11, 11), date(2026, 12, 25),
    ]  # fmt: skip
    assert french_holidays(2026, alsace_moselle=True) - french_holidays(2026) == {date(2026, 4, 3), date(2026, 12, 26)}
    # Ascension fell on 1 May in 2008: one day for two holidays.
    assert len(french_holidays(2008)) == 10


@pytest.mark.parametrize(
    ("received", "last_day"),
    [
        ("2026-01-31T10:00:00+01:00", date(2026, 3, 2)),  # 28 February is a Saturday
        ("2024-01-31T10:00:00+01:00", date(2024, 2, 29)),
        ("2026-11-24T10:00:00+01:00", date(2026, 12, 24)),
        ("2026-11-25T10:00:00+01:00", date(2026, 12, 28)),  # Christmas is a Friday
        ("2026-03-06T10:00:00+01:00", date(2026, 4, 7)),  # Easter Monday
        ("2026-10-11T23:30:00Z", date(2026, 11, 12)),  # 12 October in Paris
        ("2025-12-01T10:00:00+01:00", date(2026, 1, 2)),
    ],
)
def test_answers_within_a_month_rolled_to_a_working_day(received: str, last_day: date) -> None:
    due = compute_due(datetime.fromisoformat(received), MONTH, roll_over=True)
    assert due.last_day == last_day
    assert due.until.tzinfo is UTC


def test_is_late_from_midnight_in_paris() -> None:
    due = compute_due(datetime(2026, 6, 24, 8, tzinfo=UTC), MONTH, roll_over=True)
    assert due.until == datetime(2026, 7, 24, 22, tzinfo=UTC)


def test_extends_by_two_months_from_the_receipt() -> None:
    received = datetime(2026, 1, 31, 9, tzinfo=UTC)
    assert compute_rights_due(received, answer=MONTH).last_day == date(2026, 3, 2)
    assert compute_rights_due(received, answer=MONTH, extension=TWO_MONTHS).last_day == date(2026, 4, 30)


def test_stands_still_while_the_identity_is_in_doubt() -> None:
    received = datetime(2026, 11, 2, 9, tzinfo=UTC)
    assert compute_rights_due(received, answer=MONTH).last_day == date(2026, 12, 2)
    assert compute_rights_due(received, answer=MONTH, suspended=timedelta(days=6, hours=23)).last_day == date(
        2026, 12, 8
    )


def test_counts_72_clock_hours_through_weekends_and_changes_of_clock() -> None:
    aware = datetime(2026, 10, 23, 18, tzinfo=UTC)  # a Friday; clocks change on Sunday
    due = compute_due(aware, BREACH, roll_over=True)
    assert due.until == datetime(2026, 10, 26, 18, tzinfo=UTC)
    assert due.last_day == date(2026, 10, 26)


@pytest.mark.parametrize(
    "text", ["", "P", "P0D", "P1", "1M", "P1Y6M", "PT1M", "P1.5Y", "P-1D", "P١M", " P1M", "P1M\n", "p1m"]
)
def test_refuses_durations_outside_the_grammar(text: str) -> None:
    assert parse_duration("P18M").months == 18
    with pytest.raises(InvalidDuration):
        parse_duration(text)


def test_adds_every_unit() -> None:
    start = date(2026, 1, 31)
    assert [add_duration(start, parse_duration(text)) for text in ("P1Y", "P1M", "P2W", "P30D", "PT25H")] == [
        date(2027, 1, 31), date(2026, 2, 28), date(2026, 2, 14), date(2026, 3, 2), date(2026, 2, 2),
    ]  # fmt: skip
    with pytest.raises(InvalidDuration, match="not in clock hours"):
        add_clock_hours(datetime(2026, 1, 1, tzinfo=UTC), MONTH)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(0, 600))
def test_months_keep_the_day_or_end_the_month(day: date, months: int) -> None:
    reached = add_months(day, months)
    assert (reached.year * 12 + reached.month) - (day.year * 12 + day.month) == months
    assert reached.day == day.day or (reached + timedelta(days=1)).day == 1


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_rolls_over_to_a_working_day_within_a_week(day: date) -> None:
    rolled = next_working_day(day)
    assert is_working_day(rolled)
    assert timedelta() <= rolled - day <= timedelta(days=5)


@given(moments, st.integers(0, 200))
def test_open_time_added_is_open_time_measured(start: datetime, hours: int) -> None:
    end = add_open_time(start, timedelta(hours=hours), NINE_TO_SIX)
    assert open_time_between(start, end, NINE_TO_SIX) == timedelta(hours=hours)


def test_stops_the_clock_at_lunch_at_night_and_on_holidays() -> None:
    friday = datetime(2026, 5, 7, 15, 0, tzinfo=UTC)  # Thursday 17:00 in Paris; Friday 8 May is a holiday
    assert add_open_time(friday, timedelta(hours=2), NINE_TO_SIX) == datetime(2026, 5, 11, 8, tzinfo=UTC)
    assert add_open_time(friday, timedelta(), NINE_TO_SIX) == friday
    assert open_time_between(friday, friday, NINE_TO_SIX) == timedelta()


def test_keeps_local_hours_when_the_clock_changes() -> None:
    all_night = OpeningHours("Europe/Paris", {7: (Window(time(0), time(0)),)}, open_on_holidays=True)
    sunday = datetime(2026, 10, 24, 22, tzinfo=UTC)  # 25 October 2026 lasts 25 hours in Paris
    assert open_time_between(sunday, sunday + timedelta(days=3), all_night) == timedelta(hours=25)


def test_refuses_hours_that_make_no_sense() -> None:
    good = (Window(time(9), time(12)), Window(time(12), time(0)))
    OpeningHours("Europe/Paris", {1: good})
    for zone, windows in (
        ("Moon/Tranquility", {1: good}),
        ("Europe/Paris", {0: good}),
        ("Europe/Paris", {1: good[::-1]}),
        ("Europe/Paris", {1: (Window(time(9), time(9)),)}),
        ("Europe/Paris", {1: (Window(time(9), time(12)), Window(time(11), time(13)))}),
    ):
        with pytest.raises(InvalidRecord):
            OpeningHours(zone, windows)
    never = OpeningHours("Europe/Paris", {}, closed_days=frozenset({date(2026, 1, 1)}))
    with pytest.raises(InvalidRecord, match="does not open enough"):
        add_open_time(datetime(2026, 1, 1, tzinfo=UTC), timedelta(hours=1), never)


def test_finds_the_next_moment_to_call() -> None:
    rules = {
        "weekdays": {1, 2, 3, 4, 5},
        "windows": [Window(time(10), time(13)), Window(time(14), time(20))],
        "public_holidays": False,
    }

    def after(moment: str, zone: str = "Europe/Paris") -> datetime | None:
        return next_call_at(datetime.fromisoformat(moment), zone, **rules)  # type: ignore[arg-type]

    assert after("2026-11-24T10:30:00Z") == datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
    assert after("2026-11-24T12:15:00Z") == datetime(2026, 11, 24, 13, tzinfo=UTC)
    assert after("2026-11-10T21:00:00Z") == datetime(2026, 11, 12, 9, tzinfo=UTC)  # 11 November is a holiday
    assert after("2026-11-24T10:30:00Z", "Indian/Reunion") == datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
    assert after("2026-11-24T10:30:00Z", "Moon/Tranquility") is None
    assert (
        next_call_at(datetime(2026, 1, 1, tzinfo=UTC), "Europe/Paris", weekdays=(), windows=(), public_holidays=True)
        is None
    )
