"""The browser and the gallery, for tests of whole pages."""

from __future__ import annotations

from tests.browser.chromium import browser_page, chromium
from tests.browser.gallery_server import gallery_settings, gallery_url

__all__ = ["browser_page", "chromium", "gallery_settings", "gallery_url"]
