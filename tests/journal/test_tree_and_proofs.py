"""Roots and proofs agree with RFC 6962 whatever the batches, and one changed byte breaks them."""

from __future__ import annotations

import hashlib
import itertools
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egide.adapters.journal import MemoryTileStore
from egide.journal import (
    EMPTY_ROOT,
    Ed25519Signer,
    Log,
    MalformedProof,
    ProofFailed,
    leaf_hash,
    node_hash,
    verify_consistency,
    verify_inclusion,
)
from egide.journal.hashing import tree_root
from egide.journal.tiles import RightEdge, TileReader

NOW = datetime(2026, 11, 21, tzinfo=UTC)
ENTRIES = [b"entry %d" % number for number in range(700)]
LEAVES = [leaf_hash(entry) for entry in ENTRIES]
ROOTS = {size: tree_root(LEAVES[:size]) for size in (*range(0, 70), 255, 256, 257, 300, 511, 512, 513, 700)}

# RFC 6962 test vectors as published with certificate-transparency-go (merkle tests): leaves and roots of sizes 1 to 8.
VECTOR_LEAVES = [
    bytes.fromhex(leaf)
    for leaf in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
VECTOR_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


@pytest.fixture(scope="module")
def log() -> Log:
    built = Log(MemoryTileStore(), Ed25519Signer("h.example/log", bytes(32)))
    built.create(NOW)
    for start, stop in ((0, 1), (1, 256), (256, 300), (300, 512), (512, 700)):
        built.append(ENTRIES[start:stop], NOW)
    return built


def test_hashes_are_those_of_the_published_vectors() -> None:
    assert hashlib.sha256(b"").digest() == EMPTY_ROOT
    for size, root in enumerate(VECTOR_ROOTS, 1):
        assert tree_root([leaf_hash(leaf) for leaf in VECTOR_LEAVES[:size]]).hex() == root


@given(cuts=st.lists(st.integers(1, 699), max_size=6, unique=True))
@settings(max_examples=25, deadline=None)
def test_same_entries_in_the_same_order_give_the_same_root(cuts: list[int]) -> None:
    store = MemoryTileStore()
    log = Log(store, Ed25519Signer("h.example/log", bytes(32)))
    log.create(NOW)
    bounds = [0, *sorted(cuts), 700]
    for start, stop in itertools.pairwise(bounds):
        log.append(ENTRIES[start:stop], NOW)
        assert RightEdge.load(TileReader(store, stop)).root() == log.checkpoint().root
    assert log.checkpoint().root == ROOTS[700]
    assert list(log.entries(0, 700)) == ENTRIES


@pytest.mark.parametrize("size", sorted(set(ROOTS) - {0}))
def test_proves_every_entry_at_every_size(log: Log, size: int) -> None:
    for index in {0, 1, size // 2, size - 2, size - 1} & set(range(size)):
        proof = log.inclusion_proof(index, size)
        verify_inclusion(proof, index, size, LEAVES[index], ROOTS[size])


@pytest.mark.parametrize("new", [1, 2, 3, 7, 8, 64, 255, 256, 257, 300, 512, 513, 700])
def test_proves_that_each_size_continues_each_earlier_one(log: Log, new: int) -> None:
    for old in [size for size in ROOTS if size <= new]:
        verify_consistency(log.consistency_proof(old, new), old, new, ROOTS[old], ROOTS[new])


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_one_changed_byte_breaks_an_inclusion_proof(log: Log, data: st.DataObject) -> None:
    size = data.draw(st.sampled_from([2, 3, 7, 256, 257, 300, 700]))
    index = data.draw(st.integers(0, size - 1))
    proof = list(log.inclusion_proof(index, size))
    verify_inclusion(proof, index, size, LEAVES[index], ROOTS[size])
    position = data.draw(st.integers(0, len(proof) - 1))
    proof[position] = _flip(data, proof[position])
    with pytest.raises(ProofFailed):
        verify_inclusion(proof, index, size, LEAVES[index], ROOTS[size])


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_one_changed_byte_breaks_a_consistency_proof(log: Log, data: st.DataObject) -> None:
    new = data.draw(st.sampled_from([7, 256, 257, 300, 700]))
    old = data.draw(st.sampled_from([size for size in ROOTS if 0 < size < new]))
    proof = list(log.consistency_proof(old, new))
    verify_consistency(proof, old, new, ROOTS[old], ROOTS[new])
    position = data.draw(st.integers(0, len(proof) - 1))
    proof[position] = _flip(data, proof[position])
    with pytest.raises(ProofFailed):
        verify_consistency(proof, old, new, ROOTS[old], ROOTS[new])


def test_refuses_a_proof_of_another_entry_size_or_root(log: Log) -> None:
    proof = log.inclusion_proof(5, 300)
    verify_inclusion(proof, 5, 300, LEAVES[5], ROOTS[300])
    with pytest.raises(ProofFailed):
        verify_inclusion(proof, 5, 300, LEAVES[6], ROOTS[300])
    with pytest.raises(ProofFailed):
        verify_inclusion(proof, 4, 300, LEAVES[5], ROOTS[300])
    with pytest.raises(ProofFailed):
        verify_inclusion(proof, 5, 300, LEAVES[5], ROOTS[513])


def test_refuses_a_proof_of_the_wrong_length(log: Log) -> None:
    proof = log.inclusion_proof(5, 300)
    for wrong in (proof[:-1], (*proof, bytes(32)), (*proof[:-1], b"short")):
        with pytest.raises(MalformedProof):
            verify_inclusion(wrong, 5, 300, LEAVES[5], ROOTS[300])
    consistency = log.consistency_proof(100, 300)
    for wrong in (consistency[:-1], (*consistency, bytes(32)), ()):
        with pytest.raises(MalformedProof):
            verify_consistency(wrong, 100, 300, tree_root(LEAVES[:100]), ROOTS[300])


@pytest.mark.parametrize(("index", "size"), [(0, 0), (3, 3), (4, 3), (-1, 3)])
def test_refuses_an_index_outside_the_tree(log: Log, index: int, size: int) -> None:
    with pytest.raises(MalformedProof):
        log.inclusion_proof(index, size)


def test_refuses_a_consistency_towards_the_past_or_beyond_the_log(log: Log) -> None:
    with pytest.raises(MalformedProof):
        log.consistency_proof(300, 299)
    with pytest.raises(MalformedProof):
        log.consistency_proof(1, 701)


def test_refuses_another_root_for_the_same_size_or_for_the_empty_tree() -> None:
    verify_consistency((), 3, 3, ROOTS[3], ROOTS[3])
    with pytest.raises(ProofFailed):
        verify_consistency((), 3, 3, ROOTS[3], ROOTS[4])
    verify_consistency((), 0, 3, EMPTY_ROOT, ROOTS[3])
    with pytest.raises(ProofFailed):
        verify_consistency((), 0, 3, ROOTS[1], ROOTS[3])


def test_nodes_are_hashed_with_their_order() -> None:
    assert node_hash(LEAVES[0], LEAVES[1]) == ROOTS[2]
    assert node_hash(LEAVES[1], LEAVES[0]) != ROOTS[2]


def _flip(data: st.DataObject, octets: bytes) -> bytes:
    at = data.draw(st.integers(0, len(octets) - 1))
    mask = data.draw(st.integers(1, 255))
    return octets[:at] + bytes([octets[at] ^ mask]) + octets[at + 1 :]
