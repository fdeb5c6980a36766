"""Search without plaintext: an exact address, phone, name or reference, found through blind indexes.

A person's data is found in their own identifiers and in the free text of anybody's conversation.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from egide.intake.personal import normalise_email, normalise_phone
from egide.keys import normalise_customer_number, normalise_name
from egide.service.conversations.models import Interaction
from egide.service.people.models import Person
from egide.service.sealing import blind
from egide.service.tenancy.models import Brand

# The kinds under which the same typed text may have been indexed.
_AS_NUMBER = ("customer_number", "iban", "card", "national_id", "tax_id", "id_document", "plate")


def search_interactions(brands: Sequence[Brand], query: str) -> QuerySet[Interaction]:
    """Find the conversations in which a value appears.

    Args:
        brands: Where to look.
        query: One e-mail address, phone number, name, reference or account.

    Returns:
        The conversations; none for a text that is no such value.
    """
    wanted = Q(pk__in=[])
    for brand in brands:
        indexes = [blind(brand.pk, kind, normalised) for kind, normalised in _readings(query)]
        wanted |= Q(brand=brand) & (
            Q(person__identifiers__blind_index__in=indexes) | Q(messages__findings__blind_index__in=indexes)
        )
    return Interaction.objects.filter(wanted).distinct()


def _readings(query: str) -> list[tuple[str, str]]:
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
    indexes = [blind(brand.pk, kind, normalised) for kind, normalised in _readings(query)]
    people = list(Person.objects.filter(brand=brand, identifiers__blind_index__in=indexes).distinct()[:2])
    return people[0] if len(people) == 1 else None
