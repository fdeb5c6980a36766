"""A small server that speaks the documented API of the transit engine, over real AES-GCM keys."""

from __future__ import annotations

import base64
import json
import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

TOKEN = "s.token-of-the-test"


@dataclass
class Transit:
    """The state of one transit engine."""

    keys: dict[str, dict[int, AESGCM]] = field(default_factory=dict)
    min_decryption: dict[str, int] = field(default_factory=dict)
    requests: list[tuple[str, str, str]] = field(default_factory=list)
    sealed: bool = False

    def answer(self, method: str, path: str, sent: dict[str, Any]) -> tuple[int, dict[str, Any]]:  # noqa: PLR0911 - a branch per path
        """Answer one request as the documentation says."""
        if self.sealed:
            return 503, {"errors": ["Vault is sealed"]}
        verb, _, rest = path.removeprefix("/v1/transit/").partition("/")
        name, _, action = rest.partition("/")
        if verb == "keys" and method == "POST" and not action:
            self.keys.setdefault(name, {1: AESGCM(os.urandom(32))})
            return 200, {"data": {}}
        versions = self.keys.get(name)
        if versions is None:
            return 404, {"errors": []}
        newest = max(versions)
        if verb == "keys" and method == "GET":
            return 200, {"data": {"name": name, "type": "aes256-gcm96", "latest_version": newest}}
        if verb == "keys" and action == "rotate":
            versions[newest + 1] = AESGCM(os.urandom(32))
            return 200, {"data": {}}
        if verb == "keys" and action == "config":
            self.min_decryption[name] = sent["min_decryption_version"]
            return 200, {"data": {}}
        if verb == "keys" and action == "trim":
            if sent["min_available_version"] > self.min_decryption.get(name, 0):
                return 400, {"errors": ["min available version should be lower than min decryption version"]}
            self.keys[name] = {n: key for n, key in versions.items() if n >= sent["min_available_version"]}
            return 204, {}
        associated = base64.b64decode(sent.get("associated_data", ""), validate=True)
        if verb == "encrypt":
            nonce = os.urandom(12)
            sealed = nonce + versions[newest].encrypt(nonce, base64.b64decode(sent["plaintext"]), associated)
            return 200, {
                "data": {"ciphertext": f"vault:v{newest}:{base64.b64encode(sealed).decode()}", "key_version": newest}
            }
        if verb == "decrypt":
            found = re.fullmatch(r"vault:v(\d+):(.+)", sent["ciphertext"])
            key = versions.get(int(found[1])) if found else None
            if found is None or key is None or int(found[1]) < self.min_decryption.get(name, 0):
                return 400, {"errors": ["invalid ciphertext"]}
            try:
                sealed = base64.b64decode(found[2], validate=True)
                return 200, {
                    "data": {"plaintext": base64.b64encode(key.decrypt(sealed[:12], sealed[12:], associated)).decode()}
                }
            except (InvalidTag, ValueError):
                return 400, {"errors": ["cipher: message authentication failed"]}
        return 404, {"errors": []}


@contextmanager
def serving(transit: Transit) -> Iterator[str]:
    """Serve an engine on a free port of the loopback; give its address."""

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            transit.requests.append((self.command, self.path, body.decode()))
            if self.headers.get("X-Vault-Token") != TOKEN:
                status, answer = 403, {"errors": ["permission denied"]}
            else:
                status, answer = transit.answer(self.command, self.path, json.loads(body or b"{}"))
            content = json.dumps(answer).encode() if answer else b""
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = _answer  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
