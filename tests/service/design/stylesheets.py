"""The static files and templates of the design system, read once for the tests."""

from __future__ import annotations

from pathlib import Path

DESIGN = Path(__file__).parents[3] / "src" / "egide" / "service" / "design"
STATIC = DESIGN / "static" / "egide"
TOKENS = (STATIC / "tokens.css").read_text("utf-8")
STYLES = (STATIC / "egide.css").read_text("utf-8")
SCRIPT = (STATIC / "egide.js").read_text("utf-8")
SPRITE = (STATIC / "sprite.svg").read_text("utf-8")
SERVICE_TEMPLATES = sorted((DESIGN.parent).glob("*/templates/**/*.html"))
