"""A quantity with its bounds, from input to screen: no figure travels alone.

>>> Interval(1, 2, 4) + Interval.exactly(3)
Interval(low=4, point=5, high=7)
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from egide.footprint.errors import InvalidInterval


@dataclass(frozen=True, slots=True)
class Interval:
    """Low bound, best estimate and high bound of one quantity, each 0 or more, in the unit of its name.

    Low and high are added separately: the errors of a model are shared, so no square root shrinks them.
    """

    low: float
    point: float
    high: float

    def __post_init__(self) -> None:
        # The comparison is false for a NaN as well; only the high bound can hide an infinity.
        if not (0 <= self.low <= self.point <= self.high and math.isfinite(self.high)):
            raise InvalidInterval(f"[{self.low}, {self.point}, {self.high}] is not 0 <= low <= point <= high, finite")

    @classmethod
    def exactly(cls, quantity: float) -> Interval:
        """Hold a quantity that is known.

        Args:
            quantity: 0 or more.

        Returns:
            Three equal bounds.
        """
        return cls(quantity, quantity, quantity)

    @classmethod
    def around(cls, quantity: float, *, relative: float) -> Interval:
        """Hold a measured quantity with a symmetric relative error.

        Args:
            quantity: 0 or more.
            relative: From 0 to 1; 0.3 for ± 30 %.

        Returns:
            The interval.
        """
        return cls(quantity * (1 - relative), quantity, quantity * (1 + relative))

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.point + other.point, self.high + other.high)

    def __mul__(self, other: Interval) -> Interval:
        return Interval(self.low * other.low, self.point * other.point, self.high * other.high)

    def times(self, factor: float) -> Interval:
        """Scale the three bounds.

        Args:
            factor: 0 or more.

        Returns:
            The scaled interval.
        """
        return Interval(self.low * factor, self.point * factor, self.high * factor)


NOTHING = Interval(0.0, 0.0, 0.0)


def add_intervals(intervals: Iterable[Interval]) -> Interval:
    """Add quantities, low with low and high with high.

    Args:
        intervals: Quantities of one unit.

    Returns:
        Their sum; nothing when there are none.
    """
    total = NOTHING
    for interval in intervals:
        total += interval
    return total


def format_interval(interval: Interval) -> dict[str, float]:
    """Write an interval for a file.

    Args:
        interval: The quantity.

    Returns:
        Keys ``low, point, high``.
    """
    return {"low": interval.low, "point": interval.point, "high": interval.high}


def parse_interval(document: object) -> Interval:
    """Read an interval from a file.

    Args:
        document: The decoded object.

    Returns:
        The interval.

    Raises:
        InvalidInterval: any other shape.
    """
    if not isinstance(document, Mapping) or set(document) != {"low", "point", "high"}:
        raise InvalidInterval("an interval has the keys low, point, high")
    bounds: list[Any] = [document[key] for key in ("low", "point", "high")]
    if any(type(bound) not in {int, float} for bound in bounds):
        raise InvalidInterval("the bounds of an interval are numbers")
    return Interval(*bounds)
