"""Protect and restore Parquet files, row group by row group.

The file is written again with the settings it had. Where that does not give back the same bytes (another writer made it),
the original is kept, sealed, in the store of pseudonyms, and restoring gives it back.
"""

from __future__ import annotations

import hashlib
import hmac
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from egide.bulk.errors import FileRefused, ForeignFile
from egide.bulk.outcome import Outcome, Progress
from egide.bulk.reading_ahead import ReadAhead
from egide.bulk.records import Find
from egide.bulk.store import KnownFile, PseudonymStore, StoredRecord
from egide.bulk.workers import Crew, Protector
from egide.pseudonyms import Pseudonymiser, Record, label_of_field, readable, whole_value

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow import parquet as pq

__all__ = ["protect_parquet", "protect_table", "protected_schema", "restore_parquet"]

_SOURCE_SCHEMA: Final = b"egide.source-schema"
_BLOCK: Final = 1 << 20


def protect_parquet(
    source: Path, target: Path, crew: Crew, store: PseudonymStore, progress: Progress | None = None
) -> Outcome:
    """Protect a Parquet file; a run that was interrupted goes on at the row group where it stopped.

    Args:
        source: The file.
        target: Where the protected file appears, whole or not at all.
        crew: Who protects the row groups.
        store: Takes the values, sealed.
        progress: Told how many row groups of how many are done.

    Returns:
        How many cells were replaced.

    Raises:
        FileRefused: the file is not Parquet, or cannot be written.
    """
    source_sha256 = _sha256(source)
    job = hmac.new(crew.key.reveal(), b"parquet" + source_sha256, hashlib.sha256).hexdigest()[:16]
    groups = target.with_name(f".{target.name}.egide-{job}")
    part = target.with_name(f".{target.name}.egide-part")
    try:
        with _opened(source) as file:
            groups.mkdir(exist_ok=True)
            count = file.num_row_groups
            done = sum(1 for _ in _protect_groups(source, groups, count, crew, store, progress))
            schema = protected_schema(file.schema_arrow)
            replaced = _assemble(groups, part, done, schema, file)
            protected_sha256 = _sha256(part)
            if _rewritten_sha256(file) != source_sha256:
                store.keep_original(protected_sha256, _blocks(source))
        store.remember_file(protected_sha256, KnownFile(source_sha256.hex(), "parquet", replaced))
        part.replace(target)
        shutil.rmtree(groups)
    except OSError as failed:
        raise FileRefused(f"{failed.filename or target}: {failed.strerror}.") from failed
    return Outcome("parquet", replaced)


def restore_parquet(
    source: Path,
    target: Path,
    protector: Protector,
    store: PseudonymStore,
    known: KnownFile | None,
    progress: Progress | None = None,
) -> Outcome:
    """Restore a Parquet file.

    Args:
        source: The protected file.
        target: Where the restored file appears, whole or not at all.
        protector: The key and the scope.
        store: Holds the values.
        known: What is remembered of the file.
        progress: Told how many row groups of how many are done.

    Returns:
        How many pseudonyms became values.

    Raises:
        FileRefused: the file is not Parquet, or cannot be written.
        ForeignFile: the file was not protected with this key.
    """
    part = target.with_name(f".{target.name}.egide-part")
    try:
        original = store.original(_sha256(source)) if known else None
        if known is not None and original is not None:
            with part.open("wb") as stream:
                stream.writelines(original)
            part.replace(target)
            return Outcome("parquet", known.pseudonyms)
        with _opened(source) as file:
            restored = _restore_groups(file, part, protector, store, progress)
        if known is None and not restored:
            part.unlink()
            raise ForeignFile(
                f"{source}: no pseudonym of this key is in it; it was protected with another key, or never."
            )
        is_exact = known is not None and known.source_sha256 == _sha256(part).hex()
        part.replace(target)
    except OSError as failed:
        raise FileRefused(f"{failed.filename or target}: {failed.strerror}.") from failed
    return Outcome("parquet", restored, is_exact)


def protected_schema(schema: pa.Schema) -> pa.Schema:
    """Say which types the columns have once protected: a number or a date that is personal becomes text.

    Args:
        schema: The schema of the source.

    Returns:
        The schema of the protected table; it remembers the source's where they differ.
    """
    import pyarrow as pa

    fields = [
        field.with_type(pa.string()) if label_of_field(field.name) and _is_plain(field.type) else field
        for field in schema
    ]
    changed = pa.schema(fields, metadata=schema.metadata)
    if changed.equals(schema):
        return schema
    return changed.with_metadata({**(schema.metadata or {}), _SOURCE_SCHEMA: schema.serialize().to_pybytes()})


def protect_table(table: pa.Table, protector: Protector) -> tuple[pa.Table, tuple[Record, ...], int]:
    """Protect the text of a table, nested text and personal numbers included.

    Args:
        table: Some rows.
        protector: The key, the scope and the detector.

    Returns:
        The protected rows, what was issued, and how many cells were replaced.
    """
    import pyarrow as pa

    find = protector.find
    if isinstance(find, ReadAhead):
        find.read(lambda note: _protect_columns(table, protector.reader(), note))
    pseudonyms = protector.pseudonyms()
    columns, replaced = _protect_columns(table, pseudonyms, find)
    return pa.Table.from_arrays(columns, schema=protected_schema(table.schema)), tuple(pseudonyms.issued), replaced


def _protect_columns(table: pa.Table, pseudonyms: Pseudonymiser, find: Find) -> tuple[list[Any], int]:
    columns, replaced = [], 0
    for field, column in zip(protected_schema(table.schema), table.columns, strict=True):
        label = label_of_field(field.name)
        find_here = find if label is None else whole_value(label)
        text = column if column.type.equals(field.type) else column.cast(field.type)

        def protect(value: str, find_here: Find = find_here) -> str:
            return pseudonyms.protect(value, find_here(readable(value))).text

        changed, count = _map_text(text, protect)
        columns.append(changed)
        replaced += count
    return columns, replaced


def _protect_group(protector: Protector, piece: tuple[str, int, str]) -> tuple[Record, ...]:
    """Protect one row group into a file of its own, in a worker."""
    from pyarrow import parquet as pq

    source, number, drafted = piece
    with pq.ParquetFile(source) as file:
        table, records, replaced = protect_table(file.read_row_group(number), protector)
    marked = table.replace_schema_metadata({**(table.schema.metadata or {}), b"egide.replaced": str(replaced).encode()})
    pq.write_table(marked, drafted)
    return records


def _protect_groups(
    source: Path, groups: Path, count: int, crew: Crew, store: PseudonymStore, progress: Progress | None
) -> Iterator[int]:
    left = [number for number in range(count) if not _group(groups, number).exists()]
    pieces = ((str(source), number, f"{_group(groups, number)}~") for number in left)
    yield from range(count - len(left))
    for number, records in zip(left, crew.work_in_order(_protect_group, pieces) if left else (), strict=True):
        store.add(StoredRecord(record, "parquet") for record in records)
        Path(f"{_group(groups, number)}~").replace(_group(groups, number))
        if progress:
            progress(number + 1, count)
        yield number


def _assemble(groups: Path, part: Path, count: int, schema: pa.Schema, file: pq.ParquetFile) -> int:
    from pyarrow import parquet as pq

    replaced = 0
    with pq.ParquetWriter(part, schema, **_settings(file)) as writer:
        for number in range(count):
            table = pq.read_table(_group(groups, number))
            replaced += int((table.schema.metadata or {}).get(b"egide.replaced", b"0"))
            writer.write_table(table.cast(schema), row_group_size=max(1, table.num_rows))
    return replaced


def _restore_groups(
    file: pq.ParquetFile, part: Path, protector: Protector, store: PseudonymStore, progress: Progress | None
) -> int:
    import pyarrow as pa
    from pyarrow import parquet as pq

    schema = file.schema_arrow
    kept = (schema.metadata or {}).get(_SOURCE_SCHEMA)
    target = pa.ipc.read_schema(pa.py_buffer(kept)) if kept else schema
    restored = 0
    with pq.ParquetWriter(part, target, **_settings(file)) as writer:
        for number in range(file.num_row_groups):
            table = file.read_row_group(number)
            columns = []
            for column in table.columns:
                changed, count = _restore_column(column, protector.pseudonyms, store)
                columns.append(changed)
                restored += count
            whole = pa.Table.from_arrays(columns, names=table.column_names).cast(target)
            writer.write_table(whole, row_group_size=max(1, table.num_rows))
            if progress:
                progress(number + 1, file.num_row_groups)
    return restored


def _restore_column(column: Any, fresh: Callable[[], Pseudonymiser], store: PseudonymStore) -> tuple[Any, int]:
    pseudonyms = fresh()
    codes: set[str] = set()

    def collect(value: str) -> str:
        codes.update(pseudonyms.codes_in(value))
        return value

    _map_text(column, collect)
    if not codes:
        return column, 0
    pseudonyms.issued.merge(store.find(codes, "parquet"))
    return _map_text(column, lambda value: pseudonyms.restore(value).text)


def _map_text(column: Any, change: Callable[[str], str]) -> tuple[Any, int]:
    """Change the text of a column, at any depth; each distinct value once."""
    import pyarrow as pa

    remembered: dict[str, str] = {}
    count = 0

    def change_once(value: str) -> str:
        nonlocal count
        if value not in remembered:
            remembered[value] = change(value)
        count += remembered[value] != value
        return remembered[value]

    def walk(value: Any) -> Any:
        if isinstance(value, str):
            return change_once(value)
        if isinstance(value, list):
            return [walk(item) for item in value]
        if isinstance(value, tuple):
            return tuple(walk(item) for item in value)
        if isinstance(value, dict):
            return {key: walk(item) for key, item in value.items()}
        return value

    if not _has_text(column.type):
        return column, 0
    chunks = [pa.array([walk(value) for value in chunk.to_pylist()], type=column.type) for chunk in column.chunks]
    return (pa.chunked_array(chunks, type=column.type), count) if count else (column, 0)


def _has_text(kind: pa.DataType) -> bool:
    from pyarrow import types

    if types.is_dictionary(kind):
        return _has_text(kind.value_type)
    if types.is_nested(kind):
        return any(_has_text(kind.field(number).type) for number in range(kind.num_fields))
    return bool(types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind))


def _is_plain(kind: pa.DataType) -> bool:
    from pyarrow import types

    return bool(types.is_integer(kind) or types.is_date(kind))


def _settings(file: pq.ParquetFile) -> dict[str, Any]:
    """Read from a file's footer the settings it was written with."""
    metadata = file.metadata
    settings: dict[str, Any] = {
        "version": metadata.format_version if metadata.format_version in {"1.0", "2.4", "2.6"} else "2.6",
        "store_schema": b"ARROW:schema" in (metadata.metadata or {}),
    }
    if not metadata.num_row_groups:
        return settings
    columns = [metadata.row_group(0).column(number) for number in range(metadata.num_columns)]
    settings["compression"] = {
        column.path_in_schema: "NONE" if column.compression == "UNCOMPRESSED" else column.compression
        for column in columns
    }
    settings["use_dictionary"] = [
        column.path_in_schema for column in columns if {"RLE_DICTIONARY", "PLAIN_DICTIONARY"} & set(column.encodings)
    ]
    settings["write_statistics"] = [column.path_in_schema for column in columns if column.is_stats_set]
    settings["write_page_index"] = all(column.has_offset_index for column in columns)
    return settings


def _rewritten_sha256(file: pq.ParquetFile) -> bytes:
    """Hash what writing the source again would give."""
    import pyarrow as pa
    from pyarrow import parquet as pq

    sink = _HashSink()
    with pq.ParquetWriter(pa.PythonFile(sink, mode="w"), file.schema_arrow, **_settings(file)) as writer:
        for number in range(file.num_row_groups):
            table = file.read_row_group(number)
            writer.write_table(table, row_group_size=max(1, table.num_rows))
    return sink.hash.digest()


class _HashSink:
    """A file that keeps nothing but the hash of what is written."""

    closed = False

    def __init__(self) -> None:
        self.hash = hashlib.sha256()
        self._length = 0

    def write(self, written: bytes) -> int:
        """Take bytes."""
        self.hash.update(written)
        self._length += len(written)
        return len(written)

    def tell(self) -> int:
        """Say how many were taken."""
        return self._length

    def flush(self) -> None:
        """Do nothing: nothing is kept."""

    def close(self) -> None:
        """End the file."""
        self.closed = True


def _opened(path: Path) -> pq.ParquetFile:
    import pyarrow as pa
    from pyarrow import parquet as pq

    try:
        return pq.ParquetFile(path)
    except (pa.ArrowException, OSError) as failed:
        raise FileRefused(f"{path}: not a Parquet file, or unreadable.") from failed


def _group(groups: Path, number: int) -> Path:
    return groups / f"{number:06d}.parquet"


def _sha256(path: Path) -> bytes:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").digest()


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            yield block
