"""A log may sign twice: with Ed25519, which every tool reads, and with ML-DSA, which no quantum computer forges."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.journal.logs import LATER, ORIGIN, START, BrandLog

from egide.adapters.journal import FilesystemTileStore, export_log
from egide.bootstrap import _journals, open_key_ring
from egide.cli import cli
from egide.journal import (
    AlgorithmUnavailable,
    Expectations,
    Log,
    MlDsaCosigner,
    Tampering,
    TamperingKind,
    check_log,
    find_published,
    format_note,
    format_vkey,
    is_ml_dsa_available,
    make_receipt,
    parse_note,
    parse_vkey,
    signatures,
)
from egide.journal.keys import COSIGNERS_PATH
from egide.service.configuration import Configuration, ConfigurationError, load_configuration

needs_ml_dsa = pytest.mark.skipif(
    not is_ml_dsa_available(), reason="the installed 'cryptography' has no ML-DSA: nothing can be signed with it"
)


@pytest.fixture
def without_ml_dsa(monkeypatch: pytest.MonkeyPatch) -> None:
    """An older `cryptography`."""

    def absent() -> None:
        raise AlgorithmUnavailable("the installed 'cryptography' has no ML-DSA: install a later release")

    monkeypatch.setattr(signatures, "_ml_dsa", absent)


class TwiceSigned:
    """A log that began with one signature and was given a second."""

    def __init__(self, folder: Path) -> None:
        self.brand = BrandLog(store=FilesystemTileStore(folder, fsync=False))
        self.brand.fill(3)
        self.second = MlDsaCosigner(ORIGIN, bytes(32))
        self.log = Log(self.brand.store, self.brand.signer, cosigners=[self.second])
        self.log.create(LATER)
        self.keys = [self.brand.signer.key, self.second.key]

    def check(self, keys: list) -> int:
        return check_log(self.brand.store, Expectations(log_keys=keys)).signed.size

    def strip(self) -> None:
        """Leave only the first signature: what somebody who forged it would publish."""
        note = parse_note(self.brand.store.read("checkpoint") or b"")
        self.brand.store.write({"checkpoint": format_note(replace(note, signatures=note.signatures[:1]))})


@pytest.fixture
def twice(tmp_path: Path) -> TwiceSigned:
    return TwiceSigned(tmp_path / "log")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


@needs_ml_dsa
def test_a_log_that_exists_is_given_its_second_signature_and_key(twice: TwiceSigned) -> None:
    assert twice.log.checkpoint().signers == tuple(twice.keys)
    published = find_published(twice.brand.store, COSIGNERS_PATH)
    assert published is not None
    assert published.content == f"{format_vkey(twice.second.key)}\n".encode()
    twice.log.append(twice.brand.entries(2), LATER)
    assert twice.check(twice.keys) == twice.check(twice.keys[:1]) == 5
    before = twice.brand.store.read("checkpoint")
    twice.log.create(LATER)
    assert twice.brand.store.read("checkpoint") == before


@needs_ml_dsa
def test_a_log_that_gives_it_up_withdraws_the_key(twice: TwiceSigned) -> None:
    once = Log(twice.brand.store, twice.brand.signer)
    once.create(LATER)
    assert twice.brand.store.read(COSIGNERS_PATH) is None
    once.append(twice.brand.entries(1), LATER)
    assert [len(line.signature) for line in parse_note(once.checkpoint().note).signatures] == [64]


@needs_ml_dsa
def test_whoever_holds_the_second_key_must_find_its_signature(twice: TwiceSigned) -> None:
    twice.strip()
    assert twice.check(twice.keys[:1]) == 3
    with pytest.raises(Tampering, match=r"second signature of the log is missing: ML-DSA-44") as found:
        twice.check(twice.keys)
    assert found.value.kind is TamperingKind.FORGED


@needs_ml_dsa
def test_a_second_signature_of_something_else_is_a_forgery(twice: TwiceSigned) -> None:
    note = parse_note(twice.brand.store.read("checkpoint") or b"")
    first, second = note.signatures
    wrong = replace(second, signature=second.signature[:-1] + bytes([second.signature[-1] ^ 1]))
    twice.brand.store.write({"checkpoint": format_note(replace(note, signatures=(first, wrong)))})
    with pytest.raises(Tampering) as found:
        twice.check(twice.keys)
    assert found.value.kind is TamperingKind.FORGED


@needs_ml_dsa
def test_the_commands_check_it_when_they_have_the_key(twice: TwiceSigned, tmp_path: Path) -> None:
    export = tmp_path / "export"
    export_log(twice.brand.store, export, twice.keys[0], cosigners=twice.keys[1:])
    done = run("journal", "verify", export)
    assert done.exit_code == 0
    assert "signed with Ed25519 and ML-DSA-44" in done.output
    answer = json.loads(run("journal", "verify", export, "--key", export / "log.vkey", "--json").output)
    assert answer["signatures"] == ["Ed25519"]
    keys = ("--key", export / "log.vkey", "--key", export / COSIGNERS_PATH)
    assert json.loads(run("journal", "verify", export, *keys, "--json").output)["signatures"] == [
        "Ed25519",
        "ML-DSA-44",
    ]
    again = tmp_path / "again"
    assert run("journal", "export", again, "--from", export).exit_code == 0
    assert (again / COSIGNERS_PATH).read_bytes() == (export / COSIGNERS_PATH).read_bytes()
    proof = tmp_path / "e.tlog-proof"
    proof.write_bytes(make_receipt(twice.log, 1, []))
    assert run("journal", "verify", proof, *keys).exit_code == 0
    twice.strip()
    proof.write_bytes(make_receipt(Log(twice.brand.store, twice.brand.signer), 1, []))
    assert run("journal", "verify", proof, *keys[:2]).exit_code == 0
    refused = run("journal", "verify", proof, *keys)
    assert refused.exit_code == 1
    assert "second signature of the log is missing" in refused.output


@needs_ml_dsa
def test_an_older_reader_verifies_the_first_signature_and_says_so(
    twice: TwiceSigned, tmp_path: Path, without_ml_dsa: None
) -> None:
    done = run("journal", "verify", tmp_path / "log")
    assert done.exit_code == 0
    assert "the second signature was not verified" in done.output
    assert "signed with Ed25519\n" in done.output
    keys = tmp_path / "log" / COSIGNERS_PATH
    refused = run("journal", "verify", tmp_path / "log", "--key", tmp_path / "log" / "log.vkey", "--key", keys)
    assert refused.exit_code == 1  # what cannot be checked is not confirmed
    assert "has no ML-DSA" in refused.output


def _configured(folder: Path, toml: str) -> Configuration:
    (folder / "egide.toml").write_text(toml, encoding="utf-8")
    return load_configuration({"EGIDE_HOME": str(folder)})


@needs_ml_dsa
def test_the_setting_gives_every_journal_a_key_that_lasts(tmp_path: Path) -> None:
    configuration = _configured(tmp_path, '[journal]\nsecond_signature = "ml-dsa-44"\n')
    ring = open_key_ring(configuration)
    ring.create_brand("00000000-0000-0000-0000-000000000000")
    log = _journals(configuration, ring)(None)
    log.create(START)
    (key,) = log.cosigner_keys
    assert (key.name, key in log.checkpoint().signers) == (log.origin, True)
    assert _journals(configuration, open_key_ring(configuration))(None).cosigner_keys == (key,)
    folder = tmp_path / "journal" / "00000000-0000-0000-0000-000000000000"
    assert parse_vkey((folder / COSIGNERS_PATH).read_text().strip()) == key
    assert _journals(_configured(tmp_path, ""), ring)(None).cosigner_keys == ()


def test_the_setting_is_refused_when_it_cannot_be_kept(tmp_path: Path, without_ml_dsa: None) -> None:
    configuration = _configured(tmp_path, '[journal]\nsecond_signature = "ml-dsa-44"\n')
    with pytest.raises(ConfigurationError, match="has no ML-DSA"):
        _journals(configuration, open_key_ring(configuration))
    _journals(_configured(tmp_path, ""), open_key_ring(configuration))


@pytest.mark.parametrize("toml", ['[journal]\nsecond_signature = "rsa"\n', "[journal]\nsecond_signature = true\n"])
def test_the_setting_names_what_it_takes(tmp_path: Path, toml: str) -> None:
    with pytest.raises(ConfigurationError, match="ml-dsa-44"):
        _configured(tmp_path, toml)
