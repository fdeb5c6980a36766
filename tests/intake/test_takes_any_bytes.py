"""Whatever the bytes and the name, reading ends in records, rejects and skips: never in an exception."""

from __future__ import annotations

import contextlib
import gzip
import io
import json
from collections.abc import Callable

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from egide.intake import FORMATS, Limits, Options, Record, Reject, Skip, UnreadableTranscript, read
from egide.intake.transcripts import parse

SMALL = Options(limits=Limits(line_bytes=2000, mail_bytes=5000, whole_bytes=5000, inflate_free_bytes=5000))
NAMES = [f"x{extension}{gz}" for extension in sorted(FORMATS) for gz in ("", ".gz")] + ["x"]


def _parquet() -> bytes:
    buffer = io.BytesIO()
    pq.write_table(pa.table({"id": ["1", "2"], "text": ["a", "b"]}), buffer)
    return buffer.getvalue()


SEEDS: list[tuple[str, bytes]] = [
    ("x.eml", b'From: a <a@b.test>\r\nSubject: =?utf-8?B?w6k=?=\r\nContent-Type: multipart/mixed; boundary="o"\r\n\r\n--o\r\nContent-Type: text/html; charset=x\r\nContent-Transfer-Encoding: base64\r\n\r\nPGI+w6k=\r\n--o--\r\n'),
    ("x.mbox", b"From a@b.test Wed\r\nFrom: a@b.test\r\n\r\nOn 2 Sep 2026, a <a@b.test> wrote:\r\n> b\r\n\r\nFrom b\r\n\r\nc\r\n"),
    ("x.jsonl", b'{"id": "1", "messages": [{"from": "customer", "text": "a", "at": "2026-09-02"}]}\n{"text": "b", "labels": {"a": 1}}\n'),
    ("x.json", b'[{"header": "s", "body": "b", "from": "a@b.test", "to": "c@d.test", "date": 1645568542000, "attachments": []}]'),
    ("x.json", b'{"segments": [{"start": 0, "end": 1, "text": "a", "words": [{"word": "a"}]}], "language": "fr"}'),
    ("x.csv", 'id;text\n1;"é\nb"\n2;c\n'.encode()),
    ("x.csv", "id,text\n1,é\n".encode("utf-16")),
    ("x.tsv", b"conversationId\tturnNumber\tutterance\nc\t0\ta\n"),
    ("x.vtt", b"WEBVTT\n\n00:00.400 --> 00:04.900\n<v Agent>Bonjour.\n"),
    ("x.srt", b"1\n00:00:00,400 --> 00:00:04,900\n[SPEAKER_00]: Bonjour\n"),
    ("x.parquet", _parquet()),
    ("x.jsonl.gz", gzip.compress(b'{"text": "a"}\n', mtime=0)),
]  # fmt: skip


def _read(content: bytes, name: str) -> None:
    for item in read(content, name, SMALL):
        assert isinstance(item, Record | Reject | Skip)
        if isinstance(item, Record):
            # What comes out can be stored and shown.
            assert "\0" not in item.text + item.subject
            (item.text + item.subject + item.quoted + item.signature + item.external_id).encode()


@given(st.binary(max_size=400), st.sampled_from(NAMES))
@settings(max_examples=300)
def test_any_bytes_under_any_name(content: bytes, name: str) -> None:
    _read(content, name)


def test_a_nul_byte_inside_html_does_not_come_through() -> None:
    (item,) = read(b"From: a@b.test\r\nContent-Type: text/html\r\n\r\na\0b\r\n", "x.eml", SMALL)
    assert isinstance(item, Record)
    assert item.text == "ab"


@pytest.mark.parametrize(("name", "seed"), SEEDS, ids=[f"{rank}-{name}" for rank, (name, _) in enumerate(SEEDS)])
def test_every_seed_is_read(name: str, seed: bytes) -> None:
    assert any(isinstance(item, Record) for item in read(seed, name, SMALL))


def _mutate(draw: Callable[..., int], seed: bytes, junk: bytes) -> bytes:
    start = draw(st.integers(0, len(seed)))
    end = draw(st.integers(start, min(len(seed), start + 20)))
    return seed[:start] + junk + seed[end:]


@given(
    st.data(),
    st.sampled_from(SEEDS),
    st.lists(
        st.binary(max_size=6)
        | st.sampled_from([b"\0", b"\xff", b"\r", b'"', b"\n\n", b"--o", b"=?", b"\xed\xa0\x80", b"9" * 30]),
        min_size=1,
        max_size=4,
    ),
)
@settings(max_examples=500, suppress_health_check=[HealthCheck.too_slow])
def test_any_damage_to_a_good_file(data: st.DataObject, seeded: tuple[str, bytes], junk: list[bytes]) -> None:
    name, content = seeded
    for part in junk:
        content = _mutate(data.draw, content, part)
    _read(content, name)
    with contextlib.suppress(UnreadableTranscript):
        parse(content, name)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["id", "text", "messages", "segments", "from", "body", "header", "to", "date", "start", "end", "words", "word",
             "customer", "labels", "gold", "channel", "speaker_role", "start_ms", "duration_ms", "turns", "original", "turn"]
        ),
        inner,
        max_size=5,
    ),
    max_leaves=12,
)  # fmt: skip


@given(_JSON)
@settings(max_examples=500)
def test_any_json_of_the_fields_we_know(found: object) -> None:
    content = json.dumps(found).encode()
    _read(content, "x.json")
    _read(content, "x.jsonl")


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                [
                    "From",
                    "Subject",
                    "Date",
                    "Content-Type",
                    "Content-Transfer-Encoding",
                    "Message-ID",
                    "Content-Disposition",
                    "X",
                ]
            ),
            st.text(max_size=40),
        ),
        max_size=6,
    ),
    st.text(max_size=60),
)
@settings(max_examples=300)
def test_any_headers_of_a_mail(headers: list[tuple[str, str]], body: str) -> None:
    raw = "".join(f"{name}: {held}\r\n" for name, held in headers).encode("utf-8", "surrogatepass")
    _read(raw + b"\r\n" + body.encode(), "x.eml")
