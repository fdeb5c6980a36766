"""What a local piece of work cost, as an interval, from the time it took on our own processor."""

from __future__ import annotations

from typing import Any

from egide.footprint import estimate_local_cpu, format_figure


def measured_locally(cpu_seconds: float) -> dict[str, Any]:
    """Estimate energy and carbon of local work.

    Args:
        cpu_seconds: Processor time, in seconds.

    Returns:
        The figure as JSON: energy_wh and carbon_gco2e with low, point, high; method; factors; warnings.
    """
    return format_figure(estimate_local_cpu(cpu_seconds))
