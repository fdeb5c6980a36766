"""A master key in a hardware security module, through PKCS#11; it is generated there and never leaves.

Each version is an AES-256 object of the token, sensitive and not extractable, labelled ``egide-master`` with the version's
number as its identifier. Wrapping is AES-GCM inside the module.

Source: PKCS #11 v3.0, §2.10.5 (CKM_AES_GCM); python-pkcs11, "AES".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any, Final

from egide.keys import KeyUnavailable, SealBroken

__all__ = ["Pkcs11MasterKey"]

_LABEL: Final = "egide-master"
_NONCE_BYTES: Final = 12
_VERSION_BYTES: Final = 4
_TAG_BITS: Final = 128
_KEY_BITS: Final = 256


class Pkcs11MasterKey:
    """A master key in a token; its first version is generated when the token has none.

    Args:
        library: The path of the module's PKCS#11 library.
        token_label: Which token.
        user_pin: The token's PIN, from a systemd credential or a passphrase file.
        random_bytes: Gives that many random bytes (`secrets.token_bytes`).

    Raises:
        KeyUnavailable: the library, the token or the PIN is refused.
    """

    def __init__(self, library: str, token_label: str, user_pin: str, *, random_bytes: Callable[[int], bytes]) -> None:
        self._library = library
        self._token_label = token_label
        self._user_pin = user_pin
        self._random_bytes = random_bytes
        self._lock = Lock()
        self._session: Any = None
        if not self._versions():
            self.rotate()

    def wrap(self, plaintext: bytes, *, context: bytes) -> bytes:
        """Encrypt under the newest version, inside the module."""
        from pkcs11 import GCMParams, Mechanism

        nonce = self._random_bytes(_NONCE_BYTES)
        with self._answering() as session:
            newest = max(_versions_of(session))
            sealed = _key_of(session, newest).encrypt(
                plaintext, mechanism=Mechanism.AES_GCM, mechanism_param=GCMParams(nonce, context, _TAG_BITS)
            )
        return newest.to_bytes(_VERSION_BYTES, "big") + nonce + bytes(sealed)

    def unwrap(self, wrapped: bytes, *, context: bytes) -> bytes:
        """Decrypt under the version that encrypted, inside the module."""
        from pkcs11 import GCMParams, Mechanism, exceptions

        version = int.from_bytes(wrapped[:_VERSION_BYTES], "big")
        nonce = wrapped[_VERSION_BYTES : _VERSION_BYTES + _NONCE_BYTES]
        sealed = wrapped[_VERSION_BYTES + _NONCE_BYTES :]
        if len(nonce) < _NONCE_BYTES or not sealed:
            raise SealBroken("Not a key that this module wrapped.")
        with self._answering() as session:
            try:
                return bytes(
                    _key_of(session, version).decrypt(
                        sealed, mechanism=Mechanism.AES_GCM, mechanism_param=GCMParams(nonce, context, _TAG_BITS)
                    )
                )
            except exceptions.NoSuchKey as other:
                raise SealBroken("Wrapped by another master key than those of this token.") from other
            # SoftHSM answers CKR_GENERAL_ERROR to a wrong tag, other modules CKR_ENCRYPTED_DATA_INVALID.
            except (
                exceptions.EncryptedDataInvalid,
                exceptions.EncryptedDataLenRange,
                exceptions.DataInvalid,
                exceptions.GeneralError,
            ) as broken:
                raise SealBroken("The wrapped key was altered or moved.") from broken

    def is_current(self, wrapped: bytes) -> bool:
        """Compare the version in the header with the newest of the token."""
        return int.from_bytes(wrapped[:_VERSION_BYTES], "big") == max(self._versions())

    def rotate(self) -> None:
        """Generate the next version in the module."""
        from pkcs11 import Attribute, KeyType

        with self._answering() as session:
            version = max(_versions_of(session), default=0) + 1
            session.generate_key(
                KeyType.AES,
                _KEY_BITS,
                label=_LABEL,
                id=version.to_bytes(_VERSION_BYTES, "big"),
                store=True,
                template={
                    Attribute.TOKEN: True,
                    Attribute.PRIVATE: True,
                    Attribute.SENSITIVE: True,
                    Attribute.EXTRACTABLE: False,
                },
            )

    def retire(self) -> None:
        """Destroy the objects of every version but the newest."""
        with self._answering() as session:
            for version in sorted(_versions_of(session))[:-1]:
                _key_of(session, version).destroy()

    def close(self) -> None:
        """Leave the token."""
        with self._lock:
            if self._session is not None:
                self._session.close()
                self._session = None

    def _versions(self) -> list[int]:
        with self._answering() as session:
            return _versions_of(session)

    @contextmanager
    def _answering(self) -> Iterator[Any]:
        """Give the session, one caller at a time; after a failure the next caller opens another."""
        try:
            import pkcs11
        except ModuleNotFoundError as missing:
            raise KeyUnavailable("PKCS#11 needs egide[hsm].") from missing
        with self._lock:
            try:
                if self._session is None:
                    token = pkcs11.lib(self._library).get_token(token_label=self._token_label)
                    self._session = token.open(rw=True, user_pin=self._user_pin)
                yield self._session
            except (pkcs11.PKCS11Error, RuntimeError) as failed:
                self._session = None
                raise KeyUnavailable(
                    f"The token {self._token_label!r} does not answer: {type(failed).__name__}."
                ) from failed


def _versions_of(session: Any) -> list[int]:
    from pkcs11 import Attribute, ObjectClass

    found = session.get_objects({Attribute.CLASS: ObjectClass.SECRET_KEY, Attribute.LABEL: _LABEL})
    return [int.from_bytes(key.id, "big") for key in found]


def _key_of(session: Any, version: int) -> Any:
    from pkcs11 import ObjectClass

    return session.get_key(
        object_class=ObjectClass.SECRET_KEY, label=_LABEL, id=version.to_bytes(_VERSION_BYTES, "big")
    )
