"""The commands of the service, run as a person runs them: in a process of their own, on a data directory of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.service.conftest import CONVERSATION


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("home")


def _egide(home: Path, *arguments: str, status: int = 0) -> tuple[str, str]:
    environment = {**os.environ, "EGIDE_HOME": str(home)}
    environment.pop("EGIDE_DATABASE_URL", None)
    ran = subprocess.run(
        [sys.executable, "-m", "egide", *arguments], env=environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == status, ran.stderr
    assert "Traceback" not in ran.stderr
    return ran.stdout, ran.stderr


@pytest.fixture(scope="module")
def acme(home) -> str:
    _egide(home, "createbrand", "acme")
    return "acme"


def test_brand_is_created_once(home, acme) -> None:
    _, why = _egide(home, "createbrand", acme, status=1)
    assert "exists already" in why
    _, why = _egide(home, "createbrand", "Pas Un Slug", status=2)
    assert len(why.strip().splitlines()) == 1


def test_user_gets_a_role_and_a_password_printed_once(home, acme) -> None:
    out, _ = _egide(home, "createuser", "ines", "--role", "agent", "--brand", acme)
    assert len(out.strip()) >= 15
    more, _ = _egide(home, "createuser", "ines", "--role", "supervisor", "--brand", acme)
    assert more == ""
    _egide(home, "createuser", "ines", "--role", "agent", "--brand", acme, status=1)
    _, why = _egide(home, "createuser", "paul", "--role", "dpo", status=2)
    assert "--brand" in why


def test_import_counts_names_rejects_and_is_a_no_op_the_second_time(home, acme, tmp_path) -> None:
    source = tmp_path / "conversations.jsonl"
    source.write_text(CONVERSATION + "{broken\n", encoding="utf-8")
    first, why = _egide(home, "import", str(source), "--brand", acme, "--json", status=1)
    counts = json.loads(first)
    assert (counts["imported"], counts["rejected"]) == (1, 1)
    assert counts["rejects"][0]["position"] == "2"
    assert "1 record(s) rejected" in why
    again, _ = _egide(home, "import", str(source), "--brand", acme, "--json", status=1)
    assert (json.loads(again)["imported"], json.loads(again)["duplicates"]) == (0, 1)


def test_record_without_a_known_purpose_is_quarantined(home, acme, tmp_path) -> None:
    source = tmp_path / "bought.jsonl"
    source.write_text('{"id": "b1", "text": "Bonjour", "purpose": "MKT-P"}\n', encoding="utf-8")
    counts = json.loads(_egide(home, "import", str(source), "--brand", acme, "--json")[0])
    assert (counts["imported"], counts["quarantined"]) == (0, 1)


def test_table_of_another_shape_is_read_by_naming_its_columns(home, acme, tmp_path) -> None:
    source = tmp_path / "export.csv"
    source.write_text("Ref;Contenu\n77;Bonjour, une question\n", encoding="utf-8")
    options = ("--column", "text=Contenu", "--column", "external_id=Ref", "--channel", "chat")
    assert json.loads(_egide(home, "import", str(source), "--brand", acme, "--json", *options)[0])["imported"] == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("import", "nowhere.jsonl", "--brand", "acme"), "no such file"),
        (("import", ".", "--brand", "personne"), "createbrand"),
        (("import", ".", "--brand", "acme", "--timezone", "Mars/Olympus"), "time zone"),
        (("import", ".", "--brand", "acme", "--column", "text"), "NAME=VALUE"),
    ],
)
def test_bad_use_is_one_clear_line(home, acme, arguments, said) -> None:
    _, why = _egide(home, *arguments, status=2)
    assert said in why
    assert len(why.strip().splitlines()) == 1


def test_data_directory_that_cannot_be_written_is_one_clear_line(tmp_path) -> None:
    blocked = tmp_path / "a-file"
    blocked.write_text("", encoding="utf-8")
    _, why = _egide(blocked, "createbrand", "acme", status=2)
    assert "EGIDE_HOME" in why


def test_taken_port_is_one_clear_line(home, acme) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        _, why = _egide(home, "serve", "--port", str(taken.getsockname()[1]), status=2)
    assert "--port" in why
