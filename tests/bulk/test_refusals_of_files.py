"""A wrong key, a foreign file and an unreadable one are refused, and nothing half-written stays."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

import pytest
from tests.bulk.conftest import find

from egide.bulk import (
    FileRefused,
    ForeignFile,
    PseudonymStore,
    StoreUnavailable,
    WrongKey,
    create_key_file,
    protect_file,
    read_key_file,
    restore_file,
)
from egide.keys import SecretKey

TEXT = "Zoé Martin, zoe@courriel.example\n".encode()


def test_refuses_a_file_protected_with_another_key(files: Any, tmp_path: Path) -> None:
    protected = files.protect(files.write("a.txt", TEXT))
    assert files.restore(protected) == TEXT
    other = SecretKey(secrets.token_bytes(32))
    with PseudonymStore(tmp_path / "other.pseudonyms", other) as store, pytest.raises(ForeignFile, match="another key"):
        restore_file(protected, tmp_path / "back.txt", key=other, store=store)
    assert not list(tmp_path.glob("*back*"))


def test_refuses_a_store_written_under_another_key(files: Any, tmp_path: Path) -> None:
    files.protect(files.write("a.txt", TEXT))
    with pytest.raises(WrongKey):
        PseudonymStore(tmp_path / "keys" / "a.key.pseudonyms", SecretKey(bytes(32)))


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.csv", "a.eml"])
def test_refuses_a_file_that_was_never_protected(files: Any, name: str, tmp_path: Path) -> None:
    source = files.write(name, b"Subject: x\n\n[PERSONNE_22222-2222] bonjour\n")
    with pytest.raises(ForeignFile):
        files.restore(source)
    assert [path.name for path in tmp_path.iterdir() if "restored" in path.name] == []


def test_a_file_without_personal_data_is_not_foreign(files: Any) -> None:
    protected = files.protect(files.write("a.txt", b"rien\n"))
    assert files.restore(protected) == b"rien\n"


@pytest.mark.parametrize(("name", "content"), [("a.txt", b"a\0b"), ("a.parquet", b"PAR1 no"), ("a.csv", b"\0\0")])
def test_refuses_what_is_not_what_its_name_says(files: Any, name: str, content: bytes, tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="a\\."):
        files.protect(files.write(name, content))
    assert not (tmp_path / f"protected-{name}").exists()


def test_refuses_a_key_that_others_can_read(tmp_path: Path) -> None:
    path = tmp_path / "k" / "a.key"
    create_key_file(path, secrets.token_bytes)
    key = read_key_file(path)
    create_key_file(path, secrets.token_bytes)
    assert read_key_file(path) == key
    path.chmod(0o644)
    with pytest.raises(StoreUnavailable, match="0600"):
        read_key_file(path)
    path.chmod(0o600)
    path.write_text("{}")
    with pytest.raises(StoreUnavailable, match="not a key"):
        read_key_file(path)


def test_an_interrupted_run_goes_on_where_it_stopped(files: Any, tmp_path: Path) -> None:
    content = "".join(f"{number} zoe{number % 90}@courriel.example {'-' * 60}\n" for number in range(26_000)).encode()
    source, target = files.write("a.txt", content), tmp_path / "out.txt"
    seen: list[int] = []

    def breaks_down():  # type: ignore[no-untyped-def]
        def find_until(text: str) -> list[Any]:
            seen.append(len(text))
            if sum(seen) > 1_800_000:
                raise KeyboardInterrupt
            return find(text)

        return find_until

    with pytest.raises(KeyboardInterrupt):
        protect_file(source, target, key=files.key, store=files.store, make_find=breaks_down)
    assert not target.exists()
    first = sum(seen)
    seen.clear()

    def counts():  # type: ignore[no-untyped-def]
        def find_and_count(text: str) -> list[Any]:
            seen.append(len(text))
            return find(text)

        return find_and_count

    protect_file(source, target, key=files.key, store=files.store, make_find=counts)
    assert sum(seen) <= len(content) - 1_000_000
    assert first + sum(seen) >= len(content)
    assert files.restore(target) == content
    assert not list(tmp_path.glob(".*"))


def test_an_interrupted_run_begins_again_when_the_source_has_changed(files: Any, tmp_path: Path) -> None:
    source, target = files.write("a.txt", TEXT * 60_000), tmp_path / "out.txt"

    def stops(done: int, total: int) -> None:
        del total
        if done > 1_500_000:
            raise KeyboardInterrupt

    def make_find():  # type: ignore[no-untyped-def]
        return find

    with pytest.raises(KeyboardInterrupt):
        protect_file(source, target, key=files.key, store=files.store, make_find=make_find, progress=stops)
    source.write_bytes(b"x" + TEXT * 10)
    protect_file(source, target, key=files.key, store=files.store, make_find=make_find)
    assert files.restore(target) == b"x" + TEXT * 10
