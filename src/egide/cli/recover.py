"""`egide recover`: put a backup back, and tell the site what it has forgotten before it opens."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from egide.cli.outcome import AnswerIsNo, BadInput
from egide.cli.serving import start_service


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@click.option("--keys", type=click.Path(path_type=Path), help="The copy of the keys, when they were lost too.")
def recover(folder: Path | None, keys: Path | None) -> None:
    """Put the backup FOLDER back, then erase again who was erased since, and write down again who said no.

    Without FOLDER, the database was put back by other means. Until this is done, no other command opens the site.
    """
    if folder is None and keys is not None:
        raise BadInput("--keys goes with the folder of a backup.")
    if folder is not None:
        _put_back(folder.absolute(), keys.absolute() if keys else None)
    start_service(recovering=True)
    from egide.journal import JournalError
    from egide.service.continuity.recovering import recover as tell_again
    from egide.service.rights.erasing import ErasureIncomplete
    from egide.service.tenancy.access import system_actor
    from egide.service.withdrawals.ledger import BrokenLedgerError

    try:
        told = tell_again(
            actor=system_actor("recover"),
            now=datetime.now(UTC),  # noqa: TID251 - an entry point reads the clock
            put_back=folder is not None,
        )
    except BrokenLedgerError as broken:
        raise BadInput(str(broken)) from broken
    except JournalError as broken:
        raise BadInput(f"a journal does not read: {broken}") from broken
    except ErasureIncomplete as left:
        raise AnswerIsNo(f"an erasure is not complete ({left}): run egide recover again.") from left
    if not told:
        click.echo("Nothing was forgotten: the database knows its journals and the ledger of withdrawals.")
    unaccounted = 0
    for one in told:
        kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(one.replayed.items()))
        line = f"{one.name or 'installation'}: {one.adopted.entries} entries taken back from the journal"
        click.echo(f"{line}; withdrawals carried out again: {kinds or 'none'}" if one.name else line)
        if one.unknown:
            click.echo(f"  {one.unknown} withdrawals of people who came after the backup: nothing of them is here.")
        unaccounted += one.unaccounted
    if unaccounted:
        raise AnswerIsNo(
            f"the journals show {unaccounted} erasures since the backup that the ledger does not hold: "
            "find them in the DPO's papers and carry them out before opening."
        )


def _put_back(folder: Path, keys: Path | None) -> None:
    from egide.service.configuration import ConfigurationError, load_configuration
    from egide.service.continuity.folder import BackupRefusedError
    from egide.service.continuity.putting_back import put_back

    try:
        done = put_back(folder, keys=keys, configuration=load_configuration(), restore_postgresql=_restore_postgresql)
    except (ConfigurationError, BackupRefusedError) as refused:
        raise BadInput(str(refused)) from refused
    except OSError as refused:
        raise BadInput(f"{refused.filename or folder} cannot be copied: {refused.strerror}") from refused
    click.echo(f"{folder}: the backup of {done.made_at} is back.")
    if done.journals:
        click.echo(
            f"{done.journals} journals come from the backup: what they published since is lost. Declare an incident; "
            "a witness that has seen more will refuse to sign, and is right."
        )


def _restore_postgresql(dump: Path) -> None:
    start_service(recovering=True, migrate=False)
    from egide.service.continuity import postgresql

    postgresql.load(dump)
