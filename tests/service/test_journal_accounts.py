"""What people change in their own account is written to the installation's journal, with the change or not at all."""

from __future__ import annotations

import pytest
from allauth.account import signals as account_signals
from allauth.account.adapter import get_adapter
from allauth.mfa import signals as mfa_signals
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount import signals as social_signals
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.test import Client
from django.urls import reverse
from tests.service.conftest import PASSWORD

from egide.service.accounts.models import User
from egide.service.evidence import signing_in
from egide.service.evidence.models import InstallationEntry
from egide.service.evidence.opening import open_installation_entries
from egide.service.tenancy.rights import Role

_OTHER = "une toute autre phrase secrète"


def _written(kind: str) -> int:
    return InstallationEntry.objects.filter(type=kind).count()


def _change_password(client: Client, present: str) -> None:
    answers = {"oldpassword": present, "password1": _OTHER, "password2": _OTHER}
    client.post(reverse("account_change_password"), answers)


def test_a_changed_password_is_one_entry_that_names_nobody(brand, client_as) -> None:
    client = client_as(Role.AGENT, brand, "camille")
    _change_password(client, PASSWORD)
    user = User.objects.get(username="camille")
    assert user.check_password(_OTHER)
    entry = InstallationEntry.objects.get(type="user.password_changed")
    assert str(user.pk).encode() not in bytes(entry.body)
    assert b"camille" not in bytes(entry.body)


def test_a_wrong_present_password_is_one_entry_and_no_change(brand, client_as) -> None:
    client = client_as(Role.AGENT, brand, "camille")
    _change_password(client, "pas le bon")
    user = User.objects.get(username="camille")
    assert user.check_password(PASSWORD)
    assert (_written("user.password_changed"), _written("user.password_refused")) == (0, 1)
    entry = InstallationEntry.objects.get(type="user.password_refused")
    assert str(user.pk).encode() not in bytes(entry.body)
    (opened,) = open_installation_entries([entry]).values()
    assert (opened.actor, opened.subject) == (str(user.pk), str(user.pk))


def test_a_new_password_too_weak_is_no_refusal_of_the_present_one(brand, client_as) -> None:
    client = client_as(Role.AGENT, brand, "camille")
    client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": "court", "password2": "court"}
    )
    assert (_written("user.password_changed"), _written("user.password_refused")) == (0, 0)


def test_a_password_whose_entry_cannot_be_written_is_not_changed(brand, person_with, monkeypatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("no entry")

    user = person_with(Role.AGENT, brand)
    monkeypatch.setattr(signing_in, "write_installation_entry", fail)
    with pytest.raises(RuntimeError, match="no entry"):
        get_adapter().set_password(user, _OTHER)
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)


def test_a_wrong_second_factor_is_a_refused_sign_in(brand, person_with) -> None:
    user = person_with(Role.AGENT, brand)
    factor = Authenticator(user=user, type=Authenticator.Type.TOTP, data={})
    mfa_signals.authentication_failed.send(sender=Authenticator, request=None, user=user, authenticator=factor)
    assert _written("login.failed") == 1


@pytest.mark.parametrize(("password", "failures"), [("pas le bon", 1), (PASSWORD, 0)])
def test_a_password_asked_again_and_refused_is_one_entry(brand, client_as, password: str, failures: int) -> None:
    client = client_as(Role.AGENT, brand, "camille")
    answered = client.post(reverse("account_reauthenticate"), {"password": password})
    assert answered.status_code == (200 if failures else 302)
    assert _written("login.failed") == failures
    user = User.objects.get(username="camille")
    for entry in InstallationEntry.objects.filter(type="login.failed"):
        assert str(user.pk).encode() not in bytes(entry.body)
        assert b"camille" not in bytes(entry.body)
        (opened,) = open_installation_entries([entry]).values()
        assert opened.detail == {"tried": "camille"}


def test_a_wrong_code_on_the_page_is_one_refused_sign_in(brand, person_with) -> None:
    user = person_with(Role.AGENT, brand, "camille")
    TOTP.activate(user, generate_totp_secret())
    client = Client()
    client.post(reverse("account_login"), {"login": "camille", "password": PASSWORD})
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    entry = InstallationEntry.objects.get(type="login.failed")
    (opened,) = open_installation_entries([entry]).values()
    assert (opened.actor, opened.subject, opened.detail) == (str(user.pk), str(user.pk), {"factor": "totp"})
    assert _written("login.succeeded") == 0


@pytest.mark.parametrize("name", ["authenticator_added", "authenticator_removed", "authenticator_reset"])
def test_a_changed_second_factor_is_one_entry(brand, person_with, name: str) -> None:
    user = person_with(Role.AGENT, brand)
    factor = Authenticator(user=user, type=Authenticator.Type.TOTP, data={})
    getattr(mfa_signals, name).send(sender=Authenticator, request=None, user=user, authenticator=factor)
    assert _written("mfa.changed") == 1


def test_an_identity_elsewhere_added_then_removed_is_an_entry_each(brand, person_with) -> None:
    account = SocialAccount(user=person_with(Role.AGENT, brand), provider="openid_connect", uid="u-1")
    social_signals.social_account_added.send(
        sender=SocialLogin, request=None, sociallogin=SocialLogin(user=account.user, account=account)
    )
    social_signals.social_account_removed.send(sender=SocialAccount, request=None, socialaccount=account)
    entries = InstallationEntry.objects.filter(type="user.identity_changed").order_by("pk")
    opened = open_installation_entries(entries)
    assert [opened[entry.pk].detail for entry in entries] == [{"identity": "added"}, {"identity": "removed"}]
    assert {opened[entry.pk].subject for entry in entries} == {str(account.user.pk)}


@pytest.mark.parametrize("name", ["email_added", "email_changed", "email_removed"])
def test_a_changed_address_is_one_entry(brand, person_with, name: str) -> None:
    getattr(account_signals, name).send(sender=User, request=None, user=person_with(Role.AGENT, brand))
    assert _written("user.email_changed") == 1
