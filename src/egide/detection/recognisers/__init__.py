"""The rules: identifiers, addresses, contacts, dates and spoken forms, as recognisers."""

from __future__ import annotations

from egide.detection.recogniser import Recogniser

__all__ = ["recognisers"]


def recognisers() -> tuple[Recogniser, ...]:
    """Return the rules of this package, in the order in which they run."""
    return ()
