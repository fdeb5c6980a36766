"""Read one JSON text from bytes, with every way it can be bad told in one error."""

from __future__ import annotations

import json
from typing import Any

from egide.intake.errors import UnreadableRecord
from egide.intake.streams import sniff_encoding

__all__ = ["parse_json"]


def parse_json(content: bytes) -> Any:
    """Read one JSON text, UTF-8 (or UTF-16 with its mark), without NaN.

    Returns:
        What it holds.

    Raises:
        UnreadableRecord: it is not JSON, not UTF-8, or nested beyond reason.
    """
    try:
        encoding = sniff_encoding(content)
        text = content.decode("utf-8" if encoding == "cp1252" else encoding)
    except UnicodeDecodeError:
        raise UnreadableRecord("encoding", "UTF-8") from None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise UnreadableRecord("json-malformed") from None
