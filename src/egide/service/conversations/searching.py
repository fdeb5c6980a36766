"""Search without plaintext: an exact address, phone, name or reference, found through blind indexes.

A person's data is found in their own identifiers and in the free text of anybody's conversation.
"""

from __future__ import annotations

from collections.abc import Sequence

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
    wanted = Q(pk__in=[])
    for brand in brands:
        indexes = [blind(brand.pk, kind, normalised) for kind, normalised in readings_of(query)]
        wanted |= Q(brand=brand) & (
            Q(person__identifiers__blind_index__in=indexes) | Q(messages__findings__blind_index__in=indexes)
        )
    return Interaction.objects.filter(wanted).distinct()
