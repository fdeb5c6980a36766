"""The gallery's settings, without a database."""

from __future__ import annotations

from tests.browser.gallery_server import gallery_settings

__all__ = ["gallery_settings"]
