"""The contract of OutboxTransport, run on every adapter: memory, files, and a real SMTP exchange on a local port."""

from __future__ import annotations

import email
import email.policy
import socketserver
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import cast

import pytest

from egide.adapters.mail import FileOutbox, MemoryOutbox, SmtpOutbox
from egide.intake.outgoing import OutgoingMail, format_mail
from egide.intake.ports import OutboxTransport, TransportError

MAIL = OutgoingMail(
    sender="sav@orvelie.test",
    sender_name="Orvélie, service clients",
    recipient="maelle@exemple.test",
    subject="Re: Votre box — « rouge »",
    text="Bonjour,\n\n.\nLa box redémarre à 18 h.\n\nRéponse préparée avec l'aide d'une IA.",
    message_id="<m-1@orvelie.test>",
    sent_at=datetime(2026, 9, 2, 6, 14, tzinfo=UTC),
    ai="assisted",
    in_reply_to="<b@exemple.test>",
    references=("<a@exemple.test>",),
)


class _SmtpServer(socketserver.ThreadingTCPServer):
    """Speaks enough of RFC 5321 to take a mail, or to refuse it where it is told to."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _SmtpHandler)
        self.taken: list[bytes] = []
        self.replies: dict[bytes, bytes] = {}

    @property
    def port(self) -> int:
        return cast("int", self.server_address[1])


class _SmtpHandler(socketserver.StreamRequestHandler):
    def _say(self, line: bytes) -> None:
        self.wfile.write(line + b"\r\n")

    def handle(self) -> None:
        server = cast("_SmtpServer", self.server)
        self._say(b"220 local ESMTP")
        while line := self.rfile.readline():
            verb = line[:4].upper().strip()
            if verb in server.replies:
                self._say(server.replies[verb])
            elif verb == b"EHLO":
                self._say(b"250-local")
                self._say(b"250 8BITMIME")
            elif verb == b"DATA":
                self._say(b"354 go on")
                held = b""
                while (line := self.rfile.readline()) != b".\r\n":
                    held += line.removeprefix(b".") if line.startswith(b"..") else line
                server.taken.append(held)
                self._say(b"250 taken")
            elif verb == b"QUIT":
                self._say(b"221 bye")
                return
            else:
                self._say(b"250 ok")


@pytest.fixture
def smtp(socket_enabled: None) -> Iterator[_SmtpServer]:
    server = _SmtpServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join(timeout=5)


Sent = Callable[[], list[EmailMessage]]


def _parsed(raw: bytes) -> EmailMessage:
    return cast("EmailMessage", email.message_from_bytes(raw, policy=email.policy.default))


@pytest.fixture(params=["memory", "file", "smtp"])
def transport(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[OutboxTransport, Sent]:
    if request.param == "memory":
        memory = MemoryOutbox()
        return memory, lambda: [_parsed(message.as_bytes()) for message in memory.sent.values()]
    if request.param == "file":
        folder = tmp_path / "outbox"
        return FileOutbox(folder), lambda: [_parsed(file.read_bytes()) for file in sorted(folder.glob("*.eml"))]
    server: _SmtpServer = request.getfixturevalue("smtp")
    outbox = SmtpOutbox("127.0.0.1", server.port, starttls=False, timeout_s=5)
    return outbox, lambda: [_parsed(raw) for raw in server.taken]


def test_carries_the_mail_whole_with_its_thread_and_its_mark(transport: tuple[OutboxTransport, Sent]) -> None:
    outbox, sent = transport
    receipt = outbox.send(MAIL)
    assert receipt.message_id == "m-1@orvelie.test"
    assert receipt.accepted_at == MAIL.sent_at
    (message,) = sent()
    assert message["X-Egide-AI"] == "assisted"
    assert message["Message-ID"] == "<m-1@orvelie.test>"
    assert message["In-Reply-To"] == "<b@exemple.test>"
    assert str(message["References"]).split() == ["<a@exemple.test>", "<b@exemple.test>"]
    assert message["Subject"] == MAIL.subject
    assert message["To"].addresses[0].addr_spec == MAIL.recipient
    assert message["From"].addresses[0].display_name == MAIL.sender_name
    assert message.get_content().replace("\r\n", "\n").rstrip("\n") == MAIL.text


@pytest.mark.parametrize(
    "changes",
    [
        {"recipient": "maelle@exemple.test\r\nBcc: tiers@exemple.test"},
        {"recipient": "maelle@exemple.test, tiers@exemple.test"},
        {"recipient": "nobody"},
        {"sender": "sav@orvelie.test\nX: y"},
        {"message_id": "<a@b>\r\nX-Other: 1"},
        {"in_reply_to": "a b"},
        {"ai": "human"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_refuses_what_could_forge_a_header_and_sends_nothing(
    transport: tuple[OutboxTransport, Sent], changes: dict[str, str]
) -> None:
    outbox, sent = transport
    with pytest.raises(TransportError) as refused:
        outbox.send(replace(MAIL, **changes))  # type: ignore[arg-type]
    assert refused.value.permanent
    assert sent() == []


def test_a_line_break_in_the_subject_makes_no_header(transport: tuple[OutboxTransport, Sent]) -> None:
    outbox, sent = transport
    outbox.send(replace(MAIL, subject="Réf\r\nBcc: tiers@exemple.test"))
    (message,) = sent()
    assert message["Bcc"] is None
    assert message["Subject"] == "Réf Bcc: tiers@exemple.test"


def test_a_mail_without_a_model_bears_no_mark(transport: tuple[OutboxTransport, Sent]) -> None:
    outbox, sent = transport
    outbox.send(replace(MAIL, ai=None))
    assert sent()[0]["X-Egide-AI"] is None


def test_files_and_memory_keep_one_mail_when_it_is_sent_twice(tmp_path: Path) -> None:
    files, memory = FileOutbox(tmp_path), MemoryOutbox()
    for outbox in (files, memory):
        outbox.send(MAIL)
        outbox.send(MAIL)
    assert len(list(tmp_path.iterdir())) == len(memory.sent) == 1
    assert next(tmp_path.iterdir()).stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_written_is_worth_another_try(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("a file where the folder should be")
    with pytest.raises(TransportError) as refused:
        FileOutbox(tmp_path / "outbox").send(MAIL)
    assert (refused.value.code, refused.value.permanent) == ("file-unwritable", False)


@pytest.mark.parametrize(
    ("verb", "reply", "code", "permanent"),
    [
        (b"RCPT", b"550 no such mailbox", "smtp-recipient", True),
        (b"RCPT", b"450 try later", "smtp-recipient", False),
        (b"MAIL", b"451 local error", "smtp-refused", False),
        (b"DATA", b"554 refused", "smtp-refused", True),
    ],
)
def test_says_why_the_server_refused_and_whether_to_try_again(
    smtp: _SmtpServer, verb: bytes, reply: bytes, code: str, permanent: bool
) -> None:
    smtp.replies[verb] = reply
    with pytest.raises(TransportError) as refused:
        SmtpOutbox("127.0.0.1", smtp.port, starttls=False, timeout_s=5).send(MAIL)
    assert (refused.value.code, refused.value.permanent) == (code, permanent)
    assert smtp.taken == []
    assert "maelle" not in str(refused.value)


def test_sends_nothing_in_clear_when_the_server_has_no_tls(smtp: _SmtpServer) -> None:
    with pytest.raises(TransportError) as refused:
        SmtpOutbox("127.0.0.1", smtp.port, starttls=True, timeout_s=5).send(MAIL)
    assert (refused.value.code, refused.value.permanent) == ("smtp-tls", False)
    assert smtp.taken == []


def test_a_server_that_does_not_answer_is_worth_another_try(smtp: _SmtpServer) -> None:
    port = smtp.port
    smtp.shutdown()
    smtp.server_close()
    with pytest.raises(TransportError) as refused:
        SmtpOutbox("127.0.0.1", port, starttls=False, timeout_s=1).send(MAIL)
    assert (refused.value.code, refused.value.permanent) == ("smtp-unreachable", False)


def test_personal_parts_of_a_mail_never_show() -> None:
    assert "maelle" not in repr(MAIL)
    assert "box" not in repr(MAIL)
    assert format_mail(MAIL)["To"] == "maelle@exemple.test"
