"""Pages and commands of the keys: who may open them, what they show once, what revoking does."""

from __future__ import annotations

import json
import re

import pytest
from django.urls import reverse
from tests.service.conftest import NOW, actor_of, client_as, person_with  # noqa: F401 - fixtures

from egide.service.evidence.models import JournalEntry
from egide.service.gatewaykeys.flows import KeyRefused, Terms, access_key_by_token, create_key
from egide.service.gatewaykeys.models import GatewayKey
from egide.service.tenancy.access import AccessRefused
from egide.service.tenancy.rights import Role
from egide.service.tenancy.scope import brand_scope

KEEPERS = {Role.RSSI, Role.OPERATOR}


@pytest.mark.parametrize("role", list(Role))
def test_only_keepers_open_the_keys(brand, client_as, role, new_key) -> None:  # noqa: F811
    new_key()
    client = client_as(role, brand)
    expected = 200 if role in KEEPERS else 403
    row = GatewayKey.objects.first()
    assert client.get(reverse("gatewaykeys:keys")).status_code == expected
    assert client.get(reverse("gatewaykeys:new")).status_code == expected
    assert client.get(reverse("gatewaykeys:key", args=[row.pk])).status_code == expected


@pytest.mark.parametrize("role", sorted(KEEPERS))
def test_keys_of_another_brand_are_not_there(brand, other_brand, client_as, role, new_key) -> None:  # noqa: F811
    new_key()
    row = GatewayKey.objects.first()
    client = client_as(role, other_brand)
    assert row.hint not in client.get(reverse("gatewaykeys:keys")).content.decode()
    assert client.get(reverse("gatewaykeys:key", args=[row.pk])).status_code == 404
    assert client.post(reverse("gatewaykeys:revoke", args=[row.pk]), {"confirm": "RÉVOQUER"}).status_code == 404


def test_the_page_says_whether_a_key_asks_for_the_person(brand, client_as) -> None:  # noqa: F811
    client = client_as(Role.RSSI, brand)
    asked = {"name": "Chatbot", "brand": brand.slug, "purpose": "SAV", "task": "gateway_chat"}
    for person_required, word in (({}, "facultatif"), ({"person_required": "on"}, "exigé")):
        shown = client.post(reverse("gatewaykeys:new"), asked | person_required).content.decode()
        row = access_key_by_token(re.search(r"egk_[\w-]{43}", shown)[0])
        assert row.person_required is bool(person_required)
        assert word in client.get(reverse("gatewaykeys:key", args=[row.pk])).content.decode()


def test_a_key_is_made_shown_once_and_revoked(brand, client_as) -> None:  # noqa: F811
    client = client_as(Role.RSSI, brand)
    asked = {"name": "Chatbot", "brand": brand.slug, "purpose": "SAV", "task": "gateway_chat", "tokens_per_day": "1000"}
    shown = client.post(reverse("gatewaykeys:new"), asked).content.decode()
    token = re.search(r"egk_[\w-]{43}", shown)[0]
    row = access_key_by_token(token)
    assert (row.name, row.tokens_per_day, row.created_by is not None) == ("Chatbot", 1000, True)
    address = reverse("gatewaykeys:key", args=[row.pk])
    assert token not in client.get(address).content.decode() + client.get(reverse("gatewaykeys:keys")).content.decode()
    assert client.post(reverse("gatewaykeys:revoke", args=[row.pk]), {"confirm": "non"}).status_code == 422
    assert access_key_by_token(token).revoked_at is None
    assert client.post(reverse("gatewaykeys:revoke", args=[row.pk]), {"confirm": "RÉVOQUER"}).status_code == 302
    assert access_key_by_token(token).revoked_at is not None
    with brand_scope(brand.pk):
        types = list(JournalEntry.objects.order_by("pk").values_list("type", flat=True))
    assert types[-2:] == ["gateway_key.created", "gateway_key.revoked"]
    assert b"revoquer" not in client.get(address).content.lower()


@pytest.mark.parametrize(
    ("terms", "word"),
    [
        (Terms("SAV", "inconnue"), "task"),
        (Terms("MKT-P", "gateway_chat"), "purpose"),
        (Terms("SAV", "gateway_chat", expires_at=NOW), "past"),
        (Terms("SAV", "gateway_chat", tokens_per_day=0), "positive"),
        (Terms("SAV", "storage"), "task"),
    ],
)
def test_refuses_a_key_whose_terms_mean_nothing(brand, system, terms, word) -> None:
    with pytest.raises(KeyRefused, match=word):
        create_key(brand.pk, terms, actor=system, now=NOW)
    assert not GatewayKey.objects.exists()


def test_refuses_a_key_from_somebody_without_the_right(brand, person_with) -> None:  # noqa: F811
    agent = actor_of(person_with(Role.AGENT, brand))
    with pytest.raises(AccessRefused):
        create_key(brand.pk, Terms("SAV", "gateway_chat"), actor=agent, now=NOW)


def test_the_token_is_nowhere_in_the_database(brand, new_key) -> None:
    token = new_key()
    row = GatewayKey.objects.get()
    written = json.dumps([str(getattr(row, field.attname)) for field in row._meta.fields])
    assert token not in written
    assert len(row.hint) < len(token) / 4
