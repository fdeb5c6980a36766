"""Decide, with reasons, whether a task may use a person's data."""

from __future__ import annotations

from egide.policy.decision import Decision, Reason, decide, format_decision, policy_version
from egide.policy.errors import InvalidDuration, InvalidFacts, InvalidLaw, InvalidRecord, PolicyError
from egide.policy.facts import (
    Actor,
    Campaign,
    Canvassing,
    Consent,
    Evidence,
    Facts,
    Model,
    Objection,
    Subject,
    Switches,
)
from egide.policy.facts_parsing import parse_facts
from egide.policy.law.law_file import Law
from egide.policy.law.records import Purpose, Sentence
from egide.policy.vocabulary import (
    Automation,
    Channel,
    ConsentState,
    DpiaState,
    Environment,
    KindClass,
    Mark,
    ModelKind,
    Region,
    RiskClass,
    Role,
    Task,
    TransferTool,
    Verdict,
)
from egide.policy.what_if import WhatIf, format_facts, what_if

__all__ = [
    "Actor",
    "Automation",
    "Campaign",
    "Canvassing",
    "Channel",
    "Consent",
    "ConsentState",
    "Decision",
    "DpiaState",
    "Environment",
    "Evidence",
    "Facts",
    "InvalidDuration",
    "InvalidFacts",
    "InvalidLaw",
    "InvalidRecord",
    "KindClass",
    "Law",
    "Mark",
    "Model",
    "ModelKind",
    "Objection",
    "PolicyError",
    "Purpose",
    "Reason",
    "Region",
    "RiskClass",
    "Role",
    "Sentence",
    "Subject",
    "Switches",
    "Task",
    "TransferTool",
    "Verdict",
    "WhatIf",
    "decide",
    "format_decision",
    "format_facts",
    "parse_facts",
    "policy_version",
    "what_if",
]
