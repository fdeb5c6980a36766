"""The catalogue of event types: what may be recorded, in French and English, and which fields carry a value."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from egide.journal.errors import UnknownEventType

FIELDS: Final = ("actor", "subject", "detail")
_MAX_NAME_CHARACTERS: Final = 64
_NAME: Final = re.compile(r"[a-z][a-z_]*(?:\.[a-z][a-z_]*)*", re.ASCII)


@dataclass(frozen=True, slots=True)
class EventType:
    """One kind of event.

    Attributes:
        name: Dotted name, as in the leaf.
        heading: Short name, (French, English).
        description: One sentence, (French, English).
        committed: Fields that must carry a value, among actor, subject and detail.
    """

    name: str
    heading: tuple[str, str]
    description: tuple[str, str]
    committed: tuple[str, ...]


@functools.cache
def event_types() -> Mapping[str, EventType]:
    """Read the whole catalogue, by name, in the order of the file.

    Returns:
        The event types; the mapping cannot be changed.

    >>> event_types()["review.accepted"].heading
    ('Brouillon accepté', 'Draft accepted')
    """
    tables = tomllib.loads(files("egide.journal").joinpath("events.toml").read_text(encoding="utf-8"))
    return MappingProxyType(
        {
            name: EventType(
                name=name,
                heading=(table["fr"], table["en"]),
                description=(table["what_fr"], table["what_en"]),
                committed=tuple(table["committed"]),
            )
            for name, table in tables.items()
        }
    )


def event_type(name: str) -> EventType:
    """Find an event type by its name.

    Args:
        name: Dotted name.

    Returns:
        The event type.

    Raises:
        UnknownEventType: not in the catalogue.
    """
    found = event_types().get(name)
    if found is None:
        shown = name if _NAME.fullmatch(name) and len(name) <= _MAX_NAME_CHARACTERS else "(not a dotted name)"
        raise UnknownEventType(f"unknown event type {shown}")
    return found
