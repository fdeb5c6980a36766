"""The commands work on plain folders and addresses, say yes with 0, no with 1, and bad input with 2 in one line."""

from __future__ import annotations

import functools
import http.server
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.journal.authority import make_authority
from tests.journal.logs import START, BrandLog

from egide.adapters.journal import FilesystemTileStore, HttpWitness, OpenSslTimeStampAuthority, export_log
from egide.cli import cli
from egide.journal import AddCheckpoint, build_request, format_add_checkpoint, format_vkey, make_receipt


@pytest.fixture
def brand(tmp_path: Path) -> BrandLog:
    log = BrandLog(store=FilesystemTileStore(tmp_path / "log", fsync=False))
    log.fill(300, 300)
    return log


@pytest.fixture
def export(brand: BrandLog, tmp_path: Path) -> Path:
    export_log(brand.store, tmp_path / "export", brand.signer.key)
    return tmp_path / "export"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def test_verifies_an_export_and_says_what_is_not_detected(export: Path) -> None:
    done = run("journal", "verify", export)
    assert done.exit_code == 0
    assert "600 entries verified" in done.output
    assert "compare it with one obtained another way" in done.output
    assert "not detected: a history rewritten" in done.output
    answer = json.loads(run("journal", "verify", export, "--json").output)
    assert (answer["verified"], answer["size"], answer["key_from_source"]) == (True, 600, True)


def test_names_the_first_bad_entry(export: Path) -> None:
    bundle = export / "tile/entries/001"
    bundle.write_bytes(bundle.read_bytes().replace(b"SAV", b"SAW", 1))
    refused = run("journal", "verify", export)
    assert refused.exit_code == 1
    assert "an entry was edited at entry 256" in refused.output
    answer = json.loads(run("journal", "verify", export, "--json").output.splitlines()[0])
    assert (answer["verified"], answer["kind"], answer["first_bad_index"]) == (False, "edited", 256)


def test_compares_with_a_checkpoint_kept_from_earlier(brand: BrandLog, export: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    brand.fill(50)
    kept.write_bytes(brand.log.checkpoint().note)
    refused = run("journal", "verify", export, "--known", kept)
    assert refused.exit_code == 1
    assert "an older state of the log is shown at entry 600" in refused.output
    assert run("journal", "verify", tmp_path / "log", "--known", export / "checkpoint",
               "--key", format_vkey(brand.signer.key)).exit_code == 0  # fmt: skip


def test_requires_the_witness_whose_key_is_given(brand: BrandLog, export: Path, tmp_path: Path) -> None:
    key = run("witness", "init", "dpo.example/w1", "--state", tmp_path / "w").output.strip()
    assert run("journal", "verify", export, "--witness", key).exit_code == 1
    log_key = export / "log.vkey"
    lines = run("witness", "pull", export, "--log", log_key, "--state", tmp_path / "w")
    assert lines.exit_code == 0
    (export / "checkpoint").write_text((export / "checkpoint").read_text() + lines.output)
    accepted = run("journal", "verify", export, "--witness", tmp_path / "w" / "witness.vkey")
    assert accepted.exit_code == 0
    assert "cosigned by dpo.example/w1" in accepted.output


def test_a_witness_refuses_a_log_that_went_back(brand: BrandLog, export: Path, tmp_path: Path) -> None:
    state, key = tmp_path / "w", export / "log.vkey"
    run("witness", "init", "dpo.example/w1", "--state", state)
    brand.fill(10)
    assert run("witness", "pull", tmp_path / "log", "--log", key, "--state", state).exit_code == 0
    refused = run("witness", "pull", export, "--log", key, "--state", state)
    assert refused.exit_code == 1
    assert "600 entries after having shown 610" in refused.output
    assert "610 entries" in run("witness", "show", "--log", key, "--state", state).output


def test_a_witness_key_is_never_overwritten_and_is_private(tmp_path: Path) -> None:
    assert run("witness", "init", "dpo.example/w1", "--state", tmp_path).exit_code == 0
    before = (tmp_path / "witness.key").read_bytes()
    again = run("witness", "init", "dpo.example/w1", "--state", tmp_path)
    assert again.exit_code == 2
    assert "its key is never replaced" in again.output
    assert (tmp_path / "witness.key").read_bytes() == before
    assert (tmp_path / "witness.key").stat().st_mode & 0o077 == 0


def test_writes_and_verifies_the_proof_of_one_event(export: Path, tmp_path: Path) -> None:
    target = tmp_path / "kept.tlog-proof"
    assert run("journal", "proof", export, 259, "--out", target).exit_code == 0
    verified = run("journal", "verify", target, "--key", export / "log.vkey")
    assert verified.exit_code == 0
    assert "entry 259" in verified.output
    bare = tmp_path / "bare.tlog-proof"
    assert run("journal", "proof", export, 259, "--out", bare, "--bare").exit_code == 0
    assert run("journal", "verify", bare, "--key", export / "log.vkey").exit_code == 2
    lines = (export / "entries.jsonl").read_text().splitlines()
    entry = tmp_path / "entry.json"
    entry.write_text(json.dumps(json.loads(lines[259])["entry"], separators=(",", ":")))
    assert run("journal", "verify", bare, "--key", export / "log.vkey", "--entry", entry).exit_code == 0
    entry.write_text(json.dumps(json.loads(lines[260])["entry"], separators=(",", ":")))
    assert run("journal", "verify", bare, "--key", export / "log.vkey", "--entry", entry).exit_code == 1


def test_opens_a_receipt(brand: BrandLog, tmp_path: Path) -> None:
    sealed = brand.sealed()
    brand.append([sealed.entry.encode()])
    kept = tmp_path / "kept.tlog-proof"
    kept.write_bytes(make_receipt(brand.log, 600, sealed.openings.values()))
    key = format_vkey(brand.signer.key)
    answer = json.loads(run("journal", "verify", kept, "--key", key, "--json").output)
    assert answer["opened"]["subject"] == "person-600"
    assert run("journal", "verify", kept).exit_code == 2


def test_exports_a_published_log(export: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    assert run("journal", "export", copy, "--from", export).exit_code == 0
    assert run("journal", "verify", copy).exit_code == 0
    again = run("journal", "export", copy, "--from", export)
    assert (again.exit_code, "not empty" in again.output) == (2, True)
    first = json.loads((copy / "entries.jsonl").read_text().splitlines()[0])
    assert first["heading"] == {"fr": "Brouillon accepté", "en": "Draft accepted"}


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["journal", "verify", "no-such-folder"], "not a folder"),
        (["journal", "verify", "."], "give --key"),
        (["journal", "proof", "EXPORT", "600"], "the log has 600"),
        (["journal", "verify", "EXPORT", "--key", "a+b+c"], "8 hex digits"),
        (["journal", "verify", "EXPORT", "--known", "missing"], "missing"),
        (["journal", "export", "x"], "either --brand or --from"),
        (["witness", "pull", "EXPORT", "--log", "EXPORT/log.vkey", "--state", "none"], "witness init"),
        (["witness", "init", "two words"], "no space"),
    ],
)
def test_refuses_bad_input_in_one_line(
    export: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], reason: str
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    refused = run(*[argument.replace("EXPORT", str(export)) for argument in arguments])
    assert refused.exit_code == 2
    assert reason in refused.output
    assert len(refused.output.strip().splitlines()) == 1


@pytest.fixture
def address(export: Path, socket_enabled: None) -> Iterator[str]:
    handler = functools.partial(QuietHandler, directory=str(export))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


def test_verifies_over_http_from_any_static_server(address: str, export: Path, tmp_path: Path) -> None:
    assert run("journal", "verify", address).exit_code == 0
    assert run("journal", "proof", address, 3, "--out", tmp_path / "p.tlog-proof").exit_code == 0
    run("witness", "init", "dpo.example/w1", "--state", tmp_path / "w")
    assert run("witness", "pull", address, "--log", export / "log.vkey", "--state", tmp_path / "w").exit_code == 0
    (export / "tile/0/001").unlink()
    refused = run("journal", "verify", address)
    assert (refused.exit_code, "missing at entry 256" in refused.output) == (1, True)
    unreachable = run("journal", "verify", "http://127.0.0.1:9", "--key", export / "log.vkey")
    assert (unreachable.exit_code, "no answer" in unreachable.output) == (2, True)


def test_says_when_heartbeats_are_missing(brand: BrandLog, export: Path, tmp_path: Path) -> None:
    assert "heartbeat" not in run("journal", "verify", export).output
    brand.append(brand.entries(1, at=START + timedelta(days=3)))
    said = run("journal", "verify", tmp_path / "log")
    assert said.exit_code == 0
    assert "no entry during 2 days" in said.output


def test_a_checkpoint_is_stamped_by_hand(export: Path, tmp_path: Path) -> None:
    authority = make_authority(tmp_path / "authority")
    query, reply, root = tmp_path / "c.tsq", tmp_path / "c.tsr", authority / "root.pem"
    checkpoint = export / "checkpoint"
    assert run("journal", "stamp", "request", checkpoint, query).exit_code == 0
    reply.write_bytes(OpenSslTimeStampAuthority(authority / "tsa.cnf").stamp(query.read_bytes()))
    said = run("journal", "stamp", "verify", reply, checkpoint, "--tsa-root", root)
    assert (said.exit_code, said.output[:2]) == (0, "20")
    other = tmp_path / "other"
    other.write_bytes(checkpoint.read_bytes().replace(b"\n600\n", b"\n601\n"))
    assert run("journal", "stamp", "verify", reply, other, "--tsa-root", root).exit_code == 1
    assert run("journal", "stamp", "request", export / "log.vkey", query).exit_code == 2


def test_a_time_stamp_betrays_a_backdated_entry(tmp_path: Path) -> None:
    authority = make_authority(tmp_path / "authority")
    # Dated long before the authority's clock, whatever the day this runs.
    old = datetime(2020, 1, 1, tzinfo=UTC)
    log = BrandLog(store=FilesystemTileStore(tmp_path / "log", fsync=False))
    log.append(log.entries(10, at=old))
    stamped, reply = tmp_path / "stamped", tmp_path / "c.tsr"
    stamped.write_bytes(log.log.checkpoint().note)
    reply.write_bytes(OpenSslTimeStampAuthority(authority / "tsa.cnf").stamp(build_request(stamped.read_bytes())))
    options = ("--stamp", reply, stamped, "--tsa-root", authority / "root.pem", "--json")
    assert json.loads(run("journal", "verify", tmp_path / "log", *options).output)["stamps"] == 1
    log.append(log.entries(1, at=old + timedelta(minutes=1)))
    assert run("journal", "verify", tmp_path / "log").exit_code == 0
    answer = json.loads(run("journal", "verify", tmp_path / "log", *options).output.splitlines()[0])
    assert (answer["kind"], answer["first_bad_index"]) == ("backdated", 10)


@pytest.mark.enable_socket
def test_the_witness_command_serves_the_protocol(brand: BrandLog, export: Path, tmp_path: Path) -> None:
    state = tmp_path / "w"
    run("witness", "init", "dpo.example/w1", "--state", state)
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "egide",
            "witness",
            "serve",
            "--state",
            state,
            "--log",
            export / "log.vkey",
            "--port",
            "0",
        ],
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr is not None
        address = process.stderr.readline().split()[2].rstrip("/,")
        published = brand.log.checkpoint()
        body = format_add_checkpoint(AddCheckpoint(0, (), published.note))
        assert HttpWitness(address).add_checkpoint(body)[0] == 200
        assert HttpWitness(address).add_checkpoint(b"")[0] == 400
    finally:
        process.kill()
        process.wait()
        process.stderr.close()
    assert "600 entries" in run("witness", "show", "--log", export / "log.vkey", "--state", state).output
