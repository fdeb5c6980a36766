"""The browser, for tests of whole pages."""

from __future__ import annotations

from tests.browser.chromium import browser_page, chromium

__all__ = ["browser_page", "chromium"]
