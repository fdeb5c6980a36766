"""Find the customer whom a client names, without keeping the name: an identifier is looked up blinded."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from egide.gateway.errors import BadRequest
from egide.service.people.models import Person
from egide.service.people.searching import readings_of
from egide.service.sealing import blind

__all__ = ["find_concerned"]

_LONGEST: Final = 200
# A name or an address may be those of several people: only what points to one person is looked up.
_KINDS: Final = frozenset({"email", "phone", "customer_number", "account"})


def find_concerned(brand_id: UUID, identifier: str) -> Person | None:
    """Find the customer of a brand, in scope, by an e-mail, a phone, a customer number or an account.

    Args:
        brand_id: The brand of the key.
        identifier: As the client sent it.

    Returns:
        The person; None when the brand does not know them.

    Raises:
        BadRequest: the identifier is too long, or several people answer to it, whose choices may differ.
    """
    if len(identifier) > _LONGEST:
        raise BadRequest("invalid_person", f"X-Egide-Person is longer than {_LONGEST} characters.")
    indexes = [blind(brand_id, kind, value) for kind, value in readings_of(identifier) if kind in _KINDS]
    people = list(Person.objects.filter(brand_id=brand_id, identifiers__blind_index__in=indexes).distinct()[:2])
    if len(people) > 1:
        raise BadRequest("ambiguous_person", "X-Egide-Person names several people of the brand.")
    return people[0] if people else None
