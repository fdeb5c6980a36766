"""The reference pages say what the code does; `python -m tests.detection.test_label_pages` rewrites them."""

from __future__ import annotations

from pathlib import Path

import pytest

from egide.detection import LABELS
from egide.detection.reference import label_page

PAGES = Path(__file__).parents[2] / "docs" / "reference" / "labels"


@pytest.mark.parametrize("label", LABELS)
def test_page_is_the_one_the_code_writes(label: str) -> None:
    assert (PAGES / f"{label}.md").read_text("utf-8") == label_page(label)


if __name__ == "__main__":
    for name in LABELS:
        (PAGES / f"{name}.md").write_text(label_page(name), "utf-8")
