"""Brand keys are cached in bounded number and time; persons' keys never are; a store that is down closes the door."""

from __future__ import annotations

import secrets

import pytest

from egide.adapters.keystores.memory import MemoryKeyTable, MemoryMasterKey
from egide.keys import KeyDestroyed, KeyRing, KeyUnavailable


class CountingMaster(MemoryMasterKey):
    """A master key that counts what it is asked, may be unplugged, and carries the test's clock."""

    def __init__(self) -> None:
        super().__init__(secrets.token_bytes)
        self.unwrapped, self.down, self.now = 0, False, 0.0

    def unwrap(self, wrapped: bytes, *, context: bytes) -> bytes:
        if self.down:
            raise KeyUnavailable("unplugged")
        self.unwrapped += 1
        return super().unwrap(wrapped, context=context)


@pytest.fixture
def master() -> CountingMaster:
    return CountingMaster()


def ring(master: CountingMaster, cached_keys: int = 256) -> KeyRing:
    return KeyRing(
        master,
        MemoryKeyTable(),
        random_bytes=secrets.token_bytes,
        monotonic=lambda: master.now,
        cached_keys=cached_keys,
    )


def test_asks_the_master_key_once_per_brand_key_until_the_time_is_over(master: CountingMaster) -> None:
    keys = ring(master)
    keys.create_brand("acme")
    for number in range(50):
        keys.subject_key("acme", f"p{number}", create=True)
        keys.brand_secret("acme", "pseudonyms")
    assert master.unwrapped == 2
    master.now = 301.0
    keys.brand_secret("acme", "pseudonyms")
    assert master.unwrapped == 3


def test_keeps_a_bounded_number_of_brand_keys(master: CountingMaster) -> None:
    keys = ring(master, cached_keys=3)
    for number in range(6):
        keys.create_brand(f"b{number}")
        keys.brand_secret(f"b{number}", "pseudonyms")
    before = master.unwrapped
    keys.brand_secret("b5", "pseudonyms")
    assert master.unwrapped == before
    keys.brand_secret("b0", "pseudonyms")
    assert master.unwrapped == before + 1


def test_a_master_key_that_is_down_closes_the_door_when_the_cache_is_over(master: CountingMaster) -> None:
    keys = ring(master)
    keys.create_brand("acme")
    keys.check_available()
    key = keys.subject_key("acme", "p1", create=True)
    master.down = True
    assert keys.subject_key("acme", "p1", create=False) == key
    master.now = 301.0
    with pytest.raises(KeyUnavailable):
        keys.subject_key("acme", "p1", create=False)
    with pytest.raises(KeyUnavailable):
        keys.check_available()


def test_a_destroyed_brand_leaves_the_cache_too(master: CountingMaster) -> None:
    keys = ring(master)
    keys.create_brand("acme")
    keys.brand_secret("acme", "pseudonyms")
    keys.destroy_brand("acme")
    with pytest.raises(KeyDestroyed):
        keys.brand_secret("acme", "pseudonyms")
