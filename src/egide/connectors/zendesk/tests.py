"""What comes in from Zendesk, and what does not."""

import json
from pathlib import Path

import pytest

from egide.connectors.errors import UnreadableEvent
from egide.connectors.zendesk import read_comments, read_event, read_export
from egide.intake import Options, Record, Skip

FIXTURES = Path(__file__).parent / "fixtures"
SHARED = Path(__file__).parents[4].parent / "shared" / "data" / "helpdesk-zendesk" / "fixture"


def test_takes_a_new_ticket() -> None:
    (record,) = read_event((FIXTURES / "ticket_created.json").read_bytes(), Options())
    assert isinstance(record, Record)
    assert (record.source, record.thread_id, record.channel) == ("zendesk:12514403", "35436", "email")
    assert (record.subject, record.text) == ("Résiliation", "Bonjour, je souhaite résilier.")
    assert (record.priority, record.brand) == ("high", "8447346621310")
    assert record.customer.keys() == (("email", "zoe@exemple.test"),)


def test_takes_a_customers_comment_and_marks_an_agents() -> None:
    event = json.loads((FIXTURES / "comment_added.json").read_text())
    (record,) = read_event(json.dumps(event).encode(), Options())
    assert isinstance(record, Record)
    assert (record.external_id, record.thread_id, record.author_role) == ("comment/991", "35436", "customer")
    event["event"]["comment"]["author"]["is_staff"] = True
    (record,) = read_event(json.dumps(event).encode(), Options())
    assert isinstance(record, Record)
    assert (record.author_role, record.direction, bool(record.author)) == ("agent", "outbound", False)


@pytest.mark.parametrize(
    "body", [b"", b'{"type": "zen:event-type:ticket.status_changed", "detail": {"id": "1"}}'], ids=["empty", "other"]
)
def test_skips_other_events(body: bytes) -> None:
    (item,) = read_event(body, Options())
    assert isinstance(item, Skip)
    assert item.code == "not-a-message"


def test_skips_a_private_comment() -> None:
    event = json.loads((FIXTURES / "comment_added.json").read_text())
    event["event"]["comment"]["is_public"] = False
    (item,) = read_event(json.dumps(event).encode(), Options())
    assert isinstance(item, Skip)
    assert item.code == "internal-note"


def test_refuses_a_ticket_without_id() -> None:
    with pytest.raises(UnreadableEvent, match=r"detail\.id"):
        read_event(b'{"type": "zen:event-type:ticket.created", "detail": {}}', Options())


@pytest.mark.shared_data
@pytest.mark.skipif(not SHARED.exists(), reason="shared Zendesk payloads are not beside the repository")
def test_reads_the_answers_of_the_real_api() -> None:
    (record,) = read_export((SHARED / "GET" / "ticket.json").read_bytes(), Options())
    assert isinstance(record, Record)
    assert (record.thread_id, record.channel, record.external_id) == ("2", "email", "ticket/2")
    assert record.customer.keys()[0][0] == "email"
    for name in ("tickets.json", "ticket_show_many.json"):
        body = (SHARED / "GET" / name).read_bytes()
        items = read_export(body, Options())
        assert len(items) == len(json.loads(body)["tickets"]) > 0
        assert all(isinstance(item, Record) for item in items)
    body = (SHARED / "GET" / "ticket_comments.json").read_bytes()
    comments = json.loads(body)["comments"]
    items = read_comments(body, "2", str(comments[0]["author_id"]), Options())
    assert len(items) == len(comments)
    assert {item.thread_id for item in items if isinstance(item, Record)} == {"2"}


@pytest.mark.shared_data
@pytest.mark.skipif(not SHARED.exists(), reason="shared Zendesk payloads are not beside the repository")
def test_refuses_every_answer_that_holds_no_ticket() -> None:
    with pytest.raises(UnreadableEvent, match="tickets"):
        read_export((SHARED / "GET" / "brand.json").read_bytes(), Options())
