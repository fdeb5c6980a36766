"""Read the body of a request as one JSON object, in the only way that everybody who reads it will."""

from __future__ import annotations

import json
from typing import Any

from egide.gateway.errors import BadRequest

__all__ = ["parse_request"]


def parse_request(body: bytes) -> dict[str, Any]:
    """Read a request as one JSON object.

    Args:
        body: The bytes received.

    Returns:
        The object.

    Raises:
        BadRequest: it is not JSON, not an object, nested too deep, or names a key twice.
    """
    try:
        parsed = json.loads(body, object_pairs_hook=_without_twins)
    except (ValueError, RecursionError) as broken:
        raise BadRequest("invalid_json", "The body is not valid JSON.") from broken
    if not isinstance(parsed, dict):
        raise BadRequest("invalid_json", "The body is not a JSON object.")
    return parsed


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) != len(pairs):
        # Two parsers may keep different ones: what was scanned would not be what is read.
        raise ValueError("a key stands twice in an object")
    return read
