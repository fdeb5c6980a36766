"""Hash leaves and nodes as RFC 6962 says, so that any transparency-log tool computes the same root."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Final

EMPTY_ROOT: Final = hashlib.sha256(b"").digest()
HASH_BYTES: Final = 32
_PAIR: Final = 2 * HASH_BYTES


def leaf_hash(entry: bytes) -> bytes:
    """Hash one entry as a leaf: SHA-256(0x00 || entry).

    Args:
        entry: Serialised entry.

    Returns:
        32 bytes.

    Source: RFC 6962 §2.1.

    >>> leaf_hash(b"").hex()[:16]
    '6e340b9cffb37a98'
    """
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two children as a node: SHA-256(0x01 || left || right).

    Args:
        left: Hash of the left child, 32 bytes.
        right: Hash of the right child, 32 bytes.

    Returns:
        32 bytes.

    Source: RFC 6962 §2.1.
    """
    return hashlib.sha256(b"\x01" + left + right).digest()


def perfect_root(hashes: bytes) -> bytes:
    """Hash a perfect subtree whose leaves are these hashes.

    Args:
        hashes: 1, 2, 4, 8 … hashes of 32 bytes, one after the other as a tile holds them: two neighbours are one slice.

    Returns:
        The root of the perfect subtree, 32 bytes.
    """
    sha256 = hashlib.sha256
    row = hashes
    while len(row) > HASH_BYTES:
        row = b"".join([sha256(b"\x01" + row[i : i + _PAIR]).digest() for i in range(0, len(row), _PAIR)])
    return row


def fold_right(hashes: Iterable[bytes]) -> bytes:
    """Join the roots of perfect subtrees, largest first, into the root of the whole tree.

    Args:
        hashes: Roots of the perfect subtrees of a tree, from left to right.

    Returns:
        The root, 32 bytes; the empty tree's root when there is none.
    """
    root: bytes | None = None
    for left in reversed(list(hashes)):
        root = left if root is None else node_hash(left, root)
    return EMPTY_ROOT if root is None else root


def tree_root(leaves: Sequence[bytes]) -> bytes:
    """Compute the root of a small tree directly from its leaf hashes.

    The definition in RFC 6962 §2.1 words; logs use tiles instead.

    Args:
        leaves: Leaf hashes in order.

    Returns:
        The Merkle tree hash, 32 bytes.
    """
    if not leaves:
        return EMPTY_ROOT
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return node_hash(tree_root(leaves[:split]), tree_root(leaves[split:]))
