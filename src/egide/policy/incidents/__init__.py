"""Incidents: what to do first, and which duties run from the moment somebody knows."""

from __future__ import annotations

from egide.policy.incidents.duties import Duty, DutyState, IncidentFacts, Risk, compute_duties, lacking_to_close
from egide.policy.incidents.scenarios import Scenario, load_scenarios

__all__ = [
    "Duty",
    "DutyState",
    "IncidentFacts",
    "Risk",
    "Scenario",
    "compute_duties",
    "lacking_to_close",
    "load_scenarios",
]
