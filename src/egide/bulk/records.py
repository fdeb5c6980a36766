"""Protect and restore a chunk of whole lines of a text, JSON Lines or delimited file, and no byte around the values."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator

from egide.bulk.cells import Sheet, find_cells
from egide.pseudonyms import (
    Found,
    Pseudonymiser,
    label_of_field,
    protect_json_text,
    readable,
    restore_json_text,
    whole_value,
)

__all__ = ["Find", "conversations_in", "protect_chunk", "restore_chunk"]

Find = Callable[[str], Iterable[Found]]


def protect_chunk(kind: str, chunk: str, pseudonyms: Pseudonymiser, find: Find, sheet: Sheet | None = None) -> str:
    """Protect whole lines.

    Args:
        kind: "text", "json", "jsonl" or "csv".
        chunk: The lines.
        pseudonyms: The pseudonyms of the chunk; new ones are in ``pseudonyms.issued`` afterwards.
        find: Finds the personal data of one text.
        sheet: The layout of a delimited file.

    Returns:
        The protected lines.
    """
    if kind == "json":
        return protect_json_text(chunk, pseudonyms, find, label_of=label_of_field).text
    if kind == "jsonl":
        unchanged: set[str] | None = set() if pseudonyms.scope.conversation is None else None
        return "\n".join(_protect_line(line, pseudonyms, find, unchanged) for line in chunk.split("\n"))
    if kind == "csv" and sheet is not None:
        return _protect_cells(chunk, pseudonyms, find, sheet)
    return pseudonyms.protect(chunk, find(readable(chunk))).text


def restore_chunk(kind: str, chunk: str, pseudonyms: Pseudonymiser) -> str:
    """Restore whole lines.

    Args:
        kind: "text", "json", "jsonl" or "csv".
        chunk: The lines.
        pseudonyms: Holds the records of the pseudonyms that stand in them.

    Returns:
        The lines with their values.
    """
    if kind in {"json", "jsonl"}:
        return restore_json_text(chunk, pseudonyms).text
    if kind == "csv":
        parts: list[str] = []
        end = 0
        for occurrence in pseudonyms.find(chunk):
            record = occurrence.record
            parts += (
                chunk[end : occurrence.start],
                record.value if record.raw is None else record.raw,
                occurrence.ending,
            )
            end = occurrence.end
        return "".join([*parts, chunk[end:]])
    return pseudonyms.restore(chunk).text


def conversations_in(kind: str, chunk: str) -> Iterator[list[str]]:
    """Find the conversations that lines of JSON hold: an object with a list of turns or messages that have a text.

    Args:
        kind: Kind of the file.
        chunk: Whole lines.

    Yields:
        The texts of each conversation of two turns or more, in order.
    """
    if kind not in {"json", "jsonl"}:
        return
    for line in [chunk] if kind == "json" else chunk.splitlines():
        try:
            found = json.loads(line.removeprefix("\ufeff"))
        except (ValueError, RecursionError):
            continue
        for name in ("turns", "messages", "segments"):
            turns = found.get(name) if isinstance(found, dict) else None
            if isinstance(turns, list):
                texts = [text for turn in turns if isinstance(text := _text_of(turn), str) and text]
                if len(texts) > 1:
                    yield texts


def _text_of(turn: object) -> object:
    return turn.get("text", turn.get("content")) if isinstance(turn, dict) else turn


def _protect_line(line: str, pseudonyms: Pseudonymiser, find: Find, unchanged: set[str] | None) -> str:
    try:
        json.loads(line.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return _protect_outside_json(line, pseudonyms, find)
    return protect_json_text(line, pseudonyms, find, label_of=label_of_field, unchanged=unchanged).text


def _protect_outside_json(line: str, pseudonyms: Pseudonymiser, find: Find) -> str:
    """Protect a line that is not JSON as text; its values come back as they stand, without JSON's escapes."""
    parts: list[str] = []
    end = 0
    for span in pseudonyms.plan(line, find(readable(line))):
        value = line[span.start : span.end]
        raw = None if json.dumps(value, ensure_ascii=False)[1:-1] == value else value
        parts += (line[end : span.start], pseudonyms.pseudonym(span.label, value, raw=raw).pseudonym)
        end = span.end
    return "".join([*parts, line[end:]])


def _protect_cells(chunk: str, pseudonyms: Pseudonymiser, find: Find, sheet: Sheet) -> str:
    labels = [label_of_field(name) for name in sheet.header]
    parts: list[str] = []
    end = 0
    for cell in find_cells(chunk, sheet.delimiter):
        text = cell.text_of(chunk)
        if not text:
            continue
        label = labels[cell.column] if cell.column < len(labels) else None
        is_header = label is not None and text == sheet.header[cell.column]
        found = find(text) if label is None or is_header else whole_value(label)(text)
        offsets = cell.offsets(chunk)
        for span in pseudonyms.plan(text, found):
            start = cell.start + span.start if offsets is None else offsets[span.start]
            stop = cell.start + span.end if offsets is None else offsets[span.end]
            value, raw = text[span.start : span.end], chunk[start:stop]
            record = pseudonyms.pseudonym(span.label, value, raw=None if raw == value else raw)
            parts += (chunk[end:start], record.pseudonym)
            end = stop
    return "".join([*parts, chunk[end:]])
