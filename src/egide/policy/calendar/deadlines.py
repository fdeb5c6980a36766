"""Legal deadlines: the day a duty ends, from the moment it began.

Source: Regulation (EEC, Euratom) 1182/71, art. 3: the day of the event is not counted, a period in months ends on the same date
of the last month, and a period that ends on a Saturday, Sunday or holiday ends on the next working day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from egide.policy.calendar.durations import Duration, add_clock_hours, add_duration, parse_duration
from egide.policy.calendar.holidays import next_working_day


@dataclass(frozen=True, slots=True)
class Due:
    """When a duty ends.

    Attributes:
        last_day: Last local day on which the duty can be done.
        until: Aware UTC; the duty is late from this moment on.
    """

    last_day: date
    until: datetime


def compute_due(
    start: datetime,
    duration: Duration,
    *,
    roll_over: bool,
    time_zone: str = "Europe/Paris",
    alsace_moselle: bool = False,
) -> Due:
    """Compute when a duty ends.

    Args:
        start: When it began, aware.
        duration: Its length; clock hours run through nights and holidays, other units end with a local day.
        roll_over: A last day that is not a working day moves to the next one; ignored for clock hours.
        time_zone: Where the duty is done.
        alsace_moselle: Count the local holidays.

    Returns:
        The last day and the moment.
    """
    zone = ZoneInfo(time_zone)
    if duration.hours:
        until = add_clock_hours(start, duration).astimezone(UTC)
        return Due(until.astimezone(zone).date(), until)
    last_day = add_duration(start.astimezone(zone).date(), duration)
    if roll_over:
        last_day = next_working_day(last_day, alsace_moselle=alsace_moselle)
    return Due(last_day, _end_of(last_day, zone))


def compute_rights_due(
    received: datetime,
    *,
    answer: Duration,
    extension: Duration | None = None,
    suspended: timedelta = timedelta(),
    time_zone: str = "Europe/Paris",
    alsace_moselle: bool = False,
) -> Due:
    """Compute when a rights request must be answered.

    Args:
        received: When it came in, aware.
        answer: One month (GDPR art. 12(3)).
        extension: Two months, once notified with reasons within the first month; None without extension.
        suspended: How long the clock stood still, while the identity of the person was reasonably in doubt (art. 12(6)).
        time_zone: Where the request is handled.
        alsace_moselle: Count the local holidays.

    Returns:
        The last day and the moment; the extension is counted from the receipt, so that weekends do not add up.
    """
    whole = answer if extension is None else parse_duration(f"P{answer.months + extension.months}M")
    due = compute_due(received, whole, roll_over=False, time_zone=time_zone)
    # A part of a day counts for the person who waits, not for the desk: only whole days stand still.
    last_day = next_working_day(due.last_day + timedelta(days=suspended.days), alsace_moselle=alsace_moselle)
    return Due(last_day, _end_of(last_day, ZoneInfo(time_zone)))


def _end_of(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(0), tzinfo=zone).astimezone(UTC)
