"""The reference pages say what the code does: every public name, every event type, every port."""

from __future__ import annotations

from pathlib import Path

import pytest

import egide.adapters.journal
import egide.journal
import egide.journal.ports
from egide.journal import TamperingKind
from egide.journal.catalogue_page import format_catalogue_page

DOCS = Path(__file__).parents[2] / "docs"


def test_the_event_page_is_the_catalogue() -> None:
    page = (DOCS / "reference" / "journal-events.md").read_text(encoding="utf-8")
    assert page == format_catalogue_page(), (
        "run: python -m egide.journal.catalogue_page > docs/reference/journal-events.md"
    )


@pytest.mark.parametrize("package", [egide.journal, egide.adapters.journal], ids=lambda package: package.__name__)
def test_the_reference_lists_the_public_names(package) -> None:
    page = (DOCS / "reference" / "journal.md").read_text(encoding="utf-8")
    (line,) = [part for part in page.split("\n\n") if part.startswith(f"`{package.__name__}`: ")]
    listed = [name.strip(" `.\n") for name in line.partition(": ")[2].split(",")]
    assert listed == sorted(package.__all__)


def test_the_reference_names_every_kind_of_tampering_and_every_port() -> None:
    page = (DOCS / "reference" / "journal.md").read_text(encoding="utf-8")
    for kind in TamperingKind:
        assert f"`{kind.value}`" in page
    for port in ("LogReader", "TileStore", "Signer", "WitnessStore", "TimeStampAuthority"):
        assert hasattr(egide.journal.ports, port)
        assert f"`{port}`" in page


def test_the_example_of_the_reference_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (DOCS / "reference" / "journal.md").read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    exec(page.split("```python\n")[1].split("```")[0], names)  # noqa: S102 - our own page
    receipt, log = names["receipt"], names["log"]
    assert isinstance(receipt, bytes)
    assert isinstance(log, egide.journal.Log)
    assert egide.journal.open_receipt(receipt, [log.key]).entry.type == "review.accepted"


def test_the_how_to_only_uses_commands_that_exist() -> None:
    from click import Group

    from egide.cli import COMMANDS, cli

    page = (DOCS / "how-to" / "verify-a-journal.md").read_text(encoding="utf-8")
    lines = [line.strip() for line in page.splitlines() if line.strip().startswith("egide ")]
    assert lines
    for line in lines:
        words = line.split()[1:]
        assert words[0] in COMMANDS
        command = cli.get_command(None, words.pop(0))  # type: ignore[arg-type]
        while isinstance(command, Group):
            command = command.commands[words.pop(0)]
        options = {name for parameter in command.params for name in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= options, line
