"""Personalise only with what a person declared or consented to, and show what it brings against a random control.

An attribute that is not on the allow-list of the purpose does not exist for this module; a person who switched it off is served like the control.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from egide.assist.errors import BadExamples

__all__ = ["Attribute", "Provenance", "Uplift", "fill_template", "measure_uplift", "usable_attributes"]


Provenance = Literal["declared", "consented", "contract", "inferred", "bought"]
_USABLE: frozenset[str] = frozenset({"declared", "consented", "contract"})
_FEWEST = 30
_95_PERCENT = 1.96


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute of a person and how it came to be known."""

    name: str
    content: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Uplift:
    """What personalising brought.

    Attributes:
        treated_rate: Success of the personalised.
        control_rate: Success of the random control.
        difference: Treated minus control.
        low: Lower bound of the difference at 95 %.
        high: Upper bound.
        proven: The whole interval is above 0.
        attributes: Attributes that were used, shown beside the figure.
    """

    treated_rate: float
    control_rate: float
    difference: float
    low: float
    high: float
    proven: bool
    attributes: tuple[str, ...]


def usable_attributes(
    attributes: Sequence[Attribute], allow_list: Sequence[str], *, switched_off: bool
) -> tuple[Attribute, ...]:
    """Keep what may personalise: on the allow-list, declared or consented, and not switched off by the person.

    Returns:
        What may be used; nothing when the person switched it off.

    Example:
        >>> usable_attributes([Attribute("language", "fr", "declared"), Attribute("mood", "sad", "inferred")], ["language", "mood"], switched_off=False)
        (Attribute(name='language', content='fr', provenance='declared'),)
    """
    if switched_off:
        return ()
    return tuple(each for each in attributes if each.name in allow_list and each.provenance in _USABLE)


def fill_template(template: str, attributes: Sequence[Attribute], defaults: Mapping[str, str]) -> str:
    """Fill the slots of a text with usable attributes, or with their neutral default.

    Args:
        template: A text with `{name}` slots.
        attributes: From `usable_attributes`.
        defaults: What stands when an attribute is not usable.

    Returns:
        The text; a slot with neither is left empty.
    """
    import re

    known = {each.name: each.content for each in attributes}
    return re.sub(r"\{(\w+)\}", lambda slot: known.get(slot[1], defaults.get(slot[1], "")), template)


def measure_uplift(treated: Sequence[bool], control: Sequence[bool], attributes: Sequence[str]) -> Uplift:
    """Compare the personalised with the random control.

    Args:
        treated: Success of each personalised contact.
        control: Success of each contact of the control.
        attributes: Names of the attributes used.

    Returns:
        The difference with its interval (Newcombe, from Wilson intervals).

    Raises:
        BadExamples: fewer than 30 contacts on one side.
    """
    if min(len(treated), len(control)) < _FEWEST:
        raise BadExamples(f"at least {_FEWEST} contacts on each side are needed")
    first, second = sum(treated) / len(treated), sum(control) / len(control)
    low_first, high_first = _wilson(first, len(treated))
    low_second, high_second = _wilson(second, len(control))
    low = first - second - math.hypot(first - low_first, high_second - second)
    high = first - second + math.hypot(high_first - first, second - low_second)
    return Uplift(
        round(first, 4),
        round(second, 4),
        round(first - second, 4),
        round(low, 4),
        round(high, 4),
        low > 0,
        tuple(attributes),
    )


def _wilson(rate: float, count: int) -> tuple[float, float]:
    squared = _95_PERCENT**2
    centre = (rate + squared / (2 * count)) / (1 + squared / count)
    half = _95_PERCENT * math.sqrt(rate * (1 - rate) / count + squared / (4 * count**2)) / (1 + squared / count)
    return centre - half, centre + half
