"""A key that does not show itself in a log, a trace or a pickle."""

from __future__ import annotations

import hashlib
import hmac
from typing import Final, NoReturn

from typing_extensions import override

from egide.keys.errors import KeyRingError

__all__ = ["KEY_BYTES", "SecretKey", "derive_key"]

KEY_BYTES: Final = 32
"""Length of every key of Égide, in bytes (AES-256, HMAC-SHA-256)."""


class SecretKey:
    """Hold 32 secret bytes behind a masked ``repr``; ``reveal()`` is the only way to them.

    >>> SecretKey(bytes(32))
    SecretKey(****)
    """

    __slots__ = ("_secret",)

    def __init__(self, secret: bytes) -> None:
        if len(secret) != KEY_BYTES:
            raise KeyRingError(f"A key has {KEY_BYTES} bytes, not {len(secret)}.")
        self._secret = bytes(secret)

    def reveal(self) -> bytes:
        """Give the bytes to a cryptographic function, and to nothing else."""
        return self._secret

    @override
    def __repr__(self) -> str:
        return "SecretKey(****)"

    @override
    def __eq__(self, other: object) -> bool:
        return isinstance(other, SecretKey) and hmac.compare_digest(self._secret, other._secret)

    __hash__ = None  # type: ignore[assignment]  # a key in a set or a dict would be compared by its bytes

    @override
    def __reduce__(self) -> NoReturn:
        raise KeyRingError("A key is not pickled.")


def derive_key(key: SecretKey, use: bytes) -> SecretKey:
    """Derive an independent key for one use of a uniformly random key.

    Args:
        key: Uniformly random parent key.
        use: What the derived key is for; unequal uses give independent keys.

    Returns:
        The derived key: the first block of HKDF-Expand with SHA-256. The extract step is left out, as RFC 5869
        §3.3 allows, because the parent is already uniformly random.

    Source: RFC 5869 §2.3.
    """
    return SecretKey(hmac.digest(key.reveal(), use + b"\x01", hashlib.sha256))
