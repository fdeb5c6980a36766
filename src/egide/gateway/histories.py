"""Remember whole conversations as they were protected, so that a turn costs what is new in it, however many came before.

A client sends the same messages again at each turn, then a few more. Text by text, a hundred known messages still cost a
hundred look-ups; the run of messages that a conversation begins with is looked up once.
"""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Final

from egide.pseudonyms import Issued

__all__ = ["Histories", "History", "name_beginnings"]

NEW_MESSAGES: Final = 4
"""How many messages a turn may add and still find the turn before: an answer, a tool's call and result, a question."""
_ENTRY_BYTES: Final = 1_000
# Measured with tracemalloc on CPython 3.11: the places of a record in its lists, the record itself being shared with the
# texts; and a protected message of one text.
_RECORD_BYTES: Final = 330
_MESSAGE_BYTES: Final = 260


@dataclass(frozen=True, slots=True)
class History:
    """The messages that a conversation begins with, as they were protected.

    Attributes:
        messages: Protected; shared by requests, which leave them as they are.
        issued: The pseudonyms in them.
        said_before: The last text, which a short answer is read with.
        kinds: Labels of what was found in them.
        media: What is not text in them.
        others: Codes that stand in them and were issued to nobody: if one is issued later, they are protected again.
    """

    messages: tuple[Any, ...] = field(repr=False)
    issued: Issued
    said_before: str = field(repr=False)
    kinds: frozenset[str]
    media: frozenset[str]
    others: frozenset[str]


class Histories:
    """Histories by name, the least used forgotten first.

    They hold personal values, in memory only, bounded in size and in time.

    Args:
        most_bytes: Bound on the memory of what is kept, by estimate; the texts are those of the cache of texts.
        keep_s: How long a history is remembered after it was protected, in seconds.
    """

    def __init__(self, most_bytes: int = 8_000_000, keep_s: float = 900.0) -> None:
        self._most = most_bytes
        self._keep_s = keep_s
        self._held = 0
        self._known: OrderedDict[bytes, tuple[float, int, History]] = OrderedDict()
        self._lock = Lock()

    def get(self, name: bytes, now_s: float) -> History | None:
        """Return what is known of a beginning."""
        with self._lock:
            found = self._known.get(name)
            if found is None:
                return None
            if now_s - found[0] > self._keep_s:
                self._forget(name)
                return None
            self._known.move_to_end(name)
            return found[2]

    def put(self, name: bytes, history: History, now_s: float) -> None:
        """Remember a beginning."""
        size = _ENTRY_BYTES + _RECORD_BYTES * len(history.issued) + _MESSAGE_BYTES * len(history.messages)
        with self._lock:
            if name in self._known:
                self._forget(name)
            self._known[name] = (now_s, size, history)
            self._held += size
            while self._held > self._most and self._known:
                self._forget(next(iter(self._known)))

    def __len__(self) -> int:
        return len(self._known)

    def _forget(self, name: bytes) -> None:
        self._held -= self._known.pop(name)[1]


def name_beginnings(secret: bytes, parts: Sequence[str], messages: Sequence[Any]) -> dict[int, bytes]:
    """Name the beginnings of a conversation that its last messages leave, without keeping them.

    Args:
        secret: Without it, nobody can try messages against a name.
        parts: What the protection of the messages depends on beside themselves.
        messages: As the client sent them, parsed.

    Returns:
        A name by number of messages, up to all of them.
    """
    digest = hashlib.blake2b(key=secret, digest_size=20)
    for part in parts:
        octets = part.encode("utf-8", "surrogatepass")
        digest.update(len(octets).to_bytes(8, "big"))
        digest.update(octets)
    first = max(0, len(messages) - NEW_MESSAGES)
    digest.update(_written(messages[:first])[1:-1])
    names = {first: digest.copy().digest()}
    for position in range(first, len(messages)):
        digest.update((b"," if position else b"") + _written(messages[position]))
        names[position + 1] = digest.copy().digest()
    return names


_WRITE: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _written(item: Any) -> bytes:
    return _WRITE(item).encode("utf-8", "surrogatepass")
