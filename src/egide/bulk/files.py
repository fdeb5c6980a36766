"""Protect and restore whole files."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from pathlib import Path
from typing import Final

from egide.bulk.chunks import LineFile, kind_of, read_chunks, read_layout
from egide.bulk.errors import FileRefused
from egide.bulk.outcome import Outcome, Progress
from egide.bulk.progress import Draft
from egide.bulk.records import Find, restore_chunk
from egide.bulk.restoring import FILES_SCOPE, check_is_ours, default_find, find_nothing, issued_in
from egide.bulk.store import KnownFile, PseudonymStore, StoredRecord
from egide.bulk.workers import Crew, Protector, protect_bytes
from egide.keys import SecretKey

__all__ = ["protect_file", "restore_file"]

_NOTE_EVERY_BYTES: Final = 1 << 20
_ONE_PROCESS_BYTES: Final = 1 << 20


def protect_file(
    source: Path,
    target: Path,
    *,
    key: SecretKey,
    store: PseudonymStore,
    workers: int = 1,
    make_find: Callable[[], Find] = default_find,
    progress: Progress | None = None,
) -> Outcome:
    """Replace the personal data of a file with pseudonyms.

    Args:
        source: A text, JSON, JSON Lines, delimited, Parquet or e-mail file.
        target: Where the protected file appears, whole or not at all.
        key: The key of the file commands.
        store: Takes the values, sealed.
        workers: How many processes work.
        make_find: Makes the detector in each process; a function of a module.
        progress: Told how many bytes of how many were read.

    Returns:
        How many spans were replaced.

    Raises:
        FileRefused: the source cannot be read as what its name says, or the target cannot be written.
    """
    kind = kind_of(source)
    if kind == "parquet":
        from egide.bulk.parquet import protect_parquet

        return protect_parquet(source, target, Crew(key, FILES_SCOPE, make_find, workers), store, progress)
    if kind == "eml":
        from egide.bulk.mail import protect_mail

        return protect_mail(source, target, Protector(key, FILES_SCOPE, make_find()), store)
    layout = read_layout(source)
    draft = Draft(target, source, _job("protect", key, layout))
    total = source.stat().st_size
    workers = workers if total > _ONE_PROCESS_BYTES else 1
    with draft.open() as (stream, part):
        noted = draft.position.read
        crew = Crew(key, FILES_SCOPE, make_find, workers)
        for done in crew.work_in_order(protect_bytes, ((layout, chunk) for chunk in read_chunks(stream, kind))):
            store.add(StoredRecord(record, _form(kind)) for record in done.records)
            draft.advance(part, done.source, done.protected, done.replaced)
            if draft.position.read - noted >= _NOTE_EVERY_BYTES:
                draft.note(part)
                noted = draft.position.read
            if progress:
                progress(draft.position.read, total)
    known = KnownFile(draft.source_hash.hexdigest(), kind, draft.position.replaced, layout.encoding)
    store.remember_file(draft.written_hash.digest(), known)
    draft.finish()
    return Outcome(kind, draft.position.replaced)


def restore_file(
    source: Path, target: Path, *, key: SecretKey, store: PseudonymStore, progress: Progress | None = None
) -> Outcome:
    """Put the values back in a protected file, also after a model or a person has worked on it.

    Args:
        source: The protected file.
        target: Where the restored file appears, whole or not at all.
        key: The key that protected it.
        store: Holds the values.
        progress: Told how many bytes of how many were read.

    Returns:
        How many pseudonyms became values; whether the file is known to be, byte for byte, the one that was protected.

    Raises:
        FileRefused: the file cannot be read or written.
        ForeignFile: the file was not protected with this key.
    """
    known = store.known_file(_sha256(source))
    kind = known.kind if known else kind_of(source)
    protector = Protector(key, FILES_SCOPE, find_nothing)
    if kind == "parquet":
        from egide.bulk.parquet import restore_parquet

        return restore_parquet(source, target, protector, store, known, progress)
    if kind == "eml":
        from egide.bulk.mail import restore_mail

        return restore_mail(source, target, protector, store, known)
    layout = read_layout(source)
    layout = LineFile(kind, known.encoding if known else layout.encoding, layout.sheet)
    draft = Draft(target, source, _job("restore", key, layout))
    total = source.stat().st_size
    with draft.open() as (stream, part):
        noted = draft.position.read
        for chunk in read_chunks(stream, "json" if kind == "json" else "text"):
            text = layout.decode(chunk)
            pseudonyms = issued_in(text, protector.pseudonyms(), store, _form(kind))
            restored = layout.encode(restore_chunk(kind, text, pseudonyms)) if pseudonyms.issued else chunk
            draft.advance(part, chunk, restored, pseudonyms.count_codes(text) if pseudonyms.issued else 0)
            if draft.position.read - noted >= _NOTE_EVERY_BYTES:
                draft.note(part)
                noted = draft.position.read
            if progress:
                progress(draft.position.read, total)
    check_is_ours(source, known, draft.position.replaced, draft.discard)
    is_exact = known is not None and hmac.compare_digest(known.source_sha256, draft.written_hash.hexdigest())
    draft.finish()
    return Outcome(kind, draft.position.replaced, is_exact)


def _form(kind: str) -> str:
    return "json" if kind in {"json", "jsonl"} else kind


def _job(verb: str, key: SecretKey, layout: LineFile) -> str:
    return hmac.new(key.reveal(), f"{verb} {layout!r}".encode(), hashlib.sha256).hexdigest()


def _sha256(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").digest()
    except OSError as failed:
        raise FileRefused(f"{path}: cannot be read ({failed.strerror}).") from failed
