"""The contract of Mailbox, run on memory and on a small IMAP server on a local port."""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Iterator
from typing import cast

import pytest

from egide.adapters.mail.imap import ImapMailbox, MemoryMailbox
from egide.intake.ports import Mailbox, TransportError

MAILS = [
    b"From: a@b.test\r\nSubject: un\r\n\r\nun\r\n",
    b"From: a@b.test\r\n\r\ndeux )\r\n",
    b"From: a@b.test\r\n\r\ntrois\r\n",
]


class _ImapServer(socketserver.ThreadingTCPServer):
    """Speaks enough of RFC 3501 to be polled."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _ImapHandler)
        self.mails = list(MAILS)
        self.validity = 1
        self.read_only = True


class _ImapHandler(socketserver.StreamRequestHandler):
    def _say(self, line: bytes) -> None:
        self.wfile.write(line + b"\r\n")

    def handle(self) -> None:
        server = cast("_ImapServer", self.server)
        self._say(b"* OK ready")
        while line := self.rfile.readline().strip():
            tag, _, command = line.partition(b" ")
            words = command.upper()
            if words == b"CAPABILITY":
                self._say(b"* CAPABILITY IMAP4rev1")
            elif words.startswith(b"LOGIN") and b"WRONG" in words:
                self._say(tag + b" NO denied")
                continue
            elif words.startswith((b"SELECT", b"EXAMINE")):
                server.read_only = server.read_only and words.startswith(b"EXAMINE")
                self._say(b"* %d EXISTS" % len(server.mails))
                self._say(b"* OK [UIDVALIDITY %d] valid" % server.validity)
                self._say(tag + b" OK [READ-ONLY] done")
                continue
            elif words.startswith(b"UID SEARCH"):
                first = int(cast("re.Match[bytes]", re.search(rb"UID ([0-9]+):\*", words))[1])
                count = len(server.mails)
                found = sorted({*range(first, count + 1), count} - {0})
                self._say(b"* SEARCH " + b" ".join(b"%d" % uid for uid in found))
            elif words.startswith(b"UID FETCH"):
                uid = int(words.split()[2])
                raw = server.mails[uid - 1]
                if b"RFC822.SIZE" in words:
                    self._say(b"* %d FETCH (UID %d RFC822.SIZE %d)" % (uid, uid, len(raw)))
                else:
                    self._say(b"* %d FETCH (UID %d BODY[] {%d}" % (uid, uid, len(raw)))
                    self._say(raw + b")")
            self._say(tag + b" OK done")


@pytest.fixture
def server(socket_enabled: None) -> Iterator[_ImapServer]:
    imap = _ImapServer()
    thread = threading.Thread(target=imap.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield imap
    imap.shutdown()
    imap.server_close()
    thread.join(timeout=5)


def _imap(server: _ImapServer, *, accepted: bool = True, mail_bytes: int = 1000) -> ImapMailbox:
    port = cast("int", server.server_address[1])
    return ImapMailbox(
        "127.0.0.1",
        port,
        user="sav",
        password="right" if accepted else "wrong",
        tls=False,
        timeout_s=5,
        mail_bytes=mail_bytes,
    )


@pytest.fixture(params=["memory", "imap"])
def mailbox(request: pytest.FixtureRequest) -> tuple[Mailbox, list[bytes]]:
    if request.param == "memory":
        memory = MemoryMailbox(list(MAILS))
        return memory, memory.mails
    server: _ImapServer = request.getfixturevalue("server")
    return _imap(server), server.mails


def test_goes_on_where_it_stopped(mailbox: tuple[Mailbox, list[bytes]]) -> None:
    box, held = mailbox
    first = list(box.fetch_after("", 2))
    assert [raw for _, raw in first] == MAILS[:2]
    (third,) = box.fetch_after(first[-1][0], 10)
    assert third[1] == MAILS[2]
    assert list(box.fetch_after(third[0], 10)) == []
    held.append(b"From: c@d.test\r\n\r\nquatre\r\n")
    assert [raw for _, raw in box.fetch_after(third[0], 10)] == [held[-1]]


def test_refuses_a_cursor_it_did_not_give(mailbox: tuple[Mailbox, list[bytes]]) -> None:
    with pytest.raises(TransportError) as refused:
        list(mailbox[0].fetch_after("latest", 1))
    assert refused.value.code == "imap-cursor"


def test_reads_a_folder_made_anew_from_its_beginning(server: _ImapServer) -> None:
    last = [cursor for cursor, _ in _imap(server).fetch_after("", 10)][-1]
    server.validity = 2
    assert [raw for _, raw in _imap(server).fetch_after(last, 10)] == MAILS
    assert server.read_only


def test_passes_over_a_mail_larger_than_the_limit(server: _ImapServer) -> None:
    server.mails[1] = b"x" * 5000
    assert [len(raw) for _, raw in _imap(server).fetch_after("", 10)] == [len(MAILS[0]), 0, len(MAILS[2])]


def test_says_why_a_mailbox_cannot_be_read(server: _ImapServer) -> None:
    with pytest.raises(TransportError) as refused:
        list(_imap(server, accepted=False).fetch_after("", 1))
    assert refused.value.code == "imap-login"
    box = _imap(server)
    server.shutdown()
    server.server_close()
    with pytest.raises(TransportError) as refused:
        list(box.fetch_after("", 1))
    assert refused.value.code == "imap-unreachable"
