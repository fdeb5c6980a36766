"""What is remembered of texts is bounded: the least used is forgotten first."""

from __future__ import annotations

from egide.gateway.text_cache import Known, TextCache
from egide.pseudonyms import Record


def known(number: int) -> Known:
    record = Record(f"code{number}", "PERSON", f"[PERSONNE_{number}]", f"Claire {number}")
    return Known(f"Bonjour [PERSONNE_{number}]", frozenset({"PERSON"}), (record,))


def test_forgets_the_least_used_past_the_bound() -> None:
    cache = TextCache(most_bytes=10_000)
    for number in range(3):
        cache.put(bytes([number]), known(number), 0.0)
    for number in range(3, 200):
        assert cache.get(b"\x00", 0.0) is not None  # asked for all along
        cache.put(bytes([number]), known(number), 0.0)
    assert 5 < len(cache) < 15
    assert cache.get(b"\x00", 0.0) == known(0)
    assert cache.get(b"\x01", 0.0) is None


def test_a_text_put_again_counts_once() -> None:
    cache = TextCache(most_bytes=10_000)
    for _ in range(100):
        cache.put(b"same", known(1), 0.0)
        cache.put(b"other", known(2), 0.0)
    assert len(cache) == 2


def test_forgets_what_is_older_than_its_time() -> None:
    cache = TextCache(keep_s=900.0)
    cache.put(b"a", known(1), 0.0)
    assert cache.get(b"a", 900.0) is not None
    assert cache.get(b"a", 901.0) is None
    assert len(cache) == 0
