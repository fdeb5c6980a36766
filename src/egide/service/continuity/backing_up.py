"""Copy a site to a folder while it works: the database as of one instant, the journals, the settings; never the keys.

Keys go to a folder of their own, or they would make an erased person readable in every copy of the data. The ledger
of withdrawals is in neither: it must be newer than any backup.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import uuid
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from egide import __version__
from egide.service.continuity import postgresql
from egide.service.continuity.folder import (
    JOURNAL,
    MANIFEST,
    POSTGRESQL_COPY,
    SETTINGS,
    SQLITE_COPY,
    BackupRefusedError,
    digests,
)
from egide.service.evidence.flows import Act, write_installation_entry
from egide.service.tenancy.access import Actor
from egide.service.tenancy.models import Brand
from egide.service.wiring import parts


def back_up(folder: Path, *, keys: Path | None, actor: Actor, now: datetime) -> dict[str, Any]:
    """Copy the site to a folder that does not exist yet.

    Args:
        folder: Where the data goes.
        keys: Where the keys go, on another volume; None leaves them out.
        actor: Who asks.
        now: Aware UTC.

    Returns:
        The manifest: when, which version, the sizes of the journals, the digest of each file.

    Raises:
        BackupRefusedError: a folder exists, or holds the other; or the database's own tool fails.
    """
    _check_apart(folder, keys)
    beside = folder.with_name(f".{folder.name}.partial")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True, mode=0o700)
    try:
        # The database first: the journals then hold at least what it knows.
        _copy_database(beside)
        sizes = _copy_journals(beside / JOURNAL)
        settings = parts().configuration.home / SETTINGS
        if settings.exists():
            shutil.copy2(settings, beside / SETTINGS)
        manifest = {
            "made_at": now.isoformat(),
            "version": __version__,
            "database": connection.vendor,
            "journals": sizes,
            "files": {path: digest for path, digest in digests(beside)},
        }
        (beside / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
        if keys is not None:
            _copy_keys(keys)
        beside.rename(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    with transaction.atomic():
        detail = {"keys": keys is not None, "files": len(manifest["files"])}
        write_installation_entry(Act("backup.made", uuid.uuid4(), actor, detail=detail), at=now)
    return manifest


def _check_apart(folder: Path, keys: Path | None) -> None:
    for place in filter(None, (folder, keys)):
        if place.exists():
            raise BackupRefusedError(f"{place} exists already: a backup is made in a folder of its own")
    if keys is not None and (folder == keys or folder in keys.parents or keys in folder.parents):
        raise BackupRefusedError("keys and data go to folders that do not hold one another")


def _copy_database(folder: Path) -> None:
    if connection.vendor == "postgresql":
        postgresql.dump(folder / POSTGRESQL_COPY)
        return
    copy_sqlite(Path(connection.settings_dict["NAME"]), folder / SQLITE_COPY)


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy a SQLite file as of one instant, while others write it."""
    with (
        closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as opened,
        closing(sqlite3.connect(target)) as copy,
    ):
        opened.backup(copy)
    target.chmod(0o600)


def _copy_journals(folder: Path) -> dict[str, int]:
    sizes = {}
    for brand_id in (None, *Brand.objects.values_list("pk", flat=True)):
        log = parts().open_journal(brand_id)
        source = parts().configuration.home / JOURNAL / str(brand_id or uuid.UUID(int=0))
        if not source.exists():
            continue
        # Nobody writes meanwhile, so that the checkpoint and the tiles that it needs are of one moment.
        with parts().open_journal_files(brand_id).exclusive():
            shutil.copytree(source, folder / source.name)
            sizes[source.name] = log.checkpoint().size
    return sizes


def _copy_keys(target: Path) -> None:
    told = parts().configuration.keys
    source = Path(told["folder"]).expanduser() if "folder" in told else parts().configuration.home / "keys"
    target.mkdir(parents=True, mode=0o700)
    for path in sorted(source.rglob("*")):
        place = target / path.relative_to(source)
        if path.is_dir():
            place.mkdir(mode=0o700)
        elif path.suffix == ".sqlite3":
            copy_sqlite(path, place)
        elif not path.name.endswith(("-wal", "-shm")):
            shutil.copy2(path, place)
