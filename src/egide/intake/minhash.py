"""MinHash: estimate how alike two texts are from 256 bytes of each.

128 positions of 16 bits; the estimate of a likeness of 0.9 has a standard error of 0.027.

Source: Broder 1997; Li and König, "b-Bit Minwise Hashing" (WWW 2010), for keeping few bits of each minimum.
"""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

__all__ = ["BANDS", "SIGNATURE_BYTES", "bands", "resemblance", "signature"]

_POSITIONS: Final = 128
SIGNATURE_BYTES: Final = 2 * _POSITIONS
# 16 bands of 8 positions: texts alike at 0.9 share one with probability 1 - (1 - 0.9^8)^16 = 0.9999; at 0.5, 0.06.
BANDS: Final = 16
_BAND_BYTES: Final = SIGNATURE_BYTES // BANDS
_MASK: Final = (1 << 16) - 1


@cache
def _multipliers() -> NDArray[numpy.uint64]:
    """Draw the odd multipliers and the offsets of the permutations from a fixed seed, the same in every process."""
    import numpy

    drawn = hashlib.shake_256(b"egide.intake.minhash.v1").digest(16 * _POSITIONS)
    numbers = numpy.frombuffer(drawn, dtype="<u8").reshape(2, _POSITIONS).astype(numpy.uint64)
    numbers[0] |= numpy.uint64(1)
    return numbers


def signature(shingles: set[str]) -> bytes:
    """Summarise a set of shingles.

    Args:
        shingles: At least one.

    Returns:
        ``SIGNATURE_BYTES`` bytes.
    """
    import numpy

    hashed = numpy.frombuffer(
        b"".join(hashlib.blake2b(shingle.encode(), digest_size=8).digest() for shingle in shingles), dtype="<u8"
    ).astype(numpy.uint64)
    odd, offset = _multipliers()
    # Multiply-shift hashing modulo 2^64; the high bits are the well-mixed ones.
    permuted = hashed[:, None] * odd[None, :] + offset[None, :]
    lowest = permuted.min(axis=0)
    # The low bits of a minimum are free of the bias of being a minimum.
    mixed = (lowest ^ (lowest >> numpy.uint64(29))) & numpy.uint64(_MASK)
    made: bytes = mixed.astype("<u2").tobytes()
    return made


def resemblance(first: bytes, second: bytes) -> float:
    """Estimate the Jaccard likeness of two texts from their signatures, between 0 and 1."""
    import numpy

    if len(first) != SIGNATURE_BYTES or len(second) != SIGNATURE_BYTES:
        return 0.0
    return float((numpy.frombuffer(first, dtype="<u2") == numpy.frombuffer(second, dtype="<u2")).mean())


def bands(made: bytes) -> tuple[bytes, ...]:
    """Cut a signature into the bands under which it is looked up."""
    return tuple(made[start : start + _BAND_BYTES] for start in range(0, SIGNATURE_BYTES, _BAND_BYTES))
