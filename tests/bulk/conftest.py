"""A key, its store, and a detector that finds what the tests call personal."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from egide.bulk import PseudonymStore, create_key_file, protect_file, read_key_file, restore_file
from egide.keys import SecretKey


@dataclass(frozen=True)
class Span:
    label: str
    start: int
    end: int


_PERSONAL = re.compile(
    r"(?P<PERSON>Zoé(?:\s\"Zo\")?\sMartin|Claire\sDupont|José)|(?P<EMAIL>[\w.]+@[\w.]+\w)|(?P<PHONE>0\d(?:[ .]?\d\d){4})"
)


def find(text: str) -> list[Span]:
    return [Span(str(match.lastgroup), *match.span()) for match in _PERSONAL.finditer(text)]


def make_find():  # type: ignore[no-untyped-def]
    return find


VALUES = ("Zoé", "Martin", "Dupont", "zoe@", "0639984417", "06 39 98 44 17", "José")


@dataclass
class Files:
    """What a test does with files, in a folder of its own."""

    folder: Path
    key: SecretKey
    store: PseudonymStore

    def write(self, name: str, content: bytes) -> Path:
        path = self.folder / name
        path.write_bytes(content)
        return path

    def protect(self, source: Path, workers: int = 1) -> Path:
        target = source.with_name(f"protected-{source.name}")
        protect_file(source, target, key=self.key, store=self.store, workers=workers, make_find=make_find)
        return target

    def restore(self, protected: Path) -> bytes:
        target = protected.with_name(f"restored-{protected.name}")
        restore_file(protected, target, key=self.key, store=self.store)
        return target.read_bytes()


@pytest.fixture
def files(tmp_path: Path) -> Iterator[Files]:
    path = tmp_path / "keys" / "a.key"
    create_key_file(path, secrets.token_bytes)
    key = read_key_file(path)
    with PseudonymStore(tmp_path / "keys" / "a.key.pseudonyms", key) as store:
        yield Files(tmp_path, key, store)
