"""Count a brand's time as its team works: opening hours, public holidays, and a delay for each priority."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction

from egide.assist.service_clock import ALWAYS_OPEN, ServiceHours, deadline_after, working_minutes_between
from egide.policy.calendar import french_holidays
from egide.service.assistance.models import ServiceLevels
from egide.service.evidence.flows import Act, write_entry
from egide.service.tenancy.access import Actor, check_right
from egide.service.tenancy.models import Brand
from egide.service.tenancy.rights import Right

# Minutes by priority while a brand has not written its own: two hours, eight hours, two days, five days.
DEFAULT_MINUTES: Mapping[int, float] = {1: 120, 2: 480, 3: 2880, 4: 7200}
_DAYS = 7


@dataclass(frozen=True, slots=True)
class ServiceClock:
    """When the team of a brand works and how long it may take.

    Attributes:
        hours: Windows, time zone and holidays.
        minutes: Working minutes to answer, by priority 1 to 4.
    """

    hours: ServiceHours
    minutes: Mapping[int, float]

    def due_after(self, start: datetime, priority: int) -> datetime:
        """Give the instant before which a message of a priority is to be answered."""
        return deadline_after(start, self.minutes[priority], self.hours)

    def minutes_left(self, start: datetime, now: datetime, priority: int) -> float:
        """Give the working minutes left at an instant; negative when the delay is over."""
        return self.minutes[priority] - working_minutes_between(start, now, self.hours)


def clock_of(brand: Brand, channel: str = "") -> ServiceClock:
    """Read the service levels of a brand for a channel; open at all hours while nobody wrote them."""
    row: ServiceLevels | None = ServiceLevels.objects.filter(brand=brand).first()
    zone = _zone(brand.time_zone)
    if row is None:
        return ServiceClock(ServiceHours(ALWAYS_OPEN, zone), DEFAULT_MINUTES)
    windows = {int(day): tuple((_time(a), _time(b)) for a, b in listed) for day, listed in row.windows.items()}
    alsace, closed = row.alsace_moselle, row.closed_on_holidays
    own_days = frozenset(row.closed_days)

    def is_holiday(day: date) -> bool:
        if day.isoformat() in own_days:
            return True
        return closed and day in french_holidays(day.year, alsace_moselle=alsace)

    own = {**row.minutes, **row.channel_minutes.get(channel, {})}
    minutes = {**DEFAULT_MINUTES, **{int(level): float(count) for level, count in own.items()}}
    if not any(windows.values()):
        return ServiceClock(ServiceHours(ALWAYS_OPEN, zone), minutes)
    return ServiceClock(ServiceHours(windows, zone, is_holiday), minutes)


def write_levels(
    brand_id: UUID,
    *,
    windows: Mapping[int, Sequence[tuple[time, time]]],
    minutes: Mapping[int, int],
    closed_on_holidays: bool,
    alsace_moselle: bool = False,
    channel_minutes: Mapping[str, Mapping[int, int]] | None = None,
    closed_days: Sequence[date] = (),
    actor: Actor,
    now: datetime,
) -> ServiceLevels:
    """Keep when the team works and in how long it answers; deadlines follow from the next message on.

    Args:
        brand_id: The brand.
        windows: Weekday (Monday is 0) to opening windows; none at all means open at all hours.
        minutes: Working minutes by priority, above 0.
        closed_on_holidays: The French public holidays are not worked.
        alsace_moselle: With the two holidays of Alsace and Moselle.
        channel_minutes: Channel to working minutes by priority, for a channel that has delays of its own.
        closed_days: Days on which the brand does not work besides.
        actor: Who decides.
        now: Aware UTC.

    Returns:
        The row.

    Raises:
        AccessRefused: the actor does not supervise this brand.
    """
    check_right(actor, Right.KNOWLEDGE_EDIT, brand_id)
    with transaction.atomic():
        row: ServiceLevels
        row, _ = ServiceLevels.objects.update_or_create(
            brand_id=brand_id,
            defaults={
                "windows": {
                    str(day): [[a.strftime("%H:%M"), b.strftime("%H:%M")] for a, b in listed]
                    for day, listed in windows.items()
                    if 0 <= day < _DAYS and listed
                },
                "minutes": {str(level): count for level, count in minutes.items() if count > 0},
                "closed_on_holidays": closed_on_holidays,
                "alsace_moselle": alsace_moselle,
                "channel_minutes": {
                    channel: {str(level): count for level, count in own.items() if count > 0}
                    for channel, own in (channel_minutes or {}).items()
                    if own
                },
                "closed_days": sorted(day.isoformat() for day in set(closed_days)),
                "changed_at": now,
            },
        )
        detail = {
            "what": "service_levels",
            "minutes": row.minutes,
            "channels": row.channel_minutes,
            "windows": row.windows,
            "holidays": closed_on_holidays,
            "closed_days": row.closed_days,
        }
        write_entry(brand_id, Act("settings.changed", uuid.uuid4(), actor, detail=detail), at=now)
    return row


def _time(written: str) -> time:
    return time.fromisoformat(written)


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC
