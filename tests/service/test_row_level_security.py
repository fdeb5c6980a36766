"""The second lock: on PostgreSQL, raw SQL sees only the brands in scope."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from egide.service.tenancy.row_level_security import (
    brand_owned_tables,
    bypasses_row_level_security,
    enable_row_level_security,
)
from egide.service.tenancy.scope import brand_scope, installation_scope

needs_postgresql = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="row-level security exists on PostgreSQL only"
)


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a table of our own
        return int(cursor.fetchone()[0])


@pytest.mark.usefixtures("parts")
@needs_postgresql
def test_every_brand_owned_table_has_the_forced_policy() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
        secured = {name for (name,) in cursor.fetchall()}
    assert brand_owned_tables()
    assert set(brand_owned_tables()) <= secured
    assert not bypasses_row_level_security()


@needs_postgresql
def test_raw_query_sees_only_the_brand_in_scope(imported, brand, other_brand) -> None:
    imported(prepare=False)
    assert _count("conversations_message") == 1
    with brand_scope(other_brand.pk):
        assert _count("conversations_message") == 0
    with installation_scope(reason="test"):
        assert _count("conversations_message") == 1
    assert _count("conversations_message") == 1


@needs_postgresql
def test_write_for_a_brand_out_of_scope_is_refused(imported, brand, other_brand) -> None:
    from django.db import ProgrammingError, transaction
    from tests.service.conftest import NOW

    from egide.service.register.models import Switch

    with brand_scope(other_brand.pk), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Switch.objects.create(brand=brand, kind="brand", name="x", on=True, changed_at=NOW)


@pytest.mark.usefixtures("parts")
@needs_postgresql
def test_a_table_that_is_protected_is_left_alone_when_another_host_starts() -> None:
    """Dropping and making a policy again would lock tables that others are serving, and deadlock two that start."""
    with connection.execute_wrapper(_refusing_changes):
        enable_row_level_security()


@pytest.mark.usefixtures("parts")
@needs_postgresql
@pytest.mark.parametrize("lost", ["DROP POLICY {policy} ON {table}", "ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY"])
def test_a_protection_that_was_lost_is_given_back(lost: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(lost.format(policy="egide_brand_scope", table="people_person"))
    with pytest.raises(AssertionError, match="people_person"), connection.execute_wrapper(_refusing_changes):
        enable_row_level_security()
    enable_row_level_security()
    with connection.execute_wrapper(_refusing_changes):
        enable_row_level_security()


def _refusing_changes(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    assert not sql.startswith(("ALTER", "DROP", "CREATE", "COMMENT")), sql
    return execute(sql, params, many, context)
