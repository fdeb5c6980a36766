"""Write a footprint for a person: two significant digits, always with its bounds, in French or English."""

from __future__ import annotations

import math

from egide.footprint.interval import Interval

# Steps of 1000, from the smallest; the unit of the package is marked by its exponent 0.
_SCALES: dict[str, tuple[tuple[int, str], ...]] = {
    "Wh": ((-6, "µWh"), (-3, "mWh"), (0, "Wh"), (3, "kWh"), (6, "MWh")),
    "gCO2e": ((-6, "µgCO2e"), (-3, "mgCO2e"), (0, "gCO2e"), (3, "kgCO2e"), (6, "tCO2e")),
    "L": ((-6, "µL"), (-3, "mL"), (0, "L"), (3, "m³")),
}
_NARROW = "\u202f"


def round_significant(quantity: float, digits: int = 2) -> float:
    """Round to significant digits, which is all an estimate can bear.

    >>> round_significant(0.02674), round_significant(1234)
    (0.027, 1200.0)

    Args:
        quantity: 0 or more.
        digits: How many.

    Returns:
        The rounded quantity.
    """
    if quantity == 0:
        return 0.0
    return float(f"{quantity:.{digits - 1}e}")


def word_quantity(interval: Interval, unit: str, language: str = "fr") -> str:
    """Write a quantity with its bounds.

    >>> word_quantity(Interval(0.0089, 0.0267, 0.08), "Wh")
    '27\u202fmWh (8,9 à 80)'
    >>> word_quantity(Interval(0.0089, 0.0267, 0.08), "Wh", "en")
    '27\u202fmWh (8.9 to 80)'

    Args:
        interval: The quantity, in the unit.
        unit: ``Wh``, ``gCO2e`` or ``L``; any other unit is written as it is, without scaling.
        language: ``fr`` or ``en``.

    Returns:
        Point, unit and bounds in brackets.
    """
    exponent, name = _scale(interval.point or interval.high, unit)
    low, point, high = (
        _word(round_significant(bound / 10**exponent), language)
        for bound in (interval.low, interval.point, interval.high)
    )
    between = "à" if language == "fr" else "to"
    return f"{point}{_NARROW}{name} ({low} {between} {high})"


def _scale(quantity: float, unit: str) -> tuple[int, str]:
    steps = _SCALES.get(unit)
    if steps is None or quantity == 0:
        return 0, unit
    rounded = round_significant(quantity)
    chosen = steps[0]
    for exponent, name in steps:
        if rounded >= 10**exponent:
            chosen = (exponent, name)
    return chosen


def _word(quantity: float, language: str) -> str:
    decimals = max(0, 1 - math.floor(math.log10(quantity))) if quantity else 0
    text = f"{quantity:,.{decimals}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if language == "fr":
        return text.replace(",", _NARROW).replace(".", ",")
    return text
