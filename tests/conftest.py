"""What every test shares: a data directory of its own, chosen before any setting is read."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

# A busy machine is slow, not wrong: no example has a deadline.
settings.register_profile("egide", deadline=None)
settings.load_profile("egide")

os.environ.setdefault("EGIDE_HOME", tempfile.mkdtemp(prefix="egide-test-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egide.service.settings")
# Playwright keeps an event loop in the thread that runs the tests; the tests themselves are synchronous.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The public data sets beside the checkout; a test that needs them says so when they are absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip("../shared/data is absent")
    return SHARED_DATA
