"""An operator connects a help desk and pauses it, in a real browser; every page passes every check."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.browser.page_checks import check_page, find_axe_violations

from egide.service.connections.models import Connection
from egide.service.tenancy.rights import Role

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.browser.governed_desk import GovernedDesk

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.slow]


def test_declares_and_pauses_a_connection(browser_page: Page, governed_desk: GovernedDesk) -> None:
    page = governed_desk.sign_in(browser_page, Role.OPERATOR)
    page.get_by_role("link", name="Connexions").first.click()
    page.get_by_role("link", name="Déclarer une connexion").click()
    page.get_by_label("Nom", exact=True).fill("Boîte d’aide")
    page.get_by_role("button", name="Déclarer").click()
    page.get_by_text("Donnez serveur, compte et mot de passe.").wait_for()
    assert find_axe_violations(page) == []
    page.get_by_label("Genre").select_option("freshservice")
    page.get_by_role("button", name="Déclarer").click()
    page.get_by_text("montré cette seule fois").wait_for()
    assert find_axe_violations(page) == []
    page.get_by_role("link", name="Connexions").first.click()
    page.get_by_role("link", name="Boîte d’aide").click()
    page.get_by_role("button", name="Activé").click()
    page.get_by_role("button", name="Désactivé").wait_for()
    made = Connection.objects.get()
    assert not made.active
    home = f"{governed_desk.url}/connections/"
    check_page(page, home, "connections")
    check_page(page, f"{home}new/", "connection-new")
    check_page(page, f"{home}{made.pk}/", "connection")
