"""What a local piece of work cost, as an interval, from the time it took on our own processor."""

from __future__ import annotations

from typing import Any

from egide.footprint import Figure, add_intervals, estimate_local_cpu, format_figure


def measured_locally(cpu_seconds: float) -> dict[str, Any]:
    """Estimate energy and carbon of local work.

    Args:
        cpu_seconds: Processor time, in seconds.

    Returns:
        The figure as JSON, as `written` gives it.
    """
    return written(estimate_local_cpu(cpu_seconds))


def written(figure: Figure) -> dict[str, Any]:
    """Write a figure as JSON, with `carbon_gco2e`: use and making of the hardware together, bound by bound."""
    document = format_figure(figure)
    total = add_intervals([figure.carbon_use_gco2e, figure.carbon_embodied_gco2e])
    document["carbon_gco2e"] = {"low": total.low, "point": total.point, "high": total.high}
    return document
