"""Situations that are allowed as they stand, for tests to change one fact at a time."""

from __future__ import annotations

import copy
from typing import Any

from egide.policy import Decision, Facts, Law, decide, parse_facts

LAW = Law.load_default()
TUESDAY = "2026-11-24T10:00:00Z"  # 11:00 in Paris

MODEL: dict[str, Any] = {
    "name": "mistral-small",
    "kind": "remote",
    "provider": "Mistral",
    "region": "FR",
    "risk_class": "limited",
    "required_evidence": ["iso-27001"],
    "evidence": [{"kind": "iso-27001", "valid_until": "2026-11-24"}],
}
ON = {"brand": True, "task": True, "model": True, "interaction": True}

REPLY: dict[str, Any] = {
    "brand": "maison-lune",
    "purpose": "SAV",
    "task": "reply",
    "channel": "email",
    "actor": {"role": "agent"},
    "now": TUESDAY,
    "subject": {"customer": True},
    "kinds": [],
    "model": MODEL,
    "switches": ON,
    "dpia": "validated",
    "residency": "FR",
    "campaign": {},
    "canvassing": {},
}
BOT = REPLY | {
    "task": "bot",
    "channel": "chat",
    "actor": {"role": "system"},
    "automation": "auto",
    "intent": "order-status",
    "auto_intents": ["order-status"],
    "disclosed": True,
}
TRAINING = REPLY | {"purpose": "AI-T", "task": "training", "actor": {"role": "operator"}}
REVIEW = REPLY | {"purpose": "REC", "task": "call_review", "channel": "phone", "actor": {"role": "supervisor"}}
TRANSCRIPTION = REPLY | {
    "task": "transcription",
    "channel": "phone",
    "model": {"name": "whisper", "kind": "local", "risk_class": "minimal"},
}
STORAGE = REPLY | {"task": "storage", "model": None, "switches": {}, "dpia": "absent"}
SENDING: dict[str, Any] = {
    "brand": "maison-lune",
    "purpose": "MKT-P",
    "task": "sending",
    "channel": "email",
    "actor": {"role": "system"},
    "now": TUESDAY,
    "subject": {"consents": [{"purpose": "MKT-P", "channel": "email", "state": "given", "proven": True}]},
    "campaign": {"opt_out_offered": True, "approvals": 2},
    "canvassing": {},
}
TO_CUSTOMER = SENDING | {
    "purpose": "MKT-C",
    "subject": {"customer": True},
    "campaign": {"opt_out_offered": True, "approvals": 2, "similar_products": True},
}
TARGETING = REPLY | {
    "purpose": "MKT-P",
    "task": "targeting",
    "actor": {"role": "supervisor"},
    "subject": {"consents": [{"purpose": "MKT-P", "channel": "email", "state": "given", "proven": True}]},
}
DIALLING = SENDING | {
    "purpose": "TEL",
    "task": "dialling",
    "channel": "phone",
    "actor": {"role": "agent"},
    "subject": {"consents": [{"purpose": "TEL", "channel": "phone", "state": "given", "proven": True}]},
}
ALLOWED = {
    "reply": REPLY,
    "bot": BOT,
    "training": TRAINING,
    "review": REVIEW,
    "transcription": TRANSCRIPTION,
    "storage": STORAGE,
    "sending": SENDING,
    "to-customer": TO_CUSTOMER,
    "targeting": TARGETING,
    "dialling": DIALLING,
}


def changed(situation: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Copy a situation with changes; two underscores stand for the dot of a path."""
    document = copy.deepcopy(situation)
    for path, value in changes.items():
        target = document
        *parents, last = path.split("__")
        for parent in parents:
            target = target.setdefault(parent, {})
        target[last] = value
    return document


def facts_of(situation: dict[str, Any], **changes: Any) -> Facts:
    return parse_facts(changed(situation, **changes))


def decision_on(situation: dict[str, Any], **changes: Any) -> Decision:
    return decide(facts_of(situation, **changes), LAW)


def rules_of(decision: Decision) -> set[str]:
    return {reason.rule for reason in decision.reasons}
