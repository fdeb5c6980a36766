"""Keys in memory, for tests and one-off runs: everything is lost when the process ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import RLock
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from egide.keys import KEY_BYTES, KeyEntry, KeyKind, KeyName, SealBroken

__all__ = ["MemoryKeyTable", "MemoryMasterKey"]

_NONCE_BYTES: Final = 12
_VERSION_BYTES: Final = 4


class MemoryMasterKey:
    """A master key that lasts as long as the process."""

    def __init__(self, random_bytes: Callable[[int], bytes]) -> None:
        self._random_bytes = random_bytes
        self._versions: dict[int, AESGCM] = {}
        self._newest = 0
        self.rotate()

    def wrap(self, plaintext: bytes, *, context: bytes) -> bytes:
        """Encrypt under the newest version."""
        nonce = self._random_bytes(_NONCE_BYTES)
        header = self._newest.to_bytes(_VERSION_BYTES, "big") + nonce
        return header + self._versions[self._newest].encrypt(nonce, plaintext, context)

    def unwrap(self, wrapped: bytes, *, context: bytes) -> bytes:
        """Decrypt under the version that encrypted."""
        cipher = self._versions.get(int.from_bytes(wrapped[:_VERSION_BYTES], "big"))
        if cipher is None:
            raise SealBroken("Wrapped by another master key.")
        nonce = wrapped[_VERSION_BYTES : _VERSION_BYTES + _NONCE_BYTES]
        try:
            return cipher.decrypt(nonce, wrapped[_VERSION_BYTES + _NONCE_BYTES :], context)
        except (InvalidTag, ValueError) as broken:
            raise SealBroken("The wrapped key was altered or moved.") from broken

    def is_current(self, wrapped: bytes) -> bool:
        """Compare the version in the header with the newest."""
        return int.from_bytes(wrapped[:_VERSION_BYTES], "big") == self._newest

    def rotate(self) -> None:
        """Add a version."""
        self._newest += 1
        self._versions[self._newest] = AESGCM(self._random_bytes(KEY_BYTES))

    def retire(self) -> None:
        """Drop every version but the newest."""
        self._versions = {self._newest: self._versions[self._newest]}


class MemoryKeyTable:
    """A table of wrapped keys that lasts as long as the process."""

    def __init__(self) -> None:
        self._entries: dict[KeyName, KeyEntry] = {}
        self._lock = RLock()

    def get(self, name: KeyName) -> KeyEntry | None:
        """Return the entry, a tombstone, or None."""
        return self._entries.get(name)

    def add(self, name: KeyName, entry: KeyEntry, *, requires: KeyName | None = None) -> bool:
        """Store a key whose name is free."""
        with self._lock:
            if name in self._entries or not self._lives(requires):
                return False
            self._entries[name] = entry
            return True

    def swap(self, name: KeyName, old: KeyEntry, new: KeyEntry, *, requires: KeyName | None = None) -> bool:
        """Replace an entry that has not changed."""
        with self._lock:
            if self._entries.get(name) != old or not self._lives(requires):
                return False
            self._entries[name] = new
            return True

    def destroy(self, name: KeyName) -> None:
        """Leave a tombstone."""
        with self._lock:
            self._entries[name] = KeyEntry(None)

    def destroy_unused_wrapping(self, name: KeyName) -> bool:
        """Leave a tombstone unless a subject key needs this wrapping key."""
        with self._lock:
            for subject, entry in self._entries.items():
                if (subject.brand, subject.kind) == (name.brand, KeyKind.SUBJECT) and entry.wrapped_by == name.name:
                    return False
            self.destroy(name)
            return True

    def list_names(self, brand: str, kind: KeyKind) -> Iterator[tuple[KeyName, KeyEntry]]:
        """Go through a snapshot of the living keys."""
        with self._lock:
            living = [
                (name, entry)
                for name, entry in self._entries.items()
                if (name.brand, name.kind) == (brand, kind) and not entry.is_destroyed
            ]
        return iter(sorted(living, key=lambda pair: pair[0].name))

    def list_brands(self) -> list[str]:
        """List the brands, sorted."""
        with self._lock:
            return sorted({name.brand for name in self._entries})

    def _lives(self, name: KeyName | None) -> bool:
        if name is None:
            return True
        entry = self._entries.get(name)
        return entry is not None and not entry.is_destroyed
