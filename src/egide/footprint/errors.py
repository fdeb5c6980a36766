"""What the footprint package raises.

FootprintError
├── OutOfModel        a quantity is outside the range of a formula
├── InvalidInterval   bounds out of order, negative or not finite
├── InvalidFactors    a factor file is malformed
└── MeterMismatch     shared energy does not add up to the meter
"""

from __future__ import annotations


class FootprintError(Exception):
    """Root of every error of the footprint package."""


class OutOfModel(FootprintError):
    """A quantity is outside the range the formula was made for."""


class InvalidInterval(FootprintError):
    """Bounds are out of order, negative or not finite."""


class InvalidFactors(FootprintError):
    """A factor file is malformed, or lacks a zone or a factor."""


class MeterMismatch(FootprintError):
    """The energy given to requests and the idle line do not add up to the meter."""
