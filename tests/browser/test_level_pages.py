"""A supervisor writes the hours of the team in a real browser; the page passes every check."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.browser.page_checks import States, check_page, find_axe_violations

from egide.service.assistance.models import ServiceLevels
from egide.service.tenancy.rights import Role

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.browser.governed_desk import GovernedDesk

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.slow]


def test_writes_the_hours_of_the_team(browser_page: Page, governed_desk: GovernedDesk) -> None:
    page = governed_desk.sign_in(browser_page, Role.SUPERVISOR)
    page.goto(f"{governed_desk.url}/supervision/")
    page.get_by_role("link", name="Heures et délais de réponse").click()
    page.get_by_label("Lundi").fill("matin")
    page.get_by_role("button", name="Enregistrer les délais").click()
    page.get_by_text("Cela ne se lit pas").wait_for()
    assert find_axe_violations(page) == []
    page.get_by_label("Lundi").fill("09:00-18:00")
    page.get_by_role("button", name="Enregistrer les délais").click()
    page.wait_for_load_state()
    assert ServiceLevels.objects.get().windows == {"0": [["09:00", "18:00"]]}
    check_page(page, f"{governed_desk.url}/supervision/orvelie/levels/", "levels")


def test_calls_by_topic_pass_every_check(browser_page: Page, governed_desk: GovernedDesk) -> None:
    governed_desk.sign_in(browser_page, Role.SUPERVISOR)
    check_page(browser_page, f"{governed_desk.url}/calls/topics/", "calls-by-topic", States.only(0))
