"""A master key in files of its own directory, readable by the service's account alone; the default.

Each version is one file, ``master-000001.key``: JSON with the key in clear (protected by the file's mode and the disk's
encryption) or sealed under a passphrase by scrypt. A systemd unit gives the passphrase with
``LoadCredentialEncrypted=egide-master-passphrase``.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import re
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from egide.keys import KEY_BYTES, KeyUnavailable, SealBroken, SecretKey

__all__ = ["FileMasterKey", "read_passphrase_from_systemd"]

_FORMAT: Final = "egide-master-key/1"
_NAME: Final = re.compile(r"master-(\d{6})\.key")
_CREDENTIAL: Final = "egide-master-passphrase"
_NONCE_BYTES: Final = 12
_ID_BYTES: Final = 8
_SALT_BYTES: Final = 16
# Source: OWASP Password Storage Cheat Sheet, scrypt, N=2^17, r=8, p=1 (read November 2026): about 128 MiB and 0.4 s.
_SCRYPT_N: Final = 2**17
_SCRYPT_R, _SCRYPT_P = 8, 1


def read_passphrase_from_systemd(environment: Mapping[str, str]) -> bytes | None:
    """Read the passphrase that systemd passes as a credential.

    Args:
        environment: The process's environment variables.

    Returns:
        The passphrase; None where the unit declares none.

    Raises:
        KeyUnavailable: the credential is declared and cannot be read.

    Source: systemd.exec(5), LoadCredential=.
    """
    directory = environment.get("CREDENTIALS_DIRECTORY")
    if not directory or not (credential := Path(directory, _CREDENTIAL)).exists():
        return None
    try:
        return credential.read_bytes().rstrip(b"\n")
    except OSError as failed:
        raise KeyUnavailable(f"The credential {_CREDENTIAL} cannot be read.") from failed


class FileMasterKey:
    """A master key in a directory of mode 0700, one file of mode 0600 per version.

    Args:
        directory: Where the files are; created with its first version when absent.
        random_bytes: Gives that many random bytes (`secrets.token_bytes`).
        passphrase: What new versions are sealed under, and what opens those that are; None for none.
        scrypt_n: The cost of new versions' passphrases; each file says its own.

    Raises:
        KeyUnavailable: the directory or a file cannot be read, is readable by others, or needs another passphrase.
    """

    def __init__(
        self,
        directory: Path,
        *,
        random_bytes: Callable[[int], bytes],
        passphrase: bytes | None = None,
        scrypt_n: int = _SCRYPT_N,
    ) -> None:
        self._directory = directory
        self._random_bytes = random_bytes
        self._passphrase = passphrase
        self._scrypt_n = scrypt_n
        self._keys: dict[bytes, SecretKey] = {}
        self._newest = b""
        self._seen: tuple[str, ...] = ()
        if not self._list():
            self._create(1)
        self._load()

    def wrap(self, plaintext: bytes, *, context: bytes) -> bytes:
        """Encrypt under the newest version."""
        self._load()
        nonce = self._random_bytes(_NONCE_BYTES)
        return self._newest + nonce + AESGCM(self._keys[self._newest].reveal()).encrypt(nonce, plaintext, context)

    def unwrap(self, wrapped: bytes, *, context: bytes) -> bytes:
        """Decrypt under the version that encrypted."""
        self._load()
        key = self._keys.get(wrapped[:_ID_BYTES])
        if key is None:
            raise SealBroken("Wrapped by another master key than those of this directory.")
        nonce = wrapped[_ID_BYTES : _ID_BYTES + _NONCE_BYTES]
        try:
            return AESGCM(key.reveal()).decrypt(nonce, wrapped[_ID_BYTES + _NONCE_BYTES :], context)
        except (InvalidTag, ValueError) as broken:
            raise SealBroken("The wrapped key was altered or moved.") from broken

    def is_current(self, wrapped: bytes) -> bool:
        """Compare the identifier in the header with that of the newest version."""
        self._load()
        return wrapped[:_ID_BYTES] == self._newest

    def rotate(self) -> None:
        """Write the next version's file."""
        self._create(int(self._list()[-1][7:13]) + 1)
        self._load()

    def retire(self) -> None:
        """Delete the files of every version but the newest."""
        try:
            for name in self._list()[:-1]:
                Path(self._directory, name).unlink(missing_ok=True)
        except OSError as failed:
            raise KeyUnavailable("A former master key cannot be deleted.") from failed
        self._load()

    def _list(self) -> tuple[str, ...]:
        try:
            names = sorted(name for name in os.listdir(self._directory) if _NAME.fullmatch(name))
        except FileNotFoundError:
            return ()
        except OSError as failed:
            raise KeyUnavailable(f"The key directory {self._directory} cannot be read.") from failed
        return tuple(names)

    def _load(self) -> None:
        names = self._list()
        if names == self._seen:
            return
        if not names:
            raise KeyUnavailable(f"The key directory {self._directory} holds no master key any more.")
        loaded = [self._read(Path(self._directory, name)) for name in names]
        self._keys = dict(loaded)
        self._newest = loaded[-1][0]
        self._seen = names

    def _read(self, path: Path) -> tuple[bytes, SecretKey]:
        try:
            if stat.S_IMODE(path.stat().st_mode) & 0o077:
                raise KeyUnavailable(f"{path.name} is readable by others; its mode must be 0600.")
            document = json.loads(path.read_text("utf-8"))
            if document["format"] != _FORMAT:
                raise KeyUnavailable(f"{path.name} is not a master key of a known format.")
            identifier = base64.b64decode(document["id"], validate=True)
            secret = base64.b64decode(document["key"], validate=True)
            if "scrypt" in document:
                secret = self._open(document["scrypt"], secret, identifier, path.name)
            return identifier, SecretKey(secret)
        except (OSError, UnicodeError, json.JSONDecodeError, KeyError, TypeError, binascii.Error) as failed:
            raise KeyUnavailable(f"{path.name} cannot be read as a master key.") from failed

    def _open(self, parameters: Mapping[str, object], sealed: bytes, identifier: bytes, name: str) -> bytes:
        if self._passphrase is None:
            raise KeyUnavailable(f"{name} is sealed under a passphrase and none was given.")
        salt = base64.b64decode(str(parameters["salt"]), validate=True)
        n, r, p = (int(str(parameters[word])) for word in ("n", "r", "p"))
        wrapping = _stretch(self._passphrase, salt, n=n, r=r, p=p)
        try:
            return AESGCM(wrapping).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], identifier)
        except (InvalidTag, ValueError) as broken:
            raise KeyUnavailable(f"{name} does not open with this passphrase.") from broken

    def _create(self, version: int) -> None:
        identifier, secret = self._random_bytes(_ID_BYTES), self._random_bytes(KEY_BYTES)
        document: dict[str, object] = {"format": _FORMAT, "id": _text(identifier)}
        if self._passphrase is None:
            document["key"] = _text(secret)
        else:
            salt, nonce = self._random_bytes(_SALT_BYTES), self._random_bytes(_NONCE_BYTES)
            wrapping = _stretch(self._passphrase, salt, n=self._scrypt_n, r=_SCRYPT_R, p=_SCRYPT_P)
            document["scrypt"] = {"n": self._scrypt_n, "r": _SCRYPT_R, "p": _SCRYPT_P, "salt": _text(salt)}
            document["key"] = _text(nonce + AESGCM(wrapping).encrypt(nonce, secret, identifier))
        try:
            self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write_once(Path(self._directory, f"master-{version:06d}.key"), json.dumps(document).encode())
        except OSError as failed:
            raise KeyUnavailable(f"No master key can be written in {self._directory}.") from failed


def _write_once(path: Path, content: bytes) -> None:
    """Write a file whole and durably, unless another process was first: then keep that one."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        try:
            os.link(draft, path)  # unlike a rename, refuses to replace the file of a faster process
        except FileExistsError:
            return
    finally:
        draft.unlink()
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


def _stretch(passphrase: bytes, salt: bytes, *, n: int, r: int, p: int) -> bytes:
    return Scrypt(salt=salt, length=KEY_BYTES, n=n, r=r, p=p).derive(passphrase)


def _text(secret: bytes) -> str:
    return base64.b64encode(secret).decode("ascii")
