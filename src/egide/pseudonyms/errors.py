"""What can go wrong with a pseudonym, as one tree.

PseudonymError
├── ScopeRefused       a scope without a brand or a purpose, or with unprintable parts
├── SpanRefused        a finding outside the text
├── IssuedRefused      bytes that are not a list of issued pseudonyms, or those of another scope
└── PseudonymClash     two lists that give one pseudonym to two values
"""

from __future__ import annotations

__all__ = ["IssuedRefused", "PseudonymClash", "PseudonymError", "ScopeRefused", "SpanRefused"]


class PseudonymError(Exception):
    """Root of every refusal of the pseudonyms."""


class ScopeRefused(PseudonymError):
    """A scope names a brand and a purpose, in printable characters."""


class SpanRefused(PseudonymError):
    """A finding lies outside the text it is said to be in."""


class IssuedRefused(PseudonymError):
    """The bytes are not a list of issued pseudonyms, or the list belongs to another scope."""


class PseudonymClash(PseudonymError):
    """Two lists of one scope give the same pseudonym to two values; neither may be restored blindly."""
