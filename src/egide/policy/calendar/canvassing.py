"""When a consumer may be called. Source: C. conso. art. D223-9."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from egide.policy.calendar.holidays import french_holidays


class Window(NamedTuple):
    """Local hours, half-open [start, end)."""

    start: time
    end: time


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


def within_hours(
    local: datetime, *, weekdays: Collection[int], windows: Collection[Window], public_holidays: bool
) -> bool:
    """Say whether a local time is within the legal hours of canvassing.

    Args:
        local: The consumer's local time.
        weekdays: ISO weekdays allowed, 1 for Monday.
        windows: Hours allowed.
        public_holidays: Calls are allowed on French public holidays.

    Returns:
        True on an allowed day, inside a window [start, end).
    """
    if local.isoweekday() not in weekdays:
        return False
    if not public_holidays and local.date() in french_holidays(local.year):
        return False
    clock = local.time()
    return any(window.start <= clock < window.end for window in windows)
