"""The values behind the pseudonyms of protected files, sealed, in one SQLite file beside the key and away from the files.

Source: GDPR art. 4(5): the additional information is kept separately from the pseudonymised data.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, NamedTuple, Self

from egide.bulk.errors import StoreUnavailable, WrongKey
from egide.keys import Binding, SealBroken, SecretKey, derive_key, seal, unseal
from egide.pseudonyms import Record

__all__ = ["KnownFile", "PseudonymStore", "StoredRecord"]

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS check_value (id INTEGER PRIMARY KEY CHECK (id = 1), hash BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS pseudonym (code TEXT PRIMARY KEY, sealed BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS file (protected_sha256 BLOB PRIMARY KEY, sealed BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS original (digest BLOB NOT NULL, part INTEGER NOT NULL, sealed BLOB NOT NULL,
    PRIMARY KEY (digest, part));
"""
_BATCH: Final = 500
_LATELY: Final = 200_000
_ORIGINAL_PART: Final = 1 << 20


class StoredRecord(NamedTuple):
    """A record and the format in which its raw form makes sense."""

    record: Record
    form: str


@dataclass(frozen=True, slots=True)
class KnownFile:
    """What is remembered of a file that was protected."""

    source_sha256: str
    kind: str
    pseudonyms: int
    encoding: str = "utf-8"


class PseudonymStore:
    """Records by code, files by the hash of their protected content, and original parts by the hash of their stand-in.

    Args:
        path: The SQLite file; created with mode 0600 when absent.
        key: The key of the file commands; its store opens with no other.

    Raises:
        StoreUnavailable: the file cannot be opened.
        WrongKey: the store was written under another key.
    """

    def __init__(self, path: Path, key: SecretKey) -> None:
        self._key = derive_key(key, b"egide/file-store/1")
        self._path = path
        self._lately: set[str] = set()  # codes stored by this run: the same value stands in many chunks
        with self._answering():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            self._connection = sqlite3.connect(path, timeout=30, isolation_level=None)
            self._connection.execute("PRAGMA journal_mode=WAL")
            self._connection.execute("PRAGMA secure_delete=ON")
            self._connection.executescript(_SCHEMA)
            check = hmac.digest(self._key.reveal(), b"check", hashlib.sha256)
            self._connection.execute("INSERT OR IGNORE INTO check_value VALUES (1, ?)", (check,))
            (stored,) = self._connection.execute("SELECT hash FROM check_value").fetchone()
        if not hmac.compare_digest(stored, check):
            self._connection.close()
            raise WrongKey(f"{path.name}: these pseudonyms were stored under another key.")

    def add(self, records: Iterable[StoredRecord]) -> None:
        """Store records, in one transaction; those that are known stay as they are."""
        new: dict[str, StoredRecord] = {}
        for one in records:
            if one.record.code not in self._lately:
                new.setdefault(one.record.code, one)
        rows = [(code, self._sealed_record(stored)) for code, stored in new.items()]
        if not rows:
            return
        with self._answering(), self._transaction():
            self._connection.executemany("INSERT OR IGNORE INTO pseudonym VALUES (?, ?)", rows)
        if len(self._lately) > _LATELY:
            self._lately.clear()
        self._lately.update(new)

    def find(self, codes: Collection[str], form: str) -> list[Record]:
        """Find records by their codes; codes that were not issued are passed over.

        Args:
            codes: Codes, in lower case and without dash.
            form: The format they will be written in; a raw form of another format is left out.

        Returns:
            The records.

        Raises:
            WrongKey: a record does not open with this key.
        """
        wanted = list(codes)
        records: list[Record] = []
        for start in range(0, len(wanted), _BATCH):
            batch = wanted[start : start + _BATCH]
            with self._answering():
                rows = self._connection.execute(
                    "SELECT code, sealed FROM pseudonym JOIN json_each(?) ON code = value", (json.dumps(batch),)
                ).fetchall()
            records.extend(self._opened_record(code, sealed, form) for code, sealed in rows)
        return records

    def remember_file(self, protected_sha256: bytes, known: KnownFile) -> None:
        """Remember a file by the hash of its protected content."""
        content = json.dumps([known.source_sha256, known.kind, known.pseudonyms, known.encoding]).encode()
        sealed = self._seal(content, "file", protected_sha256.hex())
        with self._answering():
            self._connection.execute("INSERT OR REPLACE INTO file VALUES (?, ?)", (protected_sha256, sealed))

    def known_file(self, protected_sha256: bytes) -> KnownFile | None:
        """Return what is remembered of a file; None when its content was changed since, or never protected here."""
        with self._answering():
            row = self._connection.execute(
                "SELECT sealed FROM file WHERE protected_sha256=?", (protected_sha256,)
            ).fetchone()
        if row is None:
            return None
        return KnownFile(*json.loads(self._unseal(row[0], "file", protected_sha256.hex())))

    def keep_original(self, digest: bytes, parts: Iterable[bytes]) -> None:
        """Keep bytes that cannot be rebuilt, under the hash of what stands for them in the protected file."""
        with self._answering(), self._transaction():
            self._connection.execute("DELETE FROM original WHERE digest=?", (digest,))
            for number, part in enumerate(parts):
                sealed = self._seal(part, "original", f"{digest.hex()}/{number}")
                self._connection.execute("INSERT INTO original VALUES (?, ?, ?)", (digest, number, sealed))

    def original(self, digest: bytes) -> Iterator[bytes] | None:
        """Return the parts of what was kept under a hash, or None."""
        with self._answering():
            rows = self._connection.execute("SELECT part, sealed FROM original WHERE digest=? ORDER BY part", (digest,))
            first = rows.fetchone()
        if first is None:
            return None

        def parts() -> Iterator[bytes]:
            yield self._unseal(first[1], "original", f"{digest.hex()}/{first[0]}")
            for number, sealed in rows:
                yield self._unseal(sealed, "original", f"{digest.hex()}/{number}")

        return parts()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _sealed_record(self, stored: StoredRecord) -> bytes:
        r = stored.record
        content = json.dumps([r.label, r.pseudonym, r.value, r.raw, r.is_number, stored.form]).encode()
        return self._seal(content, "pseudonym", r.code)

    def _opened_record(self, code: str, sealed: bytes, form: str) -> Record:
        label, pseudonym, value, raw, is_number, stored_form = json.loads(self._unseal(sealed, "pseudonym", code))
        return Record(code, label, pseudonym, value, raw if stored_form == form else None, is_number)

    def _seal(self, content: bytes, table: str, row: str) -> bytes:
        return seal(
            self._key, content, binding=Binding("files", table, row, "sealed"), nonce_source=secrets.token_bytes
        )

    def _unseal(self, sealed: bytes, table: str, row: str) -> bytes:
        try:
            return unseal(self._key, sealed, binding=Binding("files", table, row, "sealed"))
        except SealBroken as broken:
            raise WrongKey(f"{self._path.name}: a record does not open with this key.") from broken

    @contextmanager
    def _answering(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as failed:
            raise StoreUnavailable(f"{self._path}: the store of pseudonyms does not answer.") from failed

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")
