"""What comes in from Freshservice and Freshdesk."""

from pathlib import Path

import pytest

from egide.connectors.errors import UnreadableEvent
from egide.connectors.freshservice import read_event, read_export
from egide.intake import Options, Record

FIXTURES = Path(__file__).parent / "fixtures"
SHARED = Path(__file__).parents[4].parent / "shared" / "data" / "helpdesk-freshservice"


def test_takes_the_ticket_of_an_automation_rule_without_third_parties() -> None:
    body = (FIXTURES / "automation_webhook.json").read_bytes()
    (record,) = read_event(body, Options())
    assert isinstance(record, Record)
    assert (record.thread_id, record.channel, record.priority) == ("7001", "form", "urgent")
    assert record.text == "Ma box ne démarre plus.\nMerci"
    assert record.customer.keys() == (("email", "ines@exemple.test"), ("phone", "+33600000003"))
    assert b"tiers@exemple.test" in body
    assert "tiers@exemple.test" not in "".join(str(getattr(record, name)) for name in Record.__slots__)


def test_refuses_an_event_without_ticket() -> None:
    with pytest.raises(UnreadableEvent, match="ticket"):
        read_event(b"{}", Options())


@pytest.mark.shared_data
@pytest.mark.skipif(not SHARED.exists(), reason="shared Freshservice payloads are not beside the repository")
def test_reads_the_answers_of_the_real_api() -> None:
    (listed,) = read_export((SHARED / "ticketsResponse.json").read_bytes(), Options())
    (updated,) = read_export((SHARED / "updateTicket200.json").read_bytes(), Options())
    assert isinstance(listed, Record)
    assert isinstance(updated, Record)
    assert (listed.external_id, listed.text) == ("ticket/14000239432", "How do I connect printer?")
    assert (updated.external_id, updated.priority, updated.channel) == ("ticket/14000239432", "medium", "email")
    assert "john.doe@freshservice.com" not in "".join(str(getattr(listed, name)) for name in Record.__slots__)
    with pytest.raises(UnreadableEvent):
        read_export((SHARED / "badRequest.json").read_bytes(), Options())
