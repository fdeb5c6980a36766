"""The pseudonyms that each conversation has issued, in memory, for as long as it lasts."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock

from egide.pseudonyms import Issued

__all__ = ["Conversation", "Conversations"]


@dataclass(slots=True)
class Conversation:
    """What one conversation issued; one request at a time adds to it."""

    issued: Issued
    used_s: float
    lock: Lock = field(default_factory=Lock)


class Conversations:
    """Conversations by name, the least recent forgotten first.

    A forgotten conversation loses nothing that its next request carries: a value has the same pseudonym again.

    Args:
        most: How many are kept.
        keep_s: How long after its last request, in seconds.
    """

    def __init__(self, most: int = 20_000, keep_s: float = 3600.0) -> None:
        self._most = most
        self._keep_s = keep_s
        self._kept: OrderedDict[bytes, Conversation] = OrderedDict()
        self._lock = Lock()

    def open(self, name: bytes, now_s: float) -> Conversation:
        """Return a conversation, new or kept."""
        with self._lock:
            found = self._kept.pop(name, None)
            if found is None or now_s - found.used_s > self._keep_s:
                found = Conversation(Issued(), now_s)
            found.used_s = now_s
            self._kept[name] = found
            while self._kept:
                oldest = next(iter(self._kept))
                if len(self._kept) <= self._most and now_s - self._kept[oldest].used_s <= self._keep_s:
                    break
                del self._kept[oldest]
            return found

    def __len__(self) -> int:
        return len(self._kept)
