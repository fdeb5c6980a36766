"""Parquet and Arrow batches: types, nested text, personal numbers, settings, and another writer's bytes."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet as pq
from tests.bulk.conftest import make_find

from egide.bulk.spark import RECORDS_COLUMN, batch_protector, batch_schema, open_records
from egide.bulk.store import StoredRecord


def table() -> pa.Table:
    return pa.table(
        {
            "id": pa.array([1, 2, 3], pa.int32()),
            "nom": ["Ottavi", None, "Zoé Martin"],
            "telephone": pa.array([639984417, None, 612345678], pa.int64()),
            "date_naissance": pa.array([datetime.date(1987, 5, 3), None, datetime.date(2001, 1, 1)]),
            "message": pa.array(["Je suis Zoé Martin", "rien", "zoe@courriel.example"], pa.large_string()),
            "canal": pa.array(["e-mail", "e-mail", "José"]).dictionary_encode(),
            "tours": [[{"qui": "Claire Dupont", "n": 1}], [], None],
            "montant": [1.5, None, 3.0],
        }
    ).replace_schema_metadata({"source": "essai"})


def write(path: Path, **settings: Any) -> bytes:
    pq.write_table(table(), path, row_group_size=2, **settings)
    return path.read_bytes()


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"compression": "zstd"},
        {"compression": "none", "use_dictionary": False},
        {"version": "1.0", "write_statistics": False},
        {"compression": {"nom": "gzip"}, "write_page_index": True},
        {"data_page_version": "2.0"},
        {"store_schema": False},
    ],
)
def test_parquet_comes_back_byte_for_byte(files: Any, tmp_path: Path, settings: dict[str, Any]) -> None:
    content = write(tmp_path / "a.parquet", **settings)
    protected = files.protect(tmp_path / "a.parquet")
    shown = pq.read_table(protected)
    text = str(shown.to_pylist())
    assert not [value for value in ("Ottavi", "Zoé", "639984417", "1987", "zoe@", "José", "Dupont") if value in text]
    assert shown.column("id").to_pylist() == [1, 2, 3]
    assert shown.column("montant").to_pylist() == [1.5, None, 3.0]
    assert pq.ParquetFile(protected).num_row_groups == 2
    assert files.restore(protected) == content
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_restores_a_protected_table_that_was_worked_on(files: Any, tmp_path: Path) -> None:
    write(tmp_path / "a.parquet")
    shown = pq.read_table(files.protect(tmp_path / "a.parquet"))
    pq.write_table(shown.slice(2, 1), tmp_path / "worked.parquet")
    files.restore(tmp_path / "worked.parquet")
    restored = pq.read_table(tmp_path / "restored-worked.parquet")
    assert restored.to_pylist() == table().slice(2, 1).to_pylist()
    assert restored.schema.equals(pq.read_schema(tmp_path / "a.parquet"))


@pytest.mark.parametrize("kind", ["parquet", "jsonl"])
def test_spark_batches_are_protected_and_send_their_records_back_sealed(files: Any, kind: str) -> None:
    source = table() if kind == "parquet" else pa.table({"value": ['{"nom": "Ottavi"}', None, "Zoé Martin"]})
    protect = batch_protector(files.key.reveal(), kind, make_find)
    batches = list(protect(source.to_batches(max_chunksize=2)))
    assert all(batch.schema.equals(batch_schema(source.schema, kind)) for batch in batches)
    sealed = [value for batch in batches for value in batch.column(RECORDS_COLUMN).to_pylist() if value is not None]
    records = [record for one in sealed for record in open_records(files.key, one)]
    assert {"Ottavi", "Zoé Martin"} <= {record.value for record in records}
    assert b"Ottavi" not in b"".join(sealed)
    files.store.add(StoredRecord(record, kind) for record in records)
    shown = str([batch.drop_columns([RECORDS_COLUMN]).to_pylist() for batch in batches])
    assert "Ottavi" not in shown
    assert "Zoé" not in shown
