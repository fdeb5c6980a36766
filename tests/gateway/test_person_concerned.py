"""The customer whom a client names: their choices decide, the journal knows them, and nothing of the name leaves."""

from __future__ import annotations

import time
import uuid

import openai
import pytest
from tests.service.conftest import NOW, actor_of, person_with  # noqa: F401 - fixtures

from egide.gateway.recording import Recorder, Spent
from egide.keys import normalise_customer_number
from egide.service.assistance.models import Decision, ModelCall
from egide.service.evidence.models import JournalEntry
from egide.service.gatewaykeys.flows import Used, used_on
from egide.service.gatewaykeys.models import GatewayKey
from egide.service.people.models import Identifier, Person
from egide.service.rights.erasing import erase_person
from egide.service.rights.flows import receive_request
from egide.service.sealing import blind, person_vault
from egide.service.tenancy.rights import Role
from egide.service.tenancy.scope import brand_scope

EMAIL = "claire.dupont@exemple.fr"
MESSAGES = [{"role": "user", "content": "Bonjour, où est mon colis ?"}]


@pytest.fixture
def person(gateway, brand) -> Person:
    with brand_scope(brand.pk):
        known = Person.objects.create(id=uuid.uuid4(), brand=brand, created_at=NOW, last_contact_at=NOW)
        add_identifier(brand, known)
    return known


def add_identifier(brand, person, kind="email", value=EMAIL) -> None:
    index = blind(brand.pk, kind, value)
    sealed = person_vault(brand.pk, person.pk, create=True).seal_text("identifier", str(person.pk), kind, value)
    Identifier.objects.create(brand=brand, person=person, kind=kind, blind_index=index, value_sealed=sealed)


def ask(gateway, named=EMAIL):
    return gateway.client().chat.completions.create(
        model="mistral-small", messages=MESSAGES, extra_headers={"X-Egide-Person": named}
    )


def test_a_named_person_is_the_subject_of_the_decision(gateway, provider, person) -> None:
    ask(gateway, "Claire.Dupont@Exemple.fr")
    assert set(Decision.objects.values_list("person_id", flat=True)) == {person.pk}
    assert JournalEntry.objects.filter(type="gateway.called").count() == 1
    assert JournalEntry.objects.get(type="gateway.called").person_id == person.pk
    assert EMAIL not in str(provider.headers).casefold()
    assert EMAIL.encode() not in provider.bytes.lower()


@pytest.mark.parametrize(("kind", "value"), [("phone", "+33639985501"), ("customer_number", "C-40077")])
def test_a_person_is_known_by_each_exact_identifier(gateway, provider, person, brand, kind, value) -> None:
    with brand_scope(brand.pk):
        add_identifier(brand, person, kind, value if kind == "phone" else normalise_customer_number(value))
    ask(gateway, value)
    assert set(Decision.objects.values_list("person_id", flat=True)) == {person.pk}
    assert value.encode() not in provider.bytes


@pytest.mark.parametrize("choice", ["ai_opt_out", "restricted"])
def test_refuses_when_the_person_said_no(gateway, provider, person, brand, choice) -> None:
    ask(gateway)
    with brand_scope(brand.pk):
        Person.objects.filter(pk=person.pk).update(**{choice: True})
    with pytest.raises(openai.PermissionDeniedError) as refused:
        ask(gateway)
    assert refused.value.code == "policy_refused"
    assert EMAIL not in str(refused.value)
    assert len(provider.received) == 1
    assert Decision.objects.exclude(verdict__startswith="allow").get().person_id == person.pk


def test_an_unknown_person_goes_on_without_a_subject(gateway, provider, person) -> None:
    ask(gateway, "personne@exemple.fr")
    assert set(Decision.objects.values_list("person_id", flat=True)) == {None}
    assert len(provider.received) == 1


def test_refuses_a_name_that_several_people_answer_to(gateway, provider, person, brand) -> None:
    with brand_scope(brand.pk):
        other = Person.objects.create(id=uuid.uuid4(), brand=brand, created_at=NOW, last_contact_at=NOW)
        add_identifier(brand, other, "account")
    with pytest.raises(openai.BadRequestError) as refused:
        ask(gateway)
    assert refused.value.code == "ambiguous_person"
    assert provider.received == []


def spent_on(decision: Decision, key: GatewayKey) -> Spent:
    return Spent(
        brand_id=key.brand_id,
        key_id=key.pk,
        decision_id=decision.pk,
        task="gateway_chat",
        model="mistral-small",
        kind="remote",
        region="FR",
        input_tokens=12,
        output_tokens=7,
        duration_ms=3.0,
        footprint={},
        at=NOW,
    )


def test_erasing_the_person_leaves_the_entry_and_what_the_key_used(gateway, person, brand, person_with) -> None:  # noqa: F811
    dpo = actor_of(person_with(Role.DPO, brand))
    ask(gateway)
    with brand_scope(brand.pk):
        entry, key = JournalEntry.objects.get(type="gateway.called"), GatewayKey.objects.get()
        decision = Decision.objects.get(pk=entry.obj)
        until = time.monotonic() + 10
        while not used_on(key, NOW.date()).calls and time.monotonic() < until:
            time.sleep(0.05)  # what the call used is recorded after its answer
        erase_person(receive_request(person, "erasure", actor=dpo, now=NOW), actor=dpo, now=NOW)
    assert not Decision.objects.filter(person_id=person.pk).exists()
    entry.refresh_from_db()
    assert (entry.person_id, entry.log_index is not None) == (None, True)
    before = used_on(key, NOW.date())
    # A call that was on its way while the person was erased is recorded after it.
    assert Recorder(time.monotonic).record([spent_on(decision, key)]) == [None]
    assert used_on(key, NOW.date()) == before.plus(Used(1, 12, 7))
    assert not ModelCall.objects.filter(decision_id=decision.pk).exists()


def test_a_key_may_ask_for_the_person(gateway, provider, person, new_key) -> None:
    gateway.key = new_key(person_required=True)
    with pytest.raises(openai.PermissionDeniedError) as refused:
        gateway.client().chat.completions.create(model="mistral-small", messages=MESSAGES)
    assert refused.value.code == "person_required"
    assert provider.received == []
    assert JournalEntry.objects.filter(type="gateway.refused").count() == 1
    ask(gateway)
    assert len(provider.received) == 1
