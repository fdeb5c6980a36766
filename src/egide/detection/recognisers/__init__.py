"""The rules for text as written: identifiers, addresses, contacts, dates, secrets, references."""

from __future__ import annotations

from functools import cache

from egide.detection.recognisers import (
    access,
    access_abroad,
    address,
    address_abroad,
    address_named,
    address_parts,
    address_parts_abroad,
    address_said,
    answers,
    bank,
    bank_details,
    birth,
    birth_in_words,
    brazil,
    contact,
    identifiers_abroad,
    identity,
    identity_abroad,
    location,
    location_abroad,
    location_beside,
    location_lived,
    location_lived_abroad,
    location_said,
    network,
    numbers_abroad,
    reference,
    reference_abroad,
    reference_shapes,
    secret,
    sensitive_fields,
    tables,
    vehicle,
)
from egide.detection.recognisers.rule import RuleBook

__all__ = ["written_rules"]


@cache
def written_rules() -> RuleBook:
    """Return every rule for text as written, as one recogniser."""
    modules = (
        contact,
        bank,
        bank_details,
        identity,
        identity_abroad,
        identifiers_abroad,
        brazil,
        vehicle,
        network,
        secret,
        access,
        access_abroad,
        birth,
        birth_in_words,
        address,
        address_parts,
        address_said,
        address_named,
        address_abroad,
        address_parts_abroad,
        location,
        location_lived,
        location_lived_abroad,
        location_said,
        location_abroad,
        location_beside,
        reference,
        reference_abroad,
        reference_shapes,
        answers,
        sensitive_fields,
        numbers_abroad,
        tables,
    )
    return RuleBook("rules", [rule for module in modules for rule in module.RULES])
