"""What can go wrong with a key, as one tree.

    KeyRingError
    ├── KeyUnavailable    the key store does not answer: close the door, try again later
    ├── KeyMissing        no such key was ever created
    ├── KeyDestroyed      the key existed and was destroyed on purpose; what it sealed is gone
    ├── SealBroken        the sealed bytes, their place or the key do not belong together
    └── NotAnIdentifier   a brand, subject or use that cannot name a key

No message carries key material or a personal value: a subject is named by the caller, never here.
"""

from __future__ import annotations

__all__ = ["KeyDestroyed", "KeyMissing", "KeyRingError", "KeyUnavailable", "NotAnIdentifier", "SealBroken"]


class KeyRingError(Exception):
    """Root of every refusal of the key ring."""


class KeyUnavailable(KeyRingError):
    """The key store or the master key does not answer. Nothing may be sent or stored meanwhile."""


class KeyMissing(KeyRingError):
    """No such key was ever created."""


class KeyDestroyed(KeyRingError):
    """The key was destroyed on purpose. What it sealed cannot be read again."""


class SealBroken(KeyRingError):
    """The sealed bytes were altered, moved to another place, or sealed by another key."""


class NotAnIdentifier(KeyRingError):
    """A brand, a subject or a use that cannot name a key: empty, too long, or with control characters."""
