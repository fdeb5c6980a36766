"""Search without plaintext: an exact address, phone, name or reference, found through blind indexes.

A person's data is found in their own identifiers and in the free text of anybody's conversation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import Q, QuerySet

from egide.service.conversations.models import Interaction
from egide.service.people.searching import readings_of
from egide.service.sealing import blind
from egide.service.tenancy.models import Brand


def search_interactions(brands: Sequence[Brand], query: str) -> QuerySet[Interaction]:
    """Find the conversations in which a value appears.

    Args:
        brands: Where to look.
        query: One e-mail address, phone number, name, reference or account.

    Returns:
        The conversations; none for a text that is no such value.
    """
    return interactions_holding(brands, search_keys(brands, query))


def search_keys(brands: Sequence[Brand], query: str) -> dict[str, list[str]]:
    """Turn a typed value into blind indexes, which may be kept where the value itself may not.

    Args:
        brands: Where to look.
        query: One e-mail address, phone number, name, reference or account.

    Returns:
        Indexes in hexadecimal, by brand id.
    """
    readings = readings_of(query)
    return {str(brand.pk): [blind(brand.pk, kind, value).hex() for kind, value in readings] for brand in brands}


def interactions_holding(brands: Sequence[Brand], keys: Mapping[str, Sequence[str]]) -> QuerySet[Interaction]:
    """Find the conversations of these brands in which an indexed value appears, in an identifier or in any text."""
    wanted = Q(pk__in=[])
    for brand in brands:
        indexes = [bytes.fromhex(key) for key in keys.get(str(brand.pk), ())]
        wanted |= Q(brand=brand) & (
            Q(person__identifiers__blind_index__in=indexes) | Q(messages__findings__blind_index__in=indexes)
        )
    return Interaction.objects.filter(wanted).distinct()
