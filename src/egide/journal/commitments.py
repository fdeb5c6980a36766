"""Commit to a value without revealing it, and open the commitment later to whoever may see it.

A leaf holds commitments only. The opening (salt and value) lives elsewhere, encrypted under the person's key;
once it is deleted the commitment is unlinkable and every proof stays valid.
"""

from __future__ import annotations

import functools
import hashlib
import re
from dataclasses import dataclass
from dataclasses import field as hidden_field
from typing import Final

from egide.journal.canonical import parse_canonical
from egide.journal.errors import MalformedInput, MalformedOpening, OpeningFailed
from egide.journal.strict import format_base64, parse_base64

SALT_BYTES: Final = 32
_DOMAIN: Final = b"egide/v1/"
_FIELD: Final = re.compile(r"[a-z][a-z_]{0,31}", re.ASCII)


def commit(field: str, salt: bytes, value: bytes) -> str:
    """Compute the commitment that a leaf holds in place of a value.

    Args:
        field: Name of the field, lower-case ASCII letters: the same value in two fields gives two commitments.
        salt: 32 random bytes, new for each field of each entry. A salt used twice links the two entries.
        value: What is committed, as bytes.

    Returns:
        Base64 of SHA-256("egide/v1/" || field || 0x00 || salt || value): 44 characters.

    Raises:
        MalformedOpening: the field is not a plain name or the salt is not 32 bytes.

    >>> commit("actor", bytes(32), b"agent-7")
    'fIuuftRHsh/U9LUJG0DCrZueyAIyUhhUzp8ANxQzwP0='
    """
    prefix = _prefix(field)
    if len(salt) != SALT_BYTES:
        raise MalformedOpening(f"salt has {len(salt)} bytes instead of {SALT_BYTES}")
    return format_base64(hashlib.sha256(prefix + salt + value).digest())


@functools.lru_cache(maxsize=64)
def _prefix(field: str) -> bytes:
    """Check the name of a field and give what its commitments hash first; a few names come back at each entry."""
    if _FIELD.fullmatch(field) is None:
        raise MalformedOpening("field of a commitment is not a plain lower-case name")
    return _DOMAIN + field.encode("ascii") + b"\x00"


@dataclass(frozen=True, slots=True)
class Opening:
    """The salt and the value behind one commitment. Personal data: its `repr` shows neither."""

    field: str
    salt: bytes = hidden_field(repr=False)
    value: bytes = hidden_field(repr=False)

    @property
    def commitment(self) -> str:
        """The commitment that this opening opens."""
        return commit(self.field, self.salt, self.value)

    def encode(self) -> bytes:
        """Serialise for the encrypted table of openings, or for the holder of a receipt."""
        _prefix(self.field)  # refuses a wrong field name
        # Canonical by construction: the names are in order, a plain name and base64 leave nothing to escape.
        salt, value = format_base64(self.salt), format_base64(self.value)
        return f'{{"field":"{self.field}","salt":"{salt}","value":"{value}"}}'.encode()

    @classmethod
    def parse(cls, octets: bytes) -> Opening:
        """Read what `encode` wrote.

        Args:
            octets: Canonical JSON with exactly `field`, `salt` and `value`.

        Returns:
            The opening.

        Raises:
            MalformedOpening: anything else.
        """
        try:
            document = parse_canonical(octets)
        except MalformedInput as wrong:
            raise MalformedOpening(str(wrong)) from wrong
        if not isinstance(document, dict) or set(document) != {"field", "salt", "value"}:
            raise MalformedOpening("an opening has exactly field, salt and value")
        name, salt, value = document["field"], document["salt"], document["value"]
        if not (isinstance(name, str) and isinstance(salt, str) and isinstance(value, str)):
            raise MalformedOpening("field, salt and value of an opening are text")
        opening = cls(
            name, parse_base64(salt, MalformedOpening, "salt"), parse_base64(value, MalformedOpening, "value")
        )
        _ = opening.commitment  # refuses a wrong field name or salt length
        return opening


def verify_opening(commitment: str, opening: Opening) -> None:
    """Check that an opening opens this commitment.

    Args:
        commitment: The commitment found in the entry.
        opening: Salt and value kept by the holder.

    Raises:
        OpeningFailed: the salt, the value or the field is not the committed one.
    """
    if opening.commitment != commitment:
        raise OpeningFailed(f"the opening of '{opening.field}' does not open this commitment")
