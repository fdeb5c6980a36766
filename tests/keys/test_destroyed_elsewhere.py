"""A key destroyed or renewed by another process is gone, or new, at the very next question; nothing waits for a cache."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest

from egide.adapters.keystores.file import FileMasterKey
from egide.adapters.keystores.sqlite_table import SqliteKeyTable
from egide.keys import KeyDestroyed, KeyRing


def _ring(folder: Path) -> KeyRing:
    """A ring as one process has it: its own connections, its own memory."""
    master = FileMasterKey(folder / "master", random_bytes=secrets.token_bytes)
    return KeyRing(master, SqliteKeyTable(folder / "keys.sqlite3"), random_bytes=secrets.token_bytes)


@pytest.fixture
def two(tmp_path: Path) -> tuple[KeyRing, KeyRing]:
    one = _ring(tmp_path)
    one.create_brand("acme")
    one.create_brand("other")
    return one, _ring(tmp_path)


def test_a_brand_destroyed_elsewhere_gives_no_secret_of_any_generation(two: tuple[KeyRing, KeyRing]) -> None:
    here, elsewhere = two
    kept = here.brand_secret("other", "sealing")
    here.brand_secret("acme", "sealing")
    here.brand_secret("acme", "journal-actors", generation=1)
    elsewhere.destroy_brand("acme")
    with pytest.raises(KeyDestroyed):
        here.brand_secret("acme", "sealing")
    with pytest.raises(KeyDestroyed):
        here.brand_secret("acme", "journal-actors", generation=1)
    assert here.brand_secret("other", "sealing") == kept


def test_a_person_destroyed_elsewhere_gives_no_key(two: tuple[KeyRing, KeyRing]) -> None:
    here, elsewhere = two
    here.subject_key("acme", "p1", create=True)
    elsewhere.destroy_subject("acme", "p1")
    with pytest.raises(KeyDestroyed):
        here.subject_key("acme", "p1", create=True)


def test_a_secret_renewed_elsewhere_serves_at_once(two: tuple[KeyRing, KeyRing]) -> None:
    here, elsewhere = two
    former = here.brand_secret("acme", "sealing")
    assert here.brand_secret("acme", "sealing") == former
    elsewhere.renew_secret("acme")
    renewed = here.brand_secret("acme", "sealing")
    assert renewed != former
    assert renewed == elsewhere.brand_secret("acme", "sealing")
    assert here.brand_secret("acme", "sealing", generation=1) == former


def test_a_rotation_elsewhere_keeps_every_person_readable(two: tuple[KeyRing, KeyRing]) -> None:
    here, elsewhere = two
    key = here.subject_key("acme", "p1", create=True)
    for _ in range(3):
        elsewhere.rotate_brand("acme")
        elsewhere.rotate_master()
        assert here.subject_key("acme", "p1", create=False) == key


def test_what_this_process_changes_itself_counts_too(two: tuple[KeyRing, KeyRing]) -> None:
    here, _ = two
    former = here.brand_secret("acme", "sealing")
    here.renew_secret("acme")
    assert here.brand_secret("acme", "sealing") != former
    here.destroy_brand("acme")
    with pytest.raises(KeyDestroyed):
        here.brand_secret("acme", "sealing")
