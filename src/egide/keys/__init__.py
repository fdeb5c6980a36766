"""Keys that can be destroyed: one per person and brand, wrapped, sealed records, and search without plaintext."""

from egide.keys.blind import (
    BLIND_INDEX_BYTES,
    blind_index,
    normalise_customer_number,
    normalise_email,
    normalise_name,
    normalise_phone,
)
from egide.keys.errors import KeyDestroyed, KeyMissing, KeyRingError, KeyUnavailable, NotAnIdentifier, SealBroken
from egide.keys.ports import KeyEntry, KeyKind, KeyName, KeyTable, MasterKey
from egide.keys.ring import KeyRing
from egide.keys.sealing import SEAL_OVERHEAD_BYTES, Binding, frame, seal, unseal
from egide.keys.secret import KEY_BYTES, SecretKey, derive_key

__all__ = [
    "BLIND_INDEX_BYTES",
    "KEY_BYTES",
    "SEAL_OVERHEAD_BYTES",
    "Binding",
    "KeyDestroyed",
    "KeyEntry",
    "KeyKind",
    "KeyMissing",
    "KeyName",
    "KeyRing",
    "KeyRingError",
    "KeyTable",
    "KeyUnavailable",
    "MasterKey",
    "NotAnIdentifier",
    "SealBroken",
    "SecretKey",
    "blind_index",
    "derive_key",
    "frame",
    "normalise_customer_number",
    "normalise_email",
    "normalise_name",
    "normalise_phone",
    "seal",
    "unseal",
]
