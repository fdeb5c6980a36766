"""Spark protects a file on a real local session, and the ordinary restore brings it back."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(importlib.util.find_spec("pyspark") is None, reason="pyspark is not installed"),
    pytest.mark.skipif(shutil.which("java") is None, reason="Java is not installed: Spark was not run"),
]

RECORDS = [
    {"id": "1", "text": "Bonjour, je suis Claire Dupont, 06 39 98 12 34"},
    {"id": "2", "text": "Merci."},
]


def _egide(home: Path, *arguments: str, status: int = 0) -> str:
    environment = {**os.environ, "EGIDE_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1"}
    command = [sys.executable, "-m", "egide", *arguments]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == status, ran.stderr[-2000:]
    return ran.stderr


def test_lines_are_protected_by_spark_and_come_back(tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out"
    source.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in RECORDS), encoding="utf-8")
    _egide(tmp_path / "home", "protect", str(source), str(target), "--engine", "spark")
    (part,) = target.glob("part-*")
    protected = part.read_text(encoding="utf-8")
    assert "Claire" not in protected
    assert "06 39" not in protected
    assert [json.loads(line)["id"] for line in protected.splitlines()] == ["1", "2"]
    back = tmp_path / "back.jsonl"
    part.rename(tmp_path / "part.jsonl")
    _egide(tmp_path / "home", "restore", str(tmp_path / "part.jsonl"), str(back))
    assert [json.loads(line) for line in back.read_text(encoding="utf-8").splitlines()] == RECORDS


def test_kind_that_spark_cannot_split_is_refused_before_it_starts(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("a,b\n1,2\n", encoding="utf-8")
    said = _egide(tmp_path / "home", "protect", str(source), str(tmp_path / "out"), "--engine", "spark", status=2)
    assert "--engine local" in said
