"""`egide protect`: replace the personal data of a file with pseudonyms."""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from egide.cli.outcome import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable

    from egide.bulk.store import PseudonymStore
    from egide.keys import SecretKey


@click.command()
@click.argument("source", metavar="IN", type=click.Path(path_type=Path))
@click.argument("target", metavar="OUT", type=click.Path(path_type=Path))
@click.option(
    "--engine",
    type=click.Choice(["local", "spark"]),
    default="local",
    show_default=True,
    help="This machine's cores, or Apache Spark (egide[spark]).",
)
@click.option("--key-file", type=click.Path(path_type=Path), help="The key; by default one of the data directory.")
@click.option("--workers", type=click.IntRange(1, 256), help="Processes of the local engine; by default one per core.")
def protect(source: Path, target: Path, engine: str, key_file: Path | None, workers: int | None) -> None:
    """Replace the personal data of a file with pseudonyms; `egide restore` puts it back.

    Reads text, JSON, JSON Lines, CSV, Parquet and .eml. The values are kept, sealed, beside the key. A run that was
    interrupted goes on where it stopped.
    """
    from egide.bulk import BulkError, protect_file

    check_paths(source, target)
    try:
        key, store = open_key_and_store(key_file, create=True)
        with store, progress_bar(f"protect {source.name}") as progress:
            if engine == "spark":
                from egide.bulk.spark import protect_with_spark

                done = protect_with_spark(source, target, key=key, store=store)
            else:
                done = protect_file(
                    source, target, key=key, store=store, workers=workers or _cores(), progress=progress
                )
    except BulkError as refused:
        raise BadInput(str(refused)) from refused
    click.echo(f"{target}: {done.replaced} replaced.", err=True)


def _cores() -> int:
    """Count the cores this process may use, which in a container are not all the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def check_paths(source: Path, target: Path) -> None:
    """Refuse a source that is not a file, or a target that is the source."""
    if not source.exists():
        raise BadInput(f"{source}: no such file.")
    if target.exists() and source.samefile(target):
        raise BadInput(f"{target}: the source itself; name another file.")
    if not target.absolute().parent.is_dir():
        raise BadInput(f"{target}: its folder does not exist.")


def open_key_and_store(key_file: Path | None, *, create: bool) -> tuple[SecretKey, PseudonymStore]:
    """Open the key and the pseudonyms stored beside it; the default key is created on first use, and it is said where."""
    from egide.bulk import PseudonymStore, create_key_file, read_key_file
    from egide.service.configuration import default_home

    path = key_file or default_home(os.environ) / "files" / "default.key"
    if not path.exists():
        if not create:
            raise BadInput(f"{path}: no such key; name the one that protected the file with --key-file.")
        create_key_file(path, secrets.token_bytes)
        click.echo(f"New key: {path} (keep it and {path.name}.pseudonyms; without them nothing is restored).", err=True)
    key = read_key_file(path)
    return key, PseudonymStore(path.with_name(f"{path.name}.pseudonyms"), key)


class progress_bar:  # noqa: N801 - reads as the verb it is
    """Show how far a file is, on a terminal only."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._shown = -1

    def __enter__(self) -> Callable[[int, int], None] | None:
        return self._show if sys.stderr.isatty() else None

    def __exit__(self, *raised: object) -> None:
        if self._shown >= 0:
            click.echo("", err=True)

    def _show(self, done: int, total: int) -> None:
        percent = 100 * done // max(1, total)
        if percent != self._shown:
            self._shown = percent
            click.echo(f"\r{self._label} {percent:3d} %", err=True, nl=False)
