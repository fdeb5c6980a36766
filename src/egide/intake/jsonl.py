"""Read JSON Lines, and JSON files small enough to be read whole."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

from egide.intake.calls import items_of_transcript
from egide.intake.errors import UnreadableRecord, UnreadableTranscript
from egide.intake.flat import FlatReader
from egide.intake.json_text import parse_json
from egide.intake.limits import Options
from egide.intake.reasons import reject
from egide.intake.record import Item, Position
from egide.intake.shapes import records_of_object
from egide.intake.streams import lines_within, read_whole
from egide.intake.transcripts import is_harpervalley

__all__ = ["read_json", "read_jsonl"]


def read_jsonl(stream: BinaryIO, name: str, options: Options) -> Iterator[Item]:
    """Read one JSON object a line; a line gives one record, or all the messages of a conversation.

    Yields:
        Records and rejects, in the order of the file. A line is taken whole or not at all.
    """
    flat = FlatReader(options)
    empty = True
    for number, line in lines_within(stream, options.limits.line_bytes):
        position = Position(name, number)
        if line is None:
            empty = False
            yield reject(position, "line-too-long", options.limits.line_bytes)
        elif line.strip():
            empty = False
            yield from _items(line, position, options, flat)
    if empty:
        yield reject(Position(name), "empty")


def _items(line: bytes, position: Position, options: Options, flat: FlatReader) -> list[Item]:
    try:
        return list(records_of_object(parse_json(line), position, options, flat))
    except UnreadableRecord as unreadable:
        return [reject(position, unreadable.code, unreadable.detail)]
    except UnreadableTranscript as unreadable:
        return [reject(position, "transcript-malformed", unreadable.why)]


def read_json(stream: BinaryIO, name: str, options: Options) -> Iterator[Item]:
    """Read a JSON file: a call, one conversation, or a list of records.

    Yields:
        Records and rejects. A reject inside a list names the rank of its element as its offset.

    Raises:
        UnreadableRecord: the file is not JSON.
    """
    content = read_whole(stream, options.limits.whole_bytes)
    if not content.strip():
        yield reject(Position(name), "empty")
        return
    try:
        found = parse_json(content)
    except UnreadableRecord as unreadable:
        # Several objects, one a line, under a name that ends in .json.
        first = content.lstrip().partition(b"\n")[0]
        if unreadable.code == "json-malformed" and first.rstrip().endswith(b"}"):
            yield from read_jsonl(io.BytesIO(content), name, options)
            return
        raise
    flat = FlatReader(options)
    if is_harpervalley(found):
        yield from items_of_transcript(content, name, options)
        return
    elements = found if isinstance(found, list) else [found]
    for rank, element in enumerate(elements):
        position = Position(name, offset=rank) if isinstance(found, list) else Position(name)
        try:
            yield from list(records_of_object(element, position, options, flat))
        except UnreadableRecord as unreadable:
            yield reject(position, unreadable.code, unreadable.detail)
        except UnreadableTranscript as unreadable:
            yield reject(position, "transcript-malformed", unreadable.why)
