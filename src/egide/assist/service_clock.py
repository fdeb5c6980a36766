"""Count time as a service counts it: working hours and holidays, in the brand's time zone; deadlines and what is left of them.

A clock is walked in the brand's wall time and counted in elapsed time, so a change of hour inside a working window counts as it was lived.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from egide.assist.errors import BadExamples

__all__ = ["ALWAYS_OPEN", "ServiceHours", "deadline_after", "working_minutes_between"]

Window = tuple[time, time]

ALWAYS_OPEN: Mapping[int, tuple[Window, ...]] = {day: ((time(0), time(0)),) for day in range(7)}
"""Every day, midnight to midnight; an end at midnight is that of the next day."""

_MOST_DAYS = 3_660  # a deadline further than ten years is a mistake in the hours


def _no_holiday(day: date) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class ServiceHours:
    """When a team works.

    Attributes:
        windows: Weekday (Monday is 0) → opening windows, in order; a missing day is closed.
        timezone: The brand's.
        is_holiday: The calendar's word on a local day.
    """

    windows: Mapping[int, tuple[Window, ...]]
    timezone: tzinfo
    is_holiday: Callable[[date], bool] = field(default=_no_holiday)


def working_minutes_between(start: datetime, end: datetime, hours: ServiceHours) -> float:
    """Count the working minutes from one instant to another; negative when `end` comes first.

    Args:
        start: Aware.
        end: Aware.
        hours: When the team works.

    Returns:
        Minutes.

    Example:
        >>> hours = ServiceHours({0: ((time(9), time(12)), (time(14), time(18)))}, UTC)
        >>> working_minutes_between(datetime(2026, 3, 2, 11, tzinfo=UTC), datetime(2026, 3, 2, 15, tzinfo=UTC), hours)
        120.0
    """
    if end < start:
        return -working_minutes_between(end, start, hours)
    total = timedelta()
    for opens, closes in _openings(start, hours):
        if opens >= end:
            break
        total += max(timedelta(), min(closes, end) - max(opens, start))
        if (closes - start).days > _MOST_DAYS:
            break
    return total.total_seconds() / 60


def deadline_after(start: datetime, minutes: float, hours: ServiceHours) -> datetime:
    """Give the instant when so many working minutes have passed.

    Args:
        start: Aware.
        minutes: Working minutes, 0 or more.
        hours: When the team works.

    Returns:
        Aware UTC.

    Raises:
        BadExamples: the hours leave no working time in ten years.
    """
    left = timedelta(minutes=minutes)
    for opens, closes in _openings(start, hours):
        begins = max(opens, start)
        if closes > begins:
            if closes - begins >= left:
                return (begins + left).astimezone(UTC)
            left -= closes - begins
    raise BadExamples("the service hours leave no working time")


def _openings(start: datetime, hours: ServiceHours) -> Iterator[tuple[datetime, datetime]]:
    """Yield windows as UTC instants, from the local day of `start` on, for ten years."""
    first = start.astimezone(hours.timezone).date()
    for offset in range(_MOST_DAYS):
        day = first + timedelta(days=offset)
        if hours.is_holiday(day):
            continue
        for opens, closes in hours.windows.get(day.weekday(), ()):
            last_day = day if closes > opens else day + timedelta(days=1)
            yield (
                datetime.combine(day, opens, hours.timezone).astimezone(UTC),
                datetime.combine(last_day, closes, hours.timezone).astimezone(UTC),
            )
