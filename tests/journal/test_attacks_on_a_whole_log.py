"""Each way to falsify a log is caught and named, with the first bad entry.

Attacks on the files alone are seen by anybody who holds the log's public key. Those where the operator itself signs
the lie are seen only with something kept outside: each such test first shows that the files alone look sound.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta

import pytest
from tests.journal.logs import LATER, ORIGIN, OTHER_ORIGIN, START, BrandLog

from egide.adapters.journal import MemoryTileStore, MemoryWitnessStore
from egide.journal import (
    AddCheckpoint,
    Checkpoint,
    Ed25519Signer,
    StampedCheckpoint,
    TamperingKind,
    Tile,
    Witness,
    WitnessAnswer,
    WitnessStatus,
    format_add_checkpoint,
    format_checkpoint,
    format_note,
    leaf_hash,
    parse_note,
)
from egide.journal.note import Note
from egide.journal.tiles import format_bundle, parse_bundle, split_hashes

# Three full tiles and a partial one: 800 entries.
SIZES = (100, 412, 256, 32)
TOTAL = sum(SIZES)


@pytest.fixture
def brand() -> BrandLog:
    log = BrandLog()
    log.fill(*SIZES)
    assert log.check().signed.size == TOTAL
    return log


Edit = Callable[[list[bytes]], list[bytes]]


def edit_bundle(brand: BrandLog, index: int, edit: Edit) -> None:
    """Change the entries of a bundle and nothing else, as somebody with access to the disk would."""
    tile = Tile(None, index, min(256, TOTAL - index * 256))
    brand.files[tile.path] = format_bundle(edit(parse_bundle(brand.files[tile.path], tile)))


def other_entry() -> bytes:
    return BrandLog(seed=9).entries(1)[0]


def shift_everything_after(brand: BrandLog, position: int, replacement: list[bytes]) -> None:
    """Rewrite every bundle as if the entries from a position had been other ones, keeping the number of entries."""
    entries = list(brand.log.entries(0, TOTAL))
    entries[position:] = replacement
    entries = entries[:TOTAL]
    for index in range(-(-TOTAL // 256)):
        part = entries[index * 256 : index * 256 + 256]
        brand.files[Tile(None, index, min(256, TOTAL - index * 256)).path] = format_bundle(part)


class TestWithTheFilesAlone:
    @pytest.mark.parametrize("position", [0, 255, 256, 511, 767, 768, 799])
    def test_names_an_edited_entry(self, brand: BrandLog, position: int) -> None:
        edit_bundle(brand, position // 256, lambda entries: replaced(entries, position % 256, other_entry()))
        assert named(brand) == (TamperingKind.EDITED, position)

    def test_names_one_flipped_byte(self, brand: BrandLog) -> None:
        def flip(entries: list[bytes]) -> list[bytes]:
            return replaced(entries, 7, entries[7].replace(b'"SAV"', b'"SAW"'))

        edit_bundle(brand, 1, flip)
        assert named(brand) == (TamperingKind.EDITED, 263)

    @pytest.mark.parametrize("position", [0, 100, 255, 300, 767, 770, 799])
    def test_names_a_deleted_entry(self, brand: BrandLog, position: int) -> None:
        edit_bundle(brand, position // 256, lambda entries: without(entries, position % 256))
        assert named(brand) == (TamperingKind.DELETED, position)

    @pytest.mark.parametrize("position", [0, 100, 255, 300, 767, 770])
    def test_names_a_deletion_that_shifts_everything_after(self, brand: BrandLog, position: int) -> None:
        rest = [*list(brand.log.entries(position + 1, TOTAL)), other_entry()]
        shift_everything_after(brand, position, rest)
        assert named(brand) == (TamperingKind.DELETED, position)

    @pytest.mark.parametrize("position", [0, 100, 254, 300, 770, 790])
    def test_names_an_inserted_entry(self, brand: BrandLog, position: int) -> None:
        rest = [other_entry(), *brand.log.entries(position, TOTAL)]
        shift_everything_after(brand, position, rest)
        assert named(brand) == (TamperingKind.INSERTED, position)

    def test_names_an_entry_inserted_in_a_longer_bundle(self, brand: BrandLog) -> None:
        edit_bundle(brand, 3, lambda entries: [*entries[:5], other_entry(), *entries[5:]])
        assert named(brand) == (TamperingKind.INSERTED, 773)

    @pytest.mark.parametrize(("one", "other"), [(0, 1), (10, 200), (260, 300), (770, 798)])
    def test_names_reordered_entries(self, brand: BrandLog, one: int, other: int) -> None:
        def swap(entries: list[bytes]) -> list[bytes]:
            swapped = list(entries)
            first, second = one % 256, other % 256
            swapped[first], swapped[second] = swapped[second], swapped[first]
            return swapped

        edit_bundle(brand, one // 256, swap)
        assert named(brand) == (TamperingKind.REORDERED, one)

    @pytest.mark.parametrize(
        ("path", "first"),
        [("tile/entries/003.p/32", 768), ("tile/entries/001", 256), ("tile/0/002", 512), ("tile/1/000.p/3", 0)],
    )
    def test_names_where_a_truncated_log_ends(self, brand: BrandLog, path: str, first: int) -> None:
        del brand.files[path]
        assert named(brand) == (TamperingKind.TRUNCATED, first)

    def test_names_a_missing_checkpoint(self, brand: BrandLog) -> None:
        del brand.files["checkpoint"]
        assert named(brand) == (TamperingKind.TRUNCATED, 0)

    @pytest.mark.parametrize(
        ("path", "at", "first"),
        [("tile/0/001", 9, 265), ("tile/0/003.p/32", 31, 799), ("tile/1/000.p/3", 1, 256), ("tile/0/000", 0, 0)],
    )
    def test_names_an_altered_hash_and_says_the_entries_are_intact(
        self, brand: BrandLog, path: str, at: int, first: int
    ) -> None:
        hashes = split_hashes(brand.files[path])
        brand.files[path] = b"".join(replaced(hashes, at, bytes(32)))
        assert named(brand) == (TamperingKind.HASH_ALTERED, first)

    @pytest.mark.parametrize("position", [300, 785])
    def test_bounds_an_entry_edited_together_with_its_hash(self, brand: BrandLog, position: int) -> None:
        edit_with_hash(brand, position)
        found = brand.tampering()
        assert found is not None
        assert found.kind in {TamperingKind.EDITED, TamperingKind.REWRITTEN}
        assert found.first_bad_index is not None
        assert found.last_bad_index is not None
        assert found.first_bad_index <= position <= found.last_bad_index

    def test_a_kept_checkpoint_narrows_the_doubt(self, brand: BrandLog) -> None:
        edit_with_hash(brand, 785)
        kept = Checkpoint(ORIGIN, 768, checkpoint_at(768).root)
        found = brand.tampering(known=[kept])
        assert found is not None
        assert (found.first_bad_index, found.last_bad_index) == (768, 799)

    def test_names_a_forged_key(self, brand: BrandLog) -> None:
        forger = Ed25519Signer(ORIGIN, bytes([66]) * 32)
        text = parse_note(brand.files["checkpoint"]).text
        brand.files["checkpoint"] = format_note(Note(text, (forger.sign(text, LATER),)))
        assert named(brand) == (TamperingKind.FORGED, None)

    def test_names_a_signature_moved_from_another_checkpoint(self, brand: BrandLog) -> None:
        note = parse_note(brand.files["checkpoint"])
        text = format_checkpoint(Checkpoint(ORIGIN, TOTAL + 1, bytes(32)))
        brand.files["checkpoint"] = format_note(Note(text, note.signatures))
        assert named(brand) == (TamperingKind.FORGED, None)

    def test_names_a_swapped_brand(self, brand: BrandLog) -> None:
        other = BrandLog(seed=2, origin=OTHER_ORIGIN)
        other.fill(800)
        assert named(brand, reader=other.store) == (TamperingKind.WRONG_LOG, None)

    def test_names_tiles_swapped_with_another_brand(self, brand: BrandLog) -> None:
        other = BrandLog(seed=2, origin=OTHER_ORIGIN)
        other.fill(800)
        for path in ("tile/0/001", "tile/entries/001"):
            brand.files[path] = other.files[path]
        kind, first = named(brand)
        assert (kind, first) == (TamperingKind.EDITED, 256)

    def test_names_an_entry_that_claims_an_earlier_time_than_its_predecessors(self, brand: BrandLog) -> None:
        brand.append(brand.entries(1, at=START - timedelta(days=2)))
        assert named(brand) == (TamperingKind.BACKDATED, TOTAL)

    def test_names_a_signed_entry_that_is_not_one(self, brand: BrandLog) -> None:
        brand.append([b'{"v":1,"subject":"Jeanne"}'])
        assert named(brand) == (TamperingKind.MALFORMED, TOTAL)

    def test_names_a_malformed_checkpoint(self, brand: BrandLog) -> None:
        brand.files["checkpoint"] = brand.files["checkpoint"].replace(b"\n800\n", b"\n8_00\n")
        assert named(brand) == (TamperingKind.MALFORMED, None)

    def test_names_a_tile_of_the_wrong_length(self, brand: BrandLog) -> None:
        brand.files["tile/0/001"] += b"\x00"
        assert named(brand) == (TamperingKind.MALFORMED, 256)

    def test_names_a_bundle_cut_in_the_middle_of_an_entry(self, brand: BrandLog) -> None:
        brand.files["tile/entries/001"] = brand.files["tile/entries/001"][:-1]
        assert named(brand) == (TamperingKind.DELETED, 511)

    @pytest.mark.parametrize("seed", range(30))
    def test_catches_any_changed_byte_of_any_file(self, brand: BrandLog, seed: int) -> None:
        chance = random.Random(seed)  # noqa: S311 - a repeatable choice of byte
        # The key is left out: the reader has it from elsewhere and does not read the copy beside the log.
        needed = [path for path in brand.files if path != "log.vkey" and not _superseded(path)]
        path = chance.choice(sorted(needed))
        octets = bytearray(brand.files[path])
        octets[chance.randrange(len(octets))] ^= 1 << chance.randrange(8)
        brand.files[path] = bytes(octets)
        assert brand.tampering() is not None, path


class TestNeedingACheckpointKeptOutside:
    """The operator signs the lie with the true key: the files alone look sound."""

    def test_names_a_rewritten_history(self, brand: BrandLog) -> None:
        """Needs: an earlier checkpoint kept by a reader, a witness, or a time stamp."""
        kept = brand.log.checkpoint().checkpoint
        rewritten = rewritten_log(edited=300, size=TOTAL + 50)
        assert rewritten.tampering() is None
        found = rewritten.tampering(known=[kept])
        assert found is not None
        assert found.kind is TamperingKind.REWRITTEN

    def test_bounds_the_rewriting_between_kept_checkpoints(self, brand: BrandLog) -> None:
        """Needs: the same. Two kept checkpoints frame the first entry that differs."""
        earlier, kept = checkpoint_at(256), brand.log.checkpoint().checkpoint
        rewritten = rewritten_log(edited=300, size=TOTAL + 50)
        found = rewritten.tampering(known=[kept, earlier])
        assert found is not None
        assert (found.kind, found.first_bad_index) == (TamperingKind.REWRITTEN, 256)

    def test_names_a_replayed_old_checkpoint(self, brand: BrandLog) -> None:
        """Needs: a later checkpoint kept by a reader, or a witness."""
        kept = brand.log.checkpoint().checkpoint
        old = BrandLog()
        old.fill(100)
        assert old.tampering() is None
        found = old.tampering(known=[kept])
        assert found is not None
        assert (found.kind, found.first_bad_index) == (TamperingKind.ROLLED_BACK, 100)

    def test_names_a_fork_shown_to_two_readers(self, brand: BrandLog) -> None:
        """Needs: the two readers to compare checkpoints, or a witness that both require."""
        shown_to_one = brand
        shown_to_other = rewritten_log(edited=300, size=TOTAL)
        assert shown_to_one.tampering() is None
        assert shown_to_other.tampering() is None
        found = shown_to_one.tampering(known=[shown_to_other.log.checkpoint().checkpoint])
        assert found is not None
        assert found.kind is TamperingKind.REWRITTEN

    def test_a_witness_cosigns_one_side_of_a_fork_only(self, brand: BrandLog) -> None:
        """Needs: a witness outside the operator, required by both readers."""
        keeper = Ed25519Signer("witness.example/w1", bytes([7]) * 32, cosigner=True)
        witness = Witness(MemoryWitnessStore(), {ORIGIN: [brand.signer.key]}, [keeper])
        fork = rewritten_log(edited=300, size=TOTAL)
        for log, status in ((brand, WitnessStatus.COSIGNED), (fork, WitnessStatus.CONFLICT)):
            answer = submit(witness, log)
            assert answer.status is status
            if answer.status is WitnessStatus.COSIGNED:
                log.log.add_cosignatures(answer.body, [keeper.key])
            else:
                assert answer.fork
        required = {"witnesses": [keeper.key], "required_witnesses": 1}
        assert brand.check(**required).witnesses == (keeper.key,)
        found = fork.tampering(**required)
        assert found is not None
        assert found.kind is TamperingKind.UNWITNESSED

    def test_names_an_entry_backdated_before_a_time_stamp(self) -> None:
        """Needs: a time stamp. A quiet log has no later entry that would betray the date."""
        quiet = BrandLog()
        quiet.fill(10)
        stamped = StampedCheckpoint(quiet.log.checkpoint().checkpoint, START + timedelta(hours=8))
        quiet.append(quiet.entries(1, at=START + timedelta(hours=2)))
        assert quiet.tampering() is None
        found = quiet.tampering(stamps=[stamped])
        assert found is not None
        assert (found.kind, found.first_bad_index) == (TamperingKind.BACKDATED, 10)

    def test_names_an_entry_dated_after_the_time_stamp_that_covers_it(self) -> None:
        """Needs: a time stamp."""
        quiet = BrandLog()
        quiet.fill(10)
        quiet.append(quiet.entries(1, at=START + timedelta(days=3)))
        assert quiet.tampering() is None
        stamped = StampedCheckpoint(quiet.log.checkpoint().checkpoint, START + timedelta(hours=8))
        found = quiet.tampering(stamps=[stamped])
        assert found is not None
        assert (found.kind, found.first_bad_index) == (TamperingKind.BACKDATED, 10)

    def test_names_a_history_rewritten_before_a_time_stamp(self, brand: BrandLog) -> None:
        """Needs: a time stamp, whose checkpoint no later key can sign again."""
        stamped = StampedCheckpoint(brand.log.checkpoint().checkpoint, LATER)
        rewritten = rewritten_log(edited=300, size=TOTAL + 50)
        assert rewritten.tampering() is None
        found = rewritten.tampering(stamps=[stamped])
        assert found is not None
        assert found.kind is TamperingKind.REWRITTEN


def test_what_is_sound_is_said_to_be(brand: BrandLog) -> None:
    verified = brand.check(known=[checkpoint_at(256), checkpoint_at(512)])
    assert (verified.pruned, verified.signed.size) == (0, TOTAL)
    assert verified.longest_silence == timedelta(seconds=1)


def test_an_empty_log_is_sound() -> None:
    assert BrandLog().check().signed.size == 0


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 512, 65_536 + 257])
def test_every_shape_of_right_edge_is_sound(size: int) -> None:
    log = BrandLog()
    log.append([b"%d" % number for number in range(size)])
    assert log.check(check_entries=False).signed.size == size


def named(brand: BrandLog, reader: MemoryTileStore | None = None) -> tuple[TamperingKind, int | None]:
    found = brand.tampering(reader)
    assert found is not None, "the tampering went unseen"
    return found.kind, found.first_bad_index


def replaced(parts: list[bytes], position: int, part: bytes) -> list[bytes]:
    return [*parts[:position], part, *parts[position + 1 :]]


def without(parts: list[bytes], position: int) -> list[bytes]:
    return [*parts[:position], *parts[position + 1 :]]


def edit_with_hash(brand: BrandLog, position: int) -> None:
    """Change an entry and its level-0 hash, but sign nothing."""
    index, at = divmod(position, 256)
    entry = other_entry()
    edit_bundle(brand, index, lambda entries: replaced(entries, at, entry))
    path = Tile(0, index, min(256, TOTAL - index * 256)).path
    brand.files[path] = b"".join(replaced(split_hashes(brand.files[path]), at, leaf_hash(entry)))


def rewritten_log(edited: int, size: int) -> BrandLog:
    """The same log signed by the same key, where one past entry was never what it was."""
    log = BrandLog()
    entries = log.entries(size)
    entries[edited] = entries[edited].replace(b'"SAV"', b'"SAW"')
    log.append(entries)
    return log


def checkpoint_at(size: int) -> Checkpoint:
    log = BrandLog()
    log.fill(size)
    return log.log.checkpoint().checkpoint


def submit(witness: Witness, log: BrandLog) -> WitnessAnswer:
    old = witness.latest(ORIGIN)
    size = old.size if old else 0
    published = log.log.checkpoint()
    request = AddCheckpoint(size, log.log.consistency_proof(size), published.note)
    return witness.add_checkpoint(format_add_checkpoint(request), LATER)


def _superseded(path: str) -> bool:
    """Partial tiles of earlier sizes: kept for readers of earlier checkpoints, not part of this one."""
    return ".p/" in path and path not in {"tile/0/003.p/32", "tile/entries/003.p/32", "tile/1/000.p/3"}
