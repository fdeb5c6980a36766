"""Energy and carbon arithmetic, as intervals."""

from __future__ import annotations

from egide.footprint.errors import FootprintError, InvalidFactors, InvalidInterval, MeterMismatch, OutOfModel
from egide.footprint.estimates import WARNINGS, ModelProfile, estimate_local_cpu, estimate_remote
from egide.footprint.factors import Electricity, Factors, load_factors, parse_factors
from egide.footprint.figure import Figure, Method, Total, add_figures, format_figure, parse_figure, rate_per_act
from egide.footprint.interval import Interval, add_intervals
from egide.footprint.measured import Shared, TokenWeights, Window, Work, fit_token_weights, share_window, verify_meter
from egide.footprint.modelled import Generation, Impact, generation_impact
from egide.footprint.routing import cascade_pays, cascade_wh
from egide.footprint.wording import round_significant, word_quantity

__all__ = [
    "WARNINGS",
    "Electricity",
    "Factors",
    "Figure",
    "FootprintError",
    "Generation",
    "Impact",
    "Interval",
    "InvalidFactors",
    "InvalidInterval",
    "MeterMismatch",
    "Method",
    "ModelProfile",
    "OutOfModel",
    "Shared",
    "TokenWeights",
    "Total",
    "Window",
    "Work",
    "add_figures",
    "add_intervals",
    "cascade_pays",
    "cascade_wh",
    "estimate_local_cpu",
    "estimate_remote",
    "fit_token_weights",
    "format_figure",
    "generation_impact",
    "load_factors",
    "parse_factors",
    "parse_figure",
    "rate_per_act",
    "round_significant",
    "share_window",
    "verify_meter",
    "word_quantity",
]
