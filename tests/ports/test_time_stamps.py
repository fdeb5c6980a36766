"""Time-stamping authorities: a local OpenSSL one, alone and behind HTTP, checked by two independent readers."""

from __future__ import annotations

import hashlib
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from tests.journal.authority import make_authority

from egide.adapters.journal import HttpTimeStampAuthority, OpenSslTimeStampAuthority, Unreachable
from egide.journal import (
    MalformedTimeStamp,
    TimeStampFailed,
    build_request,
    check_time_stamp,
    load_roots,
    read_time_stamp,
)
from egide.journal.ports import TimeStampAuthority

CHECKPOINT = b"desk.example/journal/x\n42\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\nsignature\n"


@pytest.fixture(scope="module")
def authority_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_authority(tmp_path_factory.mktemp("authority") / "one")


@pytest.fixture(scope="module")
def other_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_authority(tmp_path_factory.mktemp("authority") / "two")


@contextmanager
def over_http(authority: TimeStampAuthority, status: int = 200) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = self.rfile.read(int(self.headers["Content-Length"]))
            assert self.headers["Content-Type"] == "application/timestamp-query"
            response = authority.stamp(request)
            self.send_response(status)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(response)))
            self.end_headers()
            self.wfile.write(response)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/tsa"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(params=["openssl", "http"])
def authority(request: pytest.FixtureRequest, authority_folder: Path) -> Iterator[TimeStampAuthority]:
    local = OpenSslTimeStampAuthority(authority_folder / "tsa.cnf")
    if request.param == "openssl":
        yield local
        return
    request.getfixturevalue("socket_enabled")
    with over_http(local) as url:
        yield HttpTimeStampAuthority(url)


def test_stamps_a_checkpoint(authority: TimeStampAuthority, authority_folder: Path) -> None:
    response = authority.stamp(build_request(CHECKPOINT))
    roots = load_roots((authority_folder / "root.pem").read_bytes())
    stamped = check_time_stamp(response, CHECKPOINT, roots)
    made = datetime.fromtimestamp((authority_folder / "tsa.pem").stat().st_mtime, UTC)
    assert timedelta(seconds=-2) < stamped.at - made < timedelta(minutes=10)
    assert stamped.policy == "1.2.3.4.1"
    assert read_time_stamp(response, CHECKPOINT) == stamped.at
    with pytest.raises(TimeStampFailed, match="another checkpoint"):
        read_time_stamp(response, CHECKPOINT + b"x")


def test_only_a_hash_leaves_the_site() -> None:
    request = build_request(CHECKPOINT)
    assert b"desk.example" not in request
    assert len(request) < 80


def test_openssl_alone_verifies_the_same_token(authority_folder: Path, tmp_path: Path) -> None:
    response = OpenSslTimeStampAuthority(authority_folder / "tsa.cnf").stamp(build_request(CHECKPOINT))
    (tmp_path / "token.tsr").write_bytes(response)
    checkpoint = tmp_path / "checkpoint"
    # The command documented in docs/how-to/verify-a-journal.md.
    command = ["openssl", "ts", "-verify", "-in", tmp_path / "token.tsr", "-data", checkpoint,
               "-CAfile", authority_folder / "root.pem"]  # fmt: skip
    checkpoint.write_bytes(CHECKPOINT)
    assert b"Verification: OK" in subprocess.run(command, capture_output=True, check=True).stdout
    checkpoint.write_bytes(CHECKPOINT.replace(b"42", b"43"))
    assert subprocess.run(command, capture_output=True, check=False).returncode != 0


class TestRefusals:
    @pytest.fixture
    def response(self, authority_folder: Path) -> bytes:
        return OpenSslTimeStampAuthority(authority_folder / "tsa.cnf").stamp(build_request(CHECKPOINT))

    @pytest.fixture
    def roots(self, authority_folder: Path):
        return load_roots((authority_folder / "root.pem").read_bytes())

    def test_refuses_another_checkpoint(self, response: bytes, roots) -> None:
        assert check_time_stamp(response, CHECKPOINT, roots)
        with pytest.raises(TimeStampFailed, match="another checkpoint"):
            check_time_stamp(response, CHECKPOINT.replace(b"42", b"43"), roots)

    def test_refuses_an_authority_that_is_not_trusted(self, response: bytes, roots, other_folder: Path) -> None:
        assert check_time_stamp(response, CHECKPOINT, roots)
        with pytest.raises(TimeStampFailed, match="no trusted authority"):
            check_time_stamp(response, CHECKPOINT, load_roots((other_folder / "root.pem").read_bytes()))
        with pytest.raises(TimeStampFailed, match="no trusted"):
            check_time_stamp(response, CHECKPOINT, [])

    def test_refuses_what_is_not_strict_der(self, response: bytes, roots) -> None:
        assert check_time_stamp(response, CHECKPOINT, roots)
        for wrong in (b"", b"not DER", response[:-1], response + b"\x00", b"0" * 200_000):
            with pytest.raises(MalformedTimeStamp):
                check_time_stamp(wrong, CHECKPOINT, roots)

    def test_refuses_any_changed_byte_of_what_is_signed_and_of_the_signature(self, response: bytes, roots) -> None:
        stamped = check_time_stamp(response, CHECKPOINT, roots)
        imprint = response.index(hashlib.sha256(CHECKPOINT).digest())
        time = response.index(stamped.at.strftime("%Y%m%d%H%M%S").encode())
        signature = len(response) - 32
        for position in (*range(imprint, imprint + 32), *range(time, time + 14), *range(signature, len(response))):
            changed = response[:position] + bytes([response[position] ^ 0x01]) + response[position + 1 :]
            with pytest.raises((MalformedTimeStamp, TimeStampFailed)):
                check_time_stamp(changed, CHECKPOINT, roots)

    def test_a_changed_byte_is_never_an_error_of_somebody_else(self, response: bytes, roots) -> None:
        assert check_time_stamp(response, CHECKPOINT, roots)
        for position in range(0, len(response), 3):
            changed = response[:position] + bytes([response[position] ^ 0x20]) + response[position + 1 :]
            # Some identifiers of the container are outside the signature: those alone may still verify.
            with suppress(MalformedTimeStamp, TimeStampFailed):
                check_time_stamp(changed, CHECKPOINT, roots)

    def test_refuses_a_refusal(self, roots, authority_folder: Path) -> None:
        refusal = OpenSslTimeStampAuthority(authority_folder / "tsa.cnf").stamp(b"not a request")
        with pytest.raises(MalformedTimeStamp):
            check_time_stamp(refusal, CHECKPOINT, roots)

    def test_refuses_roots_that_are_not_certificates(self) -> None:
        with pytest.raises(MalformedTimeStamp):
            load_roots(b"-----BEGIN NOTHING-----")

    @pytest.mark.enable_socket
    def test_reports_an_authority_that_fails(self, authority_folder: Path) -> None:
        local = OpenSslTimeStampAuthority(authority_folder / "tsa.cnf")
        with over_http(local, status=500) as url, pytest.raises(Unreachable, match="status 500"):
            HttpTimeStampAuthority(url).stamp(build_request(CHECKPOINT))
        with pytest.raises(Unreachable, match="no answer"):
            HttpTimeStampAuthority(url, timeout_s=2).stamp(build_request(CHECKPOINT))

    def test_refuses_an_address_that_is_not_http(self) -> None:
        with pytest.raises(Unreachable):
            HttpTimeStampAuthority("file:///etc/hostname")
