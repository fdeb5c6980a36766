"""How a page names a customer."""

from __future__ import annotations

from django.utils.translation import gettext as _

from egide.service.people.models import Person
from egide.service.sealing import Vault


def customer_label(vault: Vault, person: Person) -> str:
    """Name a customer: as they signed, else by the number or address they wrote with; empty when nothing is known."""
    name = vault.open_text("person", person.pk, "name", person.name_sealed)
    if name:
        return name
    known = {identifier.kind: identifier for identifier in person.identifiers.all()}
    for kind in ("customer_number", "email", "phone", "account"):
        if kind in known:
            index = bytes(known[kind].blind_index).hex()
            written = vault.open_text("identifier", f"{person.pk}/{index}", kind, known[kind].value_sealed)
            return _("Client n° %(number)s") % {"number": written} if kind == "customer_number" else written
    return ""
