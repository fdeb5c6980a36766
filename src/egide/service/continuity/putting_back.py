"""Put a backup back where a site is to run again; what is there already is never overwritten."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from egide.service.configuration import Configuration
from egide.service.continuity.folder import (
    ENGINES,
    JOURNAL,
    POSTGRESQL_COPY,
    SETTINGS,
    SQLITE_COPY,
    BackupRefusedError,
    read_manifest,
)


@dataclass(frozen=True, slots=True)
class PutBack:
    """What was put back.

    Attributes:
        made_at: When the backup was made, as its manifest says.
        database: `sqlite` or `postgresql`.
        journals: How many journals came from the backup, because the site had lost its own: what they had published
            since is lost, and a witness that has seen it will say so.
    """

    made_at: str
    database: str
    journals: int


def put_back(
    folder: Path, *, keys: Path | None, configuration: Configuration, restore_postgresql: Callable[[Path], None]
) -> PutBack:
    """Check a backup, then copy it to its places.

    Args:
        folder: What `back_up` made.
        keys: The copy of the keys; None when the keys are in their place.
        configuration: What the installation is told now.
        restore_postgresql: Loads PostgreSQL's copy into the configured, empty database.

    Returns:
        What was put back.

    Raises:
        BackupRefusedError: it is no backup, a file was altered, or its place is taken; nothing was changed.
    """
    manifest = read_manifest(folder)
    engine = manifest["database"]
    expected = "postgresql" if configuration.database_url else "sqlite"
    if engine != expected:
        raise BackupRefusedError(
            f"{folder.name} is of {ENGINES[engine]}, and this site is configured for {ENGINES[expected]}"
        )
    home = configuration.home
    key_folder = Path(configuration.keys["folder"]).expanduser() if "folder" in configuration.keys else home / "keys"
    database = home / SQLITE_COPY
    for place, wanted in ((database, engine == "sqlite"), (key_folder, keys is not None)):
        if wanted and place.exists():
            raise BackupRefusedError(f"{place} exists: move it away first, it is not overwritten")
    if keys is not None and not keys.is_dir():
        raise BackupRefusedError(f"{keys} is no folder")
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    if keys is not None:
        shutil.copytree(keys, key_folder)
    journals = _put_back_journals(folder, home)
    if (folder / SETTINGS).exists() and not (home / SETTINGS).exists():
        shutil.copy2(folder / SETTINGS, home / SETTINGS)
    if engine == "sqlite":
        # What a crash left beside the lost database belongs to another one.
        for suffix in ("-wal", "-shm"):
            database.with_name(database.name + suffix).unlink(missing_ok=True)
        shutil.copy2(folder / SQLITE_COPY, database)
    else:
        restore_postgresql(folder / POSTGRESQL_COPY)
    return PutBack(manifest["made_at"], engine, journals)


def _put_back_journals(folder: Path, home: Path) -> int:
    """Copy the journals that the site has lost; those it still has are longer, and stay."""
    copied = 0
    for source in sorted((folder / JOURNAL).glob("*")):
        if not (home / JOURNAL / source.name / "checkpoint").exists():
            shutil.copytree(source, home / JOURNAL / source.name, dirs_exist_ok=True)
            copied += 1
    return copied
