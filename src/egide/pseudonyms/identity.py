"""Whether two writings are of one value: what they have in common once case, accents and separators are gone.

The answer depends on the writings alone, never on what was seen before, so that it is the same in every process.

    >>> identity_of("DUPONT Claire") == identity_of("Mme Claire Dupont") == identity_of("claire.dupont@courriel.example")
    True
    >>> identity_of("06 39 98 44 17") == identity_of("+33 6 39 98 44 17") == identity_of("0033639984417")
    True
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from egide.keys import normalise_email, normalise_name

__all__ = ["identity_of", "name_words"]

_FRENCH_PHONE: Final = re.compile(r"(?:(?:\+|00)33(?:0)?|0)([1-9]\d{8})")
_LOCAL_NAME: Final = re.compile(r"([^\W\d_]{2,})[._-]([^\W\d_]{2,})\d{0,4}")
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+")


def identity_of(written: str) -> str:
    """Return what the writings of one value share.

    Args:
        written: The value as it stands in a text.

    Returns:
        A folded form with its kind in front; equal for the writings of one telephone number, one account number, one
        person's full name in any order, or that name and the address ``first.last@…`` made of it.
    """
    if _EMAIL.fullmatch(written):
        folded = normalise_email(written)
        local = _LOCAL_NAME.fullmatch(folded.rpartition("@")[0])
        return f"name:{normalise_name(f'{local[1]} {local[2]}')}" if local else f"email:{folded}"
    bare = "".join(c for c in unicodedata.normalize("NFKD", written) if not unicodedata.combining(c)).casefold()
    if any(character.isdigit() for character in bare):
        joined = "".join(character for character in bare if character.isalnum() or character == "+")
        french = _FRENCH_PHONE.fullmatch(joined)
        return f"number:{'33' + french[1] if french else joined.removeprefix('+')}"
    words = normalise_name(written)
    return f"name:{words}" if words else f"exact:{written}"


def name_words(written: str) -> frozenset[str]:
    """Return the words of a name, or of an address made of a name; none for what is not a name."""
    kind, _, words = identity_of(written).partition(":")
    return frozenset(words.split()) if kind == "name" else frozenset()
