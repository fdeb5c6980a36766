"""Protect a lake with Apache Spark: Arrow batches in, Arrow batches out, on the cluster that already holds the data.

Pseudonyms come from the key alone, so executors need no shared state. What they issue comes back sealed, in a column of
its own, and goes to the store of pseudonyms; the values never stand in clear on the driver's disk.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from egide.bulk.chunks import kind_of
from egide.bulk.errors import FileRefused
from egide.bulk.outcome import Outcome
from egide.bulk.reading_ahead import ReadAhead
from egide.bulk.records import Find, conversations_in, protect_chunk
from egide.bulk.restoring import FILES_SCOPE, default_find
from egide.bulk.store import PseudonymStore, StoredRecord
from egide.bulk.workers import Protector
from egide.keys import Binding, SecretKey, seal, unseal
from egide.pseudonyms import Record

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["RECORDS_COLUMN", "batch_protector", "open_records", "protect_with_spark"]

RECORDS_COLUMN: Final = "egide_records"
"""In one row of each batch, the records that the batch issued, sealed; the driver takes the column away."""

_PLACE: Final = Binding("files", "spark", "batch", "records")
_LINES: Final = "value"


def protect_with_spark(source: Path, target: Path, *, key: SecretKey, store: PseudonymStore) -> Outcome:
    """Protect a Parquet, JSON Lines or text file, or a folder of them, with Spark.

    Args:
        source: A file, or a folder of files of one kind.
        target: The folder to write; it must not exist.
        key: The key of the file commands.
        store: Takes the values, sealed.

    Returns:
        How many pseudonyms were issued.

    Raises:
        FileRefused: Spark is not installed, the kind is not one that Spark reads line by line or as Arrow, or Spark failed.
    """
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
        from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema
    except ModuleNotFoundError as missing:
        raise FileRefused("Spark is not installed: pip install 'egide[spark]', or use --engine local.") from missing
    kind = kind_of(next(iter(sorted(source.glob("[!._]*"))), source) if source.is_dir() else source)
    if kind not in {"parquet", "jsonl", "text"}:
        raise FileRefused(f"{source}: Spark protects Parquet, JSON Lines and text; use --engine local.")
    session = _session(SparkSession)
    try:
        reader = session.read
        frame = reader.parquet(str(source)) if kind == "parquet" else reader.text(str(source))
        arrow = to_arrow_schema(frame.schema)
        schema = from_arrow_schema(batch_schema(arrow, kind))
        protected = frame.mapInArrow(batch_protector(key.reveal(), kind, default_find), schema).persist()
        written = protected.drop(RECORDS_COLUMN).write
        if kind == "parquet":
            written.parquet(str(target))
        else:
            written.text(str(target))
        issued = 0
        for row in protected.select(RECORDS_COLUMN).where(f"{RECORDS_COLUMN} IS NOT NULL").toLocalIterator():
            records = open_records(key, bytes(row[0]))
            store.add(StoredRecord(record, "json" if kind == "jsonl" else kind) for record in records)
            issued += len(records)
        protected.unpersist()
    except PySparkException as failed:
        raise FileRefused(f"{source}: Spark could not protect it ({type(failed).__name__}).") from failed
    return Outcome(kind, issued)


def _session(spark: Any) -> Any:
    """Join the cluster's session, or start a quiet local one whose workers run this very Python."""
    builder = spark.builder.appName("egide protect").config("spark.ui.showConsoleProgress", "false")
    # PySpark reads the worker's Python from the environment, and takes "python3" of the path without it.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    if "SPARK_MASTER" not in os.environ and "MASTER" not in os.environ:
        # On one machine nothing needs to listen beyond it.
        builder = builder.config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1")
        builder = builder.config("spark.ui.enabled", "false")
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    return session


def batch_schema(schema: pa.Schema, kind: str) -> pa.Schema:
    """Say which columns protected batches have: those of the source, and the records.

    Args:
        schema: The schema of the source.
        kind: "parquet", or the kind of the lines.

    Returns:
        The schema.
    """
    import pyarrow as pa

    from egide.bulk.parquet import protected_schema

    shown = protected_schema(schema) if kind == "parquet" else schema
    return shown.remove_metadata().append(pa.field(RECORDS_COLUMN, pa.binary()))


def batch_protector(
    secret: bytes, kind: str, make_find: Callable[[], Find]
) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """Make the function that Spark's ``mapInArrow`` runs on each partition.

    Args:
        secret: The key of the file commands; it travels with the task, which Spark encrypts if it is told to.
        kind: "parquet" for tables, or the kind of the lines.
        make_find: Makes the detector, once per partition.

    Returns:
        The function.
    """

    def protect_batches(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import pyarrow as pa

        from egide.bulk.parquet import protect_table

        key = SecretKey(secret)
        protector = Protector(key, FILES_SCOPE, make_find())
        for batch in batches:
            records: tuple[Record, ...]
            if kind == "parquet":
                table, records, _ = protect_table(pa.Table.from_batches([batch]), protector)
            else:
                pseudonyms = protector.pseudonyms()
                if isinstance(protector.find, ReadAhead):
                    whole_chunk = "\n".join(line for line in batch.column(0).to_pylist() if line is not None)
                    protector.find.read_conversations(conversations_in(kind, whole_chunk))
                lines = [
                    None if line is None else protect_chunk(kind, line, pseudonyms, protector.find)
                    for line in batch.column(0).to_pylist()
                ]
                table, records = pa.table({_LINES: pa.array(lines, pa.string())}), tuple(pseudonyms.issued)
            column: list[bytes | None] = [None] * table.num_rows
            if records:
                column[0] = seal(key, _written(records), binding=_PLACE, nonce_source=secrets.token_bytes)
            whole = table.replace_schema_metadata(None).append_column(RECORDS_COLUMN, pa.array(column, pa.binary()))
            yield from whole.to_batches()

    return protect_batches


def open_records(key: SecretKey, sealed: bytes) -> list[Record]:
    """Read the records that a batch sent back.

    Args:
        key: The key of the file commands.
        sealed: What stands in the column of records.

    Returns:
        The records.
    """
    rows: list[list[Any]] = json.loads(unseal(key, sealed, binding=_PLACE))
    return [Record(*row) for row in rows]


def _written(records: Iterable[Record]) -> bytes:
    return json.dumps([[r.code, r.label, r.pseudonym, r.value, r.raw, r.is_number] for r in records]).encode()
