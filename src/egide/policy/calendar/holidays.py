"""French public holidays, computed, with Easter.

>>> easter(2026)
datetime.date(2026, 4, 5)
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache


def easter(year: int) -> date:
    """Compute Easter Sunday.

    Args:
        year: Gregorian year, 1583 or later.

    Returns:
        The day.

    Source: Meeus/Jones/Butcher algorithm (Nature, 20 April 1876).
    """
    century = year // 100
    golden = year % 19
    skipped = century - century // 4 - (8 * century + 13) // 25
    epact = (skipped + 19 * golden + 15) % 30
    epact -= (epact // 28) * (1 - (epact // 28) * (29 // (epact + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + epact + 2 - century + century // 4) % 7
    offset = epact - weekday
    month = 3 + (offset + 40) // 44
    return date(year, month, offset + 28 - 31 * (month // 4))


@lru_cache(maxsize=64)
def french_holidays(year: int, *, alsace_moselle: bool = False) -> frozenset[date]:
    """List the public holidays of a year in France.

    Args:
        year: Gregorian year.
        alsace_moselle: Add Good Friday and 26 December (local law of 1918).

    Returns:
        Eleven days, thirteen in Alsace-Moselle (fewer when two of them fall on one day).

    Source: Code du travail, art. L3133-1 and L3134-13.
    """
    sunday = easter(year)
    days = {
        date(year, 1, 1),
        sunday + timedelta(days=1),
        date(year, 5, 1),
        date(year, 5, 8),
        sunday + timedelta(days=39),
        sunday + timedelta(days=50),
        date(year, 7, 14),
        date(year, 8, 15),
        date(year, 11, 1),
        date(year, 11, 11),
        date(year, 12, 25),
    }
    if alsace_moselle:
        days |= {sunday - timedelta(days=2), date(year, 12, 26)}
    return frozenset(days)


def is_working_day(day: date, *, alsace_moselle: bool = False) -> bool:
    """Say whether a day is neither a Saturday, a Sunday nor a public holiday in France.

    Args:
        day: The day.
        alsace_moselle: Count the local holidays.

    Returns:
        True on a working day.

    Source: Regulation (EEC, Euratom) 1182/71 art. 2(2).
    """
    return day.weekday() < 5 and day not in french_holidays(day.year, alsace_moselle=alsace_moselle)  # noqa: PLR2004


def next_working_day(day: date, *, alsace_moselle: bool = False) -> date:
    """Move to the next working day, unless the day is one.

    >>> next_working_day(date(2026, 12, 25))
    datetime.date(2026, 12, 28)

    Args:
        day: The day.
        alsace_moselle: Count the local holidays.

    Returns:
        The day itself or the first working day after it.
    """
    while not is_working_day(day, alsace_moselle=alsace_moselle):
        day += timedelta(days=1)
    return day
