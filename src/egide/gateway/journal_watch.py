"""Check that the journals answer, and that what was written is being published: otherwise nothing is sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from egide.gateway.errors import Unavailable
from egide.journal import LogMissing
from egide.service.wiring import Parts, parts

__all__ = ["JournalWatch"]

_EVERY_S: Final = 1.0
_BEHIND_S: Final = 60.0
"""Most seconds between an act and the checkpoint that covers it. Source: design of the journal, §4."""


@dataclass(slots=True)
class _State:
    checked_s: float
    size: int
    moved_s: float
    by: Parts


class JournalWatch:
    """Reads the checkpoint of each journal, at most once a second.

    Args:
        clock_s: Monotonic seconds.
    """

    def __init__(self, clock_s: Callable[[], float]) -> None:
        self._clock_s = clock_s
        self._states: dict[UUID | None, _State] = {}
        self._last_index: dict[UUID | None, int] = {}

    def note_index(self, brand_id: UUID | None, index: int) -> None:
        """Note the newest index that was given."""
        self._last_index[brand_id] = max(index, self._last_index.get(brand_id, -1))

    def check(self, brand_id: UUID | None, now: datetime) -> None:
        """Check one journal.

        Args:
            brand_id: The brand, or None for the installation's.
            now: Aware UTC.

        Raises:
            Unavailable: entries have waited for a checkpoint for more than a minute.
        """
        now_s = self._clock_s()
        state = self._states.get(brand_id)
        if state is None or state.by is not parts() or now_s - state.checked_s >= _EVERY_S:
            log = parts().open_journal(brand_id)
            try:
                size = log.checkpoint().checkpoint.size
            except LogMissing:
                size = log.create(now).checkpoint.size
            waits = self._last_index.get(brand_id, -1) >= size
            moved = state is None or state.size != size or not waits
            state = _State(now_s, size, now_s if moved or state is None else state.moved_s, parts())
            self._states[brand_id] = state
        if now_s - state.moved_s > _BEHIND_S:
            raise Unavailable("journal_unavailable", "The journal is behind: nothing is sent until it is published.")
