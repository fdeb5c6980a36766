"""E-mail: headers, parts in every encoding, attached files; and every byte comes back."""

from __future__ import annotations

import email
import email.policy
from pathlib import Path
from typing import Any

import pytest

FIXTURES = Path(__file__).parents[2].parent / "shared" / "data" / "email-raw-fixtures"

MAIL = (
    "From: =?utf-8?Q?Zo=C3=A9_Martin?= <zoe@courriel.example>\r\n"
    'To: "Claire Dupont" <claire@courriel.example>, support@boutique.example\r\n'
    "Subject: =?utf-8?B?Sm9zw6kgYSDDqWNyaXQ=?=\r\n"
    "Message-ID: <abc@mx.example>\r\n"
    'Content-Type: multipart/mixed; boundary="06.39984417 zoe@b"\r\n'
    "MIME-Version: 1.0\r\n"
    "\r\n"
    "préambule Zoé Martin\r\n"
    "--06.39984417 zoe@b\r\n"
    "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    "Bonjour, je suis Zo=C3=A9 M=\r\nartin, 06 39 98 44 17 =E2=82=AC\r\n"
    "--06.39984417 zoe@b\r\n"
    "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    "PHA+Wm/DqSBNYXJ0aW48L3A+\r\n"
    "--06.39984417 zoe@b\r\n"
    "Content-Type: text/plain; charset=iso-8859-1\r\n\r\n"
    "Zoé Martin zoe@courriel.example\r\n"
    "--06.39984417 zoe@b\r\n"
    'Content-Type: application/pdf; name="CV zoe@courriel.example.pdf"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    "JVBERi0xLjQK\r\n"
    "--06.39984417 zoe@b--\r\n"
).encode("latin-1")


def test_comes_back_byte_for_byte_with_no_value_left(files: Any) -> None:
    protected = files.protect(files.write("a.eml", MAIL))
    written = protected.read_bytes()
    message = email.message_from_bytes(written, policy=email.policy.default)
    parts = list(message.walk())
    assert [part.get_content_type() for part in parts] == [
        "multipart/mixed", "text/plain", "text/html", "text/plain", "application/pdf",
    ]  # fmt: skip
    shown = "\n".join([str(message.items()), *(str(part.get_content()) for part in parts[1:])])
    assert not [
        value for value in ("Zoé", "Martin", "Dupont", "courriel.example", "39 98", "José", "%PDF") if value in shown
    ]
    assert "06.39984417 zoe@b" in str(message["content-type"])
    assert files.restore(protected) == MAIL


def test_restores_an_answer_that_quotes_the_protected_message(files: Any) -> None:
    protected = files.protect(files.write("a.eml", MAIL))
    message = email.message_from_bytes(protected.read_bytes(), policy=email.policy.default)
    quoted = next(part for part in message.walk() if part.get_content_type() == "text/html").get_content()
    answer = files.write("answer.txt", f"> {quoted}".encode())
    assert files.restore(answer).decode() == "> <p>Zoé Martin</p>"


@pytest.mark.shared_data
def test_every_message_of_the_fixtures_comes_back(files: Any) -> None:
    if not FIXTURES.is_dir():
        pytest.skip("../shared/data/email-raw-fixtures is not beside the repository")
    sources = sorted(FIXTURES.rglob("*.eml"))
    assert sources
    for number, source in enumerate(sources):
        content = source.read_bytes()
        assert files.restore(files.protect(files.write(f"{number}.eml", content))) == content, source.name
