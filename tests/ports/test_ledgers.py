"""One contract for the ledger of withdrawals: in memory, and in a file that several processes add to."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egide.adapters.ledger import FileLedger, MemoryLedger
from egide.service.wiring import Ledger


@pytest.fixture(params=["memory", "file"])
def reopen(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Ledger]:
    """Give a function that opens the same ledger again, as another process would."""
    if request.param == "memory":
        kept = MemoryLedger()
        return lambda: kept
    return lambda: FileLedger(tmp_path / "ledger")


def test_lines_are_read_in_the_order_in_which_they_were_added(reopen) -> None:
    assert list(reopen().lines()) == []
    reopen().append([b'{"a":1}', b'{"b":2}'])
    reopen().append([b'{"c":3}'])
    assert list(reopen().lines()) == [b'{"a":1}', b'{"b":2}', b'{"c":3}']


def test_only_what_is_not_wanted_goes(reopen) -> None:
    reopen().append([b'{"a":1}', b'{"b":2}', b'{"c":3}'])
    assert reopen().keep(lambda line: b"b" not in line) == 1
    assert list(reopen().lines()) == [b'{"a":1}', b'{"c":3}']
    assert reopen().keep(lambda line: True) == 0
    reopen().append([b'{"d":4}'])
    assert list(reopen().lines())[-1] == b'{"d":4}'


def test_the_file_is_its_owner_s_alone(tmp_path: Path) -> None:
    FileLedger(tmp_path / "ledger").append([b"{}"])
    assert (tmp_path / "ledger").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "ledger" / "withdrawals.jsonl").stat().st_mode & 0o777 == 0o600
    FileLedger(tmp_path / "ledger").keep(lambda line: False)
    assert (tmp_path / "ledger" / "withdrawals.jsonl").stat().st_mode & 0o777 == 0o600


@given(torn=st.integers(min_value=1, max_value=12))
def test_what_a_crash_left_of_a_line_hides_no_other(torn: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    ledger = FileLedger(folder := tmp_path_factory.mktemp("ledger"))
    ledger.append([b'{"first":"a"}'])
    with (folder / "withdrawals.jsonl").open("ab") as opened:
        opened.write(b'{"torn":"b"}'[:torn])
    ledger.append([b'{"next":"c"}'])
    lines = list(ledger.lines())
    assert (lines[0], lines[-1]) == (b'{"first":"a"}', b'{"next":"c"}')


def _add(folder: Path, who: int) -> None:
    for number in range(50):
        FileLedger(folder).append([f'{{"who":{who},"number":{number}}}'.encode()])


def test_no_line_of_several_processes_is_lost(tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    workers = [spawn.Process(target=_add, args=(tmp_path, who)) for who in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(set(FileLedger(tmp_path).lines())) == 150
