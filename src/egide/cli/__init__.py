"""The command line: one module per command, loaded only when it is called.

Exit status: 0 done, 1 the answer is no, 2 bad usage or input, with one clear line on stderr.
"""

from __future__ import annotations

import importlib
import sys

import click
from typing_extensions import override

from egide import __version__
from egide.cli.outcome import BadInput

# A new command is one line here and one module beside this file.
COMMANDS: dict[str, tuple[str, str]] = {
    "backup": ("egide.cli.backup:backup", "Copy a site to a folder while it works."),
    "call": ("egide.cli.call:call", "Review a call transcript."),
    "createbrand": ("egide.cli.createbrand:createbrand", "Create a brand with its keys and its journal."),
    "createuser": ("egide.cli.createuser:createuser", "Create a user of the desk, with a role."),
    "decide": ("egide.cli.decide:decide", "Say whether a task may use a person's data, with reasons."),
    "demo": ("egide.cli.demo:demo", "Serve a fictitious brand, processed end to end."),
    "evaluate": ("egide.cli.evaluate:evaluate", "Measure detection against a gold file."),
    "import": ("egide.cli.importing:import_", "Import conversations from files, with provenance."),
    "journal": ("egide.cli.journal:journal", "Verify, prove or export a journal."),
    "kb": ("egide.cli.kb:kb", "Search a knowledge base, or answer from it with citations."),
    "key": ("egide.cli.key:key", "Create or revoke a gateway key."),
    "protect": ("egide.cli.protect:protect", "Replace the personal data of a file with pseudonyms."),
    "recover": ("egide.cli.recover:recover", "Put a backup back, and tell the site what it has forgotten."),
    "register": ("egide.cli.register:register", "Export or import registers, DPIAs, receipts and proofs."),
    "restore": ("egide.cli.restore:restore", "Put the values back in a protected file."),
    "scan": ("egide.cli.scan:scan", "Find personal data in files."),
    "serve": ("egide.cli.serve:serve", "Run the desk: web, worker and scheduler in one process."),
    "triage": ("egide.cli.triage:triage", "Train or use a classifier of requests."),
    "witness": ("egide.cli.witness:witness", "Keep and cosign the checkpoints of somebody else's journal."),
}


class _LazyGroup(click.Group):
    """Import a command's module only when that command runs."""

    @override
    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    @override
    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module_name, _, attribute = COMMANDS[cmd_name][0].partition(":")
        try:
            command: click.Command = getattr(importlib.import_module(module_name), attribute)
        except ModuleNotFoundError as missing:
            if missing.name and missing.name.startswith("egide"):
                raise
            raise BadInput(f"'{cmd_name}' needs {missing.name}; install egide[desk].") from missing
        return command

    @override
    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in COMMANDS.items()])


@click.command(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="egide")
def cli() -> None:
    """Égide: the customer-relations desk where AI works on protected data, with proof."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit status."""
    try:
        status = cli.main(args=arguments, prog_name="egide", standalone_mode=False)
    except click.exceptions.Exit as left:
        sys.exit(left.exit_code)
    except click.ClickException as refused:
        click.echo(f"egide: {refused.format_message()}", err=True)
        sys.exit(refused.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("egide: interrupted", err=True)
        sys.exit(130)
    sys.exit(status if isinstance(status, int) else 0)
