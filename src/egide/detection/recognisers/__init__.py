"""The rules: identifiers, addresses, contacts, dates and spoken forms, as recognisers."""

from __future__ import annotations

from functools import cache

from egide.detection.recogniser import Recogniser
from egide.detection.recognisers import (
    address,
    bank,
    birth,
    contact,
    identity,
    location,
    network,
    reference,
    secret,
    vehicle,
)
from egide.detection.recognisers.rule import RuleBook

__all__ = ["recognisers", "written_rules"]


@cache
def written_rules() -> RuleBook:
    """Return every rule for text as written, as one recogniser."""
    modules = (contact, bank, identity, vehicle, network, secret, birth, address, location, reference)
    return RuleBook("rules", [rule for module in modules for rule in module.RULES])


def recognisers() -> tuple[Recogniser, ...]:
    """Return the recognisers of this package, in the order in which they run."""
    from egide.detection.spoken import SpokenRecogniser

    return (written_rules(), SpokenRecogniser(written_rules()))
