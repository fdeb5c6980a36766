"""Verify the signatures of a note, and make them with a key held in memory.

Source: C2SP signed-note (type 0x01) and tlog-cosignature (0x04, 0x06), July 2026.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, cached_property
from types import ModuleType
from typing import TYPE_CHECKING, Final

from egide.journal.errors import AlgorithmUnavailable, MalformedCheckpoint, MalformedKey, UntrustedSignature
from egide.journal.keys import Algorithm, VerifierKey
from egide.journal.note import Note, NoteSignature
from egide.journal.strict import parse_hash, parse_integer

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

_TIME_BYTES: Final = 8
_MAX_TIME: Final = 2**63 - 1
_CHECKPOINT_LINES: Final = 4  # the last one empty
_MAX_NAME_BYTES: Final = 255
SEED_BYTES: Final = 32


def verify_signature(key: VerifierKey, text: str, signature: bytes) -> None:
    """Check one signature of a note's text.

    Args:
        key: The key whose name and id the line carries.
        text: Text of the note.
        signature: What follows the key id.

    Raises:
        UntrustedSignature: wrong length, or not this key's signature of this text.
        AlgorithmUnavailable: ML-DSA is not in the installed `cryptography`.
    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    if len(signature) != key.algorithm.signature_bytes:
        raise UntrustedSignature(
            f"signature of {len(signature)} bytes instead of {key.algorithm.signature_bytes} for this type"
        )
    try:
        if key.algorithm is Algorithm.ED25519:
            Ed25519PublicKey.from_public_bytes(key.material).verify(signature, text.encode())
            return
        at_s = int.from_bytes(signature[:_TIME_BYTES], "big")
        if at_s > _MAX_TIME:
            raise UntrustedSignature("cosignature time beyond 2^63 - 1")
        message = _cosigned_message(key, text, at_s)
        if key.algorithm is Algorithm.ED25519_COSIGNATURE:
            Ed25519PublicKey.from_public_bytes(key.material).verify(signature[_TIME_BYTES:], message)
        else:
            _ml_dsa().MLDSA44PublicKey.from_public_bytes(key.material).verify(signature[_TIME_BYTES:], message)
    except ValueError as wrong:
        raise UntrustedSignature("a trusted key is not a public key of its type") from wrong
    except InvalidSignature as wrong:
        raise UntrustedSignature("a trusted key's signature is wrong") from wrong
    except MalformedCheckpoint as wrong:
        raise UntrustedSignature("a cosignature covers only a checkpoint") from wrong


def verified_signatures(note: Note, trusted: Iterable[VerifierKey]) -> tuple[VerifierKey, ...]:
    """Verify every signature made by a trusted key, and ignore the others.

    Args:
        note: The note.
        trusted: Keys trusted beforehand.

    Returns:
        The trusted keys that signed, in the order of the lines.

    Raises:
        UntrustedSignature: a trusted key's signature is wrong, or none signed.

    Source: C2SP signed-note: name and id must both match for a key to be known; one bad known signature
        refuses the whole note.
    """
    known = {(key.name, key.key_id): key for key in trusted}
    signers: dict[VerifierKey, None] = {}
    for line in note.signatures:
        key = known.get((line.name, line.key_id))
        if key is not None:
            verify_signature(key, note.text, line.signature)
            signers[key] = None
    if not signers:
        raise UntrustedSignature("no signature by a trusted key")
    return tuple(signers)


def cosignature_time(line: NoteSignature) -> datetime:
    """Read when a cosignature says it was made.

    Args:
        line: A line already verified, of a cosignature type.

    Returns:
        Aware UTC.

    Raises:
        UntrustedSignature: a time that no calendar holds.
    """
    try:
        return datetime.fromtimestamp(int.from_bytes(line.signature[:_TIME_BYTES], "big"), UTC)
    except (ValueError, OverflowError, OSError) as wrong:
        raise UntrustedSignature("cosignature time out of range") from wrong


@dataclass(frozen=True)
class Ed25519Signer:
    """Sign with an Ed25519 key held in memory: as a log, or as a cosigner.

    Args:
        name: Key name; a log's is its origin.
        seed: 32 secret bytes.
        cosigner: Sign as a witness (type 0x04, with the time) instead of as a log (type 0x01).
    """

    name: str
    seed: bytes = field(repr=False)
    cosigner: bool = field(default=False, kw_only=True)

    @cached_property
    def key(self) -> VerifierKey:
        """The public half."""
        algorithm = Algorithm.ED25519_COSIGNATURE if self.cosigner else Algorithm.ED25519
        return VerifierKey(self.name, algorithm, self._private.public_key().public_bytes_raw())

    def sign(self, text: str, at: datetime) -> NoteSignature:
        """Sign the text of a checkpoint.

        Args:
            text: Text of the note.
            at: Now, aware UTC; used by cosignatures only.

        Returns:
            The signature line.
        """
        key = self.key
        if not self.cosigner:
            return NoteSignature(self.name, key.key_id, self._private.sign(text.encode()))
        at_s = int(at.timestamp())
        signature = self._private.sign(_cosigned_message(key, text, at_s))
        return NoteSignature(self.name, key.key_id, at_s.to_bytes(_TIME_BYTES, "big") + signature)

    @cached_property
    def _private(self) -> Ed25519PrivateKey:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        if len(self.seed) != SEED_BYTES:
            raise MalformedKey(f"a seed has {SEED_BYTES} bytes")
        return Ed25519PrivateKey.from_private_bytes(self.seed)


@dataclass(frozen=True)
class MlDsaCosigner:
    """Cosign with an ML-DSA-44 key held in memory: a signature that a quantum computer does not forge.

    Args:
        name: Key name.
        seed: 32 secret bytes.
    """

    name: str
    seed: bytes = field(repr=False)

    @cached_property
    def key(self) -> VerifierKey:
        """The public half."""
        material = self._private.public_key().public_bytes_raw()
        return VerifierKey(self.name, Algorithm.ML_DSA_44_COSIGNATURE, material)

    def sign(self, text: str, at: datetime) -> NoteSignature:
        """Cosign the text of a checkpoint.

        Args:
            text: Text of the note.
            at: Now, aware UTC.

        Returns:
            The signature line.
        """
        key, at_s = self.key, int(at.timestamp())
        signature = self._private.sign(_cosigned_message(key, text, at_s))
        return NoteSignature(self.name, key.key_id, at_s.to_bytes(_TIME_BYTES, "big") + signature)

    @cached_property
    def _private(self) -> MLDSA44PrivateKey:
        if len(self.seed) != SEED_BYTES:
            raise MalformedKey(f"a seed has {SEED_BYTES} bytes")
        private: MLDSA44PrivateKey = _ml_dsa().MLDSA44PrivateKey.from_seed_bytes(self.seed)
        return private


def _cosigned_message(key: VerifierKey, text: str, at_s: int) -> bytes:
    if key.algorithm is Algorithm.ED25519_COSIGNATURE:
        return f"cosignature/v1\ntime {at_s}\n{text}".encode()
    # C2SP tlog-cosignature, `cosigned_message`: label, name, time, origin, start, end, root.
    lines = text.split("\n")
    if len(lines) != _CHECKPOINT_LINES:
        raise MalformedCheckpoint("not a checkpoint")
    origin = lines[0].encode()
    size = parse_integer(lines[1], MalformedCheckpoint, "size")
    root = parse_hash(lines[2], MalformedCheckpoint, "root")
    name = key.name.encode()
    if max(len(name), len(origin)) > _MAX_NAME_BYTES:
        raise MalformedCheckpoint("a name or origin is at most 255 bytes in an ML-DSA cosignature")
    return b"".join(
        (
            b"subtree/v1\n\x00",
            struct.pack(">B", len(name)),
            name,
            struct.pack(">Q", at_s),
            struct.pack(">B", len(origin)),
            origin,
            struct.pack(">QQ", 0, size),
            root,
        )
    )


def is_ml_dsa_available() -> bool:
    """Say whether the installed `cryptography` makes and verifies ML-DSA signatures."""
    try:
        _ml_dsa()
    except AlgorithmUnavailable:
        return False
    return True


@cache
def _ml_dsa() -> ModuleType:
    from cryptography.exceptions import UnsupportedAlgorithm

    try:
        from cryptography.hazmat.primitives.asymmetric import mldsa

        mldsa.MLDSA44PrivateKey.from_seed_bytes(bytes(SEED_BYTES))  # the module may be there without its algorithm
    except (ImportError, UnsupportedAlgorithm) as absent:
        raise AlgorithmUnavailable("the installed 'cryptography' has no ML-DSA: install a later release") from absent
    return mldsa
