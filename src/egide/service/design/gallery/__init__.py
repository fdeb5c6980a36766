"""The gallery: every component in all its states and every page, with fictitious content of the brand Orvélie.

Shown in development and opened by the browser checks, so that a component is judged before a page uses it.
"""

from __future__ import annotations

from egide.service.design.gallery.components import COMPONENTS, Component
from egide.service.design.gallery.pages import PAGES, PageSample, shell

__all__ = ["COMPONENTS", "PAGES", "Component", "PageSample", "shell"]
