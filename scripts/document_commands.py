"""Write docs/reference/commands.md from the commands' own help, so that the page cannot lie."""

from __future__ import annotations

import importlib
import re
import sys
from pathlib import Path

import click

from egide.cli import COMMANDS, cli

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "commands.md"
HEAD = """# Commands

Generated from `egide --help` by `scripts/document_commands.py`; a test compares this page with the commands.

Exit status: 0 done, 1 the answer is no (a verification failed, data was found, records were rejected), 2 bad usage or input, with one
clear line on stderr. Progress goes to stderr, and only to a terminal.
"""


def render() -> str:
    """Render the page."""
    parts = [HEAD, _help(cli, "egide", None)]
    for name, (target, _) in COMMANDS.items():
        module, _, attribute = target.partition(":")
        command = getattr(importlib.import_module(module), attribute)
        parts += [f"\n## egide {name}\n", _help(command, name, click.Context(cli, info_name="egide"))]
        if isinstance(command, click.Group):
            context = click.Context(command, info_name=name, parent=click.Context(cli, info_name="egide"))
            for child_name in sorted(command.commands):
                child = command.commands[child_name]
                parts += [f"\n### egide {name} {child_name}\n", _help(child, child_name, context)]
                if isinstance(child, click.Group):
                    inner = click.Context(child, info_name=child_name, parent=context)
                    for last in sorted(child.commands):
                        parts += [
                            f"\n#### egide {name} {child_name} {last}\n",
                            _help(child.commands[last], last, inner),
                        ]
    return re.sub(r"[ \t]+$", "", "\n".join(parts), flags=re.MULTILINE) + "\n"


def _help(command: click.Command, name: str, parent: click.Context | None) -> str:
    context = click.Context(command, info_name=name, parent=parent, terminal_width=100, max_content_width=100)
    return f"```text\n{command.get_help(context)}\n```"


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
    sys.stdout.write(f"{PAGE.name} written\n")
