"""Whoever checks an export may have nothing of ours but the folder: its README is followed to the letter, by a shell."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.journal.logs import BrandLog

from egide.adapters.journal import export_log


@pytest.fixture(params=[30, 600])
def export(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    missing = [name for name in ("sh", "openssl", "jq", "sha256sum", "od") if shutil.which(name) is None]
    if missing:
        pytest.skip(f"needs {', '.join(missing)}")
    log = BrandLog()
    log.fill(request.param)
    export_log(log.store, tmp_path / "export", log.signer.key)
    return tmp_path / "export"


def follow(folder: Path, *, entry: int = 0) -> tuple[str, list[str]]:
    """Run the commands of the sections on the signature and on one entry; give what each answers."""
    sections = (folder / "README.txt").read_text(encoding="utf-8").split("\n\n")
    commands = [section for section in sections if section.startswith("    ")]
    signature, leaf = commands[1], commands[2].replace("i=0", f"i={entry}")
    done = subprocess.run(
        ["sh", "-c", f"{signature}\necho ----\n{leaf}"], cwd=folder, capture_output=True, text=True, check=False
    )
    signed, _, hashes = done.stdout.partition("----\n")
    return signed.strip(), hashes.split()


@pytest.mark.parametrize("entry", [0, 29])
def test_the_signature_and_an_entry_hold_by_the_commands_of_the_readme(export: Path, entry: int) -> None:
    signed, (computed, stored) = follow(export, entry=entry)
    assert signed == "Signature Verified Successfully"
    assert computed == stored


def test_the_commands_refuse_another_size(export: Path) -> None:
    checkpoint = export / "checkpoint"
    lines = checkpoint.read_text(encoding="utf-8").splitlines(keepends=True)
    checkpoint.write_text("".join([lines[0], "31\n", *lines[2:]]), encoding="utf-8")
    assert follow(export)[0] == "Signature Verification Failure"


def test_the_commands_betray_an_edited_entry(export: Path) -> None:
    entries = export / "entries.jsonl"
    entries.write_text(entries.read_text(encoding="utf-8").replace('"SAV"', '"SAW"'), encoding="utf-8")
    _, (computed, stored) = follow(export)
    assert computed != stored


def test_the_readable_lines_hold_the_very_bytes_of_the_leaves(tmp_path: Path) -> None:
    log = BrandLog()
    log.fill(3)
    export_log(log.store, tmp_path / "export", log.signer.key, readable=lambda _index, _entry: {"actor": "é"})
    lines = (tmp_path / "export" / "entries.jsonl").read_bytes().splitlines()
    assert all(entry in line for entry, line in zip(log.log.entries(0, 3), lines, strict=True))
    assert json.loads(lines[0])["opened"] == {"actor": "é"}
