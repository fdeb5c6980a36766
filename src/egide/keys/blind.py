"""Find a person's data without keeping it in clear: keyed hashes of normalised values.

>>> key = SecretKey(bytes(32))
>>> blind_index(key, "phone", normalise_phone("06 12 34 56 78")) == blind_index(key, "phone", "+33612345678")
True
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from contextlib import suppress
from typing import Final

from egide.keys.sealing import frame
from egide.keys.secret import SecretKey

__all__ = [
    "BLIND_INDEX_BYTES",
    "blind_index",
    "normalise_customer_number",
    "normalise_email",
    "normalise_name",
    "normalise_phone",
]

BLIND_INDEX_BYTES: Final = 16
"""Length of a blind index: 128 bits, so that two of a billion values meet with a chance below 10⁻²⁰."""

_FRENCH_PHONE: Final = re.compile(r"(?:(?:\+|00)33(?:\(?0\)?)?|0)([1-9]\d{8})")
_CIVILITIES: Final = frozenset(
    [
        "m",
        "mr",
        "mrs",
        "ms",
        "mme",
        "mmes",
        "mlle",
        "mlles",
        "monsieur",
        "madame",
        "mademoiselle",
        "messieurs",
        "mesdames",
        "maitre",
        "me",
        "dr",
        "docteur",
        "pr",
        "professeur",
    ],
)


def blind_index(key: SecretKey, kind: str, normalised: str) -> bytes:
    """Hash a normalised value so that only who holds the brand's key can look for it.

    Args:
        key: The brand's secret for the use "blind-index".
        kind: What the value is ("email", "phone", …): equal values of unequal kinds do not meet.
        normalised: The value, normalised by the function of its kind.

    Returns:
        `BLIND_INDEX_BYTES` bytes, equal for equal values of one brand and kind.

    Source: HMAC-SHA-256 (RFC 2104), truncated to its first half (§5).
    """
    return hmac.digest(key.reveal(), frame("egide/blind-index/1", kind, normalised), hashlib.sha256)[:BLIND_INDEX_BYTES]


def normalise_email(address: str) -> str:
    """Bring the spellings of one e-mail address together: case, spaces, ``mailto:``, accented domain.

    Returns:
        The folded address, its domain in ASCII.

    >>> normalise_email(" Claire.DUPONT@Exemple.FR ")
    'claire.dupont@exemple.fr'
    """
    folded = re.sub(r"\s+", "", unicodedata.normalize("NFKC", address)).casefold().removeprefix("mailto:").strip("<>")
    local, at, domain = folded.rpartition("@")
    with suppress(UnicodeError):  # not a domain: its folded form is its normal form
        domain = domain.encode("idna").decode("ascii")
    return local + at + domain


def normalise_phone(number: str, *, region: str = "FR") -> str:
    """Bring the spellings of one telephone number together, in E.164 where it is a number of some country.

    Args:
        number: The number as written.
        region: The country whose national form is meant, ISO 3166 alpha-2.

    Returns:
        E.164, or the digits alone where no country has such a number.

    >>> normalise_phone("+33 (0)6.12.34.56.78")
    '+33612345678'
    >>> normalise_phone("0041 44 668 18 00")
    '+41446681800'
    """
    folded = unicodedata.normalize("NFKC", number)
    plus = "+" if folded.lstrip(" (").startswith("+") else ""
    digits = plus + "".join(str(unicodedata.digit(character)) for character in folded if character.isdigit())
    if region == "FR" and (french := _FRENCH_PHONE.fullmatch(digits)):
        return "+33" + french[1]
    if not plus and digits.startswith("00"):
        digits = "+" + digits[2:]
    import phonenumbers

    try:
        parsed = phonenumbers.parse(digits, region)
    except phonenumbers.NumberParseException:
        return digits
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


def normalise_customer_number(number: str) -> str:
    """Bring the spellings of one customer, order or contract number together: letters and digits, upper case.

    Returns:
        The folded number.

    >>> normalise_customer_number("cl-2024 / 00017")
    'CL202400017'
    """
    folded = unicodedata.normalize("NFKC", number).upper()
    return "".join(character for character in folded if character.isalnum())


def normalise_name(name: str) -> str:
    """Bring the spellings of one name together: no accent, case, civility or order of the words.

    Returns:
        The folded words, sorted.

    >>> normalise_name("Mme DUPONT Hélène") == normalise_name("Hélène Dupont")
    True
    """
    bare = "".join(
        character for character in unicodedata.normalize("NFKD", name) if not unicodedata.combining(character)
    )
    words = re.findall(r"[^\W_]+", bare.casefold())
    return " ".join(sorted(word for word in words if word not in _CIVILITIES) or sorted(words))
