"""What a call through the gateway cost, as an interval, from the tokens that came back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from egide.footprint import FootprintError, Interval, ModelProfile, estimate_remote
from egide.service.assistance.measuring import written

if TYPE_CHECKING:
    from egide.service.configuration import ModelDeclaration

__all__ = ["footprint_header", "footprint_of"]

# Billions of parameters of a model whose size nobody publishes: from the smallest served to the largest open ones.
# House assumption; the figure says that it is guessed.
_GUESSED: Final = Interval(7.0, 70.0, 400.0)


def footprint_of(declared: ModelDeclaration, output_tokens: int, latency_s: float | None, zone: str) -> dict[str, Any]:
    """Estimate the footprint of one call.

    Args:
        declared: The model, with its size when it is known.
        output_tokens: Generated tokens.
        latency_s: Seconds of generation; None when they were not measured.
        zone: Where it ran: a region word or an ISO code.

    Returns:
        The figure as JSON; empty when the estimate does not apply (no token was generated).
    """
    active = declared.active_params_bn
    total = declared.total_params_bn or active
    profile = ModelProfile(
        declared.model or declared.name,
        _GUESSED if active is None else Interval.exactly(active),
        _GUESSED if total is None else Interval.exactly(total),
        guessed=active is None,
    )
    try:
        return written(estimate_remote(output_tokens, latency_s, profile, zone))
    except FootprintError:
        return {}


def footprint_header(figure: dict[str, Any]) -> str:
    """Write the two quantities that people ask for first, on one line."""
    if not figure:
        return ""
    energy, carbon = figure["energy_wh"], figure["carbon_gco2e"]
    return (
        f"energy_wh={energy['point']:.4g};low={energy['low']:.4g};high={energy['high']:.4g}, "
        f"carbon_gco2e={carbon['point']:.4g};low={carbon['low']:.4g};high={carbon['high']:.4g}"
    )
