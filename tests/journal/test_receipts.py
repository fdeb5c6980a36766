"""A receipt proves one event offline, opens only for whoever holds it, and survives erasure and pruning."""

from __future__ import annotations

import pytest
from tests.journal.logs import OTHER_ORIGIN, BrandLog

from egide.journal import (
    InconsistentLog,
    MalformedProof,
    MalformedTile,
    OpeningFailed,
    ProofFailed,
    ResourceMissing,
    UntrustedSignature,
    WrongOrigin,
    format_proof_file,
    make_receipt,
    open_receipt,
    parse_proof_file,
    prune_entries,
    read_minimum_index,
    verify_proof_file,
)
from egide.journal.proof_file import ProofFile


@pytest.fixture
def brand() -> BrandLog:
    log = BrandLog()
    log.fill(600)
    return log


def test_a_holder_opens_their_event(brand: BrandLog) -> None:
    sealed = brand.sealed("dsar.erased")
    brand.append([sealed.entry.encode()])
    octets = make_receipt(brand.log, 600, [sealed.openings["subject"]])
    brand.fill(100)
    receipt = open_receipt(octets, [brand.signer.key])
    assert (receipt.index, receipt.entry) == (600, sealed.entry)
    assert [opening.value for opening in receipt.openings] == [b"person-600"]


def test_a_receipt_without_openings_reveals_nothing(brand: BrandLog) -> None:
    sealed = brand.sealed("dsar.erased")
    brand.append([sealed.entry.encode()])
    octets = make_receipt(brand.log, 600)
    assert open_receipt(octets, [brand.signer.key]).openings == ()
    extra = parse_proof_file(octets).extra or b""
    assert all(opening.salt not in extra for opening in sealed.openings.values())


def test_refuses_to_give_an_opening_of_another_entry(brand: BrandLog) -> None:
    one, other = brand.sealed(), brand.sealed()
    brand.append([one.entry.encode(), other.entry.encode()])
    assert make_receipt(brand.log, 600, one.openings.values())
    with pytest.raises(OpeningFailed):
        make_receipt(brand.log, 601, one.openings.values())


def test_refuses_a_receipt_whose_extra_was_swapped(brand: BrandLog) -> None:
    one, other = brand.sealed(), brand.sealed()
    brand.append([one.entry.encode(), other.entry.encode()])
    first = parse_proof_file(make_receipt(brand.log, 600, one.openings.values()))
    second = parse_proof_file(make_receipt(brand.log, 601, other.openings.values()))
    swapped = ProofFile(first.index, first.path, first.checkpoint, second.extra)
    with pytest.raises(ProofFailed):
        open_receipt(format_proof_file(swapped), [brand.signer.key])


def test_refuses_a_receipt_of_another_brand_or_key(brand: BrandLog) -> None:
    octets = make_receipt(brand.log, 5)
    assert open_receipt(octets, [brand.signer.key])
    with pytest.raises(WrongOrigin):
        open_receipt(octets, [BrandLog(seed=2, origin=OTHER_ORIGIN).signer.key])
    with pytest.raises(UntrustedSignature):
        open_receipt(octets, [BrandLog(seed=2).signer.key])


def test_refuses_a_proof_file_that_carries_no_entry(brand: BrandLog) -> None:
    receipt = parse_proof_file(make_receipt(brand.log, 5))
    bare = ProofFile(receipt.index, receipt.path, receipt.checkpoint)
    verify_proof_file(bare, brand.log.entry(5), [brand.signer.key])
    with pytest.raises(MalformedProof, match="does not carry its entry"):
        open_receipt(format_proof_file(bare), [brand.signer.key])


@pytest.mark.parametrize("extra", [b"", b"{}", b'{"entry":"AA==","openings":{}}', b'{"entry":"A","openings":[]}',
                                   b'{"entry":"AA==","openings":["x"]}', b'{"entry":"AA==","openings":[1]}'])  # fmt: skip
def test_refuses_a_malformed_extra(brand: BrandLog, extra: bytes) -> None:
    receipt = parse_proof_file(make_receipt(brand.log, 5))
    changed = ProofFile(receipt.index, receipt.path, receipt.checkpoint, extra)
    with pytest.raises(MalformedProof):
        open_receipt(format_proof_file(changed), [brand.signer.key])


class TestPruning:
    def test_content_goes_and_every_proof_stays(self, brand: BrandLog) -> None:
        kept = make_receipt(brand.log, 5)
        old = brand.log.checkpoint()
        brand.fill(100)
        assert prune_entries(brand.store, 520, 700) == 512
        assert open_receipt(kept, [brand.signer.key]).index == 5
        assert brand.check(known=[old.checkpoint]).pruned == 512
        assert len(brand.log.inclusion_proof(5)) == 10
        assert len(brand.log.entries(512, 700).__next__()) > 0
        with pytest.raises(ResourceMissing):
            brand.log.entry(511)

    def test_the_log_still_grows_and_verifies(self, brand: BrandLog) -> None:
        prune_entries(brand.store, 600, 600)
        brand.fill(700)
        assert brand.check().signed.size == 1300

    def test_deleting_without_declaring_is_named(self, brand: BrandLog) -> None:
        prune_entries(brand.store, 256, 600)
        assert brand.check().pruned == 256
        del brand.files["tile/entries/001"]
        found = brand.tampering()
        assert found is not None
        assert found.first_bad_index == 256

    def test_an_altered_hash_of_a_pruned_entry_is_still_seen(self, brand: BrandLog) -> None:
        prune_entries(brand.store, 512, 600)
        hashes = bytearray(brand.files["tile/0/000"])
        hashes[40] ^= 1
        brand.files["tile/0/000"] = bytes(hashes)
        assert brand.tampering() is not None

    def test_never_goes_back_nor_beyond_the_log(self, brand: BrandLog) -> None:
        prune_entries(brand.store, 300, 600)
        assert read_minimum_index(brand.store) == 300
        prune_entries(brand.store, 300, 600)
        for wrong in (299, 601, -1):
            with pytest.raises(InconsistentLog):
                prune_entries(brand.store, wrong, 600)

    @pytest.mark.parametrize("octets", [b"", b"12", b"1_2\n", b"+1\n", b"01\n", b"1\n1\n", "٤\n".encode()])
    def test_refuses_a_malformed_minimum_index(self, brand: BrandLog, octets: bytes) -> None:
        brand.store.write({"minimum-index": b"12\n"})
        assert read_minimum_index(brand.store) == 12
        brand.store.write({"minimum-index": octets})
        with pytest.raises(MalformedTile):
            read_minimum_index(brand.store)
