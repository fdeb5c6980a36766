"""Personal values in transit, and the identifiers by which a brand knows a person."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import Final

from typing_extensions import override

__all__ = ["Identifiers", "Personal", "author_ref", "normalise_email", "normalise_phone"]


class Personal:
    """A personal value that shows itself only when asked by name.

    >>> Personal("helene@example.org")
    Personal(•••)
    >>> f"{Personal('helene@example.org')}"
    '•••'
    >>> Personal("helene@example.org").reveal()
    'helene@example.org'
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Give the value itself; the caller answers for what becomes of it."""
        return self._text

    @override
    def __repr__(self) -> str:
        return "Personal(•••)"

    @override
    def __str__(self) -> str:
        return "•••"

    @override
    def __eq__(self, other: object) -> bool:
        return isinstance(other, Personal) and other._text == self._text

    @override
    def __hash__(self) -> int:
        return hash((Personal, self._text))

    def __bool__(self) -> bool:
        return bool(self._text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifiers:
    """What a source says of who a person is; each value is optional and masked."""

    email: Personal | None = None
    phone: Personal | None = None
    customer_number: Personal | None = None
    name: Personal | None = None

    def __bool__(self) -> bool:
        return any((self.email, self.phone, self.customer_number, self.name))

    def keys(self) -> tuple[tuple[str, str], ...]:
        """List the values that identify, normalised, strongest first; a name alone identifies nobody.

        Returns:
            Pairs ``(kind, normalised)`` with kind in ``email``, ``phone``, ``customer_number``: what a blind index takes.

        >>> Identifiers(email=Personal("Helene@Example.ORG"), phone=Personal("06 12 34 56 78")).keys()
        (('email', 'helene@example.org'), ('phone', '+33612345678'))
        """
        found: list[tuple[str, str]] = []
        if self.email and (email := normalise_email(self.email.reveal())):
            found.append(("email", email))
        if self.phone and (phone := normalise_phone(self.phone.reveal())):
            found.append(("phone", phone))
        if self.customer_number and (number := "".join(self.customer_number.reveal().split()).casefold()):
            found.append(("customer_number", number))
        return tuple(found)


NOBODY: Final = Identifiers()


def normalise_email(email: str) -> str:
    """Write an address one way, so that the same mailbox gives the same blind index.

    The local part is folded too: RFC 5321 lets it be case-sensitive, no provider makes it so.

    Returns:
        The folded address, or ``""`` when there is no mailbox in it.
    """
    folded = email.strip().strip("<>").strip().casefold()
    local, at, domain = folded.rpartition("@")
    return folded if local and at and domain else ""


def normalise_phone(phone: str, region: str = "FR") -> str:
    """Write a number as E.164; national numbers are read in ``region``.

    Returns:
        ``+`` and digits; when it is no telephone number, its digits alone (a short code, an extension), or ``""``.
    """
    import phonenumbers

    text = phone[:64]
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return "".join(filter(str.isdigit, text))
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def author_ref(person: Identifiers, brand_key: bytes) -> bytes | None:
    """Name a person inside one brand without saying who it is.

    Args:
        person: What the source says of the person.
        brand_key: A secret of the brand, 32 bytes; another brand's key gives an unrelated name.

    Returns:
        HMAC-SHA-256 of the strongest identifier, 32 bytes, or None for an unknown person.
    """
    for kind, normalised in person.keys():  # noqa: SIM118 - Identifiers.keys is a domain method, not a mapping
        return hmac.new(brand_key, f"{kind}:{normalised}".encode(), hashlib.sha256).digest()
    return None
