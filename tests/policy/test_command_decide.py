"""egide decide: the answer on stdout, one clear line on stderr, an exit status."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.policy.situations import REPLY, changed

from egide.cli import main


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as left:
        main(["decide", *arguments])
    captured = capsys.readouterr()
    assert isinstance(left.value.code, int)
    return left.value.code, captured.out, captured.err


def facts_file(folder: Path, **changes: Any) -> str:
    path = folder / "facts.json"
    path.write_text(json.dumps(changed(REPLY, **changes)), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("changes", "status", "verdict"),
    [
        ({}, 0, "allow"),
        ({"kinds": ["HEALTH"]}, 0, "allow-with-masking"),
        ({"subject__ai_opt_out": True}, 1, "human-only"),
        ({"dpia": "stale"}, 1, "refuse"),
    ],
)
def test_answers_in_json_with_its_status(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], changes: dict[str, Any], status: int, verdict: str
) -> None:
    code, out, err = run(capsys, facts_file(tmp_path, **changes), "--json")
    assert code == status
    assert json.loads(out)["verdict"] == verdict
    assert (err == "") == (status == 0)


def test_speaks_french_first_and_english_on_demand(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = facts_file(tmp_path, kinds=["HEALTH"])
    assert run(capsys, path)[1].startswith("Permis, après masquage.\nÀ masquer : HEALTH\n")
    assert run(capsys, path, "--lang", "en")[1].startswith("Allowed, after masking.\nTo mask: HEALTH\n")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ('{"brand": ', "not JSON, line 1"),
        ("[]", "facts: must be an object"),
        (json.dumps(changed(REPLY, task="guess")), "facts.task: 'guess' is not allowed; allowed words: triage"),
        ("[" * 100_000, "nested too deep"),
    ],
)
def test_says_in_one_line_why_a_file_cannot_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, problem: str
) -> None:
    path = tmp_path / "facts.json"
    path.write_text(content, encoding="utf-8")
    code, out, err = run(capsys, str(path), "--json")
    assert (code, out) == (2, "")
    assert problem in err
    assert err.count("\n") == 1


def test_says_which_file_is_absent_or_not_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, str(tmp_path / "none.json"))[0] == 2
    binary = tmp_path / "facts.json"
    binary.write_bytes(b"\xff\xfe")
    code, _, err = run(capsys, str(binary))
    assert code == 2
    assert "not UTF-8 at byte 0" in err


def test_refuses_a_law_file_with_a_typo_and_keeps_the_shipped_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    law = tmp_path / "law.toml"
    law.write_text('version = "1"\nraed_on = 2026-01-01\n', encoding="utf-8")
    code, _, err = run(capsys, facts_file(tmp_path), "--law", str(law))
    assert code == 2
    assert "line 2: law.raed_on: the key is unknown; write 'read_on'" in err
