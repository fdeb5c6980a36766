"""What the key ring needs from outside: a master key that never leaves its place, and a table of wrapped keys."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple, Protocol

__all__ = ["KeyEntry", "KeyKind", "KeyName", "KeyTable", "MasterKey"]


class KeyKind(Enum):
    """The three kinds of keys that a table holds."""

    SECRET = "secret"  # noqa: S105 - the name of a kind
    """Per brand, wrapped by the master key; every keyed derivation of the brand starts from it."""
    WRAPPING = "wrapping"
    """Per brand and version, wrapped by the master key; wraps the brand's subject keys."""
    SUBJECT = "subject"
    """Per brand and person, wrapped by the brand's wrapping key; seals that person's data."""


class KeyName(NamedTuple):
    """Where a wrapped key is in the table."""

    brand: str
    kind: KeyKind
    name: str
    """The generation of a secret, the version of a wrapping key, the opaque identifier of a subject."""


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """A wrapped key, or the tombstone of a destroyed one."""

    wrapped: bytes | None = field(repr=False)
    """None once destroyed."""
    wrapped_by: str = ""
    """For a subject key, the version of the wrapping key; empty where the master key wraps."""

    @property
    def is_destroyed(self) -> bool:
        """Whether only the memory of the key is left."""
        return self.wrapped is None


class MasterKey(Protocol):
    """The key above all others; it wraps a handful of brand keys and never leaves its place.

    Every method raises `KeyUnavailable` when the place does not answer.
    """

    def wrap(self, plaintext: bytes, *, context: bytes) -> bytes:
        """Encrypt and authenticate a key together with its context, under the newest version."""
        ...

    def unwrap(self, wrapped: bytes, *, context: bytes) -> bytes:
        """Give the key back, or raise `SealBroken` when the bytes or the context are not those of `wrap`."""
        ...

    def is_current(self, wrapped: bytes) -> bool:
        """Say whether the newest version wrapped these bytes."""
        ...

    def rotate(self) -> None:
        """Add a version, which wraps from now on. Older versions still unwrap."""
        ...

    def retire(self) -> None:
        """Destroy every version but the newest. The caller has rewrapped what they wrapped."""
        ...


class KeyTable(Protocol):
    """The store of wrapped keys, kept apart from the data that the keys protect.

    Every method raises `KeyUnavailable` when the store does not answer. Each method is atomic among processes.
    """

    def get(self, name: KeyName) -> KeyEntry | None:
        """Return the entry, a tombstone, or None when no such key ever was."""
        ...

    def add(self, name: KeyName, entry: KeyEntry, *, requires: KeyName | None = None) -> bool:
        """Store a new key, durably.

        Returns:
            False, with nothing changed, when the name is taken (a tombstone takes it too), or when the key named
            by ``requires`` is absent or destroyed.
        """
        ...

    def swap(self, name: KeyName, old: KeyEntry, new: KeyEntry, *, requires: KeyName | None = None) -> bool:
        """Replace an entry if it still is ``old`` and the key named by ``requires`` still lives; say whether it was."""
        ...

    def destroy(self, name: KeyName) -> None:
        """Leave a tombstone in place of the key, whether it existed or not; overwrite what the store can."""
        ...

    def destroy_unused_wrapping(self, name: KeyName) -> bool:
        """Destroy a wrapping key unless a living subject key of its brand is wrapped by it; say whether it is gone."""
        ...

    def list_names(self, brand: str, kind: KeyKind) -> Iterator[tuple[KeyName, KeyEntry]]:
        """Go through the living keys of one kind, in the order of their names, without holding a lock."""
        ...

    def list_brands(self) -> list[str]:
        """List the brands that have a key or a tombstone, sorted."""
        ...
