"""Walk an event's JSON without trusting its shape."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from egide.connectors.errors import UnreadableEvent
from egide.intake import Identifiers, Personal
from egide.intake.errors import UnreadableRecord
from egide.intake.fields import as_text, parse_time
from egide.intake.html_text import html_to_text
from egide.intake.json_text import parse_json

__all__ = ["identifiers", "labels", "moment", "parse_object", "part", "text", "written"]


def parse_object(raw_body: bytes) -> Mapping[str, Any]:
    """Read an event's body.

    Returns:
        The object.

    Raises:
        UnreadableEvent: it is no JSON object.
    """
    try:
        found = parse_json(raw_body)
    except UnreadableRecord:
        raise UnreadableEvent("body") from None
    if not isinstance(found, Mapping):
        raise UnreadableEvent("body")
    return found


def part(found: Mapping[str, Any], *path: str) -> Mapping[str, Any]:
    """Give the object under a path, or an empty one."""
    for name in path:
        below = found.get(name)
        if not isinstance(below, Mapping):
            return {}
        found = below
    return found


def text(found: Mapping[str, Any], *names: str) -> str:
    """Give the first of several fields that holds a scalar, as text."""
    for name in names:
        held = found.get(name)
        if held is not None and not isinstance(held, Mapping | list):
            return as_text(held, name)
    return ""


def moment(found: Mapping[str, Any], name: str) -> datetime | None:
    """Give a time; one that does not read is as good as none, since the event's arrival is known."""
    try:
        return parse_time(found.get(name), name, UTC)
    except UnreadableRecord:
        return None


def written(content: str, content_type: str = "") -> str:
    """Give what a person wrote: HTML becomes text."""
    if "html" in content_type or content.lstrip()[:1] == "<":
        return html_to_text(content)
    return content


def identifiers(found: Mapping[str, Any]) -> Identifiers:
    """Take the identifiers of a person and nothing else of them."""
    email, phone = text(found, "email"), text(found, "phone_number", "phone", "mobile")
    name = text(found, "name") or " ".join(filter(None, (text(found, "firstname"), text(found, "lastname"))))
    return Identifiers(
        email=Personal(email) if email else None,
        phone=Personal(phone) if phone else None,
        name=Personal(name) if name else None,
    )


def labels(**held: object) -> dict[str, str]:
    """Keep the labels that say something; a list is joined by commas."""
    kept = {}
    for name, label in held.items():
        if isinstance(label, list):
            words = ", ".join(str(word) for word in label if isinstance(word, str | int))
            if words:
                kept[name] = words
        elif isinstance(label, str | int) and not isinstance(label, bool) and str(label):
            kept[name] = str(label)
    return kept
