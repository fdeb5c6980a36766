"""Serve a witness over HTTP: `POST /add-checkpoint`, and what it keeps for whoever wants to compare.

The standard library's server is enough for one request a minute from a few logs; a reverse proxy adds TLS.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final
from urllib.parse import unquote

from typing_extensions import override

from egide.journal.errors import JournalError
from egide.journal.keys import format_vkey
from egide.journal.witness import Witness
from egide.journal.witness_request import MAX_REQUEST_BYTES

_TEXT: Final = "text/plain; charset=utf-8"
_TIMEOUT_S: Final = 30


class WitnessServer(ThreadingHTTPServer):
    """An HTTP server for one witness.

    Routes: `POST /add-checkpoint` (tlog-witness); `GET /key` its verifier keys; `GET /checkpoint/<origin>` the last
    checkpoint it cosigned for a log.

    Args:
        address: Host and port; port 0 takes a free one.
        witness: The witness.
        clock: Answers now, aware UTC.
        on_answer: Called with the status of each submission, for a log line.
    """

    daemon_threads = True

    def __init__(
        self,
        address: tuple[str, int],
        witness: Witness,
        clock: Callable[[], datetime],
        on_answer: Callable[[int, bool], None] | None = None,
    ) -> None:
        self.witness = witness
        self.clock = clock
        self.on_answer = on_answer
        super().__init__(address, _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: WitnessServer
    protocol_version = "HTTP/1.1"
    timeout = _TIMEOUT_S
    server_version = "egide-witness"
    sys_version = ""

    def do_POST(self) -> None:
        if self.path != "/add-checkpoint":
            self._answer(404, _TEXT, "not found\n")
            return
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()):
            self.close_connection = True
            self._answer(411, _TEXT, "a request announces its length\n")
            return
        if int(length) > MAX_REQUEST_BYTES:
            self.close_connection = True
            self._answer(413, _TEXT, f"a request is at most {MAX_REQUEST_BYTES} bytes\n")
            return
        answer = self.server.witness.add_checkpoint(self.rfile.read(int(length)), self.server.clock())
        if self.server.on_answer is not None:
            self.server.on_answer(answer.status, answer.fork)
        self._answer(answer.status, answer.content_type, answer.body)

    def do_GET(self) -> None:
        if self.path == "/key":
            self._answer(200, _TEXT, "".join(f"{format_vkey(key)}\n" for key in self.server.witness.keys))
            return
        prefix = "/checkpoint/"
        if self.path.startswith(prefix):
            try:
                latest = self.server.witness.latest(unquote(self.path.removeprefix(prefix)))
            except JournalError:
                latest = None
            if latest is not None:
                self._answer(200, _TEXT, latest.note.decode())
                return
        self._answer(404, _TEXT, "not found\n")

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: an address is personal data, and `on_answer` says what matters."""

    def _answer(self, status: int, content_type: str, body: str) -> None:
        octets = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(octets)))
        self.end_headers()
        self.wfile.write(octets)
