"""`egide backup`: copy a site to a folder while it works."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from egide.cli.outcome import BadInput
from egide.cli.serving import start_service


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--keys",
    type=click.Path(path_type=Path),
    help="Folder on another volume for a copy of the keys; left out, the keys are not copied.",
)
def backup(folder: Path, keys: Path | None) -> None:
    """Copy the database, the journals and the settings to FOLDER, while the desk works; never the keys beside them."""
    start_service()
    from egide.service.continuity.backing_up import back_up
    from egide.service.continuity.folder import BackupRefusedError
    from egide.service.tenancy.access import system_actor

    try:
        manifest = back_up(
            folder.absolute(),
            keys=keys.absolute() if keys else None,
            actor=system_actor("backup"),
            now=datetime.now(UTC),  # noqa: TID251 - an entry point reads the clock
        )
    except (BackupRefusedError, OSError) as refused:
        raise BadInput(_reason(refused)) from refused
    entries = sum(manifest["journals"].values())
    click.echo(f"{folder}: {len(manifest['files'])} files, {entries} entries in {len(manifest['journals'])} journals.")
    if keys is None:
        click.echo("The keys are not in it: copy them apart with --keys, and keep that copy a few days only.")
    else:
        click.echo(f"{keys}: the keys. Never keep them with the data, and overwrite them after a few days.")


def _reason(refused: Exception) -> str:
    if isinstance(refused, OSError):
        return f"{refused.filename or 'the backup'} cannot be written: {refused.strerror or 'unknown reason'}"
    return str(refused)
