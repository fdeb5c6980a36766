"""A security officer gives the brand a recogniser of its own, in a real browser, and every page passes every check."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.browser.page_checks import check_page, find_axe_violations

from egide.service.recognisers.models import Recogniser
from egide.service.tenancy.rights import Role

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.browser.governed_desk import GovernedDesk

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.slow]


def test_writes_tries_and_puts_a_recogniser_to_use(browser_page: Page, governed_desk: GovernedDesk) -> None:
    page = governed_desk.sign_in(browser_page, Role.RSSI)
    page.get_by_role("link", name="Détecteurs").first.click()
    page.get_by_role("link", name="Ajouter un détecteur").click()
    page.get_by_label("Nom").fill("fidelite")
    page.get_by_label("Nature de la donnée").select_option("REFERENCE")
    page.get_by_label("Motif (expression RE2)").fill("(a)\\1")
    page.get_by_role("button", name="Enregistrer l’essai").click()
    page.get_by_text("Motif refusé").wait_for()
    assert find_axe_violations(page) == []
    page.get_by_label("Motif (expression RE2)").fill("zorb_[a-z]{4}")
    page.get_by_role("button", name="Enregistrer l’essai").click()
    page.get_by_label("Texte d’essai").fill("Voici mon lien zorb_abcd, merci.")
    page.get_by_role("button", name="Voir ce qu’il masque").click()
    page.get_by_text("mon lien [REFERENCE], merci").wait_for()
    assert find_axe_violations(page) == []
    page.get_by_role("button", name="Mettre en service").click()
    page.get_by_text("en service").first.wait_for()
    home = f"{governed_desk.url}/recognisers/"
    check_page(page, home, "recognisers")
    check_page(page, f"{home}{Recogniser.objects.get().pk}/", "recogniser")
    for path in ("new/", "lists/", "import/"):
        page.goto(f"{home}{path}")
        assert find_axe_violations(page) == []
