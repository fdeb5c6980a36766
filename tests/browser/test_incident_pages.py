"""A security officer opens an incident, follows its clocks and closes it, in a real browser; every page passes every check."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.browser.page_checks import check_page, find_axe_violations
from tests.service.conftest import NOW

from egide.service.incidents.models import Incident
from egide.service.tenancy.rights import Role

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.browser.governed_desk import GovernedDesk

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.slow]


def test_opens_follows_and_closes_an_incident(browser_page: Page, governed_desk: GovernedDesk) -> None:
    page = governed_desk.sign_in(browser_page, Role.RSSI)
    page.get_by_role("link", name="Incidents").first.click()
    page.get_by_role("link", name="Ouvrir un incident").click()
    page.get_by_label("Ce qui est arrivé").select_option("wrong-recipient")
    page.get_by_label("Ce qui est su").fill("Une réponse est partie à un homonyme.")
    assert find_axe_violations(page) == []
    page.get_by_role("button", name="Ouvrir l’incident").click()
    page.get_by_text("Notifier la CNIL").wait_for()
    page.get_by_text("Demandez au destinataire").wait_for()

    page.get_by_label("La cause, et ce qui change").fill("Rien encore.")
    page.get_by_role("button", name="Clore l’incident").click()
    page.get_by_text("Le risque pour les personnes n’est pas évalué.").wait_for()
    assert find_axe_violations(page) == []

    page.get_by_label("Pour les personnes").select_option("none")
    page.get_by_label("Pourquoi : conséquences probables").fill("Message effacé, confirmation reçue.")
    page.get_by_role("button", name="Enregistrer l’évaluation").click()
    page.get_by_label("Étape").select_option("controller")
    page.get_by_label("Ce qui a été fait").fill("La marque a répondu.")
    page.get_by_role("button", name="Ajouter").click()
    page.get_by_text("La marque a répondu.").wait_for()
    page.get_by_label("La cause, et ce qui change").fill("L’adresse est relue avant l’envoi.")
    page.get_by_role("button", name="Clore l’incident").click()
    page.get_by_text("L’adresse est relue avant l’envoi.").wait_for()
    assert page.get_by_role("button", name="Clore l’incident").count() == 0

    still_open = Incident.objects.create(brand=governed_desk.brand, scenario="outage", aware_at=NOW)
    home = f"{governed_desk.url}/incidents/"
    check_page(page, home, "incidents")
    check_page(page, f"{home}{still_open.pk}/", "incident")
