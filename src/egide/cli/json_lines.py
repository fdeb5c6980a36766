"""Read a JSON Lines file of texts the same way in every command that takes one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from egide.cli.outcome import BadInput


def read_records(path: Path, text_keys: Sequence[str]) -> Iterator[tuple[int, dict[str, Any], str]]:
    """Read the records of a JSON Lines file that hold a text; blank lines are passed over, an empty text is a text.

    Args:
        path: The file, UTF-8.
        text_keys: Names the text may have, the first one found is taken.

    Yields:
        The line's number from 1, the record, its text.

    Raises:
        BadInput: the file or a line cannot be read; the message names the line, never its content.
    """
    try:
        content = path.read_bytes()
    except OSError as unreadable:
        raise BadInput(f"{path.name} cannot be read: {unreadable.strerror or 'unknown reason'}") from unreadable
    for number, raw in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if not raw.strip():
            continue
        try:
            record = json.loads(raw.decode("utf-8"))
        except (ValueError, RecursionError) as broken:
            raise BadInput(f"{path.name}, line {number}: not JSON in UTF-8") from broken
        if not isinstance(record, dict):
            raise BadInput(f"{path.name}, line {number}: not a JSON object")
        text = next((record[key] for key in text_keys if key in record), None)
        if not isinstance(text, str):
            raise BadInput(f"{path.name}, line {number}: no {text_keys[0]}")
        yield number, record, text
