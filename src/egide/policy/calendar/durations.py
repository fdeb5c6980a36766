"""Legal durations: whole years, months, weeks, days, or clock hours; never a mixture.

>>> parse_duration("P3Y").months, parse_duration("PT72H").hours
(36, 72)
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from egide.policy.errors import InvalidDuration

_DURATION = re.compile(r"P(?:([1-9][0-9]{0,3})([YMWD])|T([1-9][0-9]{0,4})H)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time in exactly one unit family: calendar months, days, or clock hours."""

    text: str
    months: int = 0
    days: int = 0
    hours: int = 0


def parse_duration(text: str) -> Duration:
    """Read a duration of the law file.

    Args:
        text: One of ``PnY``, ``PnM``, ``PnW``, ``PnD``, ``PTnH``, n from 1.

    Returns:
        The duration; a year is 12 calendar months, a week 7 days.

    Raises:
        InvalidDuration: any other text.

    Source: ISO 8601-1:2019 §5.5.2, the subset that the law needs.
    """
    found = _DURATION.fullmatch(text)
    if found is None:
        raise InvalidDuration(f"{text!r} is not a duration; write PnY, PnM, PnW, PnD or PTnH, for instance P3Y")
    if found[3]:
        return Duration(text, hours=int(found[3]))
    count, unit = int(found[1]), found[2]
    if unit == "Y":
        return Duration(text, months=12 * count)
    if unit == "M":
        return Duration(text, months=count)
    return Duration(text, days=count * (7 if unit == "W" else 1))


def add_months(day: date, months: int) -> date:
    """Move to the same day of a later month, or to that month's last day when it is shorter.

    >>> add_months(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)

    Args:
        day: The first day.
        months: Calendar months, 0 or more.

    Returns:
        The day reached.

    Source: Regulation (EEC, Euratom) 1182/71 art. 3(2)(c).
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_duration(day: date, duration: Duration) -> date:
    """Move a day forward by a duration of months or days; clock hours count as whole days, rounded up.

    Args:
        day: The first day.
        duration: How far.

    Returns:
        The day reached.
    """
    if duration.months:
        return add_months(day, duration.months)
    return day + timedelta(days=duration.days or -(-duration.hours // 24))


def add_clock_hours(moment: datetime, duration: Duration) -> datetime:
    """Move a moment forward by clock hours, nights and holidays included (the 72 hours of GDPR art. 33).

    Args:
        moment: Aware start.
        duration: A duration in hours.

    Returns:
        The aware end.

    Raises:
        InvalidDuration: the duration is not in hours.
    """
    if not duration.hours:
        raise InvalidDuration(f"{duration.text} is not in clock hours")
    return moment + timedelta(hours=duration.hours)
