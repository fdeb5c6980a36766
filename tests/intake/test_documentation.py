"""The reference names what other packages may use."""

from pathlib import Path

import pytest

import egide.adapters.mail
import egide.connectors
import egide.intake
from egide.intake.reasons import REJECTS, SKIPS, reject, skip
from egide.intake.record import Position

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


@pytest.mark.parametrize(("module", "page"), [(egide.intake, "intake.md"), (egide.connectors, "connectors.md")])
def test_every_public_name_is_in_the_reference(module: object, page: str) -> None:
    text = (REFERENCE / page).read_text(encoding="utf-8")
    assert [name for name in module.__all__ if name not in text] == []  # type: ignore[attr-defined]


def test_every_connector_has_its_heading() -> None:
    text = (REFERENCE / "connectors.md").read_text(encoding="utf-8")
    assert [name for name in egide.connectors.CONNECTORS if f"## {name}\n" not in text] == []


def test_every_format_is_in_the_reference() -> None:
    text = (REFERENCE / "intake.md").read_text(encoding="utf-8")
    assert [extension for extension in egide.intake.FORMATS if f"`{extension}`" not in text] == []


def test_every_mail_adapter_is_in_the_reference() -> None:
    text = "".join((REFERENCE / page).read_text(encoding="utf-8") for page in ("intake.md", "connectors.md"))
    assert [name for name in egide.adapters.mail.__all__ if name not in text and name != "MemoryMailbox"] == []


def test_every_reason_is_said_in_both_languages() -> None:
    position = Position("x", 1)
    items = [*(reject(position, code, "7") for code in REJECTS), *(skip(position, code) for code in SKIPS)]
    for item in items:
        assert item.reason_fr
        assert item.reason_en
        assert item.reason_fr != item.reason_en
        assert "{" not in item.reason_fr + item.reason_en
