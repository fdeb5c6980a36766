"""Emission and hardware factors: dated, sourced, and identified by a digest in every figure."""

from __future__ import annotations

import csv
import hashlib
import io
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from types import MappingProxyType

from egide.footprint.errors import InvalidFactors, InvalidInterval
from egide.footprint.interval import Interval

ELECTRICITY_COLUMNS = (
    "zone",
    "year",
    "scope",
    "gco2e_per_kwh_low",
    "gco2e_per_kwh_point",
    "gco2e_per_kwh_high",
    "adpe_kgsbeq_per_kwh",
    "pe_mj_per_kwh",
    "water_l_per_kwh",
    "source",
    "licence",
    "read_on",
)
HARDWARE_COLUMNS = ("factor", "low", "point", "high", "unit", "source", "licence", "read_on")
# A residency word of the policy is wider than a country; the zone is the one that contains it.
_ZONE_OF_REGION = MappingProxyType({"FR": "FRA", "EU": "EEE", "EEA": "EEE", "adequate": "WOR", "other": "WOR"})


@dataclass(frozen=True, slots=True)
class Electricity:
    """The mix of one zone, per kWh of electricity."""

    zone: str
    year: int
    scope: str
    gco2e_per_kwh: Interval
    adpe_kgsbeq_per_kwh: float
    pe_mj_per_kwh: float
    water_l_per_kwh: float
    source: str
    read_on: str


@dataclass(frozen=True, slots=True)
class Bounds:
    """The three bounds of a hardware factor, in the order of the *impact*: low impact first."""

    low: float
    point: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class Factors:
    """Every factor of one version.

    Attributes:
        digest: SHA-256 of both files, in hexadecimal; it goes into every figure.
    """

    electricity: Mapping[str, Electricity]
    hardware: Mapping[str, Bounds]
    digest: str

    def mix(self, zone: str) -> Electricity:
        """Find the electricity of a zone.

        Args:
            zone: ISO 3166-1 alpha-3, EEE for Europe, WOR for the world, or a residency word (FR, EU, EEA, adequate, other).

        Returns:
            The mix.

        Raises:
            InvalidFactors: the zone is not in the file.
        """
        found = self.electricity.get(_ZONE_OF_REGION.get(zone, zone))
        if found is None:
            raise InvalidFactors(f"zone {zone!r} is unknown; known zones: {', '.join(sorted(self.electricity))}")
        return found

    def bounds(self, factor: str) -> Bounds:
        """Find a hardware factor.

        Args:
            factor: Its name in the file.

        Returns:
            Its bounds.

        Raises:
            InvalidFactors: the factor is not in the file.
        """
        if factor not in self.hardware:
            raise InvalidFactors(f"factor {factor!r} is missing")
        return self.hardware[factor]

    def point(self, factor: str) -> float:
        """Find the best estimate of a hardware factor.

        Args:
            factor: Its name in the file.

        Returns:
            The number, in the unit of the file.
        """
        return self.bounds(factor).point

    def interval(self, factor: str) -> Interval:
        """Find a hardware factor as an interval.

        Args:
            factor: Its name in the file; its low bound must be the lowest.

        Returns:
            The interval, in the unit of the file.
        """
        bounds = self.bounds(factor)
        return Interval(bounds.low, bounds.point, bounds.high)


@lru_cache(maxsize=1)
def load_factors() -> Factors:
    """Read the factors shipped with the product.

    Returns:
        The factors, read once.
    """
    folder = resources.files("egide.footprint") / "factors_data"
    return parse_factors((folder / "electricity.csv").read_text("utf-8"), (folder / "hardware.csv").read_text("utf-8"))


def parse_factors(electricity_csv: str, hardware_csv: str) -> Factors:
    """Read two factor files as a whole, or refuse them as a whole.

    Args:
        electricity_csv: Columns of `ELECTRICITY_COLUMNS`.
        hardware_csv: Columns of `HARDWARE_COLUMNS`.

    Returns:
        The factors.

    Raises:
        InvalidFactors: with the file and the line.
    """
    zones: dict[str, Electricity] = {}
    for line, row in _rows("electricity.csv", electricity_csv, ELECTRICITY_COLUMNS):
        where = f"electricity.csv line {line}"
        try:
            carbon = Interval(*(_number(row[f"gco2e_per_kwh_{bound}"], where) for bound in ("low", "point", "high")))
        except InvalidInterval as problem:
            raise InvalidFactors(f"{where}: {problem}") from problem
        if row["zone"] in zones:
            raise InvalidFactors(f"{where}: zone {row['zone']} is declared twice")
        zones[row["zone"]] = Electricity(
            zone=row["zone"],
            year=int(_number(row["year"], where)),
            scope=row["scope"],
            gco2e_per_kwh=carbon,
            adpe_kgsbeq_per_kwh=_number(row["adpe_kgsbeq_per_kwh"], where),
            pe_mj_per_kwh=_number(row["pe_mj_per_kwh"], where),
            water_l_per_kwh=_number(row["water_l_per_kwh"], where),
            source=row["source"],
            read_on=row["read_on"],
        )
    hardware: dict[str, Bounds] = {}
    for line, row in _rows("hardware.csv", hardware_csv, HARDWARE_COLUMNS):
        where = f"hardware.csv line {line}"
        if row["factor"] in hardware:
            raise InvalidFactors(f"{where}: factor {row['factor']} is declared twice")
        hardware[row["factor"]] = Bounds(*(_number(row[bound], where) for bound in ("low", "point", "high")))
    digest = hashlib.sha256(electricity_csv.encode() + b"\0" + hardware_csv.encode()).hexdigest()
    return Factors(MappingProxyType(zones), MappingProxyType(hardware), digest)


def _rows(name: str, text: str, columns: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(io.StringIO(text), strict=True)
    if tuple(reader.fieldnames or ()) != columns:
        raise InvalidFactors(f"{name} line 1: the columns are {', '.join(columns)}")
    rows = []
    try:
        for row in reader:
            if None in row or None in row.values() or "" in row.values():
                raise InvalidFactors(f"{name} line {reader.line_num}: {len(columns)} cells are needed, none empty")
            rows.append((reader.line_num, row))
    except csv.Error as problem:
        # The dictionary reader counts a line once it is read; the one inside counts the line that fails.
        raise InvalidFactors(f"{name} line {reader.reader.line_num}: {problem}") from problem
    return rows


def _number(text: str, where: str) -> float:
    try:
        number = float(text)
    except ValueError as problem:
        raise InvalidFactors(f"{where}: {text!r} is not a number") from problem
    if not math.isfinite(number) or number < 0:
        raise InvalidFactors(f"{where}: {text!r} is not a finite number, 0 or more")
    return number
