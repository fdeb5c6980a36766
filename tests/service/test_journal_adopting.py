"""A database that knows less than its journal is given what was published, whatever it did meanwhile."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.service.conftest import NOW

from egide.journal import JournalError
from egide.journal.tiles import CHECKPOINT_PATH, TILE_WIDTH, Tile
from egide.service.evidence.adopting import adopt_published, is_behind
from egide.service.evidence.flows import Act, number_waiting, sequence_pending, write_entries
from egide.service.evidence.models import JournalEntry, Opening
from egide.service.evidence.verifying import verify_log
from egide.service.tenancy.access import system_actor
from egide.service.wiring import parts

ME = system_actor("test")


def _write(brand_id: uuid.UUID, count: int) -> None:
    acts = [Act("export.made", uuid.uuid4(), ME, detail={"number": number}) for number in range(count)]
    with transaction.atomic():
        write_entries(brand_id, acts, at=NOW)


def _go_back(brand_id: uuid.UUID, kept: int, waiting: int) -> None:
    """Leave the database as a backup had it: the first entries, of which the last ones had no index yet."""
    gone = JournalEntry.objects.filter(brand_id=brand_id, log_index__gte=kept)
    Opening.objects.filter(entry__in=gone).delete()
    gone.delete()
    JournalEntry.objects.filter(brand_id=brand_id, log_index__gte=kept - waiting).update(log_index=None)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    published=st.integers(2, 30),
    back=st.integers(0, 30),
    waiting=st.integers(0, 5),
    since=st.integers(0, 6),
    numbered=st.booleans(),
)
def test_database_and_journal_agree_again(brand, published, back, waiting, since, numbered) -> None:
    _write(brand.pk, published)
    sequence_pending(brand.pk, now=NOW)
    log = parts().open_journal(brand.pk)
    size, before = log.checkpoint().size, list(log.entries(0, log.checkpoint().size))
    kept = max(1, size - back)
    _go_back(brand.pk, kept, min(waiting, kept))
    _write(brand.pk, since)  # somebody worked before anybody noticed
    if numbered:
        with transaction.atomic():
            number_waiting(brand.pk)

    adopted = adopt_published(brand.pk)

    assert not is_behind(brand.pk)
    assert adopt_published(brand.pk).entries == 0
    assert adopted.entries == adopted.by_type.total() <= size - kept
    sequence_pending(brand.pk, now=NOW + timedelta(seconds=1))
    rows = dict(JournalEntry.objects.filter(brand_id=brand.pk).values_list("log_index", "body"))
    entries = list(log.entries(0, log.checkpoint().size))
    assert entries[:size] == before  # what was published stays
    assert [bytes(rows[place]) for place in range(len(entries))] == entries
    assert len(set(entries)) == len(entries) == len(rows) == size + since
    assert verify_log(brand.pk, actor=ME, now=NOW + timedelta(seconds=2)).intact


def test_a_site_in_order_is_left_alone(brand) -> None:
    _write(brand.pk, 3)
    sequence_pending(brand.pk, now=NOW)
    _write(brand.pk, 2)  # not published yet: the database is ahead, as it always is
    assert not is_behind(brand.pk)
    assert adopt_published(brand.pk).entries == 0
    assert JournalEntry.objects.filter(brand_id=brand.pk, log_index__isnull=True).count() == 2


@pytest.mark.parametrize("lost", [0, 2])
def test_what_was_altered_is_not_learnt(brand, lost: int) -> None:
    _write(brand.pk, 6)
    sequence_pending(brand.pk, now=NOW)
    files, log = parts().open_journal_files(brand.pk), parts().open_journal(brand.pk)
    size = log.checkpoint().size
    _go_back(brand.pk, size - lost, 0)
    place = Tile(None, size // TILE_WIDTH, size % TILE_WIDTH).path
    whole = files.read(place)
    files.write({place: whole[:-3] + bytes([whole[-3] ^ 1]) + whole[-2:]})
    before = list(JournalEntry.objects.filter(brand_id=brand.pk).values_list("log_index", "body"))
    with pytest.raises(JournalError):
        adopt_published(brand.pk)
    assert list(JournalEntry.objects.filter(brand_id=brand.pk).values_list("log_index", "body")) == before
    files.write({place: whole})
    assert adopt_published(brand.pk).entries == lost


def test_an_altered_checkpoint_is_no_forgetting(brand) -> None:
    _write(brand.pk, 3)
    sequence_pending(brand.pk, now=NOW)
    files = parts().open_journal_files(brand.pk)
    signed = files.read(CHECKPOINT_PATH)
    files.write({CHECKPOINT_PATH: signed.replace(b"\n", b"\n\n", 1)})
    assert not is_behind(brand.pk)  # the site opens, and the verification says what is wrong
    with pytest.raises(JournalError):
        adopt_published(brand.pk)


@pytest.mark.parametrize("lost", [1, 300])
def test_the_installation_s_own_journal_too(parts, lost: int) -> None:
    from egide.service.evidence.flows import write_installation_entry
    from egide.service.evidence.models import InstallationEntry

    with transaction.atomic():
        for number in range(lost + 2):
            write_installation_entry(Act("backup.made", uuid.uuid4(), ME, detail={"files": number}), at=NOW)
    sequence_pending(None, now=NOW)
    keys = InstallationEntry.objects.order_by("-log_index").values_list("pk", flat=True)[:lost]
    InstallationEntry.objects.filter(pk__in=list(keys)).delete()
    assert is_behind(None)
    assert adopt_published(None).entries == lost
    assert not is_behind(None)
