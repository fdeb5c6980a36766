"""`egide restore`: put the values back in a protected file."""

from __future__ import annotations

from pathlib import Path

import click

from egide.cli.outcome import BadInput
from egide.cli.protect import check_paths, open_key_and_store, progress_bar


@click.command()
@click.argument("source", metavar="IN", type=click.Path(path_type=Path))
@click.argument("target", metavar="OUT", type=click.Path(path_type=Path))
@click.option("--key-file", type=click.Path(path_type=Path), help="The key; by default the one of the data directory.")
def restore(source: Path, target: Path, key_file: Path | None) -> None:
    """Put the values back in a file that `egide protect` wrote, also after a model or a person has worked on it.

    A file that was not changed comes back byte for byte.
    """
    from egide.bulk import BulkError, restore_file

    check_paths(source, target)
    try:
        key, store = open_key_and_store(key_file, create=False)
        with store, progress_bar(f"restore {source.name}") as progress:
            done = restore_file(source, target, key=key, store=store, progress=progress)
    except BulkError as refused:
        raise BadInput(str(refused)) from refused
    ending = "" if done.is_exact else " The file had changed since it was protected."
    click.echo(f"{target}: {done.replaced} restored.{ending}", err=True)
