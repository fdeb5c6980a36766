"""A figure: what was done, how it was obtained, its bounds, and the factors it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from egide.footprint.errors import InvalidFactors
from egide.footprint.interval import NOTHING, Interval, add_intervals, format_interval, parse_interval


class Method(StrEnum):
    """How a figure was obtained; the four are never mixed in one figure."""

    MEASURED_GPU = "measured-gpu"
    MEASURED_CPU = "measured-cpu"
    MODELLED = "modelled"
    DECLARED = "declared"


_QUANTITIES = ("energy_wh", "carbon_use_gco2e", "carbon_embodied_gco2e", "water_l", "adpe_kgsbeq", "pe_mj")


@dataclass(frozen=True, slots=True)
class Figure:
    """The footprint of one call.

    Attributes:
        energy_wh: Electricity, data-centre overhead included.
        carbon_use_gco2e: Carbon of that electricity.
        carbon_embodied_gco2e: Share of the manufacture of the hardware.
        water_l: Water evaporated, on site and for the electricity.
        adpe_kgsbeq: Depletion of abiotic resources.
        pe_mj: Primary energy.
        zone: Zone of the electricity, with its `year`.
        pue: Power usage effectiveness used.
        factors: SHA-256 of the factor files.
        warnings: Codes such as ``batch-unknown``; see `WARNINGS` in this package for their sentences.
    """

    method: Method
    energy_wh: Interval
    carbon_use_gco2e: Interval
    carbon_embodied_gco2e: Interval
    water_l: Interval
    adpe_kgsbeq: Interval
    pe_mj: Interval
    zone: str
    year: int
    pue: Interval
    factors: str
    warnings: tuple[str, ...] = ()

    @property
    def carbon_gco2e(self) -> Interval:
        """Use and manufacture together."""
        return self.carbon_use_gco2e + self.carbon_embodied_gco2e


@dataclass(frozen=True, slots=True)
class Total:
    """Figures added up: low with low, high with high, one line per method.

    Attributes:
        by_method: Figures and energy of each method, so that measured and modelled are never one number without saying so.
    """

    figures: int
    energy_wh: Interval
    carbon_use_gco2e: Interval
    carbon_embodied_gco2e: Interval
    water_l: Interval
    by_method: Mapping[Method, Interval]
    factors: frozenset[str]

    @property
    def measured_share(self) -> float:
        """Share of the energy that a meter saw, from 0 to 1; 0 when there is none."""
        measured = sum(
            (energy.point for method, energy in self.by_method.items() if method.value.startswith("measured")), 0.0
        )
        return measured / self.energy_wh.point if self.energy_wh.point else 0.0


def add_figures(figures: Iterable[Figure]) -> Total:
    """Add figures up for a report.

    Args:
        figures: Any number.

    Returns:
        The total.
    """
    listed = list(figures)
    by_method: dict[Method, Interval] = {}
    for figure in listed:
        by_method[figure.method] = by_method.get(figure.method, NOTHING) + figure.energy_wh
    return Total(
        figures=len(listed),
        energy_wh=add_intervals(figure.energy_wh for figure in listed),
        carbon_use_gco2e=add_intervals(figure.carbon_use_gco2e for figure in listed),
        carbon_embodied_gco2e=add_intervals(figure.carbon_embodied_gco2e for figure in listed),
        water_l=add_intervals(figure.water_l for figure in listed),
        by_method=by_method,
        factors=frozenset(figure.factors for figure in listed),
    )


def rate_per_act(total: Interval, acts: int) -> Interval | None:
    """Divide a total by useful acts: resolved tickets, or thousands of messages.

    Args:
        total: A quantity.
        acts: How many, 0 or more.

    Returns:
        The quantity per act, or None when there was none.

    Source: Software Carbon Intensity, ISO/IEC 21031:2024.
    """
    return total.times(1 / acts) if acts > 0 else None


def format_figure(figure: Figure) -> dict[str, Any]:
    """Write a figure for the journal and for ``usage.egide_footprint``.

    Args:
        figure: The figure.

    Returns:
        A JSON object with units in its keys.
    """
    return {
        "method": figure.method.value,
        **{name: format_interval(getattr(figure, name)) for name in _QUANTITIES},
        "zone": figure.zone,
        "year": figure.year,
        "pue": format_interval(figure.pue),
        "factors": figure.factors,
        "warnings": list(figure.warnings),
    }


def parse_figure(document: Mapping[str, Any]) -> Figure:
    """Read back a figure.

    Args:
        document: What `format_figure` wrote.

    Returns:
        The figure.

    Raises:
        InvalidFactors: any other shape.
        InvalidInterval: bounds out of order.
    """
    try:
        return Figure(
            method=Method(document["method"]),
            **{name: parse_interval(document[name]) for name in _QUANTITIES},
            zone=str(document["zone"]),
            year=int(document["year"]),
            pue=parse_interval(document["pue"]),
            factors=str(document["factors"]),
            warnings=tuple(str(code) for code in document["warnings"]),
        )
    except (KeyError, TypeError, ValueError) as problem:
        raise InvalidFactors("not a figure of this version") from problem
