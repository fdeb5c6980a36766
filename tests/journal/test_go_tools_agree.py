"""Go's own `sumdb/note` and `sumdb/tlog` verify an exported journal, and refuse a falsified one."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.journal.logs import BrandLog, root_of

from egide.adapters import journal as adapters
from egide.adapters.journal import FilesystemTileStore, export_log
from egide.journal import make_receipt

# The program that goes with every export.
PROGRAM = Path(adapters.__file__).with_name("auditor") / "verify.go"
# Where Debian's golang-golang-x-mod-dev installs; a GOPATH of one's own wins.
GOPATHS = [Path(os.environ["GOPATH"])] if "GOPATH" in os.environ else [Path("/usr/share/gocode")]

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    go = shutil.which("go")
    gopath = next((path for path in GOPATHS if (path / "src/golang.org/x/mod/sumdb/tlog").is_dir()), None)
    if go is None or gopath is None:
        pytest.skip("needs go and golang.org/x/mod (Debian: golang-go, golang-golang-x-mod-dev)")
    folder = tmp_path_factory.mktemp("go")
    environment = {
        **os.environ,
        "GO111MODULE": "off",
        "GOPATH": str(gopath),
        "GOCACHE": str(folder / "cache"),
        "GOFLAGS": "",
    }
    built = folder / "verify"
    subprocess.run([go, "build", "-o", built, PROGRAM], check=True, env=environment)
    return built


@pytest.fixture(scope="module")
def brand() -> BrandLog:
    log = BrandLog()
    # Goes past a full level-1 tile so that three levels are read.
    log.append([b"%d" % number for number in range(65_536 + 300)])
    log.fill(300)
    return log


@pytest.fixture
def small() -> BrandLog:
    log = BrandLog()
    log.fill(300, 400)
    return log


def run(program: Path, folder: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([program, folder, *map(str, arguments)], capture_output=True, text=True, check=False)


def exported(brand: BrandLog, folder: Path) -> Path:
    export_log(brand.store, folder, brand.signer.key)
    return folder


def test_go_opens_the_checkpoint(program: Path, small: BrandLog, tmp_path: Path) -> None:
    folder = exported(small, tmp_path / "export")
    assert run(program, folder, "open").stdout == "ok 700\n"
    checkpoint = folder / "checkpoint"
    checkpoint.write_bytes(checkpoint.read_bytes().replace(b"\n700\n", b"\n701\n"))
    assert run(program, folder, "open").returncode == 1


def test_go_proves_that_entries_are_included(program: Path, small: BrandLog, tmp_path: Path) -> None:
    folder = exported(small, tmp_path / "export")
    assert run(program, folder, "record", 0, 255, 256, 300, 512, 699).stdout == "ok 6\n"
    bundle = folder / "tile/entries/001"
    bundle.write_bytes(bundle.read_bytes().replace(b"SAV", b"SAW"))
    refused = run(program, folder, "record", 300)
    assert (refused.returncode, refused.stdout) == (1, "invalid transparency proof\n")


def test_go_reads_three_levels_of_tiles(program: Path, brand: BrandLog, tmp_path: Path) -> None:
    # The log holds plain numbers besides real entries: only its files are copied, not the readable lines.
    store = FilesystemTileStore(tmp_path, fsync=False)
    store.write({path: octets for path, octets in brand.files.items()})
    from egide.journal import format_vkey

    store.write({"log.vkey": f"{format_vkey(brand.signer.key)}\n".encode()})
    assert run(program, tmp_path, "record", 0, 65_535, 65_536, 66_000, 66_135).stdout == "ok 5\n"


def test_go_proves_that_the_tree_only_grew(program: Path, small: BrandLog, tmp_path: Path) -> None:
    folder = exported(small, tmp_path / "export")
    root = root_of(list(small.log.entries(0, 300)))
    assert run(program, folder, "tree", 300, base64.b64encode(root).decode()).stdout == "ok 300 700\n"
    flipped = bytes([root[0] ^ 1]) + root[1:]
    refused = run(program, folder, "tree", 300, base64.b64encode(flipped).decode())
    assert (refused.returncode, refused.stdout) == (1, "invalid transparency proof\n")


def test_go_recomputes_the_root_from_every_entry(program: Path, small: BrandLog, tmp_path: Path) -> None:
    folder = exported(small, tmp_path / "export")
    assert run(program, folder, "all").stdout == "ok 700\n"


def test_go_verifies_a_receipt_that_a_customer_kept(program: Path, small: BrandLog, tmp_path: Path) -> None:
    sealed = small.sealed("dsar.erased")
    small.append([sealed.entry.encode()])
    folder = exported(small, tmp_path / "export")
    (tmp_path / "kept.tlog-proof").write_bytes(make_receipt(small.log, 700, sealed.openings.values()))
    (tmp_path / "entry.json").write_bytes(sealed.entry.encode())
    small.fill(50)
    assert run(program, folder, "proof", tmp_path / "kept.tlog-proof", tmp_path / "entry.json").stdout == "ok 700 701\n"
    (tmp_path / "entry.json").write_bytes(sealed.entry.encode().replace(b"SAV", b"SAW"))
    refused = run(program, folder, "proof", tmp_path / "kept.tlog-proof", tmp_path / "entry.json")
    assert (refused.returncode, refused.stdout) == (1, "invalid transparency proof\n")
