"""A log gives consecutive indexes, accepts an interrupted batch again, and signs nothing that contradicts its past."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.journal.logs import LATER, ORIGIN, START, BrandLog, root_of

from egide.adapters.journal import FilesystemTileStore, GroupCommit, MemoryTileStore
from egide.journal import (
    Ed25519Signer,
    EntryRefused,
    InconsistentLog,
    Log,
    LogMissing,
    LogUnusable,
    MalformedProof,
    MlDsaCosigner,
    Range,
    ResourceMissing,
    UntrustedSignature,
    open_checkpoint,
    parse_note,
)


def test_gives_consecutive_indexes() -> None:
    brand = BrandLog()
    assert brand.log.append(brand.entries(3), LATER) == Range(0, 3)
    assert brand.log.append(brand.entries(2), LATER) == Range(3, 5)
    assert brand.log.append([], LATER) == Range(5, 5)
    assert brand.log.checkpoint().size == 5


def test_two_objects_over_one_store_share_one_history() -> None:
    brand = BrandLog()
    other = Log(brand.store, brand.signer)
    entries = brand.entries(600)
    for start in range(0, 600, 50):
        (brand.log if start % 100 else other).append(entries[start : start + 50], LATER)
    assert brand.log.checkpoint().root == other.checkpoint().root == root_of(entries)


def test_accepts_an_interrupted_batch_again_without_adding_twice() -> None:
    brand = BrandLog()
    entries = brand.entries(300)
    brand.log.append(entries[:200], LATER, first_index=0)
    assert brand.log.append(entries[150:], LATER, first_index=150) == Range(150, 300)
    assert brand.log.append(entries, LATER, first_index=0) == Range(0, 300)
    assert brand.log.checkpoint().root == root_of(entries)


def test_refuses_a_gap_or_other_entries_at_the_same_index() -> None:
    brand = BrandLog()
    entries = brand.entries(10)
    brand.log.append(entries[:5], LATER, first_index=0)
    with pytest.raises(InconsistentLog, match="entries 5 to 5 are missing"):
        brand.log.append(entries[6:], LATER, first_index=6)
    with pytest.raises(InconsistentLog, match="other entries from 3"):
        brand.log.append([entries[9], *entries[4:]], LATER, first_index=3)
    assert brand.log.checkpoint().root == root_of(entries[:5])


@pytest.mark.parametrize("entry", [b"", b"x" * 65_536])
def test_refuses_an_entry_outside_its_length_and_writes_nothing(entry: bytes) -> None:
    brand = BrandLog()
    before = dict(brand.files)
    with pytest.raises(EntryRefused):
        brand.log.append([b"good", entry], LATER)
    assert brand.files == before
    assert brand.log.append([b"x" * 65_535], LATER) == Range(0, 1)


def test_refuses_to_append_without_a_checkpoint() -> None:
    brand = BrandLog()
    brand.fill(3)
    del brand.files["checkpoint"]
    with pytest.raises(LogMissing):
        brand.log.append(brand.entries(1), LATER)
    with pytest.raises(InconsistentLog, match="removed"):
        brand.log.create(LATER)


def test_create_leaves_an_existing_log_as_it_is() -> None:
    brand = BrandLog()
    brand.fill(3)
    before = dict(brand.files)
    assert brand.log.create(LATER).size == 3
    assert brand.files == before


def test_refuses_to_continue_another_keys_log() -> None:
    brand = BrandLog()
    brand.fill(3)
    intruder = Log(brand.store, Ed25519Signer(ORIGIN, bytes([66]) * 32))
    with pytest.raises(UntrustedSignature):
        intruder.append(brand.entries(1), LATER)


def test_refuses_to_sign_over_altered_tiles() -> None:
    brand = BrandLog()
    brand.fill(300)
    brand.files["tile/0/001.p/44"] = bytes(44 * 32)
    fresh = Log(brand.store, brand.signer)
    with pytest.raises(InconsistentLog, match="do not lead to the signed root"):
        fresh.append(brand.entries(1), LATER)


def test_refuses_to_sign_over_altered_entries() -> None:
    brand = BrandLog()
    brand.fill(3)
    path = "tile/entries/000.p/3"
    brand.files[path] = brand.files[path].replace(b"SAV", b"SAW")
    with pytest.raises(InconsistentLog, match="do not match their hashes"):
        Log(brand.store, brand.signer).append(brand.entries(1), LATER)


def test_refuses_to_sign_after_the_files_went_back_in_time() -> None:
    brand = BrandLog()
    brand.fill(3)
    earlier = dict(brand.files)
    brand.fill(3)
    brand.files.clear()
    brand.files.update(earlier)
    with pytest.raises(InconsistentLog, match="went back"):
        brand.log.append(brand.entries(1), LATER)


def test_keeps_partial_tiles_until_the_full_one_is_published() -> None:
    brand = BrandLog()
    brand.fill(100, 100)
    assert {"tile/0/000.p/100", "tile/0/000.p/200", "tile/entries/000.p/100"} <= set(brand.files)
    brand.fill(100)
    assert {path for path in brand.files if "000.p/" in path} == {"tile/1/000.p/1"}
    assert {"tile/0/000", "tile/entries/000", "tile/0/001.p/44", "tile/entries/001.p/44"} <= set(brand.files)


def test_reads_through_the_full_tile_when_the_partial_is_gone() -> None:
    brand = BrandLog()
    entries = brand.fill(100)
    signed = dict(brand.files)
    brand.fill(200)
    brand.files["checkpoint"] = signed["checkpoint"]
    assert brand.check().signed.size == 100
    assert list(Log(brand.store, brand.signer).entries(0, 100)) == entries


def test_reads_any_range_of_entries() -> None:
    brand = BrandLog()
    entries = brand.fill(600)
    for start, stop in ((0, 0), (0, 1), (250, 260), (255, 257), (512, 600), (0, 600)):
        assert list(brand.log.entries(start, stop)) == entries[start:stop]
    assert brand.log.entry(300) == entries[300]
    with pytest.raises(MalformedProof):
        list(brand.log.entries(0, 601))
    del brand.files["tile/entries/001"]
    with pytest.raises(ResourceMissing):
        brand.log.entry(300)


def test_adds_an_optional_post_quantum_line_that_others_may_ignore() -> None:
    pytest.importorskip("cryptography.hazmat.primitives.asymmetric.mldsa", reason="ML-DSA needs cryptography 46")
    signer, second = Ed25519Signer(ORIGIN, bytes(32)), MlDsaCosigner(ORIGIN, bytes(32))
    log = Log(MemoryTileStore(), signer, cosigners=[second])
    log.create(START)
    log.append(BrandLog().entries(2), LATER)
    published = log.checkpoint()
    assert published.signers == (signer.key, second.key)
    assert [len(line.signature) for line in parse_note(published.note).signatures] == [64, 8 + 2420]
    assert open_checkpoint(published.note, [signer.key]).size == 2
    tampered = published.note.replace(b"\n2\n", b"\n3\n")
    with pytest.raises(UntrustedSignature):
        open_checkpoint(tampered, [second.key, signer.key])


def test_gathers_concurrent_writers_into_few_checkpoints(tmp_path: Path) -> None:
    brand = BrandLog(store=FilesystemTileStore(tmp_path, fsync=False))
    sequencer = GroupCommit(brand.log, lambda: datetime(2026, 11, 21, tzinfo=UTC))
    entries = brand.entries(160)
    indexes: dict[int, int] = {}

    def write(writer: int) -> None:
        for number in range(writer * 10, writer * 10 + 10):
            indexes[number] = sequencer.append(entries[number])

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sequencer.close()
    assert sorted(indexes.values()) == list(range(160))
    assert all(brand.log.entry(index) == entries[number] for number, index in indexes.items())
    assert brand.check().signed.size == 160
    with pytest.raises(LogUnusable):
        sequencer.submit(entries[0])


def test_a_batch_that_fails_fails_each_of_its_writers() -> None:
    brand = BrandLog()
    sequencer = GroupCommit(brand.log, lambda: LATER)
    with pytest.raises(EntryRefused):
        sequencer.append(b"")
    assert sequencer.append(b"good") == 0
    sequencer.close()
