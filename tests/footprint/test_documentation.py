"""The reference page names every public function, error and method of the package."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import egide.footprint
from egide.footprint import Method

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "footprint.md").read_text("utf-8")


def test_each_public_function_is_in_the_reference() -> None:
    for name in egide.footprint.__all__:
        public = getattr(egide.footprint, name)
        if inspect.isfunction(public) or (inspect.isclass(public) and issubclass(public, Exception)):
            assert re.search(rf"\b{name}\b", PAGE), name


def test_each_method_is_in_the_reference() -> None:
    for method in Method:
        assert f"`{method.value}`" in PAGE
