"""What a brand allows is asked of the journal's newest entries alone, however long the journal is."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection

from egide.gateway import registers


def test_looking_for_what_is_new_reads_no_older_entry(database) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL chooses by the statistics of its tables")
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {registers._NEWER_ON_SQLITE}", [1, uuid.uuid4().hex])
        plan = " ".join(str(step) for row in cursor.fetchall() for step in row)
    assert "USING INTEGER PRIMARY KEY (rowid>?)" in plan
