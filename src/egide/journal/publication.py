"""Say what each published path is and how long it may be kept, for whoever serves a log over HTTP.

Source: C2SP tlog-tiles, APIs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from egide.journal.errors import MalformedTile
from egide.journal.keys import COSIGNERS_PATH, VKEY_PATH
from egide.journal.ports import LogReader
from egide.journal.pruning import MINIMUM_INDEX_PATH
from egide.journal.tiles import CHECKPOINT_PATH, parse_tile_path

HEARTBEAT_EVERY: Final = timedelta(days=1)
PUBLISH_WITHIN: Final = timedelta(seconds=60)

_TEXT: Final = "text/plain; charset=utf-8"
_BINARY: Final = "application/octet-stream"
_MUTABLE: Final = "public, max-age=5"
_IMMUTABLE: Final = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """One file as it is served.

    Attributes:
        content: Its bytes.
        content_type: Value of Content-Type.
        cache_control: Value of Cache-Control.
    """

    content: bytes = field(repr=False)
    content_type: str
    cache_control: str


def find_published(reader: LogReader, path: str) -> PublishedFile | None:
    """Read a published file with the headers it is served with.

    Args:
        reader: Files of the log.
        path: Path under the log's prefix, without leading slash.

    Returns:
        The file; None when the path is not one of a log or the file is not there: both are 404.
    """
    if path in {CHECKPOINT_PATH, VKEY_PATH, COSIGNERS_PATH, MINIMUM_INDEX_PATH}:
        content_type, cache_control = _TEXT, _MUTABLE
    else:
        try:
            parse_tile_path(path)
        except MalformedTile:
            return None
        content_type, cache_control = _BINARY, _IMMUTABLE
    content = reader.read(path)
    return None if content is None else PublishedFile(content, content_type, cache_control)


def is_heartbeat_due(last_entry_at: datetime | None, now: datetime) -> bool:
    """Say whether a `journal.heartbeat` entry is due: a silent day must not look like a truncated log.

    Args:
        last_entry_at: Time of the last entry, aware UTC; None for an empty log.
        now: Aware UTC.

    Returns:
        True a day after the last entry, and for an empty log.
    """
    return last_entry_at is None or now - last_entry_at >= HEARTBEAT_EVERY
