"""Where the time of one request through the gateway goes: `python -m bench.gateway --steps`.

One process, no socket: the application itself is asked, over a provider that answers at once in memory, on a real
database, key store, detector and disk. Each step is timed where it runs; what it costs to measure is taken off. Processor time
is that of the step's own thread, so that it says the same on a busy machine; what a server and a client of HTTP cost comes
on top, and is the difference to `json_cpu_ms` of `python -m bench.gateway`.
"""

from __future__ import annotations

import asyncio
import functools
import gc
import hmac
import json
import os
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

_HOLLOW = 2000
"""Calls of an empty step, by which the cost of measuring is known."""

Step = tuple[str, str, str]
"""What is said, the module, and the name in it."""

STEPS: Sequence[Step] = (
    ("the whole request", "", ""),
    ("read the body", "egide.gateway.application", "parse_request"),
    ("door: all", "egide.gateway.admission", "Admission.consider"),
    ("door: key, register, limits", "egide.gateway.admission", "Admission._enter"),
    ("door: texts read with others", "egide.gateway.admission", "Admission._read_ahead"),
    ("door: journal's state", "egide.gateway.journal_watch", "JournalWatch.check"),
    ("door: protect the request", "egide.gateway.protecting", "Protector.protect"),
    ("door:   of which detection", "egide.detection.detector", "Detector.find"),
    ("door: ask the policy", "egide.gateway.deciding", "Policy.ask"),
    ("journal: all", "egide.gateway.keeping", "Keeper.keep"),
    (
        "journal: begin the transaction",
        "egide.service.sqlite.base",
        "DatabaseWrapper._start_transaction_under_autocommit",
    ),
    ("journal: insert the decision", "egide.gateway.keeping", "insert_rows"),
    ("journal: write the entry and its openings", "egide.gateway.keeping", "write_entries"),
    ("journal:   of which sealing the entry", "egide.service.evidence.flows", "_sealed"),
    ("journal: number", "egide.gateway.keeping", "number_waiting"),
    ("journal: commit and flush", "egide.service.sqlite.base", "DatabaseWrapper._commit"),
    ("journal:   of which the flush", "egide.service.sqlite.sharing", "SharedFlush.wait"),
    ("answer: restore", "egide.gateway.calling", "restore_json"),
    ("answer: footprint", "egide.gateway.calling", "footprint_of"),
    ("answer: write JSON (request and answer)", "egide.gateway.calling", "write_json"),
)


class _Ledger:
    """Adds up, by step, calls, processor time and elapsed time; and counts what has no time of its own."""

    def __init__(self) -> None:
        self.cpu_ns: dict[str, int] = defaultdict(int)
        self.wall_ns: dict[str, int] = defaultdict(int)
        self.calls: Counter[str] = Counter()
        self.counts: Counter[str] = Counter()

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def run(*arguments: Any, **named: Any) -> Any:
            wall, cpu = time.perf_counter_ns(), time.thread_time_ns()
            try:
                return function(*arguments, **named)
            finally:
                self.cpu_ns[name] += time.thread_time_ns() - cpu
                self.wall_ns[name] += time.perf_counter_ns() - wall
                self.calls[name] += 1

        return run

    def counted(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **named: Any) -> Any:
            self.counts[name] += 1
            return function(*arguments, **named)

        return run

    def clear(self) -> None:
        for kept in (self.cpu_ns, self.wall_ns, self.calls, self.counts):
            kept.clear()


class _Answer:
    """A provider's answer that was ready before it was asked for."""

    status = 200
    headers: Mapping[str, str] = {"Content-Type": "application/json"}

    def __init__(self, body: bytes) -> None:
        self._body = body

    async def read(self) -> bytes:
        return self._body

    async def pieces(self) -> AsyncIterator[bytes]:
        yield self._body

    async def close(self) -> None:
        return


class _Echo:
    """A provider in memory that repeats the question."""

    async def post(self, url: str, *, headers: Mapping[str, str], body: bytes, timeout_s: float) -> _Answer:
        asked = json.loads(body)
        message = {"role": "assistant", "content": asked["messages"][-1]["content"]}
        document = {
            "id": "c",
            "object": "chat.completion",
            "created": 1,
            "model": asked["model"],
            "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 30, "completion_tokens": 40, "total_tokens": 70},
        }
        return _Answer(json.dumps(document).encode())

    async def close(self) -> None:
        return


def measure(message: Callable[[int], str], prepare: Callable[[], None], *, requests: int, turns: int) -> dict[str, Any]:
    """Time the steps of requests asked one after the other.

    Args:
        message: Gives a new message for a number.
        prepare: Makes a brand and prints its key.
        requests: How many are measured, after a tenth as many that are not.
        turns: Messages of the conversation before the new one.

    Returns:
        Steps and counts, per request.
    """
    with tempfile.TemporaryDirectory(prefix="egide-bench-steps-") as folder:
        os.environ["EGIDE_HOME"] = folder
        (Path(folder) / "egide.toml").write_text(
            '[[models]]\nname = "mesure"\nkind = "openai-compatible"\nbase_url = "http://127.0.0.1:9/v1"\nregion = "FR"\n'
            "active_params_bn = 24.0\n"
        )
        printed = StringIO()
        with redirect_stdout(printed):
            prepare()
        return _measure(printed.getvalue().split()[-1], message, requests, turns)


def _measure(key: str, message: Callable[[int], str], requests: int, turns: int) -> dict[str, Any]:
    from django.utils import timezone

    from egide.gateway.application import Gateway
    from egide.gateway.configuring import read_upstreams
    from egide.gateway.upstreams import Upstreams
    from egide.gateway.warming import warm
    from egide.service.wiring import parts

    ledger = _Ledger()
    _instrument(ledger)
    upstreams = Upstreams(read_upstreams(parts().configuration.models, {}), _Echo(), time.monotonic)
    application = Gateway(upstreams, clock=timezone.now)
    warm()
    history = [{"role": ("user", "assistant")[turn % 2], "content": message(turn)} for turn in range(turns)]

    async def ask(number: int) -> None:
        body = {"model": "mesure", "messages": [*history, {"role": "user", "content": message(number)}]}
        await _ask(application, key, json.dumps(body).encode(), f"{number}@")

    whole = ledger.timed("the whole request", lambda: None)
    hollow_ns = _hollow(ledger, whole)

    async def run() -> tuple[int, int]:
        for number in range(max(20, requests // 10)):
            await ask(1_000_000 + number)
        gc.collect()
        ledger.clear()
        wall, cpu = time.perf_counter_ns(), time.process_time_ns()
        for number in range(requests):
            await ask(2_000_000 + number)
        spent = time.perf_counter_ns() - wall, time.process_time_ns() - cpu
        await application.close()
        return spent

    import uvloop

    wall_ns, cpu_ns = uvloop.run(run())
    steps = {
        name: {
            "calls": ledger.calls[name] / requests,
            "cpu_us": max(0.0, (ledger.cpu_ns[name] - hollow_ns * ledger.calls[name]) / requests / 1000),
            "wall_us": max(0.0, (ledger.wall_ns[name] - hollow_ns * ledger.calls[name]) / requests / 1000),
        }
        for name, _, _ in STEPS[1:]
    }
    steps = {
        "the whole request": {"calls": 1.0, "cpu_us": cpu_ns / requests / 1000, "wall_us": wall_ns / requests / 1000},
        **steps,
    }
    counts = {name: count / requests for name, count in sorted(ledger.counts.items())}
    return {"requests": requests, "turns": turns, "steps": steps, "counts": counts}


async def _ask(application: Any, key: str, body: bytes, expected: str) -> None:
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/v1/chat/completions",
        "headers": [(b"authorization", f"Bearer {key}".encode()), (b"content-type", b"application/json")],
    }
    incoming = [{"type": "http.request", "body": body, "more_body": False}]
    said: list[bytes] = []

    async def receive() -> dict[str, Any]:
        if incoming:
            return incoming.pop()
        await asyncio.Event().wait()  # a client that stays
        raise AssertionError

    async def send(event: Any) -> None:
        if event["type"] == "http.response.body":
            said.append(event.get("body", b""))

    await application(scope, receive, send)
    if expected not in b"".join(said).decode():
        raise SystemExit(f"not the answer expected: {b''.join(said)[:300]!r}")


def _hollow(ledger: _Ledger, hollow: Callable[[], None]) -> int:
    """Measure an empty step: what measuring costs, in nanoseconds."""
    for _ in range(_HOLLOW):
        hollow()
    cost = ledger.cpu_ns["the whole request"] // _HOLLOW
    ledger.clear()
    return cost


def _instrument(ledger: _Ledger) -> None:
    """Have the steps tell the ledger; for this process only."""
    from importlib import import_module

    from egide.gateway.lanes import Lane

    for name, place, dotted in STEPS[1:]:
        owner: Any = import_module(place)
        *path, last = dotted.split(".")
        for part in path:
            owner = getattr(owner, part)
        setattr(owner, last, ledger.timed(name, getattr(owner, last)))
    hmac.digest = ledger.counted("HMAC", hmac.digest)
    os.fsync = ledger.counted("flushes (fsync), the sequencer's not running", os.fsync)
    json.dumps = ledger.counted("JSON written, the bench's two included", json.dumps)
    json.loads = ledger.counted("JSON read, the provider's included", json.loads)
    lane: Any = Lane
    lane._pass_on = ledger.counted("changes of thread, the first not counted", lane._pass_on)
    from django.db.backends.signals import connection_created

    def trace(sender: Any, connection: Any, **_: Any) -> None:
        if connection.vendor == "sqlite":
            connection.connection.set_trace_callback(lambda _: ledger.counts.update(["SQL statements"]))

    connection_created.connect(trace, weak=False)


def print_steps(report: Mapping[str, Any]) -> None:
    """Print the table."""
    print(
        f"one request after the other, {report['requests']} of them, {report['turns']} messages before the new one; per request"
    )
    print(f"{'step':50}{'calls':>8}{'processor, µs':>16}{'elapsed, µs':>14}")
    for name, step in report["steps"].items():
        print(f"{name:50}{step['calls']:8.2f}{step['cpu_us']:16.0f}{step['wall_us']:14.0f}")
    for name, count in report["counts"].items():
        print(f"{name:50}{count:8.2f}")
