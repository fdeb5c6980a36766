"""Replace personal data by pseudonyms that survive a model, and put back those that were issued."""

from egide.pseudonyms.errors import IssuedRefused, PseudonymClash, PseudonymError, ScopeRefused, SpanRefused
from egide.pseudonyms.finding import Occurrence
from egide.pseudonyms.issued import Issued, Record
from egide.pseudonyms.legend import find_links, legend
from egide.pseudonyms.pseudonymiser import Found, Protected, Pseudonymiser, Restored
from egide.pseudonyms.scope import Scope
from egide.pseudonyms.stream import StreamRestorer
from egide.pseudonyms.structures import protect_json, protect_json_text, restore_json, restore_json_text

__all__ = [
    "Found",
    "Issued",
    "IssuedRefused",
    "Occurrence",
    "Protected",
    "PseudonymClash",
    "PseudonymError",
    "Pseudonymiser",
    "Record",
    "Restored",
    "Scope",
    "ScopeRefused",
    "SpanRefused",
    "StreamRestorer",
    "find_links",
    "legend",
    "protect_json",
    "protect_json_text",
    "restore_json",
    "restore_json_text",
]
