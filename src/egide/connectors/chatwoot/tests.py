"""What comes in from Chatwoot, and what does not."""

import json
from pathlib import Path
from typing import Any

import pytest

from egide.connectors.chatwoot import read_event
from egide.connectors.errors import UnreadableEvent
from egide.intake import Options, Record, Skip

FIXTURE = Path(__file__).parent / "fixtures" / "message_created.json"


def _event(**changes: Any) -> bytes:
    return json.dumps({**json.loads(FIXTURE.read_text()), **changes}).encode()


def test_takes_the_customers_message_with_who_wrote_it() -> None:
    (record,) = read_event(_event(), Options())
    assert isinstance(record, Record)
    assert (record.source, record.external_id, record.thread_id, record.channel) == ("chatwoot:9", "501", "42", "chat")
    assert record.text == "Bonjour, ma box est rouge depuis hier."
    assert record.customer.keys() == (("email", "maelle@exemple.test"), ("phone", "+33600000001"))
    assert record.labels == {"labels": "panne, fibre", "inbox": "3"}


def test_drops_the_credential_the_agents_and_the_custom_attributes() -> None:
    (record,) = read_event(_event(), Options())
    held = "".join(str(getattr(record, name)) for name in Record.__slots__) + str(record.customer.keys())
    for dropped in ("secret-pubsub-token", "agent@exemple.test", "FR7630006000011234567890189"):
        assert dropped in FIXTURE.read_text()
        assert dropped not in held


def test_reads_the_integer_message_type_of_the_rest_api() -> None:
    assert isinstance(read_event(_event(message_type=0), Options())[0], Record)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"message_type": "outgoing"}, "own-message"),
        ({"message_type": 1}, "own-message"),
        ({"message_type": "activity"}, "own-message"),
        ({"sender": {"type": "agent_bot"}}, "own-message"),
        ({"private": True}, "internal-note"),
        ({"event": "conversation_typing_on"}, "not-a-message"),
    ],
)
def test_skips_what_no_customer_wrote(changes: dict[str, Any], code: str) -> None:
    (item,) = read_event(_event(**changes), Options())
    assert isinstance(item, Skip)
    assert item.code == code


def test_refuses_a_message_without_conversation() -> None:
    with pytest.raises(UnreadableEvent, match=r"conversation\.id"):
        read_event(_event(conversation={}), Options())
