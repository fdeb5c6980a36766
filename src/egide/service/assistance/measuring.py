"""What a piece of work cost, as an interval: from the time on our own processor, or from what a remote model wrote."""

from __future__ import annotations

from typing import Any

from egide.assist.models import Usage
from egide.footprint import (
    Figure,
    FootprintError,
    Interval,
    ModelProfile,
    add_intervals,
    estimate_local_cpu,
    estimate_remote,
    format_figure,
)
from egide.service.configuration import ModelDeclaration

# A provider that does not publish the size of its model is counted between a small and a large one of today.
_SIZE_UNKNOWN = Interval(7.0, 70.0, 400.0)


def measured_locally(cpu_seconds: float) -> dict[str, Any]:
    """Estimate energy and carbon of local work.

    Args:
        cpu_seconds: Processor time, in seconds.

    Returns:
        The figure as JSON, as `written` gives it.
    """
    return written(estimate_local_cpu(cpu_seconds))


def measured_remotely(declared: ModelDeclaration, usage: Usage | None) -> dict[str, Any]:
    """Estimate energy and carbon of one call of a declared model.

    Args:
        declared: The model, with the size that its provider publishes, if any.
        usage: What it wrote and how long it took; None when it gave nothing, which is counted as nothing written.

    Returns:
        The figure as JSON, as `written` gives it.
    """
    active, total = declared.active_params_bn, declared.total_params_bn
    guessed = active is None and total is None
    profile = ModelProfile(
        declared.name,
        _SIZE_UNKNOWN if guessed else Interval.exactly(active or total or 0.0),
        _SIZE_UNKNOWN if guessed else Interval.exactly(total or active or 0.0),
        guessed=guessed,
    )
    tokens = (usage.output_tokens or 0) if usage else 0
    latency = usage.latency_s if usage and usage.latency_s > 0 else None
    zone = declared.region or "other"
    try:
        return written(estimate_remote(tokens, latency, profile, zone))
    except FootprintError:
        return written(estimate_remote(tokens, None, profile, "other"))


def written(figure: Figure) -> dict[str, Any]:
    """Write a figure as JSON, with `carbon_gco2e`: use and making of the hardware together, bound by bound."""
    document = format_figure(figure)
    total = add_intervals([figure.carbon_use_gco2e, figure.carbon_embodied_gco2e])
    document["carbon_gco2e"] = {"low": total.low, "point": total.point, "high": total.high}
    return document
