"""Numbers, dates and addresses of nobody, in the format of the value they stand for.

>>> from egide.keys import SecretKey
>>> draw = Draw(SecretKey(bytes(32)), "doctest")
>>> surrogate_value("PHONE", "+33 6 12 34 56 78", draw).startswith("+33 6 39 98 ")
True
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Final

from egide.pseudonyms.surrogates.drawing import Draw

__all__ = ["surrogate_value"]

# Source: ARCEP, plan national de numérotation, numbers for audiovisual works (read November 2026).
_FICTION_PHONES: Final = {
    "1": "19900",
    "2": "26191",
    "3": "35301",
    "4": "46571",
    "5": "53649",
    "6": "63998",
    "7": "63998",
}
_FRENCH_PHONE: Final = re.compile(r"(?:\+33|0033|0)(?:\(0\))?([1-7])\d{8}")
# Source: RFC 5737 and RFC 3849, addresses for documentation.
_DOCUMENTATION_IPV4: Final = ("192.0.2", "198.51.100", "203.0.113")
# Source: ISO 13616 and the French RIB: letters count as digits, the key makes the number a multiple of 97.
_RIB_LETTERS: Final = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "12345678912345678923456789")
_UNASSIGNED_BANK: Final = "99999"
_UNASSIGNED_CARD: Final = "999999"  # ISO/IEC 7812-1: major industry 9 is for national use
_STREETS: Final = (
    "des Brumes",
    "du Vieux-Lavoir",
    "des Sept-Vents",
    "du Grand-Merle",
    "des Feuillants",
    "du Puits-d'Amont",
)
_PLACES: Final = (
    "Saint-Ormond",
    "Villebrume",
    "Montfleury-le-Vieux",
    "Les Essarts-d'Aval",
    "Port-Gallois",
    "Chantevigne",
)
_MONTHS: Final = tuple(
    [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ]
)
_DATE: Final = re.compile(
    r"(?P<d>\d{1,2})(?P<s>[ ./-])(?P<m>\d{1,2}|[a-zéû]+)(?P<t>[ ./-])(?P<y>\d{4})|(?P<Y>\d{4})-(?P<M>\d{2})-(?P<D>\d{2})",
    re.IGNORECASE,
)
_LARGEST_SHIFT_DAYS: Final = 180
_MAJORITY: Final = 18


def surrogate_value(label: str, value: str, draw: Draw) -> str | None:
    """Draw what stands for a value.

    Args:
        label: The kind of value.
        value: The value as it is written.
        draw: Draws for it; dates and ages draw their shift from a `Draw` that the whole scope shares.

    Returns:
        A value of the same format, or None where none can be made that is plausible and belongs to nobody.
    """
    make = _MAKERS.get(label)
    return None if make is None else make(value, draw)


def _phone(value: str, draw: Draw) -> str | None:
    digits = re.sub(r"[^\d+()]", "", value)
    french = _FRENCH_PHONE.fullmatch(digits)
    if french is None:
        return None
    national = _FICTION_PHONES[french[1]] + draw.digits(4)
    return _refill_end(value, national)


def _iban(value: str, draw: Draw) -> str | None:
    compact = re.sub(r"\W", "", value).upper()
    if not re.fullmatch(r"FR\d{12}[0-9A-Z]{11}\d{2}", compact):
        return None
    bank, branch, account = _UNASSIGNED_BANK, draw.digits(5), draw.digits(11)
    key = 97 - (89 * int(bank) + 15 * int(branch) + 3 * int(account.translate(_RIB_LETTERS))) % 97
    bban = f"{bank}{branch}{account}{key:02d}"
    check = 98 - int(f"{bban}152700") % 97  # F = 15, R = 27
    return _refill(value, f"FR{check:02d}{bban}")


def _card(value: str, draw: Draw) -> str | None:
    digits = re.sub(r"\D", "", value)
    if not 13 <= len(digits) <= 19 or re.search(r"[A-Za-z*•]", value):  # noqa: PLR2004 - ISO/IEC 7812-1 lengths
        return None
    body = _UNASSIGNED_CARD + draw.digits(len(digits) - len(_UNASSIGNED_CARD) - 1)
    return _refill(value, body + _luhn_digit(body))


def _national_id(value: str, draw: Draw) -> str | None:
    compact = re.sub(r"\W", "", value).upper()
    if not re.fullmatch(r"[12]\d{4}(?:\d{2}|2[AB])\d{6}(?:\d{2})?", compact):
        return None
    # Born abroad (99), in a country code that INSEE does not assign (990 is the last of its kind): nobody's number.
    body = f"{compact[0]}{draw.below(100):02d}{1 + draw.below(12):02d}99990{draw.digits(3)}"
    return _refill(value, body + (f"{97 - int(body) % 97:02d}" if len(compact) > len(body) else ""))


def _ip(value: str, draw: Draw) -> str:
    if ":" in value:
        return f"2001:db8::{draw.below(0xFFFF):x}:{draw.below(0xFFFF):x}"
    return f"{draw.one_of(_DOCUMENTATION_IPV4)}.{1 + draw.below(254)}"


def _plate(value: str, draw: Draw) -> str | None:
    compact = re.sub(r"\W", "", value)
    if not re.fullmatch(r"[A-Za-z]{2}\d{3}[A-Za-z]{2}", compact):
        return None
    # Source: arrêté du 9 février 2009: the series SS is not issued.
    made = f"SS{draw.digits(3)}SS"
    return _refill(value, made if compact.isupper() else made.lower())


def _birth_date(value: str, draw: Draw) -> str | None:
    found = _DATE.fullmatch(value)
    if found is None:
        return None
    try:
        if found["Y"]:
            born = datetime.date(int(found["Y"]), int(found["M"]), int(found["D"]))
            return _shifted(born, draw).isoformat()
        month = int(found["m"]) if found["m"].isdigit() else _MONTHS.index(found["m"].lower()) + 1
        born = _shifted(datetime.date(int(found["y"]), month, int(found["d"])), draw)
    except (ValueError, OverflowError):
        return None
    day = f"{born.day:0{len(found['d'])}d}"
    written = f"{born.month:0{len(found['m'])}d}" if found["m"].isdigit() else _MONTHS[born.month - 1]
    return f"{day}{found['s']}{written}{found['t']}{born.year}"


def _shifted(born: datetime.date, draw: Draw) -> datetime.date:
    days = 1 + draw.below(_LARGEST_SHIFT_DAYS)
    return born + datetime.timedelta(days=days if draw.below(2) else -days)


def _age(value: str, draw: Draw) -> str | None:
    found = re.search(r"\d{1,3}", value)
    if found is None or "mois" in value:
        return None
    age = int(found.group())
    shift = (1 + draw.below(2)) * (1 if draw.below(2) else -1)
    aged = max(1, age + shift)
    if (aged < _MAJORITY) != (age < _MAJORITY):
        aged = max(1, age - shift)  # a minor stays a minor, for the law does not treat them alike
    return value[: found.start()] + str(aged) + value[found.end() :]


def _address(value: str, draw: Draw) -> str:
    return (
        f"{1 + draw.below(97)} rue {draw.one_of(_STREETS)}"
        if re.match(r"\d", value)
        else f"rue {draw.one_of(_STREETS)}"
    )


def _location(value: str, draw: Draw) -> str:
    place = draw.one_of(_PLACES)
    # No French postcode begins with 00.
    code = f"00{draw.digits(3)}"
    if re.fullmatch(r"\d{5}", value):
        return code
    return f"{code} {place}" if re.match(r"\d{5}\b", value) else place


def _same_shape(value: str, draw: Draw) -> str | None:
    """Draw a digit for each digit and a letter for each letter, where they are enough to tell values apart."""
    if sum(character.isalnum() for character in value) < 6:  # noqa: PLR2004 - a million values at least
        return None
    made = []
    for character in value:
        if character.isdigit():
            made.append(str(draw.below(10)))
        elif character.isalpha():
            letter = draw.one_of("bcdfghjklmnpqrstvwxz")
            made.append(letter.upper() if character.isupper() else letter)
        else:
            made.append(character)
    return "".join(made)


def _refill(value: str, characters: str) -> str | None:
    """Write characters in the places of the letters and digits of a value."""
    places = [position for position, character in enumerate(value) if character.isalnum()]
    return _placed(value, places, characters)


def _refill_end(value: str, digits: str) -> str | None:
    places = [position for position, character in enumerate(value) if character.isdigit()][-len(digits) :]
    return _placed(value, places, digits)


def _placed(value: str, places: list[int], characters: str) -> str | None:
    if len(places) != len(characters):
        return None
    made = list(value)
    for position, character in zip(places, characters, strict=True):
        made[position] = character
    return "".join(made)


def _luhn_digit(body: str) -> str:
    total = 0
    for position, character in enumerate(reversed(body)):
        doubled = int(character) * (2 if position % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled  # noqa: PLR2004 - ISO/IEC 7812-1 annex B: digits are added
    return str(-total % 10)


_MAKERS: Final[dict[str, Callable[[str, Draw], str | None]]] = {
    "PHONE": _phone,
    "IBAN": _iban,
    "CARD": _card,
    "NATIONAL_ID": _national_id,
    "IP": _ip,
    "PLATE": _plate,
    "BIRTHDATE": _birth_date,
    "AGE": _age,
    "ADDRESS": _address,
    "LOCATION": _location,
    "REFERENCE": _same_shape,
    "ID_DOCUMENT": _same_shape,
    "TAX_ID": _same_shape,
    "ONLINE": _same_shape,
    "SECRET": _same_shape,
}
