from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.assist.conftest import ARTICLES

from egide.cli import cli


def _run(*arguments):
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def _lines(result):
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    kb = tmp_path / "kb"
    kb.mkdir()
    for identifier, title, body in ARTICLES:
        (kb / f"{identifier}.md").write_text(
            f"---\nid: {identifier}\ntitle: {title}\n---\n\n{body}\n", encoding="utf-8"
        )
    return kb


def _jsonl(path: Path, *records):
    path.write_text("\n".join(json.dumps(record, ensure_ascii=False) for record in records) + "\n", encoding="utf-8")
    return path


TRAINING = [
    {"text": f"{'facture' if place % 2 else 'panne'} {word}", "label": "f" if place % 2 else "p"}
    for place, word in enumerate(
        ["un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze"]
    )
]


def test_trains_prints_figures_and_predicts(tmp_path: Path):
    data, model = _jsonl(tmp_path / "d.jsonl", *TRAINING), tmp_path / "m.npz"
    trained = _run("triage", "train", data, model)
    assert trained.exit_code == 0, trained.output
    assert "accuracy" in trained.stdout
    assert "calibration error" in trained.stdout
    (line,) = _lines(
        _run("triage", "predict", model, _jsonl(tmp_path / "q.jsonl", {"id": "x1", "text": "ma facture"}), "--json")
    )
    assert (line["id"], line["label"]) == ("x1", "f")
    assert set(line) >= {"id", "label", "confidence", "known", "top"}
    assert set(line["top"][0]) == {"label", "p"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"text": "a"}\n', "line 1: no label"),
        ("pas du json\n", "line 1: not JSON"),
        ("[]\n", "line 1: not a JSON object"),
        ('{"label": "x"}\n', "line 1: no text"),
        ("\n", "at least two labels"),
        ('{"text": "a", "label": "x"}\n\xff'.encode("latin-1"), "line 2: not JSON in UTF-8"),
    ],
)
def test_refuses_training_data_with_the_line_and_no_content(tmp_path: Path, content, said):
    data = tmp_path / "d.jsonl"
    data.write_bytes(content if isinstance(content, bytes) else content.encode())
    result = _run("triage", "train", data, tmp_path / "m.npz")
    assert result.exit_code == 2
    assert said in result.output
    assert "Traceback" not in result.output


def test_refuses_a_file_that_is_no_model(tmp_path: Path):
    (tmp_path / "m.npz").write_bytes(b"nothing")
    result = _run("triage", "predict", tmp_path / "m.npz", _jsonl(tmp_path / "q.jsonl", {"text": "x"}), "--json")
    assert result.exit_code == 2
    assert "m.npz" in result.output


@pytest.mark.parametrize("key", ["text", "question", "query"])
def test_searches_a_folder_in_the_order_of_the_questions(folder, tmp_path: Path, key):
    queries = _jsonl(
        tmp_path / "q.jsonl",
        {"id": 1, key: "remboursement du dépôt"},
        {"id": 2, key: "déménagement"},
        {"id": 3, key: ""},
    )
    lines = _lines(_run("kb", "search", folder, queries, "--json"))
    assert [line["id"] for line in lines] == [1, 2, 3]
    assert lines[0]["hits"][0]["article"] == "A1"
    assert lines[1]["hits"][0]["article"] == "A4"
    assert lines[2]["hits"] == []
    assert set(lines[0]["hits"][0]) >= {"article", "passage", "score"}


def test_answers_cite_verbatim_passages_or_abstain_with_a_reason(folder, tmp_path: Path):
    queries = _jsonl(
        tmp_path / "q.jsonl",
        {"id": "a", "text": "Quels sont les frais de résiliation de la fibre ?"},
        {"id": "b", "text": "Où acheter des actions de votre groupe en bourse ?"},
    )
    answered, refused = _lines(_run("kb", "answer", folder, queries, "--json"))
    assert answered["action"] == "reply"
    for part in answered["parts"]:
        assert all(
            citation["passage"] in (folder / f"{citation['article']}.md").read_text(encoding="utf-8")
            for citation in part["citations"]
        )
    assert (refused["action"], refused["parts"]) == ("abstain", [])
    assert refused["why"]
    assert set(answered) >= {"id", "action", "parts", "confidence", "why"}


def test_names_a_broken_article_and_goes_on(folder, tmp_path: Path):
    (folder / "zz.md").write_text("rien", encoding="utf-8")
    result = _run("kb", "search", folder, _jsonl(tmp_path / "q.jsonl", {"id": 1, "text": "box"}), "--json")
    assert result.exit_code == 0
    assert "zz.md: skipped, no front matter" in result.stderr


def test_refuses_a_folder_that_is_not_one(tmp_path: Path):
    result = _run("kb", "search", tmp_path / "absent", _jsonl(tmp_path / "q.jsonl", {"text": "x"}), "--json")
    assert result.exit_code == 2
    assert "absent" in result.output


def test_names_the_folder_it_stands_in_when_that_holds_no_article(folder, tmp_path: Path, monkeypatch):
    questions = _jsonl(tmp_path / "q.jsonl", {"id": 1, "text": "box"})
    monkeypatch.chdir(folder)
    assert _run("kb", "search", ".", questions, "--json").exit_code == 0
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    result = _run("kb", "search", ".", questions, "--json")
    assert result.exit_code == 2
    assert "no usable article in empty (no .md file)" in result.output


VTT = "WEBVTT\n\n00:00:00.000 --> 00:00:04.000\n<v Agent>Bonjour, cet appel est enregistré.\n\n00:00:04.500 --> 00:00:09.000\n<v Client>Ma carte bancaire c'est 4111 1111 1111 1111.\n"


def test_reviews_a_call_as_one_json_object(tmp_path: Path):
    (tmp_path / "a.vtt").write_text(VTT, encoding="utf-8")
    result = _run("call", "review", tmp_path / "a.vtt", "--json")
    assert result.exit_code == 0, result.output
    review = json.loads(result.stdout)
    assert review["cards"]["mute"][0]["start_s"] < 9
    assert "4111" not in result.stdout
    assert review["metrics"]["turns"] == {"agent": 1, "customer": 1}


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.vtt", "pas un webvtt", "a.vtt, line 1: a WebVTT file begins with WEBVTT"),
        ("a.json", "{", "a.json: malformed JSON"),
        ("a.srt", "1\n00:00:01,000\n", "a.srt, line 1: a cue has no times"),
    ],
)
def test_a_broken_transcript_is_refused_in_one_line(tmp_path: Path, name, content, said):
    (tmp_path / name).write_text(content, encoding="utf-8")
    result = _run("call", "review", tmp_path / name)
    assert result.exit_code == 2
    assert result.stderr.split(": ", 1)[1].startswith(said)
    assert result.stderr.count("\n") == 1
    assert "Traceback" not in result.output
