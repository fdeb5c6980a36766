"""Replace personal data by pseudonyms that survive a model, and put back those that were issued."""

from egide.pseudonyms.errors import IssuedRefused, PseudonymClash, PseudonymError, ScopeRefused, SpanRefused
from egide.pseudonyms.fields import label_of_field
from egide.pseudonyms.finding import Occurrence
from egide.pseudonyms.generalising import generalise
from egide.pseudonyms.issued import Issued, Record
from egide.pseudonyms.legend import find_links, legend
from egide.pseudonyms.one_way import OneWay
from egide.pseudonyms.pseudonymiser import Found, Protected, Pseudonymiser, Restored, Span
from egide.pseudonyms.scope import Scope
from egide.pseudonyms.stream import StreamRestorer
from egide.pseudonyms.structures import (
    protect_json,
    protect_json_text,
    readable,
    restore_json,
    restore_json_text,
    whole_value,
)
from egide.pseudonyms.surrogates import Surrogates

__all__ = [
    "Found",
    "Issued",
    "IssuedRefused",
    "Occurrence",
    "OneWay",
    "Protected",
    "PseudonymClash",
    "PseudonymError",
    "Pseudonymiser",
    "Record",
    "Restored",
    "Scope",
    "ScopeRefused",
    "Span",
    "SpanRefused",
    "StreamRestorer",
    "Surrogates",
    "find_links",
    "generalise",
    "label_of_field",
    "legend",
    "protect_json",
    "protect_json_text",
    "readable",
    "restore_json",
    "restore_json_text",
    "whole_value",
]
