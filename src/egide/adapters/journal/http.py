"""Read a log, reach a witness or a time-stamping authority over HTTP, with bounded answers and no redirection."""

from __future__ import annotations

import http.client
from typing import Final
from urllib.parse import SplitResult, urlsplit

from egide.journal.errors import LogUnusable
from egide.journal.keys import COSIGNERS_PATH, VKEY_PATH
from egide.journal.note import MAX_NOTE_BYTES
from egide.journal.pruning import MINIMUM_INDEX_PATH
from egide.journal.tiles import CHECKPOINT_PATH, MAX_ENTRY_BYTES, TILE_WIDTH, parse_tile_path
from egide.journal.time_stamps import MAX_RESPONSE_BYTES

_TIMEOUT_S: Final = 30.0
_MAX_FILE_BYTES: Final = TILE_WIDTH * (MAX_ENTRY_BYTES + 2)
_TEXT_PATHS: Final = frozenset({CHECKPOINT_PATH, COSIGNERS_PATH, MINIMUM_INDEX_PATH, VKEY_PATH})


class Unreachable(LogUnusable):
    """The other side does not answer, or answers something else than expected."""


class _Client:
    """One kept-alive connection to one address."""

    def __init__(self, url: str, timeout_s: float) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise Unreachable("the address is not http:// or https://")
        self._parts: SplitResult = parts
        self._timeout_s = timeout_s
        self._connection: http.client.HTTPConnection | None = None

    @property
    def path(self) -> str:
        """Path of the address, without trailing slash."""
        return self._parts.path.rstrip("/")

    def ask(
        self, method: str, path: str, maximum: int, body: bytes | None = None, content_type: str | None = None
    ) -> tuple[int, bytes]:
        """Send one request; try once more when a kept connection was closed meanwhile.

        Args:
            method: GET or POST.
            path: Absolute path.
            maximum: Longest body accepted, in bytes.
            body: Body to send.
            content_type: Its type.

        Returns:
            Status and body.

        Raises:
            Unreachable: no answer, or one that is too long.
        """
        headers = {"Accept-Encoding": "identity"} | ({"Content-Type": content_type} if content_type else {})
        for attempt in (1, 2):
            fresh = self._connection is None
            connection = self._connection = self._connection or self._connect()
            try:
                connection.request(method, path, body, headers)
                answer = connection.getresponse()
                octets = answer.read(maximum + 1)
            except (OSError, http.client.HTTPException) as wrong:
                self.close()
                if fresh or attempt > 1:
                    raise Unreachable(f"no answer from {self._parts.hostname}") from wrong
                continue
            if len(octets) > maximum:
                self.close()
                raise Unreachable(f"an answer of more than {maximum} bytes from {self._parts.hostname}")
            return answer.status, octets
        raise Unreachable(f"no answer from {self._parts.hostname}")

    def close(self) -> None:
        """Drop the connection; the next request opens another."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _connect(self) -> http.client.HTTPConnection:
        host, port = self._parts.hostname or "", self._parts.port
        if self._parts.scheme == "https":
            return http.client.HTTPSConnection(host, port, timeout=self._timeout_s)
        return http.client.HTTPConnection(host, port, timeout=self._timeout_s)


class HttpLogReader:
    """A `LogReader` over the published address of a log.

    Args:
        url: Prefix of the log, `https://host/journal/<brand>`.
        timeout_s: Longest wait for an answer.
    """

    def __init__(self, url: str, *, timeout_s: float = _TIMEOUT_S) -> None:
        self._client = _Client(url, timeout_s)

    def read(self, path: str) -> bytes | None:
        """Fetch a file by its path under the prefix; None when the server answers 404 or 410."""
        if path not in _TEXT_PATHS:
            parse_tile_path(path)
        maximum = MAX_NOTE_BYTES if path in _TEXT_PATHS else _MAX_FILE_BYTES
        status, octets = self._client.ask("GET", f"{self._client.path}/{path}", maximum)
        if status in {http.client.NOT_FOUND, http.client.GONE}:
            return None
        if status != http.client.OK:
            raise Unreachable(f"status {status} for {path}")
        return octets

    def close(self) -> None:
        """Drop the connection."""
        self._client.close()


class HttpWitness:
    """Submit checkpoints to a witness.

    Args:
        url: Submission prefix of the witness.
        timeout_s: Longest wait for an answer.
    """

    def __init__(self, url: str, *, timeout_s: float = _TIMEOUT_S) -> None:
        self._client = _Client(url, timeout_s)

    def add_checkpoint(self, body: bytes) -> tuple[int, str]:
        """Send one request body; answer the status and the body as text."""
        status, octets = self._client.ask(
            "POST", f"{self._client.path}/add-checkpoint", MAX_NOTE_BYTES, body, "text/plain; charset=utf-8"
        )
        self._client.close()
        return status, octets.decode("utf-8", "replace")


class HttpTimeStampAuthority:
    """A `TimeStampAuthority` by its address.

    Args:
        url: Address of the authority's RFC 3161 service.
        timeout_s: Longest wait for an answer.
    """

    def __init__(self, url: str, *, timeout_s: float = _TIMEOUT_S) -> None:
        self._url = url
        self._client = _Client(url, timeout_s)

    def stamp(self, request: bytes) -> bytes:
        """Send a DER request and receive the DER response, not yet verified."""
        query = urlsplit(self._url).query
        path = (urlsplit(self._url).path or "/") + (f"?{query}" if query else "")
        status, octets = self._client.ask("POST", path, MAX_RESPONSE_BYTES, request, "application/timestamp-query")
        self._client.close()
        if status != http.client.OK:
            raise Unreachable(f"status {status} from the time-stamping authority")
        return octets
