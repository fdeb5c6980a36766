"""Measure the journal: hashing, verifying, proving, appending, and what an ordinary audit table costs beside it.

    python -m bench.journal [--entries 1000000] [--proof-entries 10000000] [--seconds 5] [--service] [--peer] [--json]

The peer (django-auditlog, an ordinary audit table without proof) runs in its own environment under
bench/.environments, made on first use from the package index.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import platform
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import venv
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from egide.adapters.journal import FilesystemTileStore, GroupCommit
from egide.journal import (
    Checkpoint,
    Ed25519Signer,
    Entry,
    Expectations,
    Log,
    Note,
    check_log,
    format_checkpoint,
    format_note,
    leaf_hash,
    verify_inclusion,
)
from egide.journal.hashing import fold_right, perfect_root
from egide.journal.tiles import TILE_WIDTH, Tile, TileReader, partial_root
from egide.journal.tree import prove_inclusion

ENVIRONMENTS = Path(__file__).with_name(".environments")
ORIGIN = "desk.example/journal/0b6f7f6e-5f57-4a40-9d0b-6d5f6c1f5a11"
SIGNER = Ed25519Signer(ORIGIN, bytes(32))
START = datetime(2026, 1, 1, tzinfo=UTC)


def synthetic_entries(count: int, start: int = 0) -> Iterator[bytes]:
    """Entries of the real format and length, with random commitments."""
    noise = random.Random(start)
    for number in range(start, start + count):
        commitments = [base64.b64encode(noise.randbytes(32)).decode() for _ in range(3)]
        bits = noise.getrandbits(128)
        text = f"{bits:032x}"
        obj = f"{text[:8]}-{text[8:12]}-4{text[13:16]}-8{text[17:20]}-{text[20:]}"
        yield Entry(
            "decision.made", START + timedelta(milliseconds=20 * number), obj, "SAV", *commitments, "2026-11"
        ).encode()


def measure_leaf_hashes() -> dict[str, float]:
    entries = list(synthetic_entries(20_000))
    rates = []
    for _ in range(7):
        begun = time.perf_counter()
        for entry in entries:
            leaf_hash(entry)
        rates.append(len(entries) / (time.perf_counter() - begun))
    return {"leaf_hashes_per_s": statistics.median(rates), "bytes_per_leaf": statistics.fmean(map(len, entries))}


def build_log(folder: Path, count: int) -> None:
    log = Log(FilesystemTileStore(folder, fsync=False), SIGNER)
    log.create(START)
    step = 1 << 16
    for start in range(0, count, step):
        log.append(list(synthetic_entries(min(step, count - start), start)), START)


def measure_verification(folder: Path, count: int) -> dict[str, float]:
    """Verify in a process of its own, so that its memory is its own."""
    program = (
        "import json,resource,sys,time\nfrom pathlib import Path\nfrom bench.journal import verify\n"
        "print(json.dumps(verify(Path(sys.argv[1]))))"
    )
    done = subprocess.run([sys.executable, "-c", program, folder], capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    return {"verify_entries": count, "verify_s": found["s"], "verify_peak_mb": found["peak_mb"]}


def verify(folder: Path) -> dict[str, float]:
    begun = time.perf_counter()
    check_log(FilesystemTileStore(folder), Expectations(log_keys=[SIGNER.key]))
    spent = time.perf_counter() - begun
    return {"s": spent, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def measure_disk(folder: Path, count: int) -> dict[str, float]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    apparent = sum(path.stat().st_size for path in files)
    allocated = sum(path.stat().st_blocks * 512 for path in files)
    return {"disk_bytes_per_entry": apparent / count, "disk_allocated_bytes_per_entry": allocated / count}


def build_hash_tiles(folder: Path, count: int) -> None:
    """The hash tiles of a log of random leaves; no bundle, since a proof reads none."""
    store = FilesystemTileStore(folder, fsync=False)
    level, width = 0, count
    hashes: list[bytes] | None = None
    roots: list[bytes] = []
    while width:
        above: list[bytes] = []
        for index in range(width // TILE_WIDTH):
            tile = (
                os.urandom(TILE_WIDTH * 32)
                if hashes is None
                else b"".join(hashes[index * TILE_WIDTH : (index + 1) * TILE_WIDTH])
            )
            store.write({Tile(level, index).path: tile})
            above.append(perfect_root(tile))
        if rest := width % TILE_WIDTH:
            tile = os.urandom(rest * 32) if hashes is None else b"".join(hashes[-rest:])
            store.write({Tile(level, width // TILE_WIDTH, rest).path: tile})
            roots[:0] = partial_root(tile)
        hashes, width, level = above, width // TILE_WIDTH, level + 1
    text = format_checkpoint(Checkpoint(ORIGIN, count, fold_right(roots)))
    store.write({"checkpoint": format_note(Note(text, (SIGNER.sign(text, START),)))})


def measure_proofs(folder: Path, count: int) -> dict[str, float]:
    store = FilesystemTileStore(folder)
    log = Log(store, SIGNER)
    root = log.checkpoint().root
    chance = random.Random(1)
    spent: list[float] = []
    cpu: list[float] = []  # what a machine at work for others does not lengthen
    for _ in range(500):
        index = chance.randrange(count)
        tiles = TileReader(store, count)  # nothing remembered between two proofs
        begun, begun_cpu = time.perf_counter(), time.process_time()
        proof = prove_inclusion(tiles.node, index, count)
        spent.append((time.perf_counter() - begun) * 1000)
        cpu.append((time.process_time() - begun_cpu) * 1000)
        leaf = tiles.hash_tile(0, index // 256)[index % 256 * 32 :][:32]
        verify_inclusion(proof, index, count, leaf, root)
    return {
        "proof_entries": count,
        "proof_p50_ms": statistics.median(spent),
        "proof_p99_ms": _p99(spent),
        "proof_cpu_p99_ms": _p99(cpu),
    }


def measure_appends(writers: int, seconds: float) -> dict[str, float]:
    """Entries per second durable and published on this disk, each writer waiting for its own."""
    entries = list(synthetic_entries(4096))
    with tempfile.TemporaryDirectory(dir=_scratch()) as folder:
        log = Log(FilesystemTileStore(Path(folder)), SIGNER)
        log.create(START)
        sequencer = GroupCommit(log, lambda: START)
        spent: list[list[float]] = [[] for _ in range(writers)]
        end = time.perf_counter() + seconds

        def write(mine: list[float], first: int) -> None:
            number = first
            while (begun := time.perf_counter()) < end:
                sequencer.append(entries[number % len(entries)])
                mine.append((time.perf_counter() - begun) * 1000)
                number += writers

        threads = [threading.Thread(target=write, args=(spent[n], n)) for n in range(writers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        sequencer.close()
        waits = [wait for mine in spent for wait in mine]
        size = log.checkpoint().size
    return {
        "append_writers": writers,
        "append_entries_per_s": size / seconds,
        "append_p50_ms": statistics.median(waits),
        "append_p99_ms": _p99(waits),
    }


def measure_batches(batch: int, seconds: float) -> dict[str, float]:
    """What one sequencer publishes when it takes waiting rows by the batch, as the service does."""
    entries = list(synthetic_entries(batch))
    with tempfile.TemporaryDirectory(dir=_scratch()) as folder:
        log = Log(FilesystemTileStore(Path(folder)), SIGNER)
        log.create(START)
        begun = time.perf_counter()
        while time.perf_counter() - begun < seconds:
            log.append(entries, START)
        spent = time.perf_counter() - begun
        return {f"batches_of_{batch}_entries_per_s": log.checkpoint().size / spent}


def measure_flush() -> dict[str, float]:
    """What one flush of 4 kB costs on this disk now: the floor under every durable figure here."""
    spent: list[float] = []
    with tempfile.TemporaryDirectory(dir=_scratch()) as folder, (Path(folder) / "file").open("wb") as stream:
        for _ in range(300):
            begun = time.perf_counter()
            stream.write(bytes(4096))
            stream.flush()
            os.fsync(stream.fileno())
            spent.append((time.perf_counter() - begun) * 1000)
    return {"flush_p50_ms": statistics.median(spent), "flush_p99_ms": _p99(spent)}


def measure_service(seconds: float, writers: int) -> dict[str, float]:
    """The product's own path, an act and its entry in one transaction, on SQLite and on PostgreSQL with fsync."""
    from tests.postgresql import PostgresqlMissing, temporary_cluster

    found = {f"sqlite_{name}": figure for name, figure in _service("", seconds, writers).items()}
    try:
        with temporary_cluster(fsync=True) as url:
            found |= {f"postgresql_{name}": figure for name, figure in _service(url, seconds, writers).items()}
    except PostgresqlMissing as missing:
        print(f"PostgreSQL was not measured: {missing}", file=sys.stderr)
    return found


def _service(url: str, seconds: float, writers: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory(dir=_scratch()) as folder:
        done = subprocess.run(
            [sys.executable, "-m", "bench.journal_service", "--seconds", str(seconds), "--writers", str(writers)],
            env={**os.environ, "EGIDE_HOME": folder, "EGIDE_DATABASE_URL": url},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
    figures: dict[str, float] = json.loads(done.stdout)
    return {name.removeprefix("service_"): figure for name, figure in figures.items()}


def measure_peer(rows: int) -> dict[str, float]:
    """What django-auditlog adds to saving a row on SQLite: a table without proof."""
    home = ENVIRONMENTS / "django-auditlog"
    python = home / "bin" / "python"
    if not python.exists():
        venv.create(home, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "django==5.2.8", "django-auditlog==3.4.1"], check=True)
    with tempfile.TemporaryDirectory(dir=_scratch()) as folder:
        done = subprocess.run(
            [python, Path(__file__).with_name("journal_peer.py"), folder, str(rows)],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
    found: dict[str, float] = json.loads(done.stdout)
    return found


def measure_one_writer(rows: int) -> dict[str, float]:
    """The same rhythm as the peer: one writer, one durable commit for each entry."""
    entries = list(synthetic_entries(rows))
    with tempfile.TemporaryDirectory(dir=_scratch()) as folder:
        log = Log(FilesystemTileStore(Path(folder)), SIGNER)
        log.create(START)
        spent: list[float] = []
        for entry in entries:
            begun = time.perf_counter()
            log.append([entry], START)
            spent.append((time.perf_counter() - begun) * 1000)
    return {"one_writer_p50_ms": statistics.median(spent), "one_writer_per_s": 1000 / statistics.fmean(spent)}


def _scratch() -> Path:
    """A folder on the same disk as the product, ignored by git: a memory disk would flatter every flush."""
    ENVIRONMENTS.mkdir(exist_ok=True)
    return ENVIRONMENTS


def _p99(spent: Sequence[float]) -> float:
    return statistics.quantiles(spent, n=100)[98]


def main(argv: Sequence[str] | None = None) -> dict[str, float]:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--proof-entries", type=int, default=10_000_000)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--writers", type=int, default=16)
    parser.add_argument("--service", action="store_true", help="also measure the product's path on both databases")
    parser.add_argument("--peer", action="store_true", help="also measure django-auditlog (needs a package index)")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(argv)
    found: dict[str, float] = {}
    found |= measure_leaf_hashes()
    found |= measure_flush()
    found |= measure_batches(500, options.seconds)
    found |= measure_appends(options.writers, options.seconds)
    if options.service:
        found |= measure_service(options.seconds, options.writers)
    if options.peer:
        found |= measure_one_writer(1000) | measure_peer(1000)
    with tempfile.TemporaryDirectory(dir=_scratch()) as folder:
        log = Path(folder) / "log"
        build_log(log, options.entries)
        found |= measure_disk(log, options.entries) | measure_verification(log, options.entries)
        shutil.rmtree(log)
        build_hash_tiles(Path(folder) / "proofs", options.proof_entries)
        found |= measure_proofs(Path(folder) / "proofs", options.proof_entries)
    if options.json:
        print(json.dumps(found))
    else:
        print(f"journal, {platform.python_version()}, {os.cpu_count()} cores")
        for name, figure in found.items():
            print(f"  {name:46} {figure:14,.2f}")
    return found


if __name__ == "__main__":
    main()
