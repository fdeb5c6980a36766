"""When a consumer may be called. Source: C. conso. art. D223-9."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from egide.policy.calendar.holidays import french_holidays
from egide.policy.law.records import CanvassingHours


def local_time(now: datetime, time_zone: str) -> datetime | None:
    """Read the clock of the person called.

    Args:
        now: Aware time.
        time_zone: IANA name.

    Returns:
        Local aware time, or None when the zone is unknown here.
    """
    try:
        return now.astimezone(ZoneInfo(time_zone))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def within_hours(local: datetime, hours: CanvassingHours) -> bool:
    """Say whether a local time is within the legal hours of canvassing.

    Args:
        local: The consumer's local time.
        hours: The rules in force.

    Returns:
        True on an allowed weekday that is not a public holiday, inside a window [start, end).
    """
    if local.isoweekday() not in hours.weekdays:
        return False
    if not hours.public_holidays and local.date() in french_holidays(local.year):
        return False
    clock = local.time()
    return any(window.start <= clock < window.end for window in hours.windows)
