"""Consent: append-only events, their state at a moment, and receipts a person can keep."""

from __future__ import annotations

from egide.policy.consent.events import Collector, ConsentEvent, ConsentStatus, as_facts, fold_events
from egide.policy.consent.receipts import (
    Notice,
    Party,
    format_receipt,
    format_record,
    hash_wording,
    parse_receipt,
    parse_record,
)

__all__ = [
    "Collector",
    "ConsentEvent",
    "ConsentStatus",
    "Notice",
    "Party",
    "as_facts",
    "fold_events",
    "format_receipt",
    "format_record",
    "hash_wording",
    "parse_receipt",
    "parse_record",
]
