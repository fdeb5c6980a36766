"""The brands that the current work may touch. No scope, no rows.

The scope is a context variable read by every query on a brand-owned table, and on PostgreSQL a session setting
read by the row-level security policies: two locks, one key.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from uuid import UUID

from django.db import connection

EVERYTHING = "*"
Scope = frozenset[UUID] | str

_scope: ContextVar[Scope | None] = ContextVar("egide_brand_scope", default=None)


class NoBrandScopeError(RuntimeError):
    """A brand-owned table was queried outside any brand scope: a defect in the caller, never a user's mistake."""


def current_scope() -> Scope:
    """Return the brands in scope.

    Returns:
        A set of brand ids, or `EVERYTHING`.

    Raises:
        NoBrandScopeError: no scope was opened.
    """
    scope = _scope.get()
    if scope is None:
        raise NoBrandScopeError("open a brand scope before touching brand-owned rows")
    return scope


def scope_setting(scope: Scope | None) -> str:
    """Format a scope as the text that PostgreSQL policies compare with."""
    if scope is None:
        return ""
    if isinstance(scope, str):
        return scope
    return ",".join(sorted(str(brand_id) for brand_id in scope))


def tell_database(scope: Scope | None) -> None:
    """Repeat the scope to PostgreSQL; other databases have only the first lock."""
    if connection.vendor == "postgresql" and connection.connection is not None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('egide.scope', %s, false)", [scope_setting(scope)])


@contextmanager
def _open(scope: Scope) -> Iterator[None]:
    before = _scope.get()
    token = _scope.set(scope)
    if before != scope:
        if connection.vendor == "postgresql":
            connection.ensure_connection()
        tell_database(scope)
    try:
        yield
    finally:
        _scope.reset(token)
        # In a broken transaction PostgreSQL refuses every command and rolls the setting back itself.
        if before != scope and not connection.needs_rollback:
            tell_database(before)


def brand_scope(*brand_ids: UUID) -> AbstractContextManager[None]:
    """Work on these brands only, until the block ends."""
    return _open(frozenset(brand_ids))


def installation_scope(*, reason: str) -> AbstractContextManager[None]:
    """Work across brands: the sequencer, the scheduler, the operator's counts. Say why."""
    if not reason:
        raise NoBrandScopeError("an installation-wide scope needs a reason")
    return _open(EVERYTHING)


def reapply_scope() -> None:
    """Tell a fresh connection the scope that is already open."""
    tell_database(_scope.get())
