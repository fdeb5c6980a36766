"""The two commands: exact JSON, exit statuses, clear refusals."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from egide.cli.evaluate import evaluate
from egide.cli.scan import scan

TEXT = "Joindre zoe.martin@courriel.example ou le 06 39 98 55 23"


def run(command: object, *arguments: str) -> Result:
    return CliRunner().invoke(command, list(arguments))


def answers(result: Result) -> list[dict]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_scan_answers_one_line_per_record_in_order(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    turns = [{"speaker": "agent", "text": "Votre e-mail ?"}, {"speaker": "client", "text": "zoe@courriel.example"}]
    path.write_text(
        json.dumps({"id": "a", "text": TEXT})
        + "\n"
        + json.dumps({"id": "b", "turns": turns})
        + "\n"
        + json.dumps({"id": "c", "text": "rien"})
        + "\n"
    )
    result = run(scan, str(path), "--json")
    assert result.exit_code == 0
    first, second, third = answers(result)
    assert [line["id"] for line in (first, second, third)] == ["a", "b", "c"]
    assert {(f["label"], TEXT[f["start"] : f["end"]]) for f in first["findings"]} == {
        ("EMAIL", "zoe.martin@courriel.example"),
        ("PHONE", "06 39 98 55 23"),
    }
    assert [(f["label"], f["turn"], f["start"], f["end"]) for f in second["findings"]] == [("EMAIL", 1, 0, 20)]
    assert set(first["findings"][0]) == {"label", "start", "end", "score", "why"}
    assert third["findings"] == []


@pytest.mark.parametrize(("text", "status"), [(TEXT, 1), ("le ciel est bleu", 0)])
def test_fail_on_find_exits_one_only_when_data_is_found(tmp_path: Path, text: str, status: int) -> None:
    path = tmp_path / "in.txt"
    path.write_text(text)
    assert run(scan, str(path), "--fail-on-find").exit_code == status


def test_scan_reads_csv_columns(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text('numero;message;note\n1;"écrire à zoe@courriel.example";06 39 98 55 23\n', "utf-8")
    (line,) = answers(run(scan, str(path), "--json", "--column", "message"))
    assert [(f["label"], f["column"]) for f in line["findings"]] == [("EMAIL", "message")]


def test_scan_reads_parquet(tmp_path: Path) -> None:
    path = tmp_path / "in.parquet"
    pq.write_table(pa.table({"n": [1, 2], "message": ["zoe@courriel.example", None]}), path)
    lines = answers(run(scan, str(path), "--json"))
    assert [[f["label"] for f in line["findings"]] for line in lines] == [["EMAIL"], []]


@pytest.mark.parametrize("ensure_ascii", [True, False])
def test_scan_reads_the_strings_of_a_json_document(tmp_path: Path, ensure_ascii: bool) -> None:
    document = [
        {"from": {"name": "zoe@courriel.example"}, "body": "Merci\n\nHélène Martin\n9 rue des Étangs\n"},
        {"a/b": [], "paul@courriel.example": 1},
    ]
    path = tmp_path / "mails.json"
    path.write_text(json.dumps(document, ensure_ascii=ensure_ascii), "utf-8")
    first, second = answers(run(scan, str(path), "--json"))
    body = document[0]["body"]
    assert [(f["label"], f["column"]) for f in first["findings"] if f["column"] == "/from/name"] == [
        ("EMAIL", "/from/name")
    ]
    assert [(f["label"], body[f["start"] : f["end"]]) for f in first["findings"] if f["column"] == "/body"] == [
        ("PERSON", "Hélène Martin"),
        ("ADDRESS", "9 rue des Étangs"),
    ]
    assert [f["column"] for f in second["findings"]] == ["/paul@courriel.example#"]
    assert [first["id"], second["id"]] == [1, 2]


def test_scan_reads_a_broken_json_document_as_text(tmp_path: Path) -> None:
    path = tmp_path / "cut.json"
    path.write_text('[{"from": "zoe@courriel.example", "bo', "utf-8")
    (answer,) = answers(run(scan, str(path), "--json"))
    assert "EMAIL" in [finding["label"] for finding in answer["findings"]]


def test_scan_shows_a_text_that_holds_half_a_character(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text('{"id": 1, "text": "zoe@courriel.example \\ud83d"}\n', "utf-8")
    result = run(scan, str(path))
    assert result.exit_code == 0
    assert "zoe@courriel.example" in result.stdout


def test_scan_walks_a_folder_and_names_the_files(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b" / "c.jsonl").write_text(json.dumps({"id": 7, "text": TEXT}))
    assert [(line["file"], line["id"]) for line in answers(run(scan, str(tmp_path), "--json"))] == [
        ("a.txt", "a.txt"),
        ("b/c.jsonl", 7),
    ]


def test_scan_shows_what_it_found_without_json(tmp_path: Path) -> None:
    path = tmp_path / "in.txt"
    path.write_text(TEXT)
    shown = run(scan, str(path)).stdout
    assert "[zoe.martin@courriel.example EMAIL]" in shown


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("in.jsonl", '{"id": 1, "text": "a"}\n{not json\n', "line 2"),
        ("in.jsonl", '{"id": 1}\n', "line 1"),
        ("in.jsonl", '{"id": 1, "turns": [{"speaker": "a"}]}\n', "turn 0"),
        ("in.parquet", "not parquet", "Parquet"),
        ("in.csv", "", "empty"),
    ],
)
def test_scan_refuses_bad_input_and_says_where(tmp_path: Path, name: str, content: str, reason: str) -> None:
    path = tmp_path / name
    path.write_text(content)
    result = run(scan, str(path), "--json")
    assert result.exit_code == 2
    assert reason in result.stderr


def test_scan_refuses_a_missing_file(tmp_path: Path) -> None:
    assert run(scan, str(tmp_path / "nowhere.txt")).exit_code == 2


def test_scan_refuses_text_that_is_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "in.txt"
    path.write_bytes(b"caf\xe9")
    assert run(scan, str(path)).exit_code == 2


def gold(tmp_path: Path, *records: dict) -> Path:
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(json.dumps(record) for record in records))
    return path


def test_evaluate_counts_what_is_covered_and_what_leaks(tmp_path: Path) -> None:
    email = {"start": 8, "end": 35, "label": "EMAIL"}
    path = gold(
        tmp_path,
        {"id": 1, "text": TEXT, "spans": [email, {"start": 42, "end": 56, "label": "PHONE"}]},
        {"id": 2, "text": "le mot bizarre", "spans": [{"start": 7, "end": 14, "label": "HEALTH"}]},
        {"id": 3, "text": TEXT, "spans": [email]},
    )
    figures = json.loads(run(evaluate, str(path), "--json").stdout)
    assert figures["texts"] == 3
    assert figures["nothing_left_in_clear"] == pytest.approx(2 / 3, abs=1e-4)
    assert figures["labels"]["EMAIL"]["covered"] == 1
    assert figures["labels"]["PHONE"]["precision"] == 0.5
    assert figures["labels"]["HEALTH"] == {
        "gold": 1, "found": 0, "recall": 0.0, "precision": None, "label_precision": None, "covered": 0.0, "leak_characters": 1.0, "leak_texts": 1.0,
    }  # fmt: skip
    assert {"gold": "HEALTH", "found": "—", "count": 1} in figures["confusion"]
    assert figures["over_masking"] > 0


def test_evaluate_shows_a_table_without_json(tmp_path: Path) -> None:
    path = gold(tmp_path, {"id": 1, "text": TEXT, "spans": [{"start": 8, "end": 35, "label": "EMAIL"}]})
    shown = run(evaluate, str(path), "--misses").stdout
    assert "nothing left in clear" in shown
    assert "1: masked for nothing PHONE [42:56]" in shown
    assert "courriel" not in shown


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({"id": 1, "spans": []}, "line 1"),
        ({"id": 1, "text": "abc", "spans": [{"start": 0, "end": 9, "label": "EMAIL"}]}, "offsets"),
        ({"id": 1, "text": "abc", "spans": [{"start": 0, "end": 1, "label": "NAME"}]}, "label"),
        ({"id": 1, "text": "abc", "spans": [{"start": True, "end": 1, "label": "EMAIL"}]}, "offsets"),
    ],
)
def test_evaluate_refuses_malformed_gold(tmp_path: Path, record: dict, reason: str) -> None:
    result = run(evaluate, str(gold(tmp_path, record)))
    assert result.exit_code == 2
    assert reason in result.stderr
