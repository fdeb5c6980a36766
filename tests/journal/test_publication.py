"""A log is served with the types and lifetimes of tlog-tiles, and nothing else of the folder is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.journal.logs import START, BrandLog

from egide.journal import find_published, is_heartbeat_due


@pytest.fixture
def brand() -> BrandLog:
    log = BrandLog()
    log.fill(300)
    return log


def test_the_checkpoint_is_text_cached_a_few_seconds(brand: BrandLog) -> None:
    found = find_published(brand.store, "checkpoint")
    assert found is not None
    assert found.content == brand.log.checkpoint().note
    assert (found.content_type, found.cache_control) == ("text/plain; charset=utf-8", "public, max-age=5")


@pytest.mark.parametrize("path", ["tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/000"])
def test_tiles_and_bundles_are_immutable_bytes(brand: BrandLog, path: str) -> None:
    found = find_published(brand.store, path)
    assert found is not None
    assert found.content == brand.files[path]
    assert found.content_type == "application/octet-stream"
    assert "immutable" in found.cache_control


@pytest.mark.parametrize("path", ["", ".lock", "../x", "entries.jsonl", "tile/0/0", "tile/9/000", "/checkpoint"])
def test_nothing_else_is_served(brand: BrandLog, path: str) -> None:
    assert find_published(brand.store, path) is None


def test_a_heartbeat_is_due_after_a_silent_day() -> None:
    assert is_heartbeat_due(None, START)
    assert not is_heartbeat_due(START, START + timedelta(hours=23))
    assert is_heartbeat_due(START, START + timedelta(days=1))
