"""The contract of ReplyTransport, run on memory and on HTTP against a local help desk that verifies what it is sent."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from dataclasses import replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from egide.adapters.replies import HttpReplies, MemoryReplies
from egide.intake.outgoing_reply import OutgoingReply, ReplyPlace, format_reply
from egide.intake.ports import TransportError

SECRET = "un secret partagé"
REPLY = OutgoingReply("d-1", "42", "Bonjour Éloïse, c'est réglé.", datetime(2026, 11, 25, 9, tzinfo=UTC), "assisted")


class _HelpDesk(BaseHTTPRequestHandler):
    status = 200
    taken: list[tuple[str, dict]] = []  # noqa: RUF012 - one list for the server's whole life

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        moment = self.headers["X-Egide-Timestamp"]
        expected = hmac.new(SECRET.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
        proved = hmac.compare_digest(self.headers["X-Egide-Signature"], f"sha256={expected}")
        if proved and self.status == 200:
            self.taken.append((self.path, json.loads(body)))
        self.send_response(self.status if proved else 401)
        self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format, *args):
        pass


@pytest.fixture
def help_desk(socket_enabled):
    handler = type("Handler", (_HelpDesk,), {"taken": [], "status": 200})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield handler, f"http://127.0.0.1:{server.server_address[1]}/replies?brand=1"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(params=["memory", "http"])
def carried(request):
    """Give a transport, an address, and what arrived as (conversation, text, ai)."""
    if request.param == "memory":
        transport = MemoryReplies()
        return (
            transport,
            "https://x.example/",
            lambda: [(reply.conversation, reply.text, reply.ai) for _place, reply in transport.sent.values()],
        )
    handler, url = request.getfixturevalue("help_desk")
    return (
        HttpReplies(),
        url,
        lambda: [(said["conversation"], said["text"], said["ai"]) for _path, said in handler.taken],
    )


def test_answer_arrives_whole(carried) -> None:
    transport, url, arrived = carried
    transport.send(REPLY, ReplyPlace(url, SECRET))
    assert arrived() == [("42", "Bonjour Éloïse, c'est réglé.", "assisted")]


def test_words_and_secret_never_show() -> None:
    shown = repr(REPLY) + repr(ReplyPlace("https://x.example/", SECRET))
    assert "Éloïse" not in shown
    assert SECRET not in shown


def test_query_is_kept_and_retry_is_the_same_delivery(help_desk) -> None:
    handler, url = help_desk
    for _ in range(2):
        HttpReplies().send(REPLY, ReplyPlace(url, SECRET))
    assert [path for path, _said in handler.taken] == ["/replies?brand=1"] * 2
    assert {said["delivery"] for _path, said in handler.taken} == {"d-1"}


@pytest.mark.parametrize(("status", "permanent"), [(500, False), (429, False), (404, True), (302, True)])
def test_refusal_says_whether_to_try_again(help_desk, status, permanent) -> None:
    handler, url = help_desk
    handler.status = status
    with pytest.raises(TransportError) as refused:
        HttpReplies().send(REPLY, ReplyPlace(url, SECRET))
    assert (refused.value.code, refused.value.permanent) == ("reply-refused", permanent)
    assert not handler.taken


def test_wrong_secret_is_refused_by_the_other_side(help_desk) -> None:
    handler, url = help_desk
    with pytest.raises(TransportError):
        HttpReplies().send(REPLY, ReplyPlace(url, "another"))
    assert not handler.taken


def test_nobody_at_the_address(help_desk, unused_port) -> None:
    with pytest.raises(TransportError, match="reply-unreachable"):
        HttpReplies(timeout_s=2).send(REPLY, ReplyPlace(f"http://127.0.0.1:{unused_port}/", SECRET))


@pytest.fixture
def unused_port() -> int:
    import socket

    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]


def test_address_that_is_not_http_is_refused() -> None:
    with pytest.raises(TransportError, match="reply-address"):
        HttpReplies().send(REPLY, ReplyPlace("file:///etc/passwd", SECRET))


def test_signature_covers_the_words_and_the_time() -> None:
    body, headers = format_reply(REPLY, SECRET)
    _other, later = format_reply(replace(REPLY, sent_at=REPLY.sent_at.replace(hour=10)), SECRET)
    assert json.loads(body)["text"] == REPLY.text
    assert headers["X-Egide-Signature"] != later["X-Egide-Signature"]
