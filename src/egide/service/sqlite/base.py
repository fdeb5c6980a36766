"""The database engine of an installation without PostgreSQL; Django loads it by the name of this package."""

from __future__ import annotations

import functools
import os
from pathlib import Path
from typing import TYPE_CHECKING

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError
from typing_extensions import override

from egide.service.sqlite.sharing import SharedFlush, Turn

if TYPE_CHECKING:

    class _Wrapper(base.DatabaseWrapper):
        """What Django's own engines replace, and the stubs leave out."""

        def _start_transaction_under_autocommit(self) -> None: ...
        def _commit(self) -> None: ...
        def _rollback(self) -> None: ...
        def _close(self) -> None: ...
else:
    _Wrapper = base.DatabaseWrapper

_PATIENCE_S = 30.0


@functools.lru_cache(maxsize=64)
def _shared(name: str, process: int) -> tuple[Turn, SharedFlush | None]:
    """Give what the connections of one process to one database share; a child process starts afresh."""
    del process
    is_file = not name.startswith("file:") and name != ":memory:"
    return Turn(), SharedFlush(Path(name)) if is_file else None


class DatabaseWrapper(_Wrapper):
    """A connection whose transactions wait their turn, and whose commits are on the disk when they return."""

    _turn: Turn | None = None
    _changes_before = 0

    @override
    def _start_transaction_under_autocommit(self) -> None:
        turn, _ = self._sharing()
        if not turn.take(float(self.settings_dict["OPTIONS"].get("timeout", _PATIENCE_S))):
            raise OperationalError("database is locked")
        self._turn = turn
        try:
            super()._start_transaction_under_autocommit()
            self._changes_before = self.connection.total_changes
        except BaseException:
            self._leave()
            raise

    @override
    def _commit(self) -> None:
        changed = self.connection is not None and self.connection.total_changes != self._changes_before
        super()._commit()
        self._leave()
        _, flush = self._sharing()
        if changed and flush is not None:
            try:
                flush.wait()
            except OSError as refused:
                raise OperationalError("the disk did not confirm a write") from refused

    @override
    def _rollback(self) -> None:
        try:
            super()._rollback()
        finally:
            self._leave()

    @override
    def _close(self) -> None:
        try:
            super()._close()
        finally:
            self._leave()

    def _sharing(self) -> tuple[Turn, SharedFlush | None]:
        return _shared(str(self.settings_dict["NAME"]), os.getpid())

    def _leave(self) -> None:
        turn, self._turn = self._turn, None
        if turn is not None:
            turn.give_back()
