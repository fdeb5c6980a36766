"""What comes in from a telephone system."""

import json
from pathlib import Path

import pytest

from egide.connectors.cti import parse_event, read_event
from egide.connectors.errors import UnreadableEvent
from egide.intake import Options, Record, Skip

FIXTURE = Path(__file__).parent / "fixtures" / "new_call.json"


def test_a_new_call_opens_an_interaction_with_the_callers_number() -> None:
    (record,) = read_event(FIXTURE.read_bytes(), Options())
    assert isinstance(record, Record)
    assert (record.channel, record.external_id, record.labels) == ("call_in", "call-1", {"queue": "sav"})
    assert record.customer.keys() == (("phone", "+33600000004"),)


def test_reads_the_form_encoding_too() -> None:
    event = parse_event(b"event=hangup&from=%2B33600000004&to=%2B33187000000&direction=out&callId=c2&cause=busy")
    assert (event.event, event.direction, event.cause) == ("hangup", "out", "busy")
    assert "+33600000004" not in repr(event)


def test_the_end_of_a_call_is_no_message() -> None:
    (item,) = read_event(FIXTURE.read_bytes().replace(b"newCall", b"hangup"), Options())
    assert isinstance(item, Skip)


@pytest.mark.parametrize("name", ["event", "direction", "callId", "from"])
def test_refuses_an_event_when_a_field_is_missing(name: str) -> None:
    event = json.loads(FIXTURE.read_text())
    del event[name]
    with pytest.raises(UnreadableEvent):
        parse_event(json.dumps(event).encode())
