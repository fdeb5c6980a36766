"""What comes in from libredesk, and what does not."""

import json
from pathlib import Path
from typing import Any

import pytest

from egide.connectors.errors import UnreadableEvent
from egide.connectors.libredesk import read_event
from egide.intake import Options, Record, Skip

FIXTURE = Path(__file__).parent / "fixtures" / "message_created.json"


def _event(**changes: Any) -> bytes:
    event = json.loads(FIXTURE.read_text())
    return json.dumps({**event, "payload": {**event["payload"], **changes}}).encode()


def test_takes_the_contacts_message() -> None:
    (record,) = read_event(_event(), Options())
    assert isinstance(record, Record)
    assert record.external_id.startswith("6f9b0c1e")
    assert (record.text, record.channel) == ("Toujours rien reçu.", "email")
    assert record.started_at is not None


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"private": True}, "internal-note"),
        ({"sender_type": "agent"}, "own-message"),
        ({"type": "outgoing"}, "own-message"),
    ],
)
def test_skips_what_no_contact_wrote(changes: dict[str, Any], code: str) -> None:
    (item,) = read_event(_event(**changes), Options())
    assert isinstance(item, Skip)
    assert item.code == code


def test_refuses_a_message_without_uuid() -> None:
    with pytest.raises(UnreadableEvent, match="uuid"):
        read_event(_event(uuid=None), Options())
