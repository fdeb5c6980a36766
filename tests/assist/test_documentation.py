from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import pytest

import egide.assist

DOCS = Path(__file__).parents[2] / "docs"
MODULES = sorted(module.name for module in pkgutil.iter_modules(egide.assist.__path__))


@pytest.mark.parametrize("name", MODULES)
def test_each_module_and_each_public_name_has_its_line(name):
    page = (DOCS / "reference" / "assist.md").read_text(encoding="utf-8")
    section = page.split(f"## `egide.assist.{name}`\n", 1)[1].split("\n## ", 1)[0]
    module = importlib.import_module(f"egide.assist.{name}")
    assert module.__all__
    for public in module.__all__:
        assert hasattr(module, public)
        assert f"- `{public}`" in section


@pytest.mark.parametrize("page", sorted((DOCS / "explanation" / "assist").glob("*.md")), ids=lambda page: page.stem)
def test_each_function_says_how_what_how_good_and_when_not(page):
    text = page.read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if line.startswith("## ")] == [
        "## Comment cela marche",
        "## Ce qu'il faut",
        "## Ce que cela vaut",
        "## Quand ne pas s'en servir",
    ]
