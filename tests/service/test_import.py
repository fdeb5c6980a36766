"""Importing: what goes in, what waits, what is refused, and that doing it twice changes nothing."""

from __future__ import annotations

import json

import pytest
from tests.service.conftest import CONVERSATION, NOW, actor_of

from egide.service.conversations.models import Finding, ImportRun, Interaction, Message, Quarantined
from egide.service.conversations.reading import read_thread
from egide.service.conversations.releasing import discard, release
from egide.service.evidence.models import JournalEntry
from egide.service.people.models import Identifier, Person
from egide.service.tenancy.access import AccessRefused
from egide.service.tenancy.rights import Role

BOUGHT = json.dumps(
    {"id": "p1", "text": "Offre spéciale", "email": "x@y.example", "purpose": "MKT-P", "legal_basis": "consent"}
)


def test_message_is_sealed_and_opens_for_its_person(imported) -> None:
    run = imported(prepare=False)
    message = Message.objects.get()
    assert run.imported == 1
    assert b"Claire" not in bytes(message.body_sealed)
    thread = read_thread(message.interaction)
    assert "résilier mon contrat fibre" in thread.messages[0].text
    assert {"PERSON", "PHONE"} <= {span.label for span in thread.messages[0].findings}


def test_provenance_is_on_every_message(imported) -> None:
    imported(prepare=False)
    message = Message.objects.get()
    assert (message.source, message.purpose, message.legal_basis) == ("essai.jsonl", "SAV", "b")
    assert message.collected_how == "file"


def test_same_file_again_changes_nothing(imported) -> None:
    imported(prepare=False)
    entries = JournalEntry.objects.filter(type="record.imported").count()
    again = imported(prepare=False)
    assert (again.imported, again.duplicates) == (0, 1)
    assert Message.objects.count() == Interaction.objects.count() == Person.objects.count() == 1
    assert JournalEntry.objects.filter(type="record.imported").count() == entries


def test_person_is_recognised_by_any_identifier(imported) -> None:
    imported(prepare=False)
    imported(
        json.dumps(
            {"id": "m9", "channel": "chat", "text": "Toujours rien ?", "email": "Claire.Dupont@exemple.example"}
        ),
        prepare=False,
    )
    assert Person.objects.count() == 1
    assert Interaction.objects.count() == 2
    assert set(Identifier.objects.values_list("kind", flat=True)) == {"email", "customer_number"}


def test_good_records_go_in_and_malformed_ones_are_named(imported) -> None:
    run = imported('{"id": "1", "text": "Bonjour"}\n{"id": 2, \n{"id": "3", "text": "Merci"}\n', prepare=False)
    assert (run.imported, run.rejected) == (2, 1)
    reject = run.rejects.get()
    assert reject.position == "2"
    assert reject.reason_fr != reject.reason_en


def test_record_without_a_known_basis_is_quarantined(imported) -> None:
    run = imported(BOUGHT, prepare=False)
    assert (run.imported, run.quarantined) == (0, 1)
    held = Quarantined.objects.get()
    assert held.code == "purpose-unknown"
    assert b"Offre" not in bytes(held.record_sealed or b"")
    assert not Message.objects.exists()


def test_dpo_releases_under_a_purpose_of_the_register(imported, brand, person_with) -> None:
    imported(BOUGHT, prepare=False)
    held = Quarantined.objects.get()
    with pytest.raises(AccessRefused):
        release(held.pk, "SAV", actor=actor_of(person_with(Role.AGENT, brand)), now=NOW)
    run = release(held.pk, "SAV", actor=actor_of(person_with(Role.DPO, brand)), now=NOW)
    assert run.imported == 1
    assert Message.objects.get().purpose == "SAV"
    assert JournalEntry.objects.filter(type="record.released").count() == 1


def test_discarded_record_does_not_come_back(imported, brand, person_with) -> None:
    imported(BOUGHT, prepare=False)
    discard(Quarantined.objects.get().pk, actor=actor_of(person_with(Role.DPO, brand)), now=NOW)
    again = imported(BOUGHT, prepare=False)
    assert (again.duplicates, again.quarantined) == (1, 0)


def test_only_those_who_may_import_do(brand, person_with) -> None:
    from egide.intake import read
    from egide.service.conversations.importing import Delivery, import_items

    def attempt(role: Role) -> ImportRun:
        actor = actor_of(person_with(role, brand))
        return import_items(brand, read(CONVERSATION.encode(), "a.jsonl"), Delivery("t"), actor=actor, now=NOW)

    with pytest.raises(AccessRefused):
        attempt(Role.AGENT)
    assert attempt(Role.SUPERVISOR).imported == 1


def test_findings_never_hold_the_value(imported) -> None:
    imported(prepare=False)
    for finding in Finding.objects.all():
        assert "Dupont" not in json.dumps(finding.why)
        assert finding.blind_index is None or b"Dupont" not in bytes(finding.blind_index)


def test_every_act_of_an_import_has_exactly_one_entry(imported) -> None:
    imported(CONVERSATION + '{"id": "x", "text": \n' + BOUGHT, prepare=False)
    counts = {kind: JournalEntry.objects.filter(type=kind).count() for kind in
              ("record.imported", "interaction.found", "record.quarantined", "record.rejected", "import.finished")}  # fmt: skip
    assert counts == {
        "record.imported": 1,
        "interaction.found": 1,
        "record.quarantined": 1,
        "record.rejected": 1,
        "import.finished": 1,
    }


@pytest.mark.parametrize("status", ["answered", "closed"])
def test_customer_who_writes_again_opens_the_conversation_and_an_older_message_does_not(imported, status) -> None:
    def mail(number: str, at: str) -> str:
        return json.dumps({"id": number, "thread_id": "t1", "channel": "chat", "text": f"Message {number}", "at": at})

    imported(mail("1", "2026-11-24T08:00:00+00:00"), prepare=False)
    Interaction.objects.update(status=status)
    imported(mail("0", "2026-11-23T08:00:00+00:00"), prepare=False)
    assert Interaction.objects.get().status == status
    imported(mail("2", "2026-11-24T09:00:00+00:00"), prepare=False)
    assert Interaction.objects.get().status == "open"


def test_each_batch_of_a_long_import_has_its_own_time(brand, system) -> None:
    from datetime import timedelta
    from itertools import count

    from egide.intake import read
    from egide.service.conversations.importing import BATCH, Delivery, import_items

    hours = count()
    lines = "".join(json.dumps({"id": str(n), "text": "Bonjour"}) + "\n" for n in range(BATCH + 1))
    delivery = Delivery("test", "a.jsonl")
    items = read(lines.encode(), "a.jsonl")
    import_items(brand, items, delivery, actor=system, now=NOW, clock=lambda: NOW + timedelta(hours=next(hours)))
    written = JournalEntry.objects.filter(type="record.imported").order_by("id")
    assert written.first().at == NOW
    assert written.last().at == NOW + timedelta(hours=1)
