"""The key ring: one secret per brand, one key per person and brand, wrapped, rotated, and destroyed for good.

    master key (file, HSM, Vault)
      ├── brand secret            → one derived key per use: blind index, pseudonyms, …
      └── brand wrapping key vN   → person's key → one derived key per record

Person's keys are read from the table at each call and never cached, so that a key destroyed by another process is gone
here at once. Only brand keys are cached (their unwrapping may cross a network), in bounded number, for a bounded time, and
for as long as the table still holds the same wrapped bytes.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from egide.keys.errors import KeyDestroyed, KeyMissing, KeyUnavailable, NotAnIdentifier, SealBroken
from egide.keys.ports import KeyEntry, KeyKind, KeyName, KeyTable, MasterKey
from egide.keys.sealing import frame
from egide.keys.secret import KEY_BYTES, SecretKey, derive_key

__all__ = ["KeyRing"]

_IDENTIFIER_MAX: Final = 200
_NONCE_BYTES: Final = 12
_FIRST: Final = "000001"
_ATTEMPTS: Final = 8


@dataclass(frozen=True, slots=True)
class _Cached:
    """An unwrapped brand key, what it was unwrapped from and when, and what was derived from it."""

    since_s: float
    wrapped: bytes = field(repr=False)
    key: SecretKey
    derived: dict[str, SecretKey] = field(default_factory=dict)


class KeyRing:
    """Give each brand its secrets and each person their key; destroy a person's key so that their data is unreadable.

    Args:
        master: Where the master key lives.
        table: Where the wrapped keys are stored.
        random_bytes: Gives that many random bytes (`secrets.token_bytes`).
        monotonic: A clock in seconds for the cache; without one, cached brand keys stay until `forget`.
        cached_keys: How many unwrapped brand keys are kept in memory.
        cache_s: How long an unwrapped brand key serves before the master key is asked again, in seconds. It is also how
            long the desk works after the master key stops answering.
    """

    def __init__(
        self,
        master: MasterKey,
        table: KeyTable,
        *,
        random_bytes: Callable[[int], bytes],
        monotonic: Callable[[], float] | None = None,
        cached_keys: int = 256,
        cache_s: float = 300.0,
    ) -> None:
        self._master = master
        self._table = table
        self._random_bytes = random_bytes
        self._monotonic = monotonic or (lambda: 0.0)
        self._cached_keys = cached_keys
        self._cache_s = cache_s
        self._cache: OrderedDict[KeyName, _Cached] = OrderedDict()
        self._lock = Lock()

    def create_brand(self, brand: str) -> None:
        """Create the keys of a brand; where they exist already, change nothing.

        Args:
            brand: The brand's identifier.

        Raises:
            KeyDestroyed: the brand's keys were destroyed; the name cannot serve again.
        """
        _check_identifier(brand, "brand")
        for kind in (KeyKind.WRAPPING, KeyKind.SECRET):
            name = KeyName(brand, kind, _FIRST)
            if any(self._table.list_names(brand, kind)):
                continue
            if (found := self._table.get(name)) is not None and found.is_destroyed:
                raise KeyDestroyed(f"The keys of brand {brand!r} were destroyed.")
            self._table.add(name, self._wrapped_by_master(name))

    def has_brand(self, brand: str) -> bool:
        """Say whether the brand has its keys."""
        return self._latest(brand, KeyKind.SECRET) is not None

    def list_brands(self) -> list[str]:
        """List the brands that have keys, sorted."""
        return [brand for brand in self._table.list_brands() if self.has_brand(brand)]

    def brand_secret(self, brand: str, use: str, *, generation: int | None = None) -> SecretKey:
        """Derive the brand's secret for one named use; create nothing.

        Args:
            brand: The brand's identifier.
            use: What the secret is for: "blind-index", "pseudonyms", "journal", …
            generation: Which secret of the brand, 1 and up; the newest unless said.

        Returns:
            A key independent of those of other uses and brands, the same in every process.

        Raises:
            KeyMissing: the brand has no keys.
            KeyDestroyed: they were destroyed.
        """
        _check_identifier(use, "use")
        _check_identifier(brand, "brand")
        living = dict(self._table.list_names(brand, KeyKind.SECRET))
        newest = max(living, default=KeyName(brand, KeyKind.SECRET, _FIRST))
        name = newest if generation is None else newest._replace(name=f"{generation:06d}")
        cached = self._cached(name, living.get(name))
        derived = cached.derived.get(use)
        if derived is None:
            derived = cached.derived[use] = derive_key(cached.key, frame("egide/brand/1", brand, use))
        return derived

    def subject_key(self, brand: str, subject: str, *, create: bool) -> SecretKey:
        """Return a person's key.

        Args:
            brand: The brand's identifier.
            subject: The opaque identifier of the person at this brand; never an e-mail address or a name.
            create: Whether a person without a key gets a new, random one.

        Returns:
            The key that seals this person's data at this brand.

        Raises:
            KeyMissing: no such key, and ``create`` is false, or the brand has no keys.
            KeyDestroyed: the key was destroyed; it is never created again.
            KeyUnavailable: the store or the master key does not answer.
        """
        _check_identifier(subject, "subject")
        name = KeyName(brand, KeyKind.SUBJECT, subject)
        for _ in range(_ATTEMPTS):
            entry = self._table.get(name)
            if entry is None:
                if not create:
                    raise KeyMissing("This person has no key at this brand.")
                self._add_subject(name)
                continue
            if entry.wrapped is None:
                raise KeyDestroyed("This person's key was destroyed.")
            try:
                wrapping = self._brand_key(KeyName(brand, KeyKind.WRAPPING, entry.wrapped_by))
            except KeyDestroyed:
                continue  # rewrapped and retired by a rotation between the two reads: read the entry again
            return _unwrap_subject(wrapping, name, entry.wrapped)
        raise KeyUnavailable("The key store keeps changing under this read.")

    def destroy_subject(self, brand: str, subject: str) -> None:
        """Destroy a person's key for good; a tombstone tells it from a key that never was. Idempotent.

        Copies of the wrapped key in backups of the store die with the wrapping key: call `rotate_brand` daily.
        """
        _check_identifier(subject, "subject")
        self._table.destroy(KeyName(brand, KeyKind.SUBJECT, subject))

    def is_destroyed(self, brand: str, subject: str) -> bool:
        """Say whether this person's key was destroyed (a key that never was is not)."""
        entry = self._table.get(KeyName(brand, KeyKind.SUBJECT, subject))
        return entry is not None and entry.is_destroyed

    def destroy_brand(self, brand: str) -> None:
        """Destroy every key of a brand: secrets, wrapping keys, persons' keys. Idempotent, resumable."""
        for kind in KeyKind:
            for name, _ in self._table.list_names(brand, kind):
                self._table.destroy(name)
        self.forget()

    def rotate_brand(self, brand: str) -> int:
        """Give the brand a new wrapping key, rewrap its persons' keys, and destroy the former wrapping keys.

        Reads and writes go on meanwhile. After an interruption, call `finish_rotation`: it takes up what is left.

        Returns:
            How many persons' keys were rewrapped.
        """
        latest = self._latest(brand, KeyKind.WRAPPING)
        if latest is None:
            raise self._absent(KeyName(brand, KeyKind.WRAPPING, _FIRST), f"brand {brand!r}")
        following = KeyName(brand, KeyKind.WRAPPING, f"{int(latest.name) + 1:06d}")
        self._table.add(following, self._wrapped_by_master(following))
        return self.finish_rotation(brand)

    def finish_rotation(self, brand: str) -> int:
        """Rewrap what an interrupted `rotate_brand` left under a former wrapping key, then destroy that key.

        Returns:
            How many persons' keys were rewrapped.
        """
        newest = self._latest(brand, KeyKind.WRAPPING)
        if newest is None:
            raise self._absent(KeyName(brand, KeyKind.WRAPPING, _FIRST), f"brand {brand!r}")
        rewrapped = 0
        for former, _ in list(self._table.list_names(brand, KeyKind.WRAPPING)):
            if former == newest:
                continue
            while not self._table.destroy_unused_wrapping(former):
                rewrapped += sum(1 for _ in self._rewrap_subjects(brand, newest))
            with self._lock:
                self._cache.pop(former, None)
        return rewrapped

    def renew_secret(self, brand: str) -> int:
        """Give the brand a new generation of its secret; former generations stay readable by their number.

        Blind indexes and pseudonyms made before keep their generation; the caller computes them again.

        Returns:
            The number of the new generation.
        """
        latest = self._latest(brand, KeyKind.SECRET)
        if latest is None:
            raise self._absent(KeyName(brand, KeyKind.SECRET, _FIRST), f"brand {brand!r}")
        following = KeyName(brand, KeyKind.SECRET, f"{int(latest.name) + 1:06d}")
        self._table.add(following, self._wrapped_by_master(following))
        return int(following.name)

    def rotate_master(self) -> int:
        """Add a version of the master key, rewrap every brand key, destroy the former versions.

        Returns:
            How many brand keys were rewrapped.
        """
        self._master.rotate()
        return self.finish_master_rotation()

    def finish_master_rotation(self) -> int:
        """Rewrap what an interrupted `rotate_master` left, then destroy the former versions of the master key.

        Returns:
            How many brand keys were rewrapped.
        """
        rewrapped = 0
        for name, entry in self._brand_entries():
            if entry.wrapped is None or self._master.is_current(entry.wrapped):
                continue
            secret = self._master.unwrap(entry.wrapped, context=_context(name))
            if self._table.swap(name, entry, KeyEntry(self._master.wrap(secret, context=_context(name)))):
                rewrapped += 1
        if all(entry.wrapped is None or self._master.is_current(entry.wrapped) for _, entry in self._brand_entries()):
            self._master.retire()
        return rewrapped

    def check_available(self) -> None:
        """Ask the store and the master key for one round trip, for a readiness probe.

        Raises:
            KeyUnavailable: one of them does not answer.
        """
        self._table.list_brands()
        context = b"egide/probe"
        probe = self._random_bytes(KEY_BYTES)
        if self._master.unwrap(self._master.wrap(probe, context=context), context=context) != probe:
            raise KeyUnavailable("The master key does not give back what it wrapped.")

    def forget(self) -> None:
        """Drop the unwrapped brand keys from memory; the next call asks the master key again."""
        with self._lock:
            self._cache.clear()

    def _brand_entries(self) -> Iterator[tuple[KeyName, KeyEntry]]:
        for brand in self._table.list_brands():
            for kind in (KeyKind.WRAPPING, KeyKind.SECRET):
                yield from self._table.list_names(brand, kind)

    def _latest(self, brand: str, kind: KeyKind) -> KeyName | None:
        _check_identifier(brand, "brand")
        return max((name for name, _ in self._table.list_names(brand, kind)), key=lambda name: name.name, default=None)

    def _absent(self, name: KeyName, what: str) -> KeyMissing | KeyDestroyed:
        entry = self._table.get(name)
        if entry is not None and entry.is_destroyed:
            return KeyDestroyed(f"The keys of {what} were destroyed.")
        return KeyMissing(f"There are no keys for {what}.")

    def _wrapped_by_master(self, name: KeyName) -> KeyEntry:
        return KeyEntry(self._master.wrap(self._random_bytes(KEY_BYTES), context=_context(name)))

    def _brand_key(self, name: KeyName) -> SecretKey:
        return self._cached(name, self._table.get(name)).key

    def _cached(self, name: KeyName, entry: KeyEntry | None) -> _Cached:
        """Give a brand key from memory if it still is what the table holds and its time is not over; else unwrap it."""
        if entry is None or entry.wrapped is None:
            raise self._absent(name, f"brand {name.brand!r}")
        wrapped = entry.wrapped
        now = self._monotonic()
        with self._lock:
            cached = self._cache.get(name)
            if cached is not None and cached.wrapped == wrapped and now - cached.since_s < self._cache_s:
                self._cache.move_to_end(name)
                return cached
        key = SecretKey(self._master.unwrap(wrapped, context=_context(name)))
        cached = _Cached(now, wrapped, key)
        with self._lock:
            self._cache[name] = cached
            self._cache.move_to_end(name)
            while len(self._cache) > self._cached_keys:
                self._cache.popitem(last=False)
        return cached

    def _add_subject(self, name: KeyName) -> None:
        newest = self._latest(name.brand, KeyKind.WRAPPING)
        if newest is None:
            raise self._absent(KeyName(name.brand, KeyKind.WRAPPING, _FIRST), f"brand {name.brand!r}")
        # When the addition is refused, another process was faster or retired this wrapping key: the caller reads again.
        self._table.add(name, self._wrapped_for_subject(newest, name, self._random_bytes(KEY_BYTES)), requires=newest)

    def _wrapped_for_subject(self, wrapping: KeyName, name: KeyName, secret: bytes) -> KeyEntry:
        nonce = self._random_bytes(_NONCE_BYTES)
        cipher = AESGCM(self._brand_key(wrapping).reveal())
        return KeyEntry(nonce + cipher.encrypt(nonce, secret, _context(name)), wrapping.name)

    def _rewrap_subjects(self, brand: str, newest: KeyName) -> Iterator[KeyName]:
        for name, entry in self._table.list_names(brand, KeyKind.SUBJECT):
            if entry.wrapped is None or entry.wrapped_by == newest.name:
                continue
            former = self._brand_key(KeyName(brand, KeyKind.WRAPPING, entry.wrapped_by))
            secret = _unwrap_subject(former, name, entry.wrapped).reveal()
            if self._table.swap(name, entry, self._wrapped_for_subject(newest, name, secret), requires=newest):
                yield name


def _context(name: KeyName) -> bytes:
    return frame("egide/key/1", name.brand, name.kind.value, name.name)


def _unwrap_subject(wrapping: SecretKey, name: KeyName, wrapped: bytes) -> SecretKey:
    try:
        cipher = AESGCM(wrapping.reveal())
        return SecretKey(cipher.decrypt(wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:], _context(name)))
    except (InvalidTag, ValueError) as broken:
        raise SealBroken("A person's wrapped key was altered or moved.") from broken


def _check_identifier(identifier: str, what: str) -> None:
    if not identifier or len(identifier) > _IDENTIFIER_MAX or not identifier.isprintable():
        raise NotAnIdentifier(f"Not the identifier of a {what}: 1 to {_IDENTIFIER_MAX} printable characters.")
