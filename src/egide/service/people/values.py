"""Index the values found in free text, so that a person's data is found in other people's conversations too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from uuid import UUID

from egide.intake.personal import normalise_email, normalise_phone
from egide.keys import normalise_customer_number, normalise_name
from egide.service.sealing import blind

# Kinds of data precise enough to point to one person; a city or an age would point to thousands.
_NORMALISERS: Final[dict[str, tuple[str, Callable[[str], str]]]] = {
    "EMAIL": ("email", normalise_email),
    "PHONE": ("phone", normalise_phone),
    "REFERENCE": ("customer_number", normalise_customer_number),
    "PERSON": ("name", normalise_name),
    "IBAN": ("iban", normalise_customer_number),
    "CARD": ("card", normalise_customer_number),
    "NATIONAL_ID": ("national_id", normalise_customer_number),
    "TAX_ID": ("tax_id", normalise_customer_number),
    "ID_DOCUMENT": ("id_document", normalise_customer_number),
    "PLATE": ("plate", normalise_customer_number),
    "ONLINE": ("account", str.casefold),
    "ADDRESS": ("address", normalise_name),
}


def blind_value(brand_id: UUID, label: str, text: str) -> bytes | None:
    """Index a found value under its kind; None for kinds that do not point to one person."""
    known = _NORMALISERS.get(label)
    if known is None:
        return None
    kind, normalise = known
    normalised = normalise(text)
    return blind(brand_id, kind, normalised) if normalised else None
