"""One contract for every master key: memory, files, a PKCS#11 token, the transit engine of Vault."""

from __future__ import annotations

import os
import secrets
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.ports.vault_server import TOKEN, Transit, serving

from egide.adapters.keystores.file import FileMasterKey, read_passphrase_from_systemd
from egide.adapters.keystores.memory import MemoryKeyTable, MemoryMasterKey
from egide.adapters.keystores.opening import open_local_key_ring
from egide.adapters.keystores.pkcs11 import Pkcs11MasterKey
from egide.adapters.keystores.vault import VaultMasterKey
from egide.keys import KeyRing, KeyUnavailable, MasterKey, SealBroken

SOFTHSM = Path("/usr/lib/softhsm/libsofthsm2.so")
Reopen = Callable[[], MasterKey]


@pytest.fixture(scope="session")
def token(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Initialise a token of SoftHSM in a folder of its own."""
    pytest.importorskip("pkcs11", reason="egide[hsm] is not installed")
    if not SOFTHSM.exists():
        pytest.skip("SoftHSM2 is not installed (apt-get install softhsm2)")
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(
        f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\nlog.level = ERROR\n"
    )
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")
    subprocess.run(
        [
            "softhsm2-util",
            "--init-token",
            "--free",
            "--label",
            "egide-test",
            "--so-pin",
            "87654321",
            "--pin",
            "12345678",
        ],
        check=True,
        capture_output=True,
    )
    return "egide-test"


@pytest.fixture(params=["memory", "file", "file-with-passphrase", "pkcs11", "vault"])
def reopen(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Reopen]:
    """Give a function that opens the same master key again, as another process would."""
    if request.param == "memory":
        master = MemoryMasterKey(secrets.token_bytes)
        yield lambda: master
    elif request.param.startswith("file"):
        passphrase = b"correct horse" if request.param == "file-with-passphrase" else None
        yield lambda: FileMasterKey(
            tmp_path / "master", random_bytes=secrets.token_bytes, passphrase=passphrase, scrypt_n=2**10
        )
    elif request.param == "pkcs11":
        label = request.getfixturevalue("token")
        opened: list[Pkcs11MasterKey] = []

        def open_token() -> MasterKey:
            for former in opened:
                former.close()
            opened[:] = [Pkcs11MasterKey(str(SOFTHSM), label, "12345678", random_bytes=secrets.token_bytes)]
            return opened[0]

        yield open_token
        for former in opened:
            former.close()
    else:
        with serving(Transit()) as address:
            yield lambda: VaultMasterKey(address, TOKEN)


def test_gives_back_what_it_wrapped_also_when_opened_again(reopen: Reopen) -> None:
    key = secrets.token_bytes(32)
    master = reopen()
    wrapped = master.wrap(key, context=b"acme")
    assert key not in wrapped
    assert master.wrap(key, context=b"acme") != wrapped
    assert master.unwrap(wrapped, context=b"acme") == key
    assert reopen().unwrap(wrapped, context=b"acme") == key


def test_refuses_another_context_and_altered_bytes(reopen: Reopen) -> None:
    master = reopen()
    wrapped = master.wrap(secrets.token_bytes(32), context=b"acme")
    assert master.unwrap(wrapped, context=b"acme")
    with pytest.raises(SealBroken):
        master.unwrap(wrapped, context=b"zenith")
    for altered in (wrapped[:-1] + bytes([wrapped[-1] ^ 1]), wrapped[:20], b"", b"\xff" * 60):
        with pytest.raises(SealBroken):
            master.unwrap(altered, context=b"acme")


def test_rotation_reads_former_versions_until_they_are_retired(reopen: Reopen) -> None:
    master = reopen()
    key = secrets.token_bytes(32)
    former = master.wrap(key, context=b"acme")
    assert master.is_current(former)
    master.rotate()
    assert not master.is_current(former)
    assert reopen().unwrap(former, context=b"acme") == key
    newer = reopen().wrap(key, context=b"acme")
    master = reopen()
    assert master.is_current(newer)
    master.retire()
    assert master.unwrap(newer, context=b"acme") == key
    with pytest.raises(SealBroken):
        master.unwrap(former, context=b"acme")


def test_carries_a_key_ring_through_a_rotation(reopen: Reopen) -> None:
    table = MemoryKeyTable()
    ring = KeyRing(reopen(), table, random_bytes=secrets.token_bytes)
    ring.create_brand("acme")
    ring.check_available()
    before = ring.subject_key("acme", "p1", create=True)
    assert ring.rotate_master() == 2
    again = KeyRing(reopen(), table, random_bytes=secrets.token_bytes)
    assert again.subject_key("acme", "p1", create=False) == before


def test_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "master"
    FileMasterKey(folder, random_bytes=secrets.token_bytes)
    (path,) = folder.iterdir()
    assert (folder.stat().st_mode & 0o777, path.stat().st_mode & 0o777) == (0o700, 0o600)
    path.chmod(0o640)
    with pytest.raises(KeyUnavailable, match="0600"):
        FileMasterKey(folder, random_bytes=secrets.token_bytes)


def test_refuses_a_wrong_or_missing_passphrase(tmp_path: Path) -> None:
    folder = tmp_path / "master"
    FileMasterKey(folder, random_bytes=secrets.token_bytes, passphrase=b"right", scrypt_n=2**10)
    for passphrase in (b"wrong", None):
        with pytest.raises(KeyUnavailable, match="passphrase"):
            FileMasterKey(folder, random_bytes=secrets.token_bytes, passphrase=passphrase)


def test_reads_the_passphrase_that_systemd_passes(tmp_path: Path) -> None:
    assert read_passphrase_from_systemd({}) is None
    assert read_passphrase_from_systemd({"CREDENTIALS_DIRECTORY": str(tmp_path)}) is None
    (tmp_path / "egide-master-passphrase").write_bytes(b"secret\n")
    assert read_passphrase_from_systemd({"CREDENTIALS_DIRECTORY": str(tmp_path)}) == b"secret"


def test_local_ring_survives_a_restart_and_refuses_a_lost_master(tmp_path: Path) -> None:
    ring = open_local_key_ring(tmp_path / "keys")
    ring.create_brand("acme")
    before = ring.brand_secret("acme", "pseudonyms")
    assert open_local_key_ring(tmp_path / "keys").brand_secret("acme", "pseudonyms") == before
    for path in (tmp_path / "keys" / "master").iterdir():
        path.unlink()
    ring.forget()
    with pytest.raises(KeyUnavailable):
        ring.brand_secret("acme", "pseudonyms")


def test_vault_that_is_sealed_or_gone_closes_the_door() -> None:
    transit = Transit()
    with serving(transit) as address:
        master = VaultMasterKey(address, TOKEN, timeout_s=2)
        wrapped = master.wrap(bytes(32), context=b"acme")
        transit.sealed = True
        with pytest.raises(KeyUnavailable, match="503"):
            master.unwrap(wrapped, context=b"acme")
        transit.sealed = False
        with pytest.raises(KeyUnavailable, match="403"):
            VaultMasterKey(address, "another token")
    with pytest.raises(KeyUnavailable, match="does not answer"):
        master.unwrap(wrapped, context=b"acme")


def test_vault_is_asked_as_its_documentation_says() -> None:
    transit = Transit()
    with serving(transit) as address:
        master = VaultMasterKey(address, TOKEN, key_name="égide/1")
        master.unwrap(master.wrap(b"k" * 32, context=b"acme"), context=b"acme")
    assert [(method, path) for method, path, _ in transit.requests] == [
        ("GET", "/v1/transit/keys/%C3%A9gide%2F1"),
        ("POST", "/v1/transit/keys/%C3%A9gide%2F1"),
        ("POST", "/v1/transit/encrypt/%C3%A9gide%2F1"),
        ("POST", "/v1/transit/decrypt/%C3%A9gide%2F1"),
    ]


def test_token_that_is_not_there_closes_the_door(token: str) -> None:
    with pytest.raises(KeyUnavailable):
        Pkcs11MasterKey(str(SOFTHSM), f"not-{token}", "12345678", random_bytes=secrets.token_bytes)
