"""Replace personal data by pseudonyms that survive a model, and put back those that were issued."""

from egide.pseudonyms.errors import IssuedRefused, PseudonymClash, PseudonymError, ScopeRefused, SpanRefused
from egide.pseudonyms.finding import Occurrence
from egide.pseudonyms.issued import Issued, Record
from egide.pseudonyms.pseudonymiser import Found, Protected, Pseudonymiser, Restored
from egide.pseudonyms.scope import Scope
from egide.pseudonyms.stream import StreamRestorer

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
]
