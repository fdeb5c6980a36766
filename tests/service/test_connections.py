"""Messages that come by themselves: a help desk that calls, a mailbox that is polled; and answers that go back."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.service.conftest import NOW, actor_of

from egide.adapters.mail import MemoryMailbox
from egide.adapters.replies import MemoryReplies
from egide.intake.ports import TransportError
from egide.service import wiring
from egide.service.connections.flows import (
    ConnectionRefused,
    Place,
    declare,
    forget_deliveries,
    poll,
    poll_waiting,
    remove,
    secret_of,
    set_active,
)
from egide.service.connections.models import Connection, SeenDelivery
from egide.service.conversations.models import ImportRun, Interaction, Message
from egide.service.conversations.reading import read_thread
from egide.service.evidence.models import JournalEntry
from egide.service.outbox.flows import queue_answer, send_queued
from egide.service.outbox.models import OutgoingMessage
from egide.service.people.models import Identifier
from egide.service.running import background_jobs
from egide.service.tenancy.access import AccessRefused
from egide.service.tenancy.rights import Role

FIXTURE = Path(__file__).parents[2] / "src" / "egide" / "connectors" / "chatwoot" / "fixtures" / "message_created.json"
SECRET = "a-shared-secret"
MAIL = (
    b"From: Claire <claire.dupont@exemple.example>\r\nTo: aide@orvelie.example\r\nMessage-ID: <%d@exemple.example>\r\n"
    b"Date: Tue, 24 Nov 2026 10:00:00 +0000\r\nSubject: Ma box\r\n\r\nBonjour, ma box ne marche plus.\r\n"
)


@pytest.fixture
def operator(brand, person_with):
    return actor_of(person_with(Role.OPERATOR, brand, "premier-exploitant"))


@pytest.fixture
def desk(brand, operator) -> Connection:
    place = Place("chatwoot", "Notre Chatwoot", secret=SECRET, reply_url="https://pont.example/reponses")
    return declare(brand.pk, place, actor=operator, now=NOW)[0]


@pytest.fixture
def mailbox(brand, operator, parts):
    """A mailbox, and the mails that it holds."""
    mails = MemoryMailbox([])
    wiring.install(replace(parts, open_mailbox=lambda _place: mails))
    place = Place("imap", "Aide", host="mail.orvelie.example", user="aide", secret="mot-de-passe")
    return declare(brand.pk, place, actor=operator, now=NOW)[0], mails.mails


def event(**changes) -> bytes:
    return json.dumps({**json.loads(FIXTURE.read_text()), **changes}).encode()


def call(client, row: Connection, body: bytes, *, secret: str = SECRET, delivery: str = "d-1"):
    moment = str(int(timezone.now().timestamp()))
    signature = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    headers = {
        "X-Chatwoot-Signature": f"sha256={signature}",
        "X-Chatwoot-Timestamp": moment,
        "X-Chatwoot-Delivery": delivery,
    }
    return client.post(reverse("hook", args=[row.pk]), body, content_type="application/json", headers=headers)


def test_proved_event_becomes_a_conversation_with_its_provenance(client, desk, brand) -> None:
    answer = call(client, desk, event())
    assert (answer.status_code, answer.json()) == (200, {"imported": 1})
    message = Message.objects.get()
    assert message.collected_how == "webhook"
    assert (message.purpose, message.legal_basis) == ("SAV", "b")
    assert {"record.imported", "interaction.found", "import.finished"} <= set(
        JournalEntry.objects.values_list("type", flat=True)
    )
    desk.refresh_from_db()
    assert desk.received == 1
    assert desk.last_at is not None


def test_same_delivery_comes_in_once(client, desk) -> None:
    call(client, desk, event())
    again = call(client, desk, event())
    assert (again.status_code, again.json()["error"]) == (200, "delivery-replayed")
    # A new delivery of the same message is a duplicate, as in a file.
    assert call(client, desk, event(), delivery="d-2").json() == {"imported": 0}
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "secret", "status"),
    [(event(), "another", 401), (b"not json", SECRET, 422), (event(id=None), SECRET, 422)],
)
def test_refuses_what_is_not_proved_or_not_readable(client, desk, body, secret, status) -> None:
    assert call(client, desk, body, secret=secret).status_code == status
    assert not Message.objects.exists()
    assert not SeenDelivery.objects.exists()


def test_an_agents_own_words_open_no_import(client, desk) -> None:
    assert call(client, desk, event(message_type="outgoing")).json() == {"imported": 0}
    assert not ImportRun.objects.exists()


def test_paused_or_removed_connection_answers_nobody(client, desk, operator) -> None:
    set_active(desk, active=False, actor=operator, now=NOW)
    assert call(client, desk, event()).status_code == 404
    set_active(desk, active=True, actor=operator, now=NOW)
    assert call(client, desk, event()).status_code == 200
    gone = Connection(pk=desk.pk)
    remove(desk, actor=operator, now=NOW)
    assert call(client, gone, event(), delivery="d-3").status_code == 404
    assert Message.objects.count() == 1
    assert JournalEntry.objects.filter(type="connector.changed").count() == 4


def test_answer_goes_back_to_the_help_desk_signed_and_once(client, desk, brand, parts, person_with) -> None:
    replies = MemoryReplies()
    wiring.install(replace(parts, reply_transport=replies))
    call(client, desk, event())
    thread = read_thread(Interaction.objects.select_related("brand", "person").get())
    agent = actor_of(person_with(Role.AGENT, brand))
    queue_answer(thread, "Nous relançons votre ligne.", actor=agent, ai_mark="assisted", draft_id=None, now=NOW)
    assert send_queued(brand.pk, now=NOW) == 1
    ((place, reply),) = replies.sent.values()
    assert (place.url, place.secret) == ("https://pont.example/reponses", SECRET)
    assert (reply.conversation, reply.text, reply.ai) == ("42", "Nous relançons votre ligne.", "assisted")
    assert not parts.outbox_transport.sent
    assert send_queued(brand.pk, now=NOW) == 0


def test_chat_without_a_way_back_is_not_mailed_to_a_known_address(
    client, desk, brand, parts, person_with, client_as
) -> None:
    call(client, desk, event())
    Connection.objects.update(reply_url="")
    assert Identifier.objects.filter(kind="email").exists()
    thread = read_thread(Interaction.objects.select_related("brand", "person").get())
    queue_answer(thread, "Bonjour.", actor=actor_of(person_with(Role.AGENT, brand)), ai_mark="", draft_id=None, now=NOW)
    from egide.service.configuration import MailServer

    configuration = replace(parts.configuration, mail=MailServer("smtp.example"))
    wiring.install(replace(parts, configuration=configuration))
    assert send_queued(brand.pk, now=NOW) == 0
    assert OutgoingMessage.objects.get().error_code == "no-way-back"
    assert Interaction.objects.get().status == "open", "the customer has no answer: somebody must see it"
    assert not parts.outbox_transport.sent
    page = client_as(Role.SUPERVISOR, brand).get(reverse("desk:conversation", args=[thread.interaction.pk]))
    assert "La dernière réponse n’est pas partie." in page.content.decode()


def test_mailbox_is_read_on_from_where_it_stopped(mailbox, brand) -> None:
    row, mails = mailbox
    mails += [MAIL % 1, MAIL % 2]
    assert poll_waiting(brand, now=NOW) == 2
    row.refresh_from_db()
    assert (row.cursor, row.received, row.error_code) == ("1:2", 2, "")
    mails.append(MAIL % 3)
    assert poll_waiting(brand, now=NOW) == 0, "its time has not come"
    assert poll_waiting(brand, now=NOW + timedelta(minutes=1)) == 1
    assert Message.objects.filter(collected_how="mailbox").count() == 3
    assert ImportRun.objects.count() == 2, "one run for what one reading brought"


def test_what_came_before_the_mailbox_fell_silent_goes_in(mailbox, brand, parts) -> None:
    row, _mails = mailbox

    class Falling:
        def fetch_after(self, cursor: str, limit: int):
            yield "1:7", MAIL % 7
            raise TransportError("imap-refused")

    wiring.install(replace(parts, open_mailbox=lambda _place: Falling()))
    assert poll(row, now=NOW) == 1
    row.refresh_from_db()
    assert (row.cursor, row.error_code, row.failures) == ("1:7", "imap-refused", 1)


def test_running_site_polls_by_itself(mailbox) -> None:
    _row, mails = mailbox
    mails.append(MAIL % 1)
    {job.name: job.work for job in background_jobs()}["egide-mailboxes"]()
    assert Message.objects.count() == 1


def test_same_mail_from_a_file_and_from_the_mailbox_is_one(mailbox, brand, system) -> None:
    from egide.intake import read
    from egide.service.conversations.importing import Delivery, import_items

    row, mails = mailbox
    import_items(brand, read(MAIL % 1, "un.eml"), Delivery("file"), actor=system, now=NOW)
    mails += [MAIL % 1, b"", MAIL % 2]
    assert poll(row, now=NOW) == 1
    row.refresh_from_db()
    assert row.cursor == "1:3", "a mail that was too large to fetch does not stop the reading"


def test_mailbox_that_does_not_answer_says_why_and_waits_longer_each_time(mailbox, brand, parts, client_as) -> None:
    row, _mails = mailbox

    class Silent:
        def fetch_after(self, cursor: str, limit: int):
            raise TransportError("imap-login")

    wiring.install(replace(parts, open_mailbox=lambda _place: Silent()))
    waits = []
    for _ in range(9):
        poll(row, now=NOW)
        row.refresh_from_db()
        waits.append(row.next_at - NOW)
    assert waits[0] == timedelta(minutes=1)
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(hours=1)
    assert row.failures == 9
    page = client_as(Role.OPERATOR, brand).get(reverse("connections:connection", args=[row.pk])).content.decode()
    assert "Le serveur refuse ce compte ou ce mot de passe." in page


@pytest.mark.parametrize(
    ("place", "field"),
    [
        (Place("telex", "X"), "kind"),
        (Place("chatwoot", "X", purpose="MKT-P"), "purpose"),
        (Place("imap", "X", host="h", user="u"), "host"),
        (Place("chatwoot", "X", reply_url="http://pont.example/"), "reply_url"),
        (Place("chatwoot", "X", reply_url="file:///etc/passwd"), "reply_url"),
    ],
)
def test_refuses_a_place_that_cannot_work(brand, operator, place, field) -> None:
    with pytest.raises(ConnectionRefused) as refused:
        declare(brand.pk, place, actor=operator, now=NOW)
    assert refused.value.field == field
    assert not Connection.objects.exists()


@pytest.mark.parametrize("role", [Role.AGENT, Role.SUPERVISOR, Role.DPO, Role.RSSI, Role.BRAND_OWNER])
def test_refuses_roles_that_do_not_set_up(brand, person_with, role) -> None:
    with pytest.raises(AccessRefused):
        declare(brand.pk, Place("chatwoot", "X"), actor=actor_of(person_with(role, brand, "autre")), now=NOW)


def test_secret_is_sealed_and_one_is_made_when_none_is_given(brand, operator, desk, client_as) -> None:
    assert SECRET.encode() not in bytes(desk.secret_sealed)
    assert secret_of(desk) == SECRET
    client = client_as(Role.OPERATOR, brand)
    posted = {"kind": "freshservice", "name": "Fresh", "purpose": "SAV", "port": 993}
    shown = client.post(reverse("connections:new"), posted).content.decode()
    made = secret_of(Connection.objects.get(kind="freshservice"))
    assert made in shown
    assert len(made) >= 32
    page = client.get(reverse("connections:connection", args=[Connection.objects.get(kind="freshservice").pk]))
    assert made not in page.content.decode()


def test_pages_declare_pause_and_remove(brand, client_as, desk) -> None:
    client = client_as(Role.OPERATOR, brand)
    assert "Notre Chatwoot" in client.get(reverse("connections:connections")).content.decode()
    assert f"/hooks/{desk.pk}/" in client.get(reverse("connections:connection", args=[desk.pk])).content.decode()
    client.post(reverse("connections:active", args=[desk.pk]), {"active": "off"})
    desk.refresh_from_db()
    assert not desk.active
    assert client.post(reverse("connections:remove", args=[desk.pk]), {"confirm": "non"}).status_code == 422
    client.post(reverse("connections:remove", args=[desk.pk]), {"confirm": "RETIRER"})
    assert not Connection.objects.exists()
    refused = client.post(reverse("connections:new"), {"kind": "imap", "name": "B", "purpose": "SAV", "port": 993})
    assert refused.status_code == 422
    assert "Donnez serveur" in refused.content.decode()


def test_deliveries_are_forgotten_after_a_week(client, desk, brand) -> None:
    call(client, desk, event())
    assert forget_deliveries(brand.pk, now=timezone.now() + timedelta(days=6)) == 0
    assert forget_deliveries(brand.pk, now=timezone.now() + timedelta(days=8)) == 1
