"""What comes in from Zammad, and what does not."""

import json
from pathlib import Path

import pytest

from egide.connectors.errors import UnreadableEvent
from egide.connectors.zammad import read_event, reference_of
from egide.intake import Options, Record, Skip

FIXTURES = Path(__file__).parent / "fixtures"


def test_a_custom_payload_is_a_reference_to_fetch() -> None:
    body = (FIXTURES / "custom_payload.json").read_bytes()
    assert reference_of(body) == ("35", "120")
    (item,) = read_event(body, Options())
    assert isinstance(item, Skip)
    assert item.code == "reference-only"


def test_takes_the_article_and_drops_the_group_and_the_file() -> None:
    body = (FIXTURES / "default_payload.json").read_bytes()
    (record,) = read_event(body, Options())
    assert isinstance(record, Record)
    assert (record.thread_id, record.external_id, record.channel) == ("35", "120", "email")
    assert record.text == "Je ne comprends pas ma facture."
    assert record.message_id == "a1@exemple.test"
    assert record.customer.keys() == (("email", "luc@exemple.test"),)
    held = "".join(str(getattr(record, name)) for name in Record.__slots__)
    for dropped in ("chef@exemple.test", "membre@exemple.test", "1 rue Fictive", "note interne"):
        assert dropped in body.decode()
        assert dropped not in held


def test_skips_an_internal_article() -> None:
    event = json.loads((FIXTURES / "default_payload.json").read_text())
    event["article"]["internal"] = True
    (item,) = read_event(json.dumps(event).encode(), Options())
    assert isinstance(item, Skip)
    assert item.code == "internal-note"


def test_an_agents_article_is_outbound_and_names_the_customer() -> None:
    event = json.loads((FIXTURES / "default_payload.json").read_text())
    event["article"]["sender"] = "Agent"
    (record,) = read_event(json.dumps(event).encode(), Options())
    assert isinstance(record, Record)
    assert (record.direction, record.author_role, bool(record.author)) == ("outbound", "agent", False)
    assert record.customer.keys()[0] == ("email", "luc@exemple.test")


def test_refuses_an_event_without_article() -> None:
    with pytest.raises(UnreadableEvent, match=r"article\.ticket_id"):
        read_event(b'{"ticket": {}}', Options())
