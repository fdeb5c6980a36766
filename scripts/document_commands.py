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
    root = _context(cli, "egide", None)
    parts = [HEAD, _help(root)]
    for name, (target, _) in COMMANDS.items():
        module, _, attribute = target.partition(":")
        parts += _section(getattr(importlib.import_module(module), attribute), name, root, depth=2)
    return re.sub(r"[ \t]+$", "", "\n".join(parts), flags=re.MULTILINE) + "\n"


def _section(command: click.Command, name: str, parent: click.Context, *, depth: int) -> list[str]:
    context = _context(command, name, parent)
    parts = [f"\n{'#' * depth} {context.command_path}\n", _help(context)]
    if isinstance(command, click.Group):
        for child in sorted(command.commands):
            parts += _section(command.commands[child], child, context, depth=depth + 1)
    return parts


def _context(command: click.Command, name: str, parent: click.Context | None) -> click.Context:
    # As a call makes it, with the settings that the command inherits; a bare Context would forget `-h`.
    # Click keeps the help option of a command's first call: one made alone, without its group, must not show here.
    command._help_option = None
    return command.make_context(name, [], parent, resilient_parsing=True, terminal_width=100, max_content_width=100)


def _help(context: click.Context) -> str:
    return f"```text\n{context.command.get_help(context)}\n```"


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
    sys.stdout.write(f"{PAGE.name} written\n")
