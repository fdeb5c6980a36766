"""`egide serve` reads its configuration again on SIGHUP, and drops no request meanwhile."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

PATIENCE_S = 180.0
ROOT = Path(__file__).resolve().parents[2]
CONFIGURATION = """
[gateway]
workers = {workers}

[[models]]
name = "maison"
kind = "openai-compatible"
base_url = "{url}"
model = "{model}"
region = "FR"
"""


class Asking:
    """Clients that ask without a pause, each request on a connection of its own, and keep every status."""

    def __init__(self, url: str, key: str) -> None:
        self.statuses: list[object] = []
        self._ask = lambda: httpx.post(
            f"{url}/v1/chat/completions",
            json={"model": "maison", "messages": [{"role": "user", "content": "Je suis Claire Dupont."}]},
            headers={"Authorization": f"Bearer {key}"},
            timeout=60,
        )
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._run) for _ in range(2)]

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self.statuses.append(self._ask().status_code)
            except httpx.HTTPError as lost:
                self.statuses.append(lost)

    def __enter__(self) -> Asking:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()


def wait_for(happened: Callable[[], object]) -> None:
    until = time.monotonic() + PATIENCE_S
    while not happened():
        if time.monotonic() > until:
            pytest.fail("it did not happen in time")
        time.sleep(0.2)


@pytest.fixture(params=[1, 2], ids=["one worker", "two workers"])
def workers(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def write(tmp_path: Path, provider, workers: int) -> Callable[[str], None]:
    """Write the configuration, with the name of the model at the provider."""
    place = tmp_path / "egide.toml"
    return lambda model: (
        place.write_text(CONFIGURATION.format(url=provider.base_url, model=model, workers=workers)) and None
    )


@pytest.fixture
def installation(tmp_path: Path, write: Callable[[str], None]) -> tuple[Path, dict[str, str], str]:
    """A data directory, its environment, and a key."""
    write("premier")
    environment = {**os.environ, "EGIDE_HOME": str(tmp_path)}
    for name in ("EGIDE_CONFIG", "EGIDE_DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
        environment.pop(name, None)
    prepared = subprocess.run(
        [sys.executable, "-m", "tests.gateway.served_brand", "maison"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return tmp_path, environment, prepared.stdout.split()[-1]


@pytest.fixture
def served(installation) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """`egide serve` on a free port: its address and its process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "egide", "serve", "--port", str(port)],
        cwd=ROOT,
        env=installation[1],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"

    def answers() -> bool:
        try:
            return httpx.get(f"{url}/health", timeout=5).status_code == 200
        except httpx.HTTPError:
            return False

    try:
        wait_for(answers)
        yield url, process
    finally:
        process.terminate()
        process.wait(60)


def test_a_reload_reads_the_configuration_and_loses_no_request(installation, served, provider, write) -> None:
    _, _, key = installation
    url, process = served

    def last_models(count: int) -> set[str]:
        return {json.loads(body)["model"] for body in provider.received[-count:]}

    with Asking(url, key) as asking:
        wait_for(lambda: len(provider.received) > 20)
        assert last_models(20) == {"premier"}
        write("second")
        process.send_signal(signal.SIGHUP)
        # Each worker is replaced in its turn: both have been once nobody asks for the first model any more.
        wait_for(lambda: last_models(40) == {"second"})
    assert set(asking.statuses) == {200}
    assert len(asking.statuses) == len(provider.received)
    assert process.poll() is None
