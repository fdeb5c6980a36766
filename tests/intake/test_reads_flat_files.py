"""JSONL, CSV, TSV and Parquet become canonical records; what is malformed is named with its place, and the rest goes in."""

from __future__ import annotations

import gzip
import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from egide.intake import Limits, Options, Record, Reject, Skip, read, read_path


def _records(content: bytes, name: str, options: Options | None = None) -> list[Record]:
    items = list(read(content, name, options))
    assert all(isinstance(item, Record) for item in items), [i for i in items if not isinstance(i, Record)]
    return [item for item in items if isinstance(item, Record)]


def _rejects(content: bytes, name: str, options: Options | None = None) -> list[tuple[str, str]]:
    return [(str(item.position), item.code) for item in read(content, name, options) if isinstance(item, Reject)]


CANONICAL: dict[str, Any] = {
    "source": "crm",
    "external_id": "m-1",
    "thread_id": "t-1",
    "channel": "email",
    "direction": "inbound",
    "started_at": "2026-09-02T08:14:00+02:00",
    "author_role": "customer",
    "email": "Maelle@Exemple.test",
    "phone": "06 00 00 00 01",
    "customer_number": "4100 287731",
    "lang": "fr-FR",
    "subject": "Facture",
    "text": "Ma facture est fausse.",
    "labels": {"intent": "facture"},
    "priority": "high",
    "csat": "2",
    "outcome": "solved",
    "consent": {"prospection": "no"},
    "purpose": "sav",
    "legal_basis": "contract",
    "source_url": "https://crm.test/m-1",
    "brand": "orvelie",
}


def _as_csv(row: dict[str, Any]) -> bytes:
    flat = {name: cell for name, cell in row.items() if not isinstance(cell, dict)} | {"label_intent": "facture"}
    return (";".join(flat) + "\n" + ";".join(str(cell) for cell in flat.values()) + "\n").encode()


def _as_parquet(rows: list[dict[str, Any]]) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("form", ["jsonl", "json", "csv", "parquet"])
def test_reads_the_canonical_record_from_every_flat_format(form: str) -> None:
    content = {
        "jsonl": json.dumps(CANONICAL).encode() + b"\n",
        "json": json.dumps([CANONICAL]).encode(),
        "csv": _as_csv(CANONICAL),
        "parquet": _as_parquet([CANONICAL]),
    }[form]
    (record,) = _records(content, f"crm.{form}")
    assert (record.source, record.external_id, record.thread_id) == ("crm", "m-1", "t-1")
    assert (record.channel, record.direction, record.author_role) == ("email", "inbound", "customer")
    assert record.started_at == datetime(2026, 9, 2, 6, 14, tzinfo=UTC)
    assert record.customer.keys() == (
        ("email", "maelle@exemple.test"),
        ("phone", "+33600000001"),
        ("customer_number", "4100287731"),
    )
    assert record.author == record.customer
    assert (record.lang, record.subject, record.text) == ("fr", "Facture", "Ma facture est fausse.")
    assert record.labels == {"intent": "facture"}
    assert (record.priority, record.csat, record.outcome) == ("high", "2", "solved")
    assert (record.purpose, record.legal_basis, record.brand) == ("sav", "contract", "orvelie")


def test_shows_no_personal_value_in_repr() -> None:
    (record,) = _records(json.dumps(CANONICAL).encode(), "crm.jsonl")
    shown = repr(record)
    for value in ("aelle", "06 00", "4100", "facture", "Facture", "crm.test/"):
        assert value not in shown


def test_reads_a_conversation_line_as_the_messages_of_one_thread() -> None:
    line = {
        "id": "c001",
        "channel": "call",
        "opened_at": "2026-09-02T08:14:00+02:00",
        "customer": {"ref": "4100287731"},
        "messages": [
            {"at": "2026-09-02T08:14:00+02:00", "from": "customer", "text": "Bonjour"},
            {"at": "2026-09-02T08:15:00+02:00", "from": "agent", "text": "Bonjour, que puis-je faire ?"},
        ],
        "gold": {"intent": "facture", "kb": None},
    }
    first, second = _records(json.dumps(line).encode(), "conversations.jsonl")
    assert (first.external_id, second.external_id, second.thread_id) == ("c001/0", "c001/1", "c001")
    assert (first.channel, first.author_role, second.author_role, second.turn) == ("call_in", "customer", "agent", 1)
    assert second.customer.keys() == (("customer_number", "4100287731"),)
    assert not second.author
    assert second.direction == "outbound"
    assert first.labels == {"gold.intent": "facture"}


def test_takes_a_conversation_whole_or_not_at_all() -> None:
    good = {"id": "1", "messages": [{"from": "customer", "text": "a"}, {"from": "agent", "text": "b"}]}
    bad = {"id": "2", "messages": [{"from": "customer", "text": "a"}, {"from": "nobody", "text": "b"}]}
    content = "\n".join(json.dumps(line) for line in (good, bad)).encode()
    items = list(read(content, "x.jsonl"))
    assert [type(item) for item in items] == [Record, Record, Reject]
    assert _rejects(content, "x.jsonl") == [("x.jsonl:2", "field-invalid")]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"{", "json-malformed"),
        (b'{"text": "\xff"}', "encoding"),
        (b"[1]", "json-shape"),
        (b'"text"', "json-shape"),
        (b'{"id": "1"}', "text-missing"),
        (b'{"text": ["a"]}', "field-invalid"),
        (b'{"text": "a", "channel": "pigeon"}', "channel-unknown"),
        (b'{"text": "a", "date": "someday"}', "date-unreadable"),
        (b'{"text": "a", "date": 1e400}', ""),
        (b'{"text": "a", "turn": "-1"}', "field-invalid"),
        (b'{"messages": []}', "text-missing"),
        (b'{"segments": [{"start": 0}]}', "transcript-malformed"),
        (b"[" * 100_000, "json-malformed"),
        (b'{"text": ' + b"9" * 5000 + b"}", "json-malformed"),
    ],
    ids=lambda part: part[:24] if isinstance(part, bytes) else part,
)
def test_names_the_line_and_the_reason_and_goes_on(line: bytes, code: str) -> None:
    content = b'{"id": "a", "text": "avant"}\n' + line + b'\n{"id": "b", "text": "apr\xc3\xa8s"}\n'
    items = list(read(content, "x.jsonl"))
    assert [item.text for item in items if isinstance(item, Record) and item.external_id in {"a", "b"}] == [
        "avant",
        "après",
    ]
    assert _rejects(content, "x.jsonl") == ([("x.jsonl:2", code)] if code else [])
    reject = next((item for item in items if isinstance(item, Reject)), None)
    assert reject is None or (reject.reason_fr and reject.reason_en and "pigeon" not in reject.reason_fr)


def test_passes_over_a_line_longer_than_the_limit_without_holding_it() -> None:
    options = Options(limits=Limits(line_bytes=1000))
    content = b'{"text": "a"}\n{"text": "' + b"x" * 100_000 + b'"}\n{"text": "b"}'
    items = list(read(content, "x.jsonl", options))
    assert [type(item) for item in items] == [Record, Reject, Record]
    assert _rejects(content, "x.jsonl", options) == [("x.jsonl:2", "line-too-long")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_reads_csv_as_spreadsheets_write_it(encoding: str, separator: str) -> None:
    rows = [["Référence client", "Date", "Objet", "Message"], ["42", "02/09/2026 08:14", "Été", "Où est mon colis ?"]]
    content = "\r\n".join(separator.join(row) for row in rows).encode(encoding)
    (record,) = _records(content, "export.csv", Options(timezone=ZoneInfo("Europe/Paris")))
    assert (record.subject, record.text) == ("Été", "Où est mon colis ?")
    assert record.started_at == datetime(2026, 9, 2, 6, 14, tzinfo=UTC)
    assert record.customer.keys() == (("customer_number", "42"),)
    assert record.position.line == 2


def test_reads_quoted_cells_over_several_lines() -> None:
    content = b'id;text\n1;"Bonjour,\nmerci ; ""vite"""\n2;fin\n'
    first, second = _records(content, "x.csv")
    assert first.text == 'Bonjour,\nmerci ; "vite"'
    assert (second.text, second.position.line) == ("fin", 4)


@pytest.mark.parametrize("name", ["x.csv", "x.tsv"])
def test_one_stray_quote_costs_one_row_at_most(name: str) -> None:
    content = b'id\ttext\n1\t"jamais ferm\xc3\xa9\n2\tdeux\n3\t"trois"\n4\tquatre "bis"\n'
    records = [item for item in read(content, name) if isinstance(item, Record)]
    assert [record.external_id for record in records] == ["1", "2", "3", "4"]
    assert records[0].text == '"jamais fermé'
    assert records[3].text == 'quatre "bis"'


@pytest.mark.parametrize("length", [1_000, 131_072, 400_000])
def test_reads_a_cell_of_any_length_within_the_limit(length: int) -> None:
    long = ('é"; ' * length)[:length]
    quoted = long.replace('"', '""')
    content = f'id;text;objet\n1;"{quoted}";fin\n2;b;c\n'.encode()
    first, second = _records(content, "x.csv")
    assert (first.text, first.subject, second.text) == (long.strip(), "fin", "b")


def test_reads_any_object_that_reads_and_leaves_it_open() -> None:
    class Upload:
        def __init__(self, content: bytes) -> None:
            self.held = io.BytesIO(content)

        def read(self, size: int = -1) -> bytes:
            return self.held.read(size)

    upload = Upload(b'{"id": "1", "text": "a"}\n')
    (record,) = read(upload, "x.jsonl")  # type: ignore[arg-type]
    assert isinstance(record, Record)
    stream = io.BytesIO(_as_parquet([CANONICAL]))
    assert isinstance(next(iter(read(stream, "x.parquet"))), Record)
    assert not stream.closed


def test_names_rows_of_another_width() -> None:
    assert _rejects(b"id,text\n1,a\n2\n3,b,c\n4,d\n", "x.csv") == [("x.csv:3", "csv-width"), ("x.csv:4", "csv-width")]


def test_refuses_a_table_without_text_and_a_mapping_to_nothing() -> None:
    assert _rejects(b"a,b\n1,2\n", "x.csv") == [("x.csv:1", "columns-missing")]
    assert [record.text for record in _records(b"a,b\n1,2\n", "x.csv", Options(columns={"text": "b"}))] == ["2"]
    assert _rejects(b"a,b\n1,2\n", "x.csv", Options(columns={"text": "c"})) == [("x.csv:1", "field-invalid")]


def test_keeps_only_the_columns_it_knows() -> None:
    (record,) = _records(b"id,text,iban,notes_rh\n1,a,FR7630006000011234567890189,secret-note\n", "x.csv")
    held = "".join(str(getattr(record, name)) for name in Record.__slots__)
    assert "FR76" not in held
    assert "secret-note" not in held


def test_unknown_identity_is_stable_from_one_reading_to_the_next() -> None:
    content = b'{"text": "sans identifiant"}\n{"text": "sans identifiant"}\n'
    first, second = _records(content, "x.jsonl")
    assert first.thread_id != second.thread_id
    assert [record.thread_id for record in _records(content, "x.jsonl")] == [first.thread_id, second.thread_id]


@pytest.mark.parametrize("name", ["x.jsonl.gz", "x.gz", "x"])
def test_inflates_gzip_by_its_content(name: str) -> None:
    (record,) = _records(gzip.compress(b'{"id": "1", "text": "a"}\n'), name)
    assert record.text == "a"


def test_stops_a_compression_bomb() -> None:
    options = Options(limits=Limits(inflate_free_bytes=1_000_000, inflate_ratio=50))
    bomb = gzip.compress(b'{"text": "a"}\n' * 1_000_000)
    items = list(read(bomb, "x.jsonl.gz", options))
    assert isinstance(items[-1], Reject)
    assert items[-1].code == "compressed-bomb"
    assert len(items) < 200_000


def test_says_that_compressed_data_is_damaged() -> None:
    whole = gzip.compress(b'{"id": "1", "text": "a"}\n' * 10_000)
    assert _rejects(whole[:-200], "x.jsonl.gz")[-1] == ("x.jsonl.gz", "compressed-damaged")


def test_bounds_what_is_read_whole_and_each_parquet_group() -> None:
    small = Options(limits=Limits(whole_bytes=10, row_group_bytes=10))
    assert _rejects(b'[{"text": "plus de dix octets"}]', "x.json", small) == [("x.json", "too-large")]
    assert _rejects(_as_parquet([CANONICAL]), "x.parquet", small) == [("x.parquet@0", "parquet-too-large")]


def test_reads_conversations_nested_in_parquet() -> None:
    rows = [
        {"id": "c1", "messages": [{"from": "customer", "text": "Bonjour"}], "note": None},
        {"id": "c2", "messages": [], "note": "x"},
    ]
    items = list(read(_as_parquet(rows), "x.parquet"))
    assert isinstance(items[0], Record)
    assert items[0].external_id == "c1/0"
    assert isinstance(items[1], Reject)
    assert str(items[1].position) == "x.parquet@1"


@pytest.mark.parametrize(
    "name", ["x.parquet", "x.csv", "x.jsonl", "x.eml", "x.mbox", "x.vtt", "x.srt", "x.json", "x", "x.doc"]
)
def test_an_empty_file_is_a_reject(name: str) -> None:
    assert len(_rejects(b"", name)) == 1


def test_an_unknown_format_is_a_reject() -> None:
    assert _rejects(b"\x89PNG\r\n", "photo.png") == [("photo.png", "format-unknown")]


def test_reads_a_folder_in_order_without_hidden_files_or_links(tmp_path: Path) -> None:
    (tmp_path / "b.jsonl").write_text('{"id": "2", "text": "deux"}')
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "a.jsonl").write_text('{"id": "1", "text": "un"}')
    (tmp_path / ".hidden.jsonl").write_text('{"id": "3", "text": "trois"}')
    (tmp_path / "README.md").write_text("…")
    (tmp_path / "c.jsonl").symlink_to(tmp_path / "b.jsonl")
    items = list(read_path(tmp_path))
    assert [item.text for item in items if isinstance(item, Record)] == ["un", "deux"]
    assert [str(item.position) for item in items] == ["README.md", "a/a.jsonl:1", "b.jsonl:1"]
    assert isinstance(items[0], Skip)
    with pytest.raises(FileNotFoundError):
        list(read_path(tmp_path / "absent"))


@pytest.mark.parametrize(
    ("raw", "moment"),
    [
        ("2026-09-02", datetime(2026, 9, 2, tzinfo=UTC)),
        ("2026-09-02 08:14:00Z", datetime(2026, 9, 2, 8, 14, tzinfo=UTC)),
        ("2/9/2026 à 8h14", datetime(2026, 9, 2, 8, 14, tzinfo=UTC)),
        ("Wed, 02 Sep 2026 08:14:00 +0200", datetime(2026, 9, 2, 6, 14, tzinfo=UTC)),
        (1788329640, datetime(2026, 9, 2, 6, 14, tzinfo=UTC)),
        (1788329640000, datetime(2026, 9, 2, 6, 14, tzinfo=UTC)),
    ],
)
def test_reads_the_usual_ways_to_write_a_time(raw: object, moment: datetime) -> None:
    (record,) = _records(json.dumps({"text": "a", "date": raw}).encode(), "x.jsonl")
    assert record.started_at == moment


_ROWS = st.lists(
    st.tuples(
        st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30).map(str.strip), st.integers(0, 9)
    ),
    max_size=8,
)


@given(_ROWS)
def test_what_a_csv_writer_writes_comes_back(rows: list[tuple[str, int]]) -> None:
    import csv

    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow(["id", "text", "csat"])
    for rank, (text, mark) in enumerate(rows):
        writer.writerow([rank, text, mark])
    records = _records(held.getvalue().encode(), "x.csv")
    assert [(record.text, record.csat) for record in records] == [(text, str(mark)) for text, mark in rows]


@pytest.mark.shared_data
def test_takes_every_turn_of_multidogo(shared_data: Path) -> None:
    folder = shared_data / "chat-multidogo-en"
    records = 0
    for file in sorted(folder.glob("*.tsv.gz")):
        plain = gzip.decompress(file.read_bytes())
        # A turn begins a line with its conversation's id; some utterances run over lines.
        turns = sum(line.split(b"\t")[0].count(b"-") == 4 and b"<TURN>" in line for line in plain.splitlines())
        with file.open("rb") as stream:
            items = list(read(stream, file.name))
        assert not [item for item in items if not isinstance(item, Record)]
        assert len({item.external_id for item in items if isinstance(item, Record)}) == turns
        records += len(items)
    assert records == 93_261


@pytest.mark.shared_data
def test_takes_every_message_of_the_demonstration(shared_data: Path) -> None:
    content = (shared_data / "demo-helpdesk" / "conversations.jsonl").read_bytes()
    records = _records(content, "conversations.jsonl")
    assert len(records) == 174
    assert len({record.thread_id for record in records}) == 60
    assert {record.channel for record in records} == {"email", "chat", "social", "call_in"}
    assert all(record.started_at and record.customer and record.labels["gold.intent"] for record in records)
