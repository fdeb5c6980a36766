"""Prove that an entry is in a tree, or that a tree only grew, from the hashes of perfect subtrees.

The node (level, index) is the root of the perfect subtree over the leaves [index·2^level, (index+1)·2^level).
Proofs are those of RFC 6962 §2.1.1 and §2.1.2. Nothing here knows where the hashes are stored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from egide.journal.errors import MalformedProof, ProofFailed
from egide.journal.hashing import EMPTY_ROOT, fold_right, node_hash

NodeReader: TypeAlias = Callable[[int, int], bytes]
"""Answer the hash of the node (level, index)."""


def perfect_nodes(start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Cut the leaves [start, stop) into perfect subtrees, largest first.

    Args:
        start: First leaf; a multiple of the largest power of two below `stop - start`, as in every RFC 6962 range.
        stop: End of the range, excluded.

    Yields:
        (level, index) from left to right.

    >>> list(perfect_nodes(0, 7))
    [(2, 0), (1, 2), (0, 6)]
    """
    while start < stop:
        level = (stop - start).bit_length() - 1
        yield level, start >> level
        start += 1 << level


def range_root(read: NodeReader, start: int, stop: int) -> bytes:
    """Compute the Merkle tree hash of the leaves [start, stop).

    Args:
        read: Reader of perfect nodes.
        start: First leaf of an RFC 6962 range.
        stop: End of the range, excluded.

    Returns:
        32 bytes.
    """
    return fold_right(read(level, index) for level, index in perfect_nodes(start, stop))


def inclusion_ranges(index: int, size: int) -> list[tuple[int, int]]:
    """List the leaf ranges whose hashes make an inclusion proof, from the leaf's sibling up to the root's child.

    Args:
        index: Leaf, from 0.
        size: Number of leaves, more than `index`.

    Returns:
        Ranges [start, stop).

    Raises:
        MalformedProof: index not below size.
    """
    if not 0 <= index < size:
        raise MalformedProof(f"index {index} is not below size {size}")
    ranges: list[tuple[int, int]] = []
    start, stop = 0, size
    while stop - start > 1:
        middle = start + _split(stop - start)
        if index < middle:
            ranges.append((middle, stop))
            stop = middle
        else:
            ranges.append((start, middle))
            start = middle
    return ranges[::-1]


def consistency_ranges(old: int, new: int) -> list[tuple[int, int]]:
    """List the leaf ranges whose hashes make a consistency proof, in the order of RFC 6962 §2.1.2.

    Args:
        old: Earlier size, 0 or more.
        new: Later size, `old` or more.

    Returns:
        Ranges [start, stop); none when nothing has to be proved (old = 0 or old = new).

    Raises:
        MalformedProof: old larger than new, or negative.
    """
    if not 0 <= old <= new:
        raise MalformedProof(f"size {old} is not an earlier size of {new}")
    if old in {0, new}:
        return []
    ranges: list[tuple[int, int]] = []
    start, stop = 0, new
    # `whole` stays true while the old tree's root covers the sub-range from its start: its hash is then known.
    whole = True
    while old != stop:
        middle = start + _split(stop - start)
        if old <= middle:
            ranges.append((middle, stop))
            stop = middle
        else:
            ranges.append((start, middle))
            start = middle
            whole = False
    if not whole:
        ranges.append((start, stop))
    return ranges[::-1]


def prove_inclusion(read: NodeReader, index: int, size: int) -> tuple[bytes, ...]:
    """Build the inclusion proof of a leaf.

    Args:
        read: Reader of perfect nodes.
        index: Leaf, from 0.
        size: Size of the tree that the proof is for.

    Returns:
        Hashes of 32 bytes, from the leaf's sibling up to the root's child.

    Raises:
        MalformedProof: index not below size.

    Source: RFC 6962 §2.1.1.
    """
    return tuple(range_root(read, start, stop) for start, stop in inclusion_ranges(index, size))


def prove_consistency(read: NodeReader, old: int, new: int) -> tuple[bytes, ...]:
    """Build the proof that the tree of size `new` starts with the tree of size `old`.

    Args:
        read: Reader of perfect nodes of the newer tree.
        old: Earlier size.
        new: Later size.

    Returns:
        Hashes of 32 bytes; empty when old is 0 or equals new.

    Raises:
        MalformedProof: old larger than new.

    Source: RFC 6962 §2.1.2.
    """
    return tuple(range_root(read, start, stop) for start, stop in consistency_ranges(old, new))


def verify_inclusion(proof: Sequence[bytes], index: int, size: int, leaf: bytes, root: bytes) -> None:
    """Check that the leaf hash is at this index in the tree of this size and root.

    Args:
        proof: Hashes from the leaf's sibling up to the root's child.
        index: Leaf, from 0.
        size: Size of the tree.
        leaf: Leaf hash, 32 bytes.
        root: Root of the tree, 32 bytes.

    Raises:
        MalformedProof: the proof has not exactly the length that (index, size) requires.
        ProofFailed: the proof leads to another root.

    Source: RFC 9162 §2.1.3.2, checked against RFC 6962 §2.1.1.
    """
    ranges = inclusion_ranges(index, size)
    _check_length(proof, len(ranges))
    computed = leaf
    for (start, _), sibling in zip(ranges, proof, strict=True):
        computed = node_hash(computed, sibling) if start > index else node_hash(sibling, computed)
    if computed != root:
        raise ProofFailed(f"the inclusion proof of entry {index} does not lead to the root of size {size}")


def verify_consistency(proof: Sequence[bytes], old: int, new: int, old_root: bytes, new_root: bytes) -> None:
    """Check that the newer tree starts with the older one.

    Args:
        proof: Hashes in the order of RFC 6962 §2.1.2.
        old: Earlier size.
        new: Later size.
        old_root: Root at the earlier size, 32 bytes.
        new_root: Root at the later size, 32 bytes.

    Raises:
        MalformedProof: old larger than new, or not exactly the length required.
        ProofFailed: the two roots do not belong to one history.

    Source: RFC 9162 §2.1.4.2.
    """
    ranges = consistency_ranges(old, new)
    _check_length(proof, len(ranges))
    if old == 0:
        if old_root != EMPTY_ROOT:
            raise ProofFailed("the root of size 0 is not the root of an empty tree")
        return
    # The first range is where both trees meet: the old root itself when the old tree is one perfect subtree.
    hashes = list(proof)
    if len(ranges) == 0 or ranges[0][0] >= old:
        computed_old = computed_new = old_root
        remaining = list(zip(ranges, hashes, strict=True))
    else:
        computed_old = computed_new = hashes[0]
        remaining = list(zip(ranges, hashes, strict=True))[1:]
    for (start, _), sibling in remaining:
        if start < old:
            computed_old = node_hash(sibling, computed_old)
            computed_new = node_hash(sibling, computed_new)
        else:
            computed_new = node_hash(computed_new, sibling)
    if computed_old != old_root or computed_new != new_root:
        raise ProofFailed(f"size {new} is not a continuation of size {old}")


def _check_length(proof: Sequence[bytes], required: int) -> None:
    if len(proof) != required:
        raise MalformedProof(f"the proof has {len(proof)} hashes instead of {required}")
    if any(len(part) != len(EMPTY_ROOT) for part in proof):
        raise MalformedProof("a hash of the proof is not 32 bytes")


def _split(leaves: int) -> int:
    """The largest power of two smaller than the number of leaves (two or more)."""
    return 1 << (leaves - 1).bit_length() - 1
