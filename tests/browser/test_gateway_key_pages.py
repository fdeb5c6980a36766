"""A security officer makes a key for a tool, sees it once, and revokes it, in a real browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from tests.browser.page_checks import check_page, find_axe_violations

from egide.service.gatewaykeys.flows import access_key_by_token
from egide.service.gatewaykeys.models import GatewayKey
from egide.service.tenancy.rights import Role

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.browser.governed_desk import GovernedDesk

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.slow]


def test_makes_a_key_sees_it_once_and_revokes_it(browser_page: Page, governed_desk: GovernedDesk) -> None:
    page = governed_desk.sign_in(browser_page, Role.RSSI)
    page.get_by_role("link", name="Passerelle").first.click()
    page.get_by_role("link", name="Créer une clé").click()
    page.get_by_label("Outil qui tiendra la clé").fill("Chatbot du site")
    page.get_by_label("Finalité").select_option("SAV")
    page.get_by_label("Requêtes par minute").fill("120")
    page.get_by_label("Jetons par jour").fill("50000")
    page.get_by_label("Énergie par jour, en Wh").fill("12.5")
    assert find_axe_violations(page) == []
    with page.expect_response(lambda response: response.request.method == "POST") as shown:
        page.get_by_role("button", name="Créer la clé").click()
    assert "no-store" in shown.value.headers["cache-control"]  # no browser keeps the page
    token = page.get_by_test_id("token").inner_text()
    assert re.fullmatch(r"egk_[\w-]{43}", token)
    assert find_axe_violations(page) == []
    assert access_key_by_token(token) is not None
    page.get_by_role("link", name="J'ai copié la clé").click()

    key = GatewayKey.objects.get()
    home = f"{governed_desk.url}/gateway/keys/"
    assert page.url == f"{home}{key.pk}/"
    facts = page.get_by_role("main").inner_text()
    assert all(limit in facts for limit in ("120", "50000", "12.5"))
    assert token not in page.content()
    page.get_by_label(re.compile("RÉVOQUER")).fill("non")
    page.get_by_role("button", name="Révoquer").click()
    page.get_by_text("le mot de confirmation manque").wait_for()
    page.get_by_label(re.compile("RÉVOQUER")).fill("RÉVOQUER")
    page.get_by_role("button", name="Révoquer").click()
    page.get_by_text("révoquée").first.wait_for()
    assert page.get_by_role("button", name="Révoquer").count() == 0
    revoked = access_key_by_token(token)
    assert revoked is not None
    assert revoked.revoked_at is not None
    check_page(page, home, "gateway-keys")
    assert token not in page.content()
    check_page(page, f"{home}{key.pk}/", "gateway-key")
