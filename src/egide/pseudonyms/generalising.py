"""Say less instead of hiding all: an age band for an age, a year for a birth date, a department for a postcode.

>>> generalise("AGE", "34 ans"), generalise("BIRTHDATE", "3 mai 1987"), generalise("LOCATION", "69003 Lyon")
('30-39 ans', '1987', 'département 69')
"""

from __future__ import annotations

import ipaddress
import re
from typing import Final

__all__ = ["generalise"]

_YEAR: Final = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")
_POSTCODE: Final = re.compile(r"(?<!\d)(\d{2})(\d)\d{2}(?!\d)")
_CORSICA: Final = {"0": "2A", "1": "2A", "2": "2B", "6": "2B"}
_OVERSEAS: Final = frozenset({"97", "98"})
_MAJORITY, _OLDEST_BAND = 18, 90


def generalise(label: str, value: str) -> str | None:
    """Give what a value says at a coarser grain.

    Args:
        label: The kind of value.
        value: The value as it is written.

    Returns:
        The coarser value, in French; None where there is none, and a pseudonym is needed.
    """
    if label == "AGE":
        return _age_band(value)
    if label == "BIRTHDATE":
        year = _YEAR.search(value)
        return year[1] if year else None
    if label == "LOCATION":
        return _department(value)
    if label == "IP":
        return _network(value)
    return None


def _age_band(value: str) -> str | None:
    found = re.search(r"\d{1,3}", value)
    if found is None:
        return None
    age = 0 if "mois" in value else int(found.group())
    if age < _MAJORITY:
        return "moins de 18 ans"
    if age >= _OLDEST_BAND:
        return "90 ans et plus"  # so few people that a band of ten years would point at them
    low = max(_MAJORITY, age // 10 * 10)
    return f"{low}-{age // 10 * 10 + 9} ans"


def _department(value: str) -> str | None:
    found = _POSTCODE.search(value)
    if found is None:
        return None
    if found[1] == "20":
        return f"département {_CORSICA.get(found[2], '20')}"
    return f"département {found[1] + found[2] if found[1] in _OVERSEAS else found[1]}"


def _network(value: str) -> str | None:
    try:
        address = ipaddress.ip_address(value)
    except ValueError:
        return None
    # Source: CNIL, guidance on audience measurement: the last byte at least is removed.
    return str(ipaddress.ip_network(f"{address}/{24 if address.version == 4 else 48}", strict=False))  # noqa: PLR2004
