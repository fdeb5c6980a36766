"""On SQLite the threads of a process write in the order of arrival, and share the flush that makes commits durable."""

from __future__ import annotations

import os
import sqlite3
import threading
from pathlib import Path

import pytest
from django.db import connection
from django.db.utils import OperationalError, load_backend

from egide.service.sqlite import sharing
from egide.service.sqlite.sharing import SharedFlush, Turn


def _waits(turn: Turn, order: list[int], number: int) -> threading.Thread:
    def work() -> None:
        assert turn.take(10)
        order.append(number)
        turn.give_back()

    thread = threading.Thread(target=work)
    thread.start()
    while len(turn._waiting) <= number:
        pass
    return thread


def test_gives_the_turn_in_the_order_of_arrival() -> None:
    turn, order = Turn(), []
    assert turn.take(1)
    threads = [_waits(turn, order, number) for number in range(5)]
    turn.give_back()
    for thread in threads:
        thread.join()
    assert order == [0, 1, 2, 3, 4]


def test_gives_up_waiting_and_leaves_the_queue() -> None:
    turn = Turn()
    assert turn.take(1)
    assert not turn.take(0.01)
    turn.give_back()
    assert turn.take(1)


class _Disk:
    """Holds each flush until told, and counts them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.flushes, self.refuses = 0, False
        self.entered, self.go_on = threading.Semaphore(0), threading.Semaphore(0)
        monkeypatch.setattr(SharedFlush, "_flush", lambda _: self._flush())

    def _flush(self) -> None:
        self.flushes += 1
        self.entered.release()
        assert self.go_on.acquire(timeout=10)
        if self.refuses:
            raise OSError("the disk refused")


def _commits(flush: SharedFlush, count: int) -> list[threading.Thread]:
    threads = [threading.Thread(target=flush.wait) for _ in range(count)]
    for thread in threads:
        thread.start()
    return threads


def test_one_flush_serves_every_commit_written_before_it_began(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk, flush = _Disk(monkeypatch), SharedFlush(tmp_path / "desk.sqlite3")
    (first,) = _commits(flush, 1)
    assert disk.entered.acquire(timeout=10)
    others = _commits(flush, 8)  # too late for the flush that runs: none may rely on it
    while len(flush._waiting) < 8:
        pass
    disk.go_on.release()
    first.join()
    assert disk.entered.acquire(timeout=10)
    assert all(thread.is_alive() for thread in others)
    disk.go_on.release()
    for thread in others:
        thread.join(timeout=10)
    assert disk.flushes == 2


def test_a_refused_flush_confirms_nobody_that_waited_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk, flush = _Disk(monkeypatch), SharedFlush(tmp_path / "desk.sqlite3")
    (first,) = _commits(flush, 1)
    assert disk.entered.acquire(timeout=10)
    refused: list[OSError] = []

    def commit() -> None:
        try:
            flush.wait()
        except OSError as error:
            refused.append(error)

    others = [threading.Thread(target=commit) for _ in range(3)]
    for thread in others:
        thread.start()
    while len(flush._waiting) < 3:
        pass
    disk.go_on.release()
    first.join(timeout=10)
    assert disk.entered.acquire(timeout=10)
    disk.refuses = True
    disk.go_on.release()
    for thread in others:
        thread.join(timeout=10)
    assert len(refused) == 3
    disk.refuses = False
    disk.go_on.release()
    flush.wait()
    assert disk.flushes == 3


@pytest.fixture
def wrapper(tmp_path: Path, django_db_blocker):
    """A second database, in a file, through the product's engine and options."""
    settings = dict(connection.settings_dict) | {
        "ENGINE": "egide.service.sqlite",
        "NAME": str(tmp_path / "desk.sqlite3"),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 0.05,
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
        },
        "AUTOCOMMIT": True,
        "TIME_ZONE": None,
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": False,
    }

    def opened():
        made = load_backend("egide.service.sqlite").DatabaseWrapper(settings, alias=f"other-{len(kept)}")
        made.inc_thread_sharing()
        kept.append(made)
        return made

    kept: list = []
    with django_db_blocker.unblock():
        yield opened
        for made in kept:
            made.close()


def _begin(one) -> None:
    one.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def _end(one) -> None:
    one.commit()
    one.set_autocommit(True)


def test_a_commit_returns_once_its_log_is_flushed(wrapper, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[str] = []
    monkeypatch.setattr(
        sharing.os, "fsync", lambda opened: flushed.append(Path(os.readlink(f"/proc/self/fd/{opened}")).name)
    )
    one = wrapper()
    with one.cursor() as cursor:
        cursor.execute("CREATE TABLE act (n INTEGER)")
    _begin(one)
    with one.cursor() as cursor:
        cursor.execute("INSERT INTO act VALUES (1)")
    assert flushed == []
    _end(one)
    assert "desk.sqlite3-wal" in flushed
    flushed.clear()
    _begin(one)
    with one.cursor() as cursor:
        cursor.execute("SELECT n FROM act").fetchall()
    _end(one)
    assert flushed == []  # nothing was written, nothing is waited for


@pytest.mark.parametrize("ending", ["commit", "rollback", "close"])
def test_the_turn_is_given_back_however_a_transaction_ends(wrapper, ending: str) -> None:
    one, other = wrapper(), wrapper()
    with one.cursor() as cursor:
        cursor.execute("CREATE TABLE act (n INTEGER)")
    _begin(one)
    with pytest.raises(OperationalError, match="locked"):
        _begin(other)
    getattr(one, ending)()
    _begin(other)
    other.rollback()


def test_another_process_that_writes_is_waited_for_as_before(wrapper, tmp_path: Path) -> None:
    one = wrapper()
    with one.cursor() as cursor:
        cursor.execute("CREATE TABLE act (n INTEGER)")
    foreign = sqlite3.connect(tmp_path / "desk.sqlite3", isolation_level=None)
    foreign.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError, match="locked"):
        _begin(one)
    foreign.execute("ROLLBACK")
    foreign.close()
    _begin(one)
    one.rollback()
