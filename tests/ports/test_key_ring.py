"""One contract for the key ring over every key table, with the races that several processes make."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path

import pytest

from egide.adapters.keystores.memory import MemoryKeyTable, MemoryMasterKey
from egide.adapters.keystores.sqlite_table import SqliteKeyTable
from egide.keys import (
    KeyDestroyed,
    KeyEntry,
    KeyKind,
    KeyMissing,
    KeyName,
    KeyRing,
    KeyTable,
    KeyUnavailable,
    NotAnIdentifier,
)

Tables = Callable[[], KeyTable]


@pytest.fixture(params=["memory", "sqlite"])
def reopen(request: pytest.FixtureRequest, tmp_path: Path) -> Tables:
    """Give a function that opens the same table again, as another process would."""
    if request.param == "memory":
        table = MemoryKeyTable()
        return lambda: table
    return lambda: SqliteKeyTable(tmp_path / "keys" / "keys.sqlite3")


@pytest.fixture
def master() -> MemoryMasterKey:
    return MemoryMasterKey(secrets.token_bytes)


def ring(master: MemoryMasterKey, table: KeyTable) -> KeyRing:
    return KeyRing(master, table, random_bytes=secrets.token_bytes)


def test_table_tells_missing_from_destroyed(reopen: Tables) -> None:
    table, name = reopen(), KeyName("acme", KeyKind.SUBJECT, "p1")
    assert table.get(name) is None
    assert table.add(name, KeyEntry(b"w", "000001"))
    assert not table.add(name, KeyEntry(b"x", "000001"))
    assert reopen().get(name) == KeyEntry(b"w", "000001")
    table.destroy(name)
    assert reopen().get(name) == KeyEntry(None)
    assert not table.add(name, KeyEntry(b"x", "000001"))
    assert list(table.list_names("acme", KeyKind.SUBJECT)) == []
    assert table.list_brands() == ["acme"]


def test_table_swaps_only_what_has_not_changed(reopen: Tables) -> None:
    table, name = reopen(), KeyName("acme", KeyKind.SUBJECT, "p1")
    first, second = KeyEntry(b"1", "000001"), KeyEntry(b"2", "000002")
    table.add(name, first)
    assert not table.swap(name, second, first)
    assert table.swap(name, first, second)
    table.destroy(name)
    assert not table.swap(name, second, first)
    assert table.get(name) == KeyEntry(None)


def test_table_refuses_a_key_whose_wrapping_key_is_gone(reopen: Tables) -> None:
    table, wrapping = reopen(), KeyName("acme", KeyKind.WRAPPING, "000001")
    subject, other = KeyName("acme", KeyKind.SUBJECT, "p1"), KeyName("acme", KeyKind.SUBJECT, "p2")
    table.add(wrapping, KeyEntry(b"k"))
    assert table.add(subject, KeyEntry(b"w", "000001"), requires=wrapping)
    assert not table.destroy_unused_wrapping(wrapping)
    table.destroy(subject)
    assert table.destroy_unused_wrapping(wrapping)
    assert not table.add(other, KeyEntry(b"w", "000001"), requires=wrapping)


def test_table_lists_more_than_a_page_in_order(reopen: Tables) -> None:
    table = reopen()
    names = [KeyName("acme", KeyKind.SUBJECT, f"p{number:04d}") for number in range(1_203)]
    for name in names:
        table.add(name, KeyEntry(b"w", "000001"))
    assert [name for name, _ in table.list_names("acme", KeyKind.SUBJECT)] == names


def test_gives_the_same_keys_in_another_process(reopen: Tables, master: MemoryMasterKey) -> None:
    one, other = ring(master, reopen()), ring(master, reopen())
    one.create_brand("acme")
    one.create_brand("acme")
    assert one.brand_secret("acme", "pseudonyms") == other.brand_secret("acme", "pseudonyms")
    assert one.brand_secret("acme", "pseudonyms") != one.brand_secret("acme", "blind-index")
    assert one.subject_key("acme", "p1", create=True) == other.subject_key("acme", "p1", create=False)
    assert one.subject_key("acme", "p1", create=True) != one.subject_key("acme", "p2", create=True)


def test_refuses_keys_that_were_never_created(reopen: Tables, master: MemoryMasterKey) -> None:
    keys = ring(master, reopen())
    with pytest.raises(KeyMissing):
        keys.brand_secret("acme", "pseudonyms")
    with pytest.raises(KeyMissing):
        keys.subject_key("acme", "p1", create=True)
    keys.create_brand("acme")
    with pytest.raises(KeyMissing):
        keys.subject_key("acme", "p1", create=False)
    with pytest.raises(NotAnIdentifier):
        keys.subject_key("acme", "p\n1", create=True)


def test_destroyed_key_is_gone_in_every_process_and_never_comes_back(reopen: Tables, master: MemoryMasterKey) -> None:
    one, other = ring(master, reopen()), ring(master, reopen())
    one.create_brand("acme")
    for subject in ("p1", "p2"):
        one.subject_key("acme", subject, create=True)
    kept = other.subject_key("acme", "p2", create=False)
    other.subject_key("acme", "p1", create=False)
    one.destroy_subject("acme", "p1")
    one.destroy_subject("acme", "p1")
    for keys in (one, other):
        assert keys.is_destroyed("acme", "p1")
        with pytest.raises(KeyDestroyed):
            keys.subject_key("acme", "p1", create=True)
        assert keys.subject_key("acme", "p2", create=False) == kept


def test_rotation_keeps_every_key_and_retires_the_former(reopen: Tables, master: MemoryMasterKey) -> None:
    table = reopen()
    one, other = ring(master, table), ring(master, reopen())
    one.create_brand("acme")
    before = {f"p{n}": one.subject_key("acme", f"p{n}", create=True) for n in range(20)}
    stolen_backup = {name.name: entry for name, entry in table.list_names("acme", KeyKind.SUBJECT)}
    other.subject_key("acme", "p0", create=False)
    one.destroy_subject("acme", "p19")
    assert one.rotate_brand("acme") == 19
    for subject in list(before)[:19]:
        assert other.subject_key("acme", subject, create=False) == before[subject]
    assert other.subject_key("acme", "new", create=True) == one.subject_key("acme", "new", create=False)
    former = KeyName("acme", KeyKind.WRAPPING, stolen_backup["p19"].wrapped_by)
    entry = table.get(former)
    assert entry is not None
    assert entry.is_destroyed


def test_interrupted_rotation_is_taken_up(reopen: Tables, master: MemoryMasterKey) -> None:
    class StopsHalfway(MemoryKeyTable):
        left = 3

        def swap(self, *arguments: object, **named: object) -> bool:
            if self.left == 0:
                raise KeyUnavailable("unplugged")
            self.left -= 1
            return super().swap(*arguments, **named)  # type: ignore[arg-type]

    table = StopsHalfway()
    keys = ring(master, table)
    keys.create_brand("acme")
    before = {f"p{n}": keys.subject_key("acme", f"p{n}", create=True) for n in range(10)}
    with pytest.raises(KeyUnavailable):
        keys.rotate_brand("acme")
    assert {subject: keys.subject_key("acme", subject, create=False) for subject in before} == before
    table.left = 100
    assert keys.finish_rotation("acme") == 7
    assert {subject: keys.subject_key("acme", subject, create=False) for subject in before} == before


def test_master_rotation_keeps_every_key(reopen: Tables, master: MemoryMasterKey) -> None:
    keys = ring(master, reopen())
    keys.create_brand("acme")
    keys.create_brand("zenith")
    before = keys.subject_key("acme", "p1", create=True), keys.brand_secret("zenith", "blind-index")
    assert keys.rotate_master() == 4
    keys.forget()
    assert (keys.subject_key("acme", "p1", create=True), keys.brand_secret("zenith", "blind-index")) == before


def test_renewed_secret_keeps_the_former_readable(reopen: Tables, master: MemoryMasterKey) -> None:
    keys = ring(master, reopen())
    keys.create_brand("acme")
    former = keys.brand_secret("acme", "pseudonyms")
    assert keys.renew_secret("acme") == 2
    assert keys.brand_secret("acme", "pseudonyms") != former
    assert keys.brand_secret("acme", "pseudonyms", generation=1) == former


def test_destroyed_brand_cannot_be_created_again(reopen: Tables, master: MemoryMasterKey) -> None:
    keys = ring(master, reopen())
    keys.create_brand("acme")
    keys.subject_key("acme", "p1", create=True)
    keys.destroy_brand("acme")
    assert keys.list_brands() == []
    with pytest.raises(KeyDestroyed):
        keys.brand_secret("acme", "pseudonyms")
    with pytest.raises(KeyDestroyed):
        keys.create_brand("acme")
