"""What a folder made by `egide backup` looks like, and why one is refused."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

MANIFEST: Final = "manifest.json"
SQLITE_COPY: Final = "egide.sqlite3"
POSTGRESQL_COPY: Final = "egide.pgdump"
JOURNAL: Final = "journal"
SETTINGS: Final = "egide.toml"
ENGINES: Final = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


class BackupRefusedError(Exception):
    """The backup cannot be made, or put back, there. Says why; nothing is left half-done."""


def digests(folder: Path) -> Iterator[tuple[str, str]]:
    """Hash each file of a backup, its manifest apart, by its path from the folder."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != MANIFEST:
            with path.open("rb") as opened:
                yield path.relative_to(folder).as_posix(), hashlib.file_digest(opened, "sha256").hexdigest()


def read_manifest(folder: Path) -> dict[str, Any]:
    """Read the manifest of a backup and compare every file with it.

    Raises:
        BackupRefusedError: it is no backup, or a file is missing, added or altered.
    """
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        files = dict(manifest["files"])
        known = manifest["database"] in ENGINES and isinstance(manifest["made_at"], str)
    except (OSError, ValueError, KeyError, TypeError):
        raise BackupRefusedError(f"{folder} is no backup of Égide: its {MANIFEST} does not read") from None
    if not known:
        raise BackupRefusedError(f"{folder} is no backup that this version can put back")
    found = dict(digests(folder))
    for path in sorted(files.keys() | found.keys()):
        if files.get(path) != found.get(path):
            how = "is missing" if path not in found else "is not of it" if path not in files else "was altered"
            raise BackupRefusedError(f"{folder}: {path} {how}")
    return manifest
