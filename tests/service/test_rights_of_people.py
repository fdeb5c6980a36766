"""People's rights, end to end on the real stores: what is asked, what is done, what is left afterwards."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from django.apps import apps
from django.db import models
from django.utils import timezone
from tests.service.conftest import NOW, actor_of

from egide.keys import KeyDestroyed, KeyUnavailable
from egide.service.assistance.models import Decision, ModelCall
from egide.service.conversations.models import Interaction, Message
from egide.service.conversations.reading import read_thread
from egide.service.evidence.flows import sequence_pending
from egide.service.evidence.models import JournalEntry, Opening
from egide.service.evidence.proving import prove
from egide.service.people.models import Identifier, Person
from egide.service.register.models import ConsentRow
from egide.service.rights.erasing import ERASED, STORES, ErasureIncomplete, erase_person
from egide.service.rights.exporting import export_person, format_export
from egide.service.rights.flows import (
    RequestRefused,
    answer_request,
    extend_request,
    is_suppressed,
    receive_request,
    refuse_request,
)
from egide.service.rights.models import ErasureStep, RetentionRun, RightsRequest, Suppression
from egide.service.rights.retaining import run_retention
from egide.service.sealing import person_vault
from egide.service.tenancy.access import AccessRefused
from egide.service.tenancy.rights import Role

OTHER = json.dumps(
    {
        "id": "o1",
        "channel": "chat",
        "customer": {"ref": "4100000001"},
        "messages": [
            {
                "from": "customer",
                "text": "Ma voisine m'a dit d'écrire. Son adresse est claire.dupont@exemple.example et elle vous a déjà parlé.",
                "at": "2026-11-24T10:00:00+00:00",
            }
        ],
    }
)


@pytest.fixture
def person(imported) -> Person:
    imported()
    imported(OTHER)
    return Person.objects.get(identifiers__kind="email")


@pytest.fixture
def dpo(brand, person_with):
    return actor_of(person_with(Role.DPO, brand, "premiere-dpo"))


def test_deadline_is_a_month_and_rolls_over(person, dpo) -> None:
    request = receive_request(person, "access", actor=dpo, now=NOW)
    # 25 December 2026 is a holiday and a Friday: the deadline rolls over to Monday the 28th.
    assert (request.due_at - timedelta(seconds=1)).date().isoformat() == "2026-12-28"


def test_only_the_dpo_handles_requests(person, brand, person_with) -> None:
    with pytest.raises(AccessRefused):
        receive_request(person, "access", actor=actor_of(person_with(Role.SUPERVISOR, brand)), now=NOW)
    assert not RightsRequest.objects.exists()


def test_home_shows_what_is_due_first(person, dpo, brand, client_as) -> None:
    today = timezone.now()
    soon = receive_request(person, "access", actor=dpo, now=today)
    RightsRequest.objects.filter(pk=soon.pk).update(due_at=today - timedelta(hours=1))
    receive_request(person, "rectification", actor=dpo, now=today)
    home = client_as(Role.DPO, brand).get("/").content.decode()
    assert "1 en retard" in home
    assert home.index("Accès et copie (art. 15)") < home.index("Rectification (art. 16)")


def test_extension_needs_a_reason_within_the_first_month(person, dpo) -> None:
    request = receive_request(person, "access", actor=dpo, now=NOW)
    with pytest.raises(RequestRefused):
        extend_request(request, " ", actor=dpo, now=NOW)
    before = request.due_at
    extend_request(request, "Demandes nombreuses", actor=dpo, now=NOW)
    assert request.due_at > before + timedelta(days=50)
    with pytest.raises(RequestRefused):
        extend_request(request, "Encore", actor=dpo, now=NOW)


def test_refusal_needs_a_reason(person, dpo) -> None:
    request = receive_request(person, "access", actor=dpo, now=NOW)
    with pytest.raises(RequestRefused):
        refuse_request(request, "", actor=dpo, now=NOW)
    refuse_request(request, "Demande manifestement excessive", actor=dpo, now=NOW)
    assert request.state == "refused"


@pytest.mark.parametrize(
    ("kind", "field"), [("restriction", "restricted"), ("objection", "objected"), ("human", "ai_opt_out")]
)
def test_choice_binds_the_next_use(person, dpo, kind, field) -> None:
    request = receive_request(person, kind, actor=dpo, now=NOW)
    answer_request(request, actor=dpo, now=NOW)
    person.refresh_from_db()
    assert getattr(person, field)
    assert JournalEntry.objects.filter(type="dsar.answered", obj=request.pk).count() == 1


def test_objection_outlives_the_person(person, dpo, brand) -> None:
    index = bytes(Identifier.objects.get(person=person, kind="email").blind_index)
    answer_request(receive_request(person, "objection", actor=dpo, now=NOW), actor=dpo, now=NOW)
    erase_person(receive_request(person, "erasure", actor=dpo, now=NOW), actor=dpo, now=NOW)
    assert is_suppressed(brand.pk, "email", index, now=NOW)
    assert not is_suppressed(brand.pk, "email", index, now=NOW + timedelta(days=4 * 365))
    assert Suppression.objects.count() == 1


def test_export_holds_everything_and_is_recorded(person, dpo) -> None:
    document = export_person(person, actor=dpo, now=NOW)
    written = format_export(document).decode()
    assert "claire.dupont@exemple.example" in written
    assert "résilier mon contrat fibre" in written
    assert {line["event"] for line in document["journal"]} >= {"record.imported", "decision.made", "model.called"}
    assert document["decisions"][0]["reasons"][0]["article"]
    assert JournalEntry.objects.filter(type="export.made").count() == 1


def _dump_everything() -> bytes:
    """Every column of every table, as a stolen database would show them."""
    content = []
    for model in apps.get_models():
        rows = model._base_manager.all()
        for row in rows:
            for field in model._meta.concrete_fields:
                value = getattr(row, field.attname)
                if isinstance(field, models.BinaryField):
                    content.append(bytes(value or b""))
                else:
                    content.append(str(value).encode())
    return b"\n".join(content)


def test_erased_person_is_nowhere_and_nobody_else_lost_anything(person, dpo, brand, parts) -> None:
    person_id = person.pk
    other = Interaction.objects.exclude(person=person).get()
    before = read_thread(other).messages[0].text
    steps = erase_person(receive_request(person, "erasure", actor=dpo, now=NOW), actor=dpo, now=NOW)
    assert all(step.state == "done" and step.left == 0 for step in steps)
    assert {step.store: step.deleted > 0 for step in steps} == dict.fromkeys(
        ("mentions", "conversations", "openings", "identity", "key"), True
    )
    with pytest.raises(KeyDestroyed):
        person_vault(brand.pk, person_id)
    # The only mention left is the ledger's own opaque id.
    assert not Message.objects.filter(interaction__person_id=person_id).exists()
    assert not Opening.objects.filter(person_id=person_id).exists()
    after = read_thread(Interaction.objects.select_related("brand", "person").get(pk=other.pk)).messages[0].text
    assert "claire.dupont" not in after
    assert after == before.replace("claire.dupont@exemple.example", ERASED * len("claire.dupont@exemple.example"))


def test_database_never_shows_a_value_in_clear(person, dpo) -> None:
    dump = _dump_everything()
    for personal in (b"Claire", b"Dupont", b"claire.dupont", b"06 39 98 12 34", "résilier".encode()):
        assert personal not in dump


def test_journal_still_proves_itself_after_an_erasure(person, dpo, brand, parts) -> None:
    sequence_pending(brand.pk, now=NOW)
    erase_person(receive_request(person, "erasure", actor=dpo, now=NOW), actor=dpo, now=NOW)
    sequence_pending(brand.pk, now=NOW)
    for entry in JournalEntry.objects.all():
        proof = prove(entry)
        assert proof is not None
        assert proof.verified
    assert JournalEntry.objects.filter(type="erasure.done").count() == 1


def test_interrupted_erasure_resumes_and_converges(person, dpo) -> None:
    request = receive_request(person, "erasure", actor=dpo, now=NOW)

    def out_of_order(_: RightsRequest) -> int:
        raise KeyUnavailable

    broken = (*STORES[:3], ("identity", out_of_order), *STORES[4:])
    with pytest.raises(KeyUnavailable):
        erase_person(request, actor=dpo, now=NOW, stores=broken)
    request.refresh_from_db()
    assert request.state == "running"
    assert Person.objects.get(pk=person.pk).restricted
    erase_person(request, actor=dpo, now=NOW)
    assert request.state == "answered"
    assert JournalEntry.objects.filter(type="erasure.requested").count() == 1


def test_store_that_still_holds_something_prevents_done(person, dpo) -> None:
    request = receive_request(person, "erasure", actor=dpo, now=NOW)
    kept = tuple((name, (lambda _: 0) if name == "conversations" else erase) for name, erase in STORES)
    with pytest.raises(ErasureIncomplete, match="conversations"):
        erase_person(request, actor=dpo, now=NOW, stores=tuple(pair for pair in kept if pair[0] != "identity"))
    assert request.state == "running"
    assert ErasureStep.objects.get(store="conversations").left == 1


def test_retention_deletes_decisions_of_the_gateway_with_their_costs(brand, system) -> None:
    def decide(until: datetime | None) -> Decision:
        made = Decision.objects.create(
            brand=brand,
            task="gateway_chat",
            purpose="SAV",
            verdict="allow",
            policy_version="1",
            at=NOW,
            retain_until=until,
        )
        ModelCall.objects.create(brand=brand, decision=made, task="gateway_chat", model="m", kind="remote", at=NOW)
        return made

    decide(NOW - timedelta(days=1))
    kept = {decide(NOW + timedelta(days=1)).pk, decide(None).pk}
    assert run_retention(brand.pk, actor=system, now=NOW)["decisions"] == 1
    assert set(Decision.objects.values_list("pk", flat=True)) == kept
    assert set(ModelCall.objects.values_list("decision_id", flat=True)) == kept
    assert RetentionRun.objects.get().decisions == 1


def test_second_pass_counts_every_table_that_names_the_person(person, dpo, brand) -> None:
    ConsentRow.objects.create(brand=brand, person=person, purpose="SAV", channel="email", at=NOW, recorded_at=NOW)
    request = receive_request(person, "erasure", actor=dpo, now=NOW)
    identifiers = Identifier.objects.filter(person=person).count()
    kept = tuple((name, (lambda _: 0) if name == "identity" else erase) for name, erase in STORES)
    with pytest.raises(ErasureIncomplete, match="identity"):
        erase_person(request, actor=dpo, now=NOW, stores=kept)
    # The row itself, its identifiers and the consent.
    assert ErasureStep.objects.get(store="identity").left == 1 + identifiers + 1


def test_retention_deletes_what_has_reached_its_end(person, system, brand) -> None:
    Interaction.objects.filter(person=person).update(retain_until=NOW - timedelta(days=1))
    counts = run_retention(brand.pk, actor=system, now=NOW)
    assert counts["conversations"] == 1
    assert Interaction.objects.count() == 1
    assert JournalEntry.objects.filter(type="retention.run").count() == 1
    kept = RetentionRun.objects.get()
    assert (kept.conversations, kept.originals, kept.openings) == (1, counts["originals"], counts["openings"])
