"""Accounts from the page of roles: somebody is invited, signs in, and is stopped at once when the account is closed."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from tests.service.conftest import NOW, actor_of

from egide.policy import InvalidRecord
from egide.service.accounts.models import User
from egide.service.administration.accounts import close_account, invite
from egide.service.evidence.models import InstallationEntry, JournalEntry
from egide.service.tenancy.access import AccessRefused
from egide.service.tenancy.models import Membership
from egide.service.tenancy.rights import Role


@pytest.fixture
def rssi(brand, person_with):
    return actor_of(person_with(Role.RSSI, brand, "premiere-rssi"))


def test_invited_person_signs_in_with_the_password_shown_once(brand, client_as) -> None:
    security = client_as(Role.RSSI, brand)
    said = {"username": "lea.n", "display_name": "Léa N", "role": "agent"}
    page = security.post(reverse("register:account-open"), said).content.decode()
    user = User.objects.get(username="lea.n")
    shown = [word for word in re.findall(r"[\w-]{20}", page) if user.check_password(word)]
    assert len(shown) == 1
    assert shown[0] not in security.get(reverse("register:roles")).content.decode()
    newcomer = Client()
    assert newcomer.login(username="lea.n", password=shown[0])
    assert newcomer.get(reverse("desk:queue")).status_code == 200
    assert InstallationEntry.objects.filter(type="user.created").count() >= 1
    assert JournalEntry.objects.filter(type="user.right_changed").exists()


def test_closed_account_is_stopped_in_the_middle_of_its_session(brand, rssi) -> None:
    user, password = invite(brand, "lea.n", Role.AGENT, display_name="Léa", actor=rssi, now=NOW)
    Authenticator.objects.create(user=user, type="totp", data={})
    newcomer = Client()
    assert newcomer.login(username="lea.n", password=password)
    assert newcomer.get(reverse("desk:queue")).status_code == 200
    close_account(user, actor=rssi, now=NOW)
    assert newcomer.get(reverse("desk:queue"))["Location"].startswith("/accounts/login/")
    assert not Client().login(username="lea.n", password=password)
    assert not Authenticator.objects.filter(user=user).exists()
    assert InstallationEntry.objects.filter(type="user.disabled").count() == 1
    close_account(user, actor=rssi, now=NOW)
    assert InstallationEntry.objects.filter(type="user.disabled").count() == 1


def test_closed_account_opens_again_with_a_new_password(brand, rssi) -> None:
    user, first = invite(brand, "lea.n", Role.AGENT, display_name="Léa", actor=rssi, now=NOW)
    close_account(user, actor=rssi, now=NOW)
    again, second = invite(brand, "lea.n", Role.AGENT, display_name="", actor=rssi, now=NOW)
    assert again.pk == user.pk
    assert second
    assert second != first
    assert Client().login(username="lea.n", password=second)


def test_known_person_gets_the_role_and_keeps_their_password(brand, rssi) -> None:
    user, first = invite(brand, "lea.n", Role.AGENT, display_name="Léa", actor=rssi, now=NOW)
    again, second = invite(brand, "lea.n", Role.SUPERVISOR, display_name="", actor=rssi, now=NOW)
    assert (again.pk, second) == (user.pk, "")
    assert user.memberships.count() == 2
    assert Client().login(username="lea.n", password=first)


@pytest.mark.parametrize("username", ["", "x", "Léa", "a b", "../etc", "a" * 41])
def test_refuses_a_name_that_cannot_be_one(brand, rssi, username) -> None:
    before = User.objects.count()
    with pytest.raises(InvalidRecord):
        invite(brand, username, Role.AGENT, display_name="", actor=rssi, now=NOW)
    assert User.objects.count() == before


def test_nobody_gives_themself_a_role_or_closes_their_own_account(brand, person_with) -> None:
    person = person_with(Role.RSSI, brand, "seule")
    with pytest.raises(InvalidRecord):
        invite(brand, "seule", Role.DPO, display_name="", actor=actor_of(person), now=NOW)
    with pytest.raises(InvalidRecord):
        close_account(person, actor=actor_of(person), now=NOW)
    assert Membership.objects.filter(user=person).count() == 1


@pytest.mark.parametrize("role", [Role.AGENT, Role.SUPERVISOR, Role.DPO, Role.BRAND_OWNER])
def test_refuses_roles_that_do_not_manage_users(brand, rssi, person_with, client_as, role) -> None:
    user, _password = invite(brand, "lea.n", Role.AGENT, display_name="", actor=rssi, now=NOW)
    someone = actor_of(person_with(role, brand, "autre"))
    with pytest.raises(AccessRefused):
        invite(brand, "max", Role.AGENT, display_name="", actor=someone, now=NOW)
    with pytest.raises(AccessRefused):
        close_account(user, actor=someone, now=NOW)
    assert client_as(role, brand).get(reverse("register:account-open")).status_code == 403


def test_account_that_works_for_another_brand_is_not_closed_from_this_one(
    brand, other_brand, rssi, person_with
) -> None:
    shared = person_with(Role.AGENT, other_brand, "partagee")
    invite(brand, "partagee", Role.AGENT, display_name="", actor=rssi, now=NOW)
    with pytest.raises(AccessRefused):
        close_account(shared, actor=rssi, now=NOW)
    shared.refresh_from_db()
    assert shared.is_active


def test_closed_account_of_another_brand_is_not_opened_from_this_one(brand, other_brand, rssi, person_with) -> None:
    shared = person_with(Role.AGENT, other_brand, "partagee")
    close_account(shared, actor=actor_of(person_with(Role.RSSI, other_brand, "rssi-voisine")), now=NOW)
    with pytest.raises(AccessRefused):
        invite(brand, "partagee", Role.AGENT, display_name="", actor=rssi, now=NOW)
    shared.refresh_from_db()
    assert not shared.is_active
    assert shared.memberships.count() == 1


def test_page_asks_for_a_word_before_closing(brand, client_as, rssi) -> None:
    user, _password = invite(brand, "lea.n", Role.AGENT, display_name="Léa", actor=rssi, now=NOW)
    client = client_as(Role.OPERATOR, brand)
    address = reverse("register:account-close", args=[user.memberships.get().pk])
    assert "Léa" in client.get(address).content.decode()
    assert client.post(address, {"confirm": "non"}).status_code == 422
    assert client.post(address, {"confirm": "FERMER"}).status_code == 302
    user.refresh_from_db()
    assert not user.is_active
    assert "compte fermé" in client.get(reverse("register:roles")).content.decode()
