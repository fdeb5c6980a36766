"""A master key in OpenBao or HashiCorp Vault: its transit engine encrypts, the key never leaves it.

Source: OpenBao, "Transit secrets engine (API)": keys, encrypt, decrypt, rotate, config, trim (read November 2026).
"""

from __future__ import annotations

import base64
import binascii
import http.client
import json
import re
import ssl
from typing import Any, Final
from urllib.parse import quote, urlsplit

from egide.keys import KeyUnavailable, SealBroken

__all__ = ["VaultMasterKey"]

_CIPHERTEXT: Final = re.compile(r"vault:v(\d+):[A-Za-z0-9+/=]+")
_BAD_REQUEST, _NOT_FOUND, _ERRORS_FROM = 400, 404, 300


class VaultMasterKey:
    """A transit key; created when the engine has none of this name.

    Args:
        address: Where Vault answers, such as "https://vault.example:8200".
        token: What authorises: ``update`` on the key's encrypt and decrypt paths, and on its rotation for the operator.
        key_name: The name of the transit key.
        mount: Where the transit engine is mounted.
        namespace: The namespace, if any.
        timeout_s: How long one answer may take, in seconds.
        tls: The TLS context for an https address; the system's authorities when None.

    Raises:
        KeyUnavailable: Vault does not answer, is sealed, or refuses the token.
    """

    def __init__(
        self,
        address: str,
        token: str,
        *,
        key_name: str = "egide-master",
        mount: str = "transit",
        namespace: str = "",
        timeout_s: float = 5.0,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise KeyUnavailable("The address of Vault is not an http or https address.")
        self._secure = parts.scheme == "https"
        self._host, self._port = parts.hostname, parts.port
        self._prefix = f"{parts.path.rstrip('/')}/v1/{quote(mount)}"
        self._key = quote(key_name, safe="")
        self._headers = {"X-Vault-Token": token, "X-Vault-Request": "true", "Content-Type": "application/json"}
        if namespace:
            self._headers["X-Vault-Namespace"] = namespace
        self._timeout_s = timeout_s
        self._tls = tls
        if self._call("GET", f"keys/{self._key}", missing_is_none=True) is None:
            self._call("POST", f"keys/{self._key}", {"type": "aes256-gcm96", "exportable": False})

    def wrap(self, plaintext: bytes, *, context: bytes) -> bytes:
        """Encrypt under the newest version, inside Vault."""
        sent = {"plaintext": _text(plaintext), "associated_data": _text(context)}
        answer = self._call("POST", f"encrypt/{self._key}", sent)
        ciphertext = answer.get("ciphertext") if answer else None
        if not isinstance(ciphertext, str) or not _CIPHERTEXT.fullmatch(ciphertext):
            raise KeyUnavailable("Vault did not answer with a ciphertext.")
        return ciphertext.encode("ascii")

    def unwrap(self, wrapped: bytes, *, context: bytes) -> bytes:
        """Decrypt under the version that encrypted, inside Vault."""
        ciphertext = wrapped.decode("ascii", "replace")
        if not _CIPHERTEXT.fullmatch(ciphertext):
            raise SealBroken("Not a key that Vault wrapped.")
        sent = {"ciphertext": ciphertext, "associated_data": _text(context)}
        answer = self._call("POST", f"decrypt/{self._key}", sent, refusal_is_broken=True)
        try:
            return base64.b64decode(str((answer or {})["plaintext"]), validate=True)
        except (KeyError, binascii.Error) as failed:
            raise KeyUnavailable("Vault did not answer with a plaintext.") from failed

    def is_current(self, wrapped: bytes) -> bool:
        """Compare the version in the ciphertext with the newest."""
        found = _CIPHERTEXT.fullmatch(wrapped.decode("ascii", "replace"))
        return found is not None and int(found[1]) == self._newest()

    def rotate(self) -> None:
        """Ask for the next version."""
        self._call("POST", f"keys/{self._key}/rotate", {})

    def retire(self) -> None:
        """Refuse, then delete for good, every version but the newest."""
        newest = self._newest()
        limits = {"min_decryption_version": newest, "min_encryption_version": newest}
        self._call("POST", f"keys/{self._key}/config", limits)
        self._call("POST", f"keys/{self._key}/trim", {"min_available_version": newest})

    def _newest(self) -> int:
        answer = self._call("GET", f"keys/{self._key}")
        newest = answer.get("latest_version") if answer else None
        if not isinstance(newest, int):
            raise KeyUnavailable("Vault did not say which version is the newest.")
        return newest

    def _call(
        self,
        method: str,
        path: str,
        sent: dict[str, Any] | None = None,
        *,
        missing_is_none: bool = False,
        refusal_is_broken: bool = False,
    ) -> dict[str, Any] | None:
        """Make one request; the messages of Vault are not repeated, for they may quote what was sent."""
        connection = self._connection()
        try:
            body = None if sent is None else json.dumps(sent)
            connection.request(method, f"{self._prefix}/{path}", body, self._headers)
            response = connection.getresponse()
            status, content = response.status, response.read()
        except (OSError, http.client.HTTPException) as failed:
            raise KeyUnavailable(f"Vault does not answer: {type(failed).__name__}.") from failed
        finally:
            connection.close()
        if status == _NOT_FOUND and missing_is_none:
            return None
        if status == _BAD_REQUEST and refusal_is_broken:
            raise SealBroken("Vault does not open this key: altered, moved, or of a version that was retired.")
        if status >= _ERRORS_FROM:
            raise KeyUnavailable(f"Vault answers {status} to {path.partition('/')[0]}.")
        if not content:
            return {}
        try:
            data = json.loads(content)["data"]
        except (ValueError, KeyError, TypeError) as failed:
            raise KeyUnavailable("Vault's answer is not the one documented.") from failed
        return data if isinstance(data, dict) else {}

    def _connection(self) -> http.client.HTTPConnection:
        if self._secure:
            tls = self._tls or ssl.create_default_context()
            return http.client.HTTPSConnection(self._host, self._port, timeout=self._timeout_s, context=tls)
        return http.client.HTTPConnection(self._host, self._port, timeout=self._timeout_s)


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")
