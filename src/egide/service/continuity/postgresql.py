"""PostgreSQL's own tools, told where the database is without a word of it on their command line."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from django.db import connection

from egide.service.continuity.folder import BackupRefusedError


def _environment() -> dict[str, str]:
    """Tell PostgreSQL's own tools where the database is; the password stays out of their command line."""
    settings = connection.settings_dict
    told = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    environment = {**os.environ, **{name: str(settings[key]) for name, key in told.items() if settings.get(key)}}
    # The role obeys row-level security: it must say that it works for every brand.
    environment["PGOPTIONS"] = "-c egide.scope=*"
    return environment


def _run(*command: str) -> None:
    """Run one of PostgreSQL's own tools.

    Raises:
        BackupRefusedError: it is not installed, or it failed; says what it said first.
    """
    try:
        subprocess.run(command, check=True, capture_output=True, env=_environment())  # noqa: S603 - our own words, no shell
    except FileNotFoundError:
        raise BackupRefusedError(f"{command[0]} is not installed: it comes with PostgreSQL's client") from None
    except subprocess.CalledProcessError as failed:
        said = failed.stderr.decode(errors="replace").strip().splitlines()
        raise BackupRefusedError(f"{command[0]}: {said[0] if said else failed.returncode}") from None


def dump(target: Path) -> None:
    """Copy the configured database, every brand of it, as of one instant.

    Raises:
        BackupRefusedError: the tool is missing or fails.
    """
    _run("pg_dump", "--format=custom", "--enable-row-security", "--no-owner", f"--file={target}")
    target.chmod(0o600)


def load(copy: Path) -> None:
    """Load PostgreSQL's copy into the configured database, which must be empty.

    Raises:
        BackupRefusedError: the database holds something, or the tool fails.
    """
    if connection.introspection.table_names():
        raise BackupRefusedError("the database is not empty: put the backup back into a new one")
    name = connection.settings_dict["NAME"]
    connection.close()
    _run("pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", f"--dbname={name}", str(copy))
