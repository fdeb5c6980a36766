"""Documentation is checked by tests: links lead somewhere, decisions are whole, pages made from code agree with it."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_relative_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in LINK.findall(text):
        if "://" in target or target.startswith(("#", "mailto:")):
            continue
        assert (page.parent / target.partition("#")[0]).exists(), f"{page.name} links to {target}"


@pytest.mark.parametrize("page", sorted(ROOT.glob("docs/decisions/*.md")), ids=lambda page: page.name)
def test_decision_says_what_and_why(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert re.match(r"\d{4}-[a-z0-9-]+\.md$", page.name)
    for part in ("Context", "Decision", "Consequences", "Alternatives"):
        assert re.search(rf"^##+ {part}", text, flags=re.MULTILINE), f"{page.name} lacks '{part}'"


def test_decision_numbers_are_unique() -> None:
    numbers = [page.name[:4] for page in ROOT.glob("docs/decisions/*.md")]
    assert len(numbers) == len(set(numbers))


def test_readme_shows_both_commands_and_its_mirror_too() -> None:
    for name in ("README.md", "README.fr.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "make demo" in text
        assert "make test" in text


def test_page_of_commands_agrees_with_the_commands() -> None:
    sys.path.insert(0, str(ROOT))
    from scripts.document_commands import PAGE, render

    assert PAGE.read_text(encoding="utf-8") == render(), "run: python scripts/document_commands.py"


def test_every_shipped_data_folder_is_in_the_notice() -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    for licence in ROOT.glob("src/egide/**/LICENCE.md"):
        assert str(licence.parent.relative_to(ROOT)) in notice


def test_lock_files_pin_with_hashes_and_name_no_index() -> None:
    for lock in ROOT.glob("requirements/*.txt"):
        text = lock.read_text(encoding="utf-8")
        assert "--hash=sha256:" in text
        assert "://" not in re.sub(r"#.*", "", text)
        pins = [line for line in text.splitlines() if re.match(r"[a-z0-9]", line)]
        assert all("==" in line for line in pins)
