"""Killed at any step, or racing with another sequencer, the log never publishes what contradicts what it published."""

from __future__ import annotations

import itertools
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.journal.logs import root_of

from egide.adapters.journal import FilesystemTileStore
from egide.journal import (
    Ed25519Signer,
    Expectations,
    Log,
    SignedCheckpoint,
    check_log,
    open_checkpoint,
    verify_consistency,
)

NOW = datetime(2026, 11, 21, tzinfo=UTC)
SIGNER = Ed25519Signer("h.example/log", bytes(32))
WRITER = Path(__file__).with_name("crashing_writer.py")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Log(FilesystemTileStore(tmp_path / "log"), SIGNER).create(NOW)
    return tmp_path / "log"


def published(folder: Path) -> SignedCheckpoint:
    return open_checkpoint((folder / "checkpoint").read_bytes(), [SIGNER.key])


def check_sound(folder: Path) -> SignedCheckpoint:
    expected = Expectations(log_keys=[SIGNER.key], check_entries=False)
    return check_log(FilesystemTileStore(folder), expected).signed


def entry(number: int) -> bytes:
    return b"entry %d" % number


def test_killed_at_each_step_it_stays_sound_and_continues(folder: Path) -> None:
    # 300 entries in batches of 100: partial tiles, a tile that fills, partials that are dropped.
    # Each round kills one step later, from the same start, until a run reaches its end.
    import shutil

    start = folder.with_name("start")
    shutil.copytree(folder, start)
    deaths = 0
    for step in itertools.count(1):
        shutil.rmtree(folder)
        shutil.copytree(start, folder)
        died = run_writer(folder, 300, step)
        before = check_sound(folder)
        said = [int(line) for line in died.stdout.split()]
        assert before.size >= max(said, default=0), "an entry was reported durable and is not published"
        log = Log(FilesystemTileStore(folder), SIGNER)
        log.append([entry(number) for number in range(before.size, 300)], NOW, first_index=before.size)
        after = check_sound(folder)
        proof = log.consistency_proof(before.size)
        verify_consistency(proof, before.size, after.size, before.root, after.root)
        assert after.root == root_of([entry(number) for number in range(300)])
        if died.returncode == 0:
            break
        assert died.returncode == -signal.SIGKILL
        deaths += 1
    assert deaths >= 15


def test_killed_from_outside_at_any_moment_it_stays_sound(folder: Path) -> None:
    seen = [published(folder)]
    for _ in range(6):
        process = subprocess.Popen([sys.executable, WRITER, folder, "100000"], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        said = int(process.stdout.readline())
        process.kill()
        rest = process.stdout.read().split()
        process.stdout.close()
        process.wait()
        now = check_sound(folder)
        assert now.size >= max([said, *map(int, rest)])
        log = Log(FilesystemTileStore(folder), SIGNER)
        for earlier in seen:
            proof = log.consistency_proof(earlier.size, now.size)
            verify_consistency(proof, earlier.size, now.size, earlier.root, now.root)
        seen.append(now)
    assert seen[-1].size > seen[1].size


def test_two_sequencers_racing_share_one_history(folder: Path) -> None:
    rounds = 40
    processes = [
        subprocess.Popen([sys.executable, WRITER, "race", folder, name, str(rounds)], stdout=subprocess.PIPE, text=True)
        for name in ("one", "two")
    ]
    seen = {0: published(folder)}
    while any(process.poll() is None for process in processes):
        now = published(folder)
        seen[now.size] = now
    ranges: list[tuple[int, int]] = []
    for process in processes:
        assert process.stdout is not None
        output = process.stdout.read()
        process.stdout.close()
        assert process.returncode == 0
        for line in output.splitlines():
            start, stop, size = map(int, line.split())
            assert stop <= size
            ranges.append((start, stop))
    total = 2 * rounds * 7
    assert [index for start, stop in sorted(ranges) for index in range(start, stop)] == list(range(total))
    final = check_sound(folder)
    assert final.size == total
    log = Log(FilesystemTileStore(folder), SIGNER)
    for earlier in seen.values():
        proof = log.consistency_proof(earlier.size)
        verify_consistency(proof, earlier.size, total, earlier.root, final.root)
    assert len(seen) > 2


def test_what_a_crash_left_is_never_published(folder: Path) -> None:
    log = Log(FilesystemTileStore(folder), SIGNER)
    log.append([entry(number) for number in range(100)], NOW)
    # Tiles of a batch whose checkpoint was never written, with other entries than those that come next.
    stray = Log(FilesystemTileStore(folder.with_name("stray")), SIGNER)
    stray.create(NOW)
    stray.append([entry(number) for number in range(100)] + [b"lost"] * 200, NOW)
    for path in ("tile/0/000", "tile/entries/000", "tile/0/001.p/44", "tile/entries/001.p/44", "tile/1/000.p/1"):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes((folder.with_name("stray") / path).read_bytes())
    assert check_sound(folder).size == 100
    log.append([entry(number) for number in range(100, 300)], NOW)
    assert check_sound(folder).root == root_of([entry(number) for number in range(300)])


def run_writer(folder: Path, count: int, step: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, WRITER, folder, str(count), str(step)], capture_output=True, text=True, check=False
    )
