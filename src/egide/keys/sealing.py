r"""Seal a record so that it opens with its person's key, in its own place, and nowhere else.

Layout of a sealed record, version 1:

    version (1 byte, 0x01) ‖ salt (12) ‖ nonce (12) ‖ AES-256-GCM ciphertext ‖ tag (16)

The record's own key is HKDF-Expand(person's key, "egide/record/1" ‖ salt): each record has a key of its own, nothing
wrapped has to be stored beside it, and the person's key is never used as a cipher key directly. The place of the record
is authenticated, so that a ciphertext copied to another row, column or brand does not open there.

    >>> key = SecretKey(bytes(32))
    >>> place = Binding(brand="acme", table="message", row="17", column="body", version=1)
    >>> sealed = seal(key, b"Bonjour", binding=place, nonce_source=bytes)
    >>> unseal(key, sealed, binding=place)
    b'Bonjour'
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from egide.keys.errors import SealBroken
from egide.keys.secret import SecretKey, derive_key

__all__ = ["SEAL_OVERHEAD_BYTES", "Binding", "frame", "seal", "unseal"]

_VERSION: Final = b"\x01"
_SALT_BYTES: Final = 12
_NONCE_BYTES: Final = 12
_TAG_BYTES: Final = 16
_HEADER_BYTES: Final = len(_VERSION) + _SALT_BYTES + _NONCE_BYTES
_USE: Final = b"egide/record/1"

SEAL_OVERHEAD_BYTES: Final = _HEADER_BYTES + _TAG_BYTES
"""How much longer a sealed record is than its plaintext, in bytes."""


def frame(*parts: str | bytes) -> bytes:
    """Join parts so that no two lists of parts give the same bytes: each is preceded by its length on 4 bytes."""
    framed = bytearray()
    for part in parts:
        encoded = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        framed += len(encoded).to_bytes(4, "big") + encoded
    return bytes(framed)


@dataclass(frozen=True, slots=True)
class Binding:
    """The place a record belongs to; it opens there and nowhere else."""

    brand: str
    table: str
    row: str
    column: str
    version: int = 1

    def encoded(self) -> bytes:
        """Return the place as bytes, the same for equal places only."""
        return frame(self.brand, self.table, self.row, self.column, str(self.version))


def seal(key: SecretKey, plaintext: bytes, *, binding: Binding, nonce_source: Callable[[int], bytes]) -> bytes:
    """Encrypt a record for its place.

    Args:
        key: The person's key (or a brand secret, for what belongs to no person).
        plaintext: The record.
        binding: The record's place.
        nonce_source: Gives that many random bytes (`secrets.token_bytes`).

    Returns:
        The sealed record, `SEAL_OVERHEAD_BYTES` longer than the plaintext.

    Source: NIST SP 800-38D; the derived key per record follows the reasoning of C2SP XAES-256-GCM.
    """
    salt_and_nonce = nonce_source(_SALT_BYTES + _NONCE_BYTES)
    salt, nonce = salt_and_nonce[:_SALT_BYTES], salt_and_nonce[_SALT_BYTES:]
    cipher = AESGCM(derive_key(key, _USE + salt).reveal())
    return _VERSION + salt_and_nonce + cipher.encrypt(nonce, plaintext, _VERSION + binding.encoded())


def unseal(key: SecretKey, sealed: bytes, *, binding: Binding) -> bytes:
    """Decrypt a record in its place.

    Args:
        key: The key that sealed it.
        sealed: What `seal` returned.
        binding: The place it was sealed for.

    Returns:
        The plaintext.

    Raises:
        SealBroken: other key, other place, altered or truncated bytes, or an unknown version.
    """
    if len(sealed) < SEAL_OVERHEAD_BYTES or sealed[:1] != _VERSION:
        raise SealBroken("Not a sealed record of a known version.")
    salt = sealed[1 : 1 + _SALT_BYTES]
    nonce = sealed[1 + _SALT_BYTES : _HEADER_BYTES]
    cipher = AESGCM(derive_key(key, _USE + salt).reveal())
    try:
        return cipher.decrypt(nonce, sealed[_HEADER_BYTES:], _VERSION + binding.encoded())
    except InvalidTag as broken:
        raise SealBroken("The record was altered, moved, or sealed by another key.") from broken
