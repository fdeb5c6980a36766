"""Stamp time with a local OpenSSL authority: for tests, demonstrations and closed networks with their own authority."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from egide.journal.errors import TimeStampFailed


class OpenSslTimeStampAuthority:
    """A `TimeStampAuthority` run by the `openssl ts` command on this machine.

    Not a trusted third party: whoever holds its key writes the time.

    Args:
        config: OpenSSL configuration with a `[tsa]` section.
        openssl: Path of the command.
    """

    def __init__(self, config: Path, *, openssl: str = "openssl") -> None:
        self._config = config
        self._openssl = openssl

    def stamp(self, request: bytes) -> bytes:
        """Answer a DER request with a DER response."""
        with tempfile.TemporaryDirectory() as folder:
            query, reply = Path(folder) / "request.tsq", Path(folder) / "response.tsr"
            query.write_bytes(request)
            done = subprocess.run(  # noqa: S603 - fixed arguments, no shell
                [self._openssl, "ts", "-reply", "-config", self._config, "-queryfile", query, "-out", reply],
                capture_output=True,
                check=False,
                cwd=self._config.parent,
            )
            if done.returncode or not reply.exists():
                raise TimeStampFailed("the local authority did not answer")
            return reply.read_bytes()
