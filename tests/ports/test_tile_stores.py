"""Every tile store keeps the same promises: absent or whole, durable on return, one writer at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from egide.adapters.journal import (
    FilesystemTileStore,
    FilesystemWitnessStore,
    MemoryTileStore,
    MemoryWitnessStore,
)
from egide.journal import MalformedTile
from egide.journal.ports import TileStore, WitnessStore

TILE_STORES: dict[str, Callable[[Path], TileStore]] = {
    "memory": lambda _: MemoryTileStore(),
    "filesystem": lambda folder: FilesystemTileStore(folder / "log"),
}
WITNESS_STORES: dict[str, Callable[[Path], WitnessStore]] = {
    "memory": lambda _: MemoryWitnessStore(),
    "filesystem": lambda folder: FilesystemWitnessStore(folder / "witness"),
}


@pytest.fixture(params=TILE_STORES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> TileStore:
    return TILE_STORES[request.param](tmp_path)


@pytest.fixture(params=WITNESS_STORES)
def witness_store(request: pytest.FixtureRequest, tmp_path: Path) -> WitnessStore:
    return WITNESS_STORES[request.param](tmp_path)


def test_reads_back_what_was_written(store: TileStore) -> None:
    files = {"checkpoint": b"a", "tile/0/x001/234.p/7": b"b" * 224, "tile/entries/000": b"", "minimum-index": b"0\n"}
    store.write(files)
    assert {path: store.read(path) for path in files} == files


def test_shows_the_checkpoint_only_after_the_tiles_it_refers_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = FilesystemTileStore(tmp_path)
    store.write({"checkpoint": b"old"})
    order: list[str] = []
    replace = Path.replace

    def watched(source: Path, target: Path) -> Path:
        order.append(target.name)
        return replace(source, target)

    monkeypatch.setattr(Path, "replace", watched)
    store.write({"checkpoint": b"new", "tile/0/000": b"a", "tile/entries/000": b"b"})
    assert order == ["000", "000", "checkpoint"]
    assert store.read("checkpoint") == b"new"


def test_answers_none_for_what_is_absent(store: TileStore) -> None:
    assert store.read("checkpoint") is None
    store.write({"tile/0/000": b"full"})
    assert store.read("tile/0/000.p/3") is None


def test_replaces_a_file(store: TileStore) -> None:
    store.write({"checkpoint": b"old"})
    store.write({"checkpoint": b"new"})
    assert store.read("checkpoint") == b"new"


def test_keeps_partial_and_full_tiles_side_by_side(store: TileStore) -> None:
    store.write({"tile/0/000.p/255": b"partial", "tile/0/000": b"full"})
    assert (store.read("tile/0/000.p/255"), store.read("tile/0/000")) == (b"partial", b"full")


def test_deletes_and_does_not_mind_absence(store: TileStore) -> None:
    store.write({"tile/0/000.p/1": b"x", "tile/0/000.p/2": b"y"})
    store.delete(["tile/0/000.p/1", "tile/0/000.p/9", "tile/5/000"])
    assert (store.read("tile/0/000.p/1"), store.read("tile/0/000.p/2")) == (None, b"y")
    store.delete(["tile/0/000.p/2"])
    store.write({"tile/0/000.p/3": b"z"})
    assert store.read("tile/0/000.p/3") == b"z"


def test_deletes_every_partial_width_of_one_tile(store: TileStore) -> None:
    others = {
        "tile/0/000": b"full",
        "tile/0/001.p/1": b"next",
        "tile/1/000.p/1": b"above",
        "tile/entries/000.p/1": b"e",
    }
    store.write({"tile/0/000.p/1": b"x", "tile/0/000.p/200": b"y", **others})
    store.delete_partials("tile/0/000")
    store.delete_partials("tile/0/007")
    assert store.read("tile/0/000.p/1") is None
    assert store.read("tile/0/000.p/200") is None
    assert {path: store.read(path) for path in others} == others


def test_one_writer_at_a_time(store: TileStore) -> None:
    inside, most = 0, 0
    guard = threading.Lock()

    def write() -> None:
        nonlocal inside, most
        for _ in range(20):
            with store.exclusive():
                with guard:
                    inside += 1
                    most = max(most, inside)
                number = int(store.read("checkpoint") or b"0")
                store.write({"checkpoint": b"%d" % (number + 1)})
                with guard:
                    inside -= 1

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (most, store.read("checkpoint")) == (1, b"80")


@pytest.mark.parametrize("path", ["../checkpoint", "/etc/hostname", "tile/0/../../x", "tile/0/1", "entries", ""])
def test_the_filesystem_refuses_a_path_outside_the_log(tmp_path: Path, path: str) -> None:
    store = FilesystemTileStore(tmp_path)
    store.write({"tile/0/001": b"good"})
    with pytest.raises(MalformedTile):
        store.read(path)
    with pytest.raises(MalformedTile):
        store.write({path: b"x"})


def test_the_filesystem_leaves_no_temporary_file(tmp_path: Path) -> None:
    store = FilesystemTileStore(tmp_path)
    store.write({"checkpoint": b"a", "tile/0/000.p/1": b"b"})
    store.delete(["tile/0/000.p/1"])
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == ["checkpoint"]


def test_a_witness_store_compares_before_it_keeps(witness_store: WitnessStore) -> None:
    assert witness_store.latest("a/log") is None
    assert not witness_store.compare_and_persist("a/log", b"something", b"one")
    assert witness_store.compare_and_persist("a/log", None, b"one")
    assert not witness_store.compare_and_persist("a/log", None, b"two")
    assert witness_store.compare_and_persist("a/log", b"one", b"two")
    assert witness_store.latest("a/log") == b"two"
    assert witness_store.latest("b/log") is None


def test_a_witness_store_lets_one_of_many_win(witness_store: WitnessStore) -> None:
    won: list[bytes] = []
    barrier = threading.Barrier(8)

    def race(name: bytes) -> None:
        barrier.wait()
        if witness_store.compare_and_persist("a/log", None, name):
            won.append(name)

    threads = [threading.Thread(target=race, args=(b"%d" % number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [witness_store.latest("a/log")] == won
