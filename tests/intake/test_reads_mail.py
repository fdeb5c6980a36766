"""A mail becomes one record whatever its sender did to it; automatic mail is skipped with its reason."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from egide.intake import Limits, Options, Record, Reject, Skip, read, read_path
from egide.intake.html_text import html_to_text
from egide.intake.threads import find_marker, format_marker

PLAIN = (
    b"From: =?utf-8?Q?Ma=C3=ABlle?= Fictive <maelle@exemple.test>\r\n"
    b"To: sav@orvelie.test\r\n"
    b"Subject: =?iso-8859-1?Q?R=E9siliation?=\r\n"
    b"Date: Wed, 02 Sep 2026 08:14:00 +0200\r\n"
    b"Message-ID: <c@exemple.test>\r\n"
    b"References: <a@orvelie.test> <b@orvelie.test>\r\n"
    b"In-Reply-To: <b@orvelie.test>\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\n"
    b"\r\n"
    b"Je veux r\xc3\xa9silier.\r\n\r\nCordialement,\r\nMa\xc3\xablle\r\n\r\n"
    b"Le 1 sept. 2026 \xc3\xa0 10:00, SAV <sav@orvelie.test> a \xc3\xa9crit :\r\n> Bonjour\r\n"
)


def _one(raw: bytes, options: Options | None = None) -> Record:
    (item,) = read(raw, "x.eml", options)
    assert isinstance(item, Record), item
    return item


def _code(raw: bytes, options: Options | None = None) -> str:
    (item,) = read(raw, "x.eml", options)
    assert isinstance(item, Skip | Reject)
    return item.code


def _with(header: bytes, raw: bytes = PLAIN) -> bytes:
    return header + b"\r\n" + raw


def test_reads_who_when_what_and_in_which_thread() -> None:
    record = _one(PLAIN)
    assert record.customer.keys() == (("email", "maelle@exemple.test"),)
    assert record.customer.name is not None
    assert record.customer.name.reveal() == "Maëlle Fictive"
    assert record.started_at == datetime(2026, 9, 2, 6, 14, tzinfo=UTC)
    assert (record.subject, record.text) == ("Résiliation", "Je veux résilier.")
    assert record.signature == "Cordialement,\nMaëlle"
    assert record.quoted.startswith("Le 1 sept.")
    assert (record.thread_id, record.message_id) == ("a@orvelie.test", "c@exemple.test")
    assert record.references == ("a@orvelie.test", "b@orvelie.test")
    assert (record.channel, record.direction, record.author_role) == ("email", "inbound", "customer")
    assert record.raw == PLAIN
    assert "aelle" not in repr(record)


@pytest.mark.parametrize("own", ["maelle@exemple.test", "@exemple.test"])
def test_mail_from_the_brand_is_outbound_and_concerns_its_recipient(own: str) -> None:
    record = _one(PLAIN, Options(own_addresses=frozenset({own})))
    assert (record.direction, record.author_role) == ("outbound", "agent")
    assert record.customer.keys() == (("email", "sav@orvelie.test"),)


def test_names_a_mail_without_message_id_by_its_content() -> None:
    raw = PLAIN.replace(b"Message-ID: <c@exemple.test>\r\n", b"")
    first, again, other = _one(raw), _one(raw), _one(raw + b".")
    assert first.message_id == again.message_id != other.message_id
    assert first.message_id.endswith("@artificial.egide.invalid")


def test_finds_its_thread_by_the_marker_when_a_provider_rewrote_the_ids() -> None:
    marker = format_marker("abcdefghij234567")
    raw = PLAIN.replace(b"> Bonjour", b"> Bonjour\r\n> " + marker.encode().upper())
    assert _one(raw).thread_marker == "abcdefghij234567"
    assert find_marker("[Ref: egide-short]") == ""


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (b"Auto-Submitted: auto-replied", "auto-reply"),
        (b"auto-submitted: auto-generated (rejected)", "auto-reply"),
        (b"Precedence: auto_reply", "auto-reply"),
        (b"Precedence: bulk", "bulk"),
        (b"X-Autoreply: yes", "auto-reply"),
        (b"X-Failed-Recipients: a@b.test", "delivery-report"),
        (b"Return-Path: <>", "delivery-report"),
        (b"From: MAILER-DAEMON@exemple.test", "delivery-report"),
        (b"X-Egide-AI: assisted", "own-message"),
        ("Subject: Réponse automatique : congés".encode(), "auto-reply"),
        (b"Subject: Automatische Antwort: Urlaub", "auto-reply"),
    ],
)
def test_skips_what_no_person_wrote(header: bytes, code: str) -> None:
    assert isinstance(_one(PLAIN), Record)
    assert _code(_with(header)) == code


@pytest.mark.parametrize("header", [b"Auto-Submitted: no", b"Precedence: list", b"Subject: Re: out of office chair"])
def test_keeps_what_a_person_wrote(header: bytes) -> None:
    assert isinstance(_one(_with(header)), Record)


def test_skips_a_delivery_report_by_its_type() -> None:
    raw = b'From: a@b.test\r\nContent-Type: multipart/report; report-type=delivery-status; boundary="x"\r\n\r\n--x\r\n\r\nlost\r\n--x--\r\n'
    assert _code(raw) == "delivery-report"


MULTIPART = (
    b"From: a@b.test\r\nSubject: s\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=o\r\n\r\n"
    b"--o\r\nContent-Type: multipart/alternative; boundary=i\r\n\r\n"
    b"--i\r\nContent-Type: text/plain\r\n\r\nen clair\r\n"
    b"--i\r\nContent-Type: text/html\r\n\r\n<p>en <b>HTML</b></p>\r\n--i--\r\n"
    b'--o\r\nContent-Type: application/pdf; name="../../facture.pdf"\r\nContent-Transfer-Encoding: base64\r\n'
    b"Content-Disposition: attachment\r\n\r\nJVBERg==\r\n--o--\r\n"
)


def test_lists_attachments_without_opening_them() -> None:
    record = _one(MULTIPART)
    assert record.text == "en clair"
    (attachment,) = record.attachments
    assert attachment.name.reveal() == "facture.pdf"
    assert (attachment.media_type, attachment.size_bytes) == ("application/pdf", 4)
    assert attachment.sha256 == hashlib.sha256(b"%PDF").digest()
    assert "facture" not in repr(record)


def test_reads_html_when_there_is_no_plain_text() -> None:
    assert _one(MULTIPART.replace(b"en clair", b"  ")).text == "en HTML"


def test_html_gives_no_script_no_comment_and_marks_quotations() -> None:
    markup = (
        "<html><head><title>t</title><style>p{}</style></head><body><!-- c --><p>Bonjour&nbsp;&amp; merci</p>"
        "<script>alert(1)</script>fin<br>de ligne<blockquote>cité<blockquote>plus tôt</blockquote></blockquote>1 < 2</body>"
    )
    assert html_to_text(markup) == "Bonjour & merci\n\nfin\nde ligne\n\n> cité\n>\n> > plus tôt\n> >\n1 < 2"


@pytest.mark.parametrize("hostile", ["<!--", "<script>", "<a", "<blockquote>", "&", "<script></script", "<p><!"])
def test_html_of_any_kind_ends_in_text(hostile: str) -> None:
    # A reading that looks again at what it has read would not come to the end of these.
    assert html_to_text("début<br>" + hostile * 100_000).startswith("début")


def test_refuses_a_mail_that_says_nothing() -> None:
    assert _code(b"\r\n\r\n") == "mail-empty"


def test_refuses_parts_nested_without_end() -> None:
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n" % (n, n) for n in range(60))
    assert _code(b"From: a@b.test\r\n" + nested) == "mail-too-deep"
    assert _code(b"From: a@b.test\r\n" + nested * 20) == "mail-too-deep"


def test_refuses_a_mail_with_more_parts_than_anyone_sends() -> None:
    parts = b"From: a@b.test\r\nContent-Type: multipart/mixed; boundary=o\r\n\r\n" + b"--o\r\n\r\na\r\n" * 600
    assert _code(parts) == "mail-too-deep"


def test_refuses_a_mail_larger_than_the_limit() -> None:
    assert isinstance(_one(PLAIN, Options(limits=Limits(mail_bytes=len(PLAIN)))), Record)
    assert _code(PLAIN, Options(limits=Limits(mail_bytes=len(PLAIN) - 1))) == "too-large"


def test_a_header_never_spans_lines_in_what_comes_out() -> None:
    record = _one(PLAIN.replace(b"=?iso-8859-1?Q?R=E9siliation?=", b"=?utf-8?Q?a=0D=0ABcc:_x=40y.test?="))
    assert record.subject == "a Bcc: x@y.test"


def test_reads_an_mbox_mail_by_mail_with_its_offset() -> None:
    second = PLAIN.replace(b"<c@exemple.test>", b"<d@exemple.test>").replace(b"> Bonjour", b">From here")
    first_part = b"From a@b.test Wed Sep  2 08:14:00 2026\r\n" + PLAIN + b"\r\n"
    box = first_part + b"From a@b.test Wed Sep  2 08:15:00 2026\r\n" + second
    one, two = read(box, "x.mbox")
    assert isinstance(one, Record)
    assert isinstance(two, Record)
    assert (one.message_id, two.message_id) == ("c@exemple.test", "d@exemple.test")
    assert (one.position.offset, two.position.offset) == (0, len(first_part))
    assert "From here" in two.quoted


def test_one_enormous_mail_of_an_mbox_is_refused_and_the_next_is_read() -> None:
    box = b"From a\r\n" + PLAIN + b"x" * 5000 + b"\r\n\r\nFrom b\r\n" + PLAIN
    items = list(read(box, "x.mbox", Options(limits=Limits(mail_bytes=2000))))
    assert [type(item) for item in items] == [Reject, Record]


def test_a_bare_text_is_one_message() -> None:
    (item,) = read("Bonjour,\nje veux résilier.\n-- \nZoé".encode(), "note.txt")
    assert isinstance(item, Record)
    assert (item.text, item.signature) == ("Bonjour,\nje veux résilier.", "-- \nZoé")


@pytest.mark.shared_data
def test_every_real_malformed_mail_ends_as_a_record_or_a_named_skip(shared_data: Path) -> None:
    folder = shared_data / "email-raw-fixtures"
    files = [file for file in folder.rglob("*") if file.is_file() and file.name != "README.md"]
    assert len(files) == 193
    ended = {item.position.file: item for item in read_path(folder)}
    assert not [item for item in ended.values() if isinstance(item, Reject)]
    for file in files:
        item = ended[file.relative_to(folder).as_posix()]
        if isinstance(item, Record):
            assert item.text or item.attachments or item.subject or item.customer
            assert item.raw == file.read_bytes()
            assert "\r" not in item.subject + item.text
            assert "\0" not in item.text


@pytest.mark.shared_data
@pytest.mark.parametrize(
    ("file", "subject", "text"),
    [
        ("multi_charset/japanese.eml", "まみむめも", "かきくえこ"),
        ("multi_charset/japanese_iso_2022.eml", "まみむめも", "すみません。"),
        ("multi_charset/japanese_shift_jis.eml", "test", "このメールはテスト用のメールです。"),
        ("multi_charset/ks_c_5601-1987.eml", "test", "스티해"),
        ("plain_emails/raw_email.eml", "한국말로 하는 것", "제 이름은 Jamis입니다."),
        ("rfc6532/utf8_headers.eml", "Säying Hello", "body"),
        ("rfc2822/example13.eml", "", 'So, "Hello".'),
        ("error_emails/trademark_character_in_subject.eml", "has a lead for you", "Body Text"),
    ],
)
def test_decodes_what_the_charset_says_or_should_say(shared_data: Path, file: str, subject: str, text: str) -> None:
    (item,) = read((shared_data / "email-raw-fixtures" / "mail" / file).read_bytes(), file)
    assert isinstance(item, Record)
    assert subject in item.subject
    assert text in item.text
    assert "\ufffd" not in item.subject + item.text


@pytest.mark.shared_data
def test_takes_every_mail_object_of_melusine(shared_data: Path) -> None:
    content = (shared_data / "email-melusine-fr" / "emails.train.json").read_bytes()
    records = [item for item in read(content, "emails.json") if isinstance(item, Record)]
    assert len(records) == 29
    assert all(record.started_at and record.customer and record.text for record in records)
    assert len({record.message_id for record in records}) == 29
