"""Once a day SQLite learns how its rows are spread, and chooses its indexes by it."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection, transaction
from tests.service.conftest import NOW

from egide.service.evidence.flows import Act, write_entries
from egide.service.evidence.models import JournalEntry
from egide.service.running import daily
from egide.service.sqlite.upkeep import refresh_statistics
from egide.service.tenancy.access import system_actor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_sqlite() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL analyses its tables by itself")


def _known_tables() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE name = 'sqlite_stat1'")
        if cursor.fetchone() is None:
            return set()
        return {table for (table,) in cursor.execute("SELECT DISTINCT tbl FROM sqlite_stat1").fetchall()}


def test_the_daily_round_refreshes_the_statistics(brand) -> None:
    before = _known_tables()
    daily()
    assert "tenancy_brand" not in before
    assert "tenancy_brand" in _known_tables()


def test_the_planner_prefers_the_index_that_tells_rows_apart(brand) -> None:
    acts = [Act("logout", uuid.uuid4(), system_actor("test")) for _ in range(300)]
    with transaction.atomic():
        write_entries(brand.pk, acts, at=NOW)
    refresh_statistics()
    plan = JournalEntry.objects.filter(brand=brand, obj=acts[0].obj).explain()
    assert "entries_by_object" in plan
    with connection.cursor() as cursor:
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE idx = 'entries_by_object'")
        rows, per_brand, per_object = map(int, cursor.fetchone()[0].split())
    assert per_object < per_brand <= rows
