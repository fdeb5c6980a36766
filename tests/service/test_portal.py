"""A customer's own page: who may enter, what it shows, what it changes, and what it never says to a stranger."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.service.conftest import CONVERSATION, NOW

from egide.service.evidence.models import JournalEntry
from egide.service.people.models import Person
from egide.service.portal.entering import MOST_TRIES
from egide.service.register.ledger import Choice, record_choice, statuses_of
from egide.service.rights.models import RightsRequest, Suppression

ADDRESS = "claire.dupont@exemple.example"
NUMBER = re.compile(r"\b\d{6}\b")


@pytest.fixture
def customer(imported, system) -> Person:
    imported(CONVERSATION)
    person = Person.objects.get(identifiers__kind="email")
    choice = Choice(
        purpose="MKT-P", channel="email", state="given", at=NOW, wording="J'accepte.", wording_version="1",
        language="fr", collector="web", evidence_sha256="0" * 64,
    )  # fmt: skip
    record_choice(person, choice, actor=system, now=NOW)
    return person


def address_of(name: str, brand, **more: str) -> str:
    return reverse(f"portal:{name}", kwargs={"brand": brand.slug, **more})


def ask(client, brand, parts, address: str = ADDRESS):
    before = set(parts.outbox_transport.sent)
    answer = client.post(address_of("enter", brand), {"email": address})
    sent = [mail for key, mail in parts.outbox_transport.sent.items() if key not in before]
    return answer, NUMBER.search(sent[0].get_content())[0] if sent else ""


@pytest.fixture
def inside(client, brand, parts, customer):
    _answer, code = ask(client, brand, parts)
    client.post(address_of("code", brand), {"code": code})
    return client


def test_door_says_the_same_to_everybody(client, brand, parts, customer) -> None:
    known, code = ask(client, brand, parts)
    page_of_known = client.get(known["Location"]).content
    unknown, nothing = ask(client, brand, parts, "personne@exemple.example")
    assert code
    assert not nothing
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    strip = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')
    assert strip.sub(b"", page_of_known) == strip.sub(b"", client.get(unknown["Location"]).content)
    for given in ("", "123456"):
        assert client.post(address_of("code", brand), {"code": given}).status_code == 422
    assert JournalEntry.objects.filter(type="portal.asked").count() == 2
    assert JournalEntry.objects.filter(type="portal.refused").count() == 1


def test_page_shows_what_is_held_and_its_opening_is_recorded(inside, brand) -> None:
    page = inside.get(address_of("own", brand)).content.decode()
    assert ADDRESS in page
    assert "1 conversation" in page
    assert "Tri des demandes" in page
    assert "contrat (art. 6(1)(b))" in page
    assert JournalEntry.objects.filter(type="portal.opened").count() == 1
    assert inside.get(address_of("own", brand))["Cache-Control"].startswith("max-age=0")


@pytest.mark.parametrize("name", ["own", "receipt"])
def test_refuses_a_reader_without_a_code(client, brand, customer, name) -> None:
    answer = client.get(address_of(name, brand))
    assert answer.status_code == 302
    assert answer["Location"] == address_of("enter", brand)


@pytest.mark.parametrize("name", ["ai", "object", "request"])
def test_refuses_a_change_without_a_code(client, brand, customer, name) -> None:
    assert client.post(address_of(name, brand), {"ai": "off", "kind": "access"})["Location"] == address_of(
        "enter", brand
    )
    customer.refresh_from_db()
    assert not customer.ai_opt_out
    assert not customer.objected
    assert not RightsRequest.objects.exists()


def test_wrong_codes_are_counted_written_and_stopped(client, brand, parts, customer) -> None:
    _answer, code = ask(client, brand, parts)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for _ in range(MOST_TRIES):
        assert client.post(address_of("code", brand), {"code": wrong}).status_code == 422
    assert JournalEntry.objects.filter(type="portal.refused").count() == MOST_TRIES
    assert client.post(address_of("code", brand), {"code": code}).status_code == 422
    assert client.get(address_of("own", brand)).status_code == 302


def test_code_ends_and_so_does_the_visit(client, brand, parts, customer, monkeypatch) -> None:
    _answer, code = ask(client, brand, parts)
    start = timezone.now()
    monkeypatch.setattr("egide.service.portal.views.timezone.now", lambda: start + timedelta(minutes=11))
    assert client.post(address_of("code", brand), {"code": code}).status_code == 422
    monkeypatch.setattr("egide.service.portal.views.timezone.now", lambda: start + timedelta(minutes=9))
    assert client.post(address_of("code", brand), {"code": code}).status_code == 302
    assert client.get(address_of("own", brand)).status_code == 200
    monkeypatch.setattr("egide.service.portal.views.timezone.now", lambda: start + timedelta(minutes=40))
    assert client.get(address_of("own", brand)).status_code == 302


def test_one_mailbox_is_not_flooded(client, brand, parts, customer) -> None:
    answers = [ask(client, brand, parts)[0].status_code for _ in range(6)]
    assert answers == [302] * 4 + [429] * 2


def test_code_of_one_brand_opens_nothing_at_another(inside, other_brand) -> None:
    assert inside.get(address_of("own", other_brand))["Location"] == address_of("enter", other_brand)


def test_choice_about_ai_binds_and_comes_back(inside, brand, customer) -> None:
    inside.post(address_of("ai", brand), {"ai": "off"})
    customer.refresh_from_db()
    assert customer.ai_opt_out
    inside.post(address_of("ai", brand), {"ai": "off"})
    inside.post(address_of("ai", brand), {"ai": "on"})
    customer.refresh_from_db()
    assert not customer.ai_opt_out
    kinds = list(
        JournalEntry.objects.filter(type__startswith="objection.").order_by("pk").values_list("type", flat=True)
    )
    assert kinds == ["objection.recorded", "objection.lifted"]


def test_withdraws_a_consent_that_counts_and_nothing_else(inside, brand, customer) -> None:
    assert any(status.counts for status in statuses_of(customer, at=timezone.now()))
    page = inside.post(address_of("withdraw", brand, purpose="MKT-P", channel="email"))
    assert page.status_code == 302
    assert not any(status.counts for status in statuses_of(customer, at=timezone.now()))
    assert JournalEntry.objects.filter(type="consent.withdrawn").count() == 1
    assert inside.post(address_of("withdraw", brand, purpose="MKT-P", channel="email")).status_code == 422


def test_objection_is_immediate_and_outlives_the_data(inside, brand, customer) -> None:
    inside.post(address_of("object", brand))
    inside.post(address_of("object", brand))
    customer.refresh_from_db()
    assert customer.objected
    assert Suppression.objects.filter(kind="email").count() == 1
    assert RightsRequest.objects.filter(kind="objection", state="answered").count() == 1


def test_request_is_followed_with_its_deadline(inside, brand, customer) -> None:
    assert inside.post(address_of("request", brand), {"kind": "access"}).status_code == 302
    assert RightsRequest.objects.get().person_id == customer.pk
    assert inside.post(address_of("request", brand), {"kind": "access"}).status_code == 422
    assert inside.post(address_of("request", brand), {"kind": "nothing"}).status_code == 422
    assert RightsRequest.objects.count() == 1
    assert "Accès et copie" in inside.get(address_of("own", brand)).content.decode()


def test_receipt_lists_the_choices_and_leaving_closes(inside, brand) -> None:
    assert "MKT-P" in inside.get(address_of("receipt", brand)).content.decode()
    inside.post(address_of("leave", brand))
    assert inside.get(address_of("own", brand)).status_code == 302


def test_unknown_brand_has_no_door(client, brand) -> None:
    assert client.get("/me/inconnue/enter/").status_code == 404
