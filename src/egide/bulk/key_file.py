"""The key of the file commands: one small file of mode 0600, which opens the pseudonyms stored beside it."""

from __future__ import annotations

import base64
import binascii
import json
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Final

from egide.bulk.errors import StoreUnavailable
from egide.keys import KEY_BYTES, SecretKey

__all__ = ["create_key_file", "read_key_file"]

_FORMAT: Final = "egide-file-key/1"


def create_key_file(path: Path, random_bytes: Callable[[int], bytes]) -> None:
    """Create a key file, unless it exists.

    Args:
        path: Where; folders are created with mode 0700.
        random_bytes: Gives that many random bytes (`secrets.token_bytes`).

    Raises:
        StoreUnavailable: the file cannot be written.
    """
    content = json.dumps({"format": _FORMAT, "key": base64.b64encode(random_bytes(KEY_BYTES)).decode()}) + "\n"
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        try:
            os.link(draft, path)  # unlike a rename, does not replace the key of a faster process
        except FileExistsError:
            return
        finally:
            draft.unlink()
    except OSError as failed:
        raise StoreUnavailable(f"{path}: the key cannot be written ({failed.strerror}).") from failed


def read_key_file(path: Path) -> SecretKey:
    """Read a key file.

    Args:
        path: Where it is.

    Returns:
        The key.

    Raises:
        StoreUnavailable: the file is absent, unreadable, readable by others, or not a key.
    """
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        content = path.read_text("utf-8")
    except (OSError, UnicodeError) as failed:
        raise StoreUnavailable(f"{path}: the key cannot be read.") from failed
    if mode & 0o077:
        raise StoreUnavailable(f"{path}: the key is readable by others; its mode must be 0600.")
    try:
        document = json.loads(content)
        secret = base64.b64decode(document["key"], validate=True)
    except (ValueError, KeyError, TypeError, binascii.Error) as failed:
        raise StoreUnavailable(f"{path}: not a key of 'egide protect'.") from failed
    if document.get("format") != _FORMAT or len(secret) != KEY_BYTES:
        raise StoreUnavailable(f"{path}: not a key of 'egide protect'.")
    return SecretKey(secret)
