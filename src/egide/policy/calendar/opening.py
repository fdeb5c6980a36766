"""Business hours: the clock of a service level runs only while the desk is open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from egide.policy.calendar.canvassing import Window
from egide.policy.calendar.holidays import french_holidays
from egide.policy.errors import InvalidRecord

_MIDNIGHT = time(0)
# Ten years without one open hour: the calendar is closed for good.
_FARTHEST_DAYS = 3660


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """When a desk is open.

    Attributes:
        time_zone: IANA name.
        windows: Local hours by ISO weekday, in order and apart; an end at 00:00 is the end of the day.
        open_on_holidays: The desk works on French public holidays.
        closed_days: Other days without service.
    """

    time_zone: str
    windows: Mapping[int, tuple[Window, ...]]
    open_on_holidays: bool = False
    closed_days: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        try:
            ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as problem:
            raise InvalidRecord("opening.time_zone", f"{self.time_zone!r} is not a known IANA time zone") from problem
        for weekday, windows in self.windows.items():
            path = f"opening.windows.{weekday}"
            if not 1 <= weekday <= 7:  # noqa: PLR2004 - ISO weekdays
                raise InvalidRecord(path, "must be an ISO weekday, 1 to 7")
            last: time | None = _MIDNIGHT
            for window in windows:
                if last is None or window.start < last or not _ends_after(window):
                    raise InvalidRecord(path, "windows are in order, apart, and end after they start")
                last = None if window.end == _MIDNIGHT else window.end


def _ends_after(window: Window) -> bool:
    return window.end == _MIDNIGHT or window.end > window.start


def add_open_time(start: datetime, length: timedelta, hours: OpeningHours) -> datetime:
    """Find when a length of open time has passed.

    Args:
        start: Aware start.
        length: Open time to let pass, 0 or more.
        hours: When the desk is open.

    Returns:
        Aware UTC; the start itself when the length is 0.

    Raises:
        InvalidRecord: the desk does not open enough in ten years.
    """
    if length <= timedelta():
        return start.astimezone(UTC)
    for opened, closed in _open_spans(start, hours, _FARTHEST_DAYS):
        if closed - opened >= length:
            return opened + length
        length -= closed - opened
    raise InvalidRecord("opening.windows", "the desk does not open enough")


def open_time_between(start: datetime, end: datetime, hours: OpeningHours) -> timedelta:
    """Measure the open time between two moments.

    Args:
        start: Aware start.
        end: Aware end.
        hours: When the desk is open.

    Returns:
        Open time, 0 when the end is not after the start.
    """
    total = timedelta()
    if end <= start:
        return total
    for opened, closed in _open_spans(start, hours, (end - start).days + 2):
        if opened >= end:
            break
        total += min(closed, end.astimezone(UTC)) - opened
    return total


def _open_spans(start: datetime, hours: OpeningHours, days: int) -> Iterator[tuple[datetime, datetime]]:
    zone = ZoneInfo(hours.time_zone)
    begin = start.astimezone(UTC)
    day = start.astimezone(zone).date()
    for _ in range(days):
        if _is_open_day(day, hours):
            for window in hours.windows.get(day.isoweekday(), ()):
                last_day = day + timedelta(days=1) if window.end == _MIDNIGHT else day
                # Local hours become moments day by day, so that a change of clock keeps the opening hours true.
                opened = datetime.combine(day, window.start, tzinfo=zone).astimezone(UTC)
                closed = datetime.combine(last_day, window.end, tzinfo=zone).astimezone(UTC)
                if closed > begin:
                    yield max(opened, begin), closed
        day += timedelta(days=1)


def _is_open_day(day: date, hours: OpeningHours) -> bool:
    return day not in hours.closed_days and (hours.open_on_holidays or day not in french_holidays(day.year))
