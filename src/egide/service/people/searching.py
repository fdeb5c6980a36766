"""Find a person by an exact identifier, without plaintext."""

from __future__ import annotations

from egide.intake.personal import normalise_email, normalise_phone
from egide.keys import normalise_customer_number, normalise_name
from egide.service.people.models import Person
from egide.service.sealing import blind
from egide.service.tenancy.models import Brand

# The kinds under which the same typed number may have been indexed.
_AS_NUMBER = ("customer_number", "iban", "card", "national_id", "tax_id", "id_document", "plate")


def readings_of(query: str) -> list[tuple[str, str]]:
    """List the (kind, normalised value) under which a typed text may have been indexed."""
    number = normalise_customer_number(query)
    readings = [
        ("email", normalise_email(query)),
        ("phone", normalise_phone(query) if any(map(str.isdigit, query)) else ""),
        ("name", normalise_name(query)),
        ("address", normalise_name(query)),
        ("account", query.strip().casefold()),
        *((kind, number) for kind in _AS_NUMBER),
        ("customer_number", number.casefold()),
    ]
    return [(kind, normalised) for kind, normalised in readings if normalised]


def find_person(brand: Brand, query: str) -> Person | None:
    """Find the one person of a brand who holds an exact identifier; None when nobody or several people do."""
    indexes = [blind(brand.pk, kind, normalised) for kind, normalised in readings_of(query)]
    people = list(Person.objects.filter(brand=brand, identifiers__blind_index__in=indexes).distinct()[:2])
    return people[0] if len(people) == 1 else None
