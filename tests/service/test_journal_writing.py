"""Rows of the journal are handed to the driver: they read back as Django would have written them, or fail as Django would."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from tests.service.conftest import NOW

from egide.service.evidence.flows import Act, write_entries, write_entry
from egide.service.evidence.inserting import insert_rows
from egide.service.evidence.models import JournalEntry
from egide.service.tenancy.access import system_actor
from egide.service.tenancy.scope import brand_scope

pytestmark = pytest.mark.django_db
FIELDS = ("brand_id", "at", "type", "purpose", "obj", "person_id", "body")
ACTOR = system_actor("test")


@pytest.mark.parametrize("count", [1, 4, 5, 300])
def test_rows_read_back_as_they_were_given_in_order(brand, count: int) -> None:
    rows = [
        (brand.pk, NOW + timedelta(microseconds=n), "logout", "é'\\%s$1?", uuid.uuid4(), None, bytes([0, n % 256, 255]))
        for n in range(count)
    ]
    with transaction.atomic():
        keys = insert_rows(JournalEntry, FIELDS, rows)
    found = JournalEntry.objects.in_bulk(keys)
    assert keys == sorted(keys)
    assert [
        (row.brand_id, row.at, row.type, row.purpose, row.obj, row.person_id, bytes(row.body))
        for row in (found[key] for key in keys)
    ] == rows


@pytest.mark.parametrize("count", [1, 5])
def test_refuses_a_row_that_the_database_refuses(brand, count: int) -> None:
    row = (brand.pk, NOW, "logout", "", None, None, b"")  # an object is due
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(JournalEntry, FIELDS, [row] * count)
    assert not JournalEntry.objects.filter(type="logout").exists()


def test_an_actor_has_the_same_index_at_each_act_and_another_in_each_brand(brand, other_brand) -> None:
    indexes = {}
    for owner in (brand, other_brand):
        with brand_scope(owner.pk):
            with transaction.atomic():
                written = write_entries(owner.pk, [Act("logout", uuid.uuid4(), ACTOR)] * 2, at=NOW)
            rows = JournalEntry.objects.filter(pk__in=[entry.pk for entry in written])
            indexes[owner.pk] = {bytes(found) for found in rows.values_list("openings__actor_index", flat=True)}
    assert [len(found) for found in indexes.values()] == [1, 1]
    assert indexes[brand.pk] != indexes[other_brand.pk]


def test_an_act_that_failed_lets_the_next_one_be_written(brand) -> None:
    act = Act("logout", uuid.uuid4(), ACTOR)
    for _ in range(10):  # as often as the driver likes, to prepare the statement of a batch
        with transaction.atomic():
            write_entries(brand.pk, [act] * 5, at=NOW)
    with transaction.atomic():
        write_entry(brand.pk, act, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(JournalEntry, FIELDS, [(brand.pk, NOW, "logout", "", None, None, b"")])
    with transaction.atomic():
        write_entry(brand.pk, act, at=NOW)
    assert JournalEntry.objects.filter(type="logout").count() == 52


def test_the_server_may_forget_what_it_had_prepared(brand) -> None:
    """A pool between us and the server may do so; one act fails with its entry, and the next is written."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite prepares nothing for longer than a statement")
    act = Act("logout", uuid.uuid4(), ACTOR)
    with transaction.atomic():
        write_entry(brand.pk, act, at=NOW)
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    with pytest.raises(DatabaseError), transaction.atomic():
        write_entry(brand.pk, act, at=NOW)
    with transaction.atomic():
        write_entry(brand.pk, act, at=NOW)
