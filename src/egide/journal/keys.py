"""Name, print and read verifier keys: `name+hex(key id)+base64(type || public key)`.

Source: C2SP signed-note, July 2026.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from egide.journal.errors import MalformedKey
from egide.journal.strict import format_base64, parse_base64

KEY_ID_BYTES: Final = 4
VKEY_PATH: Final = "log.vkey"
COSIGNERS_PATH: Final = "cosigners.vkey"
_VKEY: Final = re.compile(r"(?P<name>[^+]+)\+(?P<id>[0-9a-f]{8})\+(?P<material>[A-Za-z0-9+/]+=*)")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
_MAX_NAME_CHARACTERS: Final = 255


class Algorithm(IntEnum):
    """Signature types of C2SP that this log reads; the value is the type byte."""

    ED25519 = 0x01
    ED25519_COSIGNATURE = 0x04
    ML_DSA_44_COSIGNATURE = 0x06

    @property
    def label(self) -> str:
        """Name of the algorithm."""
        return "ML-DSA-44" if self is Algorithm.ML_DSA_44_COSIGNATURE else "Ed25519"

    @property
    def public_key_bytes(self) -> int:
        """Length of a public key."""
        return 1312 if self is Algorithm.ML_DSA_44_COSIGNATURE else 32

    @property
    def signature_bytes(self) -> int:
        """Length of a signature, its time stamp included when it has one."""
        return {Algorithm.ED25519: 64, Algorithm.ED25519_COSIGNATURE: 8 + 64}.get(self, 8 + 2420)


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key with its name and its one type.

    Attributes:
        name: Key name: not empty, no Unicode space, no plus sign, no control character.
        algorithm: Signature type.
        material: Raw public key, of the length of its type.
    """

    name: str
    algorithm: Algorithm
    material: bytes

    def __post_init__(self) -> None:
        check_key_name(self.name)
        if len(self.material) != self.algorithm.public_key_bytes:
            raise MalformedKey(f"public key of {len(self.material)} bytes instead of {self.algorithm.public_key_bytes}")

    @property
    def key_id(self) -> bytes:
        """The four bytes that, with the name, say which key signed."""
        content = self.name.encode() + b"\n" + bytes([self.algorithm]) + self.material
        return hashlib.sha256(content).digest()[:KEY_ID_BYTES]


def check_key_name(name: str) -> None:
    """Refuse a key name or origin that would make a note ambiguous.

    Args:
        name: Key name.

    Raises:
        MalformedKey: empty, too long, or with a space, a plus sign or a control character.
    """
    if not name or len(name) > _MAX_NAME_CHARACTERS:
        raise MalformedKey("a key name has 1 to 255 characters")
    if "+" in name or any(character.isspace() for character in name) or _CONTROL.search(name):
        raise MalformedKey("a key name has no space, no plus sign and no control character")
    try:
        name.encode()
    except UnicodeEncodeError as wrong:
        raise MalformedKey("a key name is Unicode text") from wrong


def format_vkey(key: VerifierKey) -> str:
    """Print a verifier key on one line, without newline.

    Args:
        key: The key.

    Returns:
        name+hex(key id)+base64(type || public key).

    >>> format_vkey(VerifierKey("example.com/log", Algorithm.ED25519, bytes(32)))
    'example.com/log+a3ad76db+AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
    """
    return f"{key.name}+{key.key_id.hex()}+{format_base64(bytes([key.algorithm]) + key.material)}"


def parse_vkey(text: str) -> VerifierKey:
    """Read a verifier key.

    Args:
        text: One line, without newline.

    Returns:
        The key.

    Raises:
        MalformedKey: not the grammar, a wrong key id, an unknown type, a wrong length.
    """
    found = _VKEY.fullmatch(text)
    if found is None:
        raise MalformedKey("a verifier key is name+8 hex digits+base64")
    octets = parse_base64(found["material"], MalformedKey, "public key")
    try:
        algorithm = Algorithm(octets[0])
    except ValueError as wrong:
        raise MalformedKey(f"unknown signature type {octets[0]:#04x}") from wrong
    key = VerifierKey(found["name"], algorithm, octets[1:])
    if key.key_id.hex() != found["id"]:
        raise MalformedKey("the key id is not the hash of this name and key")
    if format_vkey(key) != text:
        raise MalformedKey("verifier key with another spelling")
    return key
