"""The whole product served on the loopback with its demonstration brand, as a person runs it: ``egide demo``.

The demonstration is loaded once for all tests, then copied: a test that empties a queue takes a copy of its own.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

EGIDE = Path(sys.executable).parent / "egide"
# Loading runs some sixty conversations through the whole spine; a busy machine takes its time.
LOADING_SECONDS, STARTING_SECONDS = 400, 120


@dataclass
class Desk:
    """A served demonstration, and the browsers of those who signed in."""

    url: str
    passwords: dict[str, str]
    browser: Browser
    _signed_in: dict[str, Any] = field(default_factory=dict)

    def open_as(self, username: str, **options: Any) -> BrowserContext:
        """Open a browser in which this person is signed in; each person signs in once."""
        if username not in self._signed_in:
            context = self._context()
            sign_in(context.new_page(), self.url, username, self.passwords[username])
            self._signed_in[username] = context.storage_state()
            context.close()
        return self._context(storage_state=self._signed_in[username], **options)

    def _context(self, **options: Any) -> BrowserContext:
        context = self.browser.new_context(
            locale="fr-FR", timezone_id="Europe/Paris", viewport={"width": 1280, "height": 800}, **options
        )
        context.set_default_timeout(20_000)
        return context


def sign_in(page: Page, url: str, username: str, password: str) -> None:
    page.goto(f"{url}/accounts/login/")
    page.locator("[name=login]").fill(username)
    page.locator("[name=password]").fill(password)
    page.locator("main button.primary, main button[type=submit]").first.click()
    page.wait_for_url(lambda address: "/accounts/login/" not in address)


def find_free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def _environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("EGIDE_", "DJANGO_"))}
    return {**kept, "EGIDE_HOME": str(home)}


@pytest.fixture(scope="session")
def demo_home(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory in which the demonstration is loaded; asks for Chromium first, to skip before working."""
    home = tmp_path_factory.mktemp("demo") / "home"
    load_demo(home)
    return home


def load_demo(home: Path) -> None:
    """Load the demonstration into a data directory, without serving it."""
    subprocess.run(
        [EGIDE, "demo", "--no-serve"], env=_environment(home), check=True, capture_output=True, timeout=LOADING_SECONDS
    )


@contextlib.contextmanager
def serve(home: Path, browser: Browser) -> Iterator[Desk]:
    """Serve a loaded demonstration on a free port until the block ends."""
    port = find_free_port()
    log = home / "server.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [EGIDE, "demo", "--port", str(port)], env=_environment(home), stdout=output, stderr=subprocess.STDOUT
        )
        try:
            _wait_until_served(port, server, log)
            passwords = json.loads((home / "demo-passwords.json").read_text("utf-8"))
            yield Desk(f"http://127.0.0.1:{port}", passwords, browser)
        finally:
            server.terminate()
            server.wait(timeout=30)


def _wait_until_served(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + STARTING_SECONDS
    while time.monotonic() < end:
        if server.poll() is not None:
            pytest.fail(f"the server stopped:\n{log.read_text('utf-8')[-2000:]}")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5):
            return
        time.sleep(0.2)
    pytest.fail(f"the server did not answer in {STARTING_SECONDS} s")


@pytest.fixture(scope="session")
def desk(demo_home: Path, chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The demonstration, shared by the tests that look at pages and leave its queue as it is."""
    home = tmp_path_factory.mktemp("desk") / "home"
    shutil.copytree(demo_home, home)
    with serve(home, chromium) as served:
        yield served


@pytest.fixture
def fresh_desk(demo_home: Path, chromium: Browser, tmp_path: Path) -> Iterator[Desk]:
    """A demonstration that nobody has touched, for a test that works through it."""
    home = tmp_path / "home"
    shutil.copytree(demo_home, home)
    with serve(home, chromium) as served:
        yield served
