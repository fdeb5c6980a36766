"""When a consumer may be called. Source: C. conso. art. D223-9."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from egide.policy.calendar.holidays import french_holidays

_LOOK_AHEAD_DAYS = 31


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


def next_call_at(
    now: datetime, time_zone: str, *, weekdays: Collection[int], windows: Collection[Window], public_holidays: bool
) -> datetime | None:
    """Find the next moment at which the consumer may be called.

    Args:
        now: Aware time.
        time_zone: The consumer's IANA time zone.
        weekdays: ISO weekdays allowed, 1 for Monday.
        windows: Hours allowed.
        public_holidays: Calls are allowed on French public holidays.

    Returns:
        Aware UTC, now itself when it is allowed; None when the zone is unknown or no day of the next month allows a call.
    """
    local = local_time(now, time_zone)
    if local is None:
        return None
    if within_hours(local, weekdays=weekdays, windows=windows, public_holidays=public_holidays):
        return now.astimezone(UTC)
    for ahead in range(_LOOK_AHEAD_DAYS):
        day = local.date() + timedelta(days=ahead)
        for window in sorted(windows):
            opening = datetime.combine(day, window.start, tzinfo=local.tzinfo)
            allowed = within_hours(opening, weekdays=weekdays, windows=windows, public_holidays=public_holidays)
            if opening > local and allowed:
                return opening.astimezone(UTC)
    return None
