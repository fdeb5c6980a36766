"""The browser, the gallery and the served demonstration, for tests of whole pages."""

from __future__ import annotations

from tests.browser.chromium import browser_page, chromium
from tests.browser.desk_server import demo_home, desk, fresh_desk
from tests.browser.gallery_server import gallery_settings, gallery_url
from tests.browser.governed_desk import governed_desk, second_page

__all__ = [
    "browser_page",
    "chromium",
    "demo_home",
    "desk",
    "fresh_desk",
    "gallery_settings",
    "gallery_url",
    "governed_desk",
    "second_page",
]
