"""A conversation is protected as a whole: a value cut over two turns does not slip through."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from egide.cli.protect import protect
from egide.cli.restore import restore

TURNS = [
    {"speaker": "client", "text": "mon numéro c'est le zéro six, trente-neuf"},
    {"speaker": "agent", "text": "oui"},
    {"speaker": "client", "text": "quatre-vingt-dix-huit, douze, trente-quatre"},
]


@pytest.mark.parametrize("name", ["turns", "messages"])
def test_number_said_over_two_turns_is_protected_in_both(tmp_path: Path, monkeypatch, name: str) -> None:
    monkeypatch.setenv("EGIDE_HOME", str(tmp_path / "home"))
    source, target, back = (tmp_path / part for part in ("in.jsonl", "out.jsonl", "back.jsonl"))
    source.write_text(json.dumps({"id": "1", name: TURNS}, ensure_ascii=False) + "\n", encoding="utf-8")
    assert CliRunner().invoke(protect, [str(source), str(target)]).exit_code == 0
    protected = target.read_text(encoding="utf-8")
    for said in ("trente-neuf", "quatre-vingt-dix-huit", "trente-quatre"):
        assert said not in protected
    assert '"oui"' in protected
    assert CliRunner().invoke(restore, [str(target), str(back)]).exit_code == 0
    assert back.read_bytes() == source.read_bytes()
