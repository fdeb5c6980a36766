"""A customer enters their own page by a code, reads, chooses and asks, in a real browser; every page passes every check."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from tests.browser.page_checks import check_page, find_axe_violations

from egide.service.people.models import Person
from egide.service.rights.models import RightsRequest
from egide.service.wiring import parts

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.browser.governed_desk import GovernedDesk

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.slow]

ADDRESS = "client@exemple.example"
LINE = '{"id": "p1", "customer": {"email": "client@exemple.example"}, "text": "Bonjour, où en est mon dossier ?"}'


def test_customer_enters_reads_chooses_and_asks(browser_page: Page, governed_desk: GovernedDesk) -> None:
    governed_desk.take(LINE)
    page, door = browser_page, f"{governed_desk.url}/me/{governed_desk.brand.slug}/"
    check_page(page, f"{door}enter/", "portal-door")
    check_page(page, f"{door}code/", "portal-code")
    page.context.add_cookies([{"name": "django_language", "value": "fr", "url": governed_desk.url}])
    page.goto(door)
    page.get_by_label("Votre adresse e-mail").fill(ADDRESS)
    page.get_by_role("button", name="Recevoir un code").click()
    page.get_by_label("Code à six chiffres").wait_for()
    sent = list(parts().outbox_transport.sent.values())[-1]  # type: ignore[attr-defined]
    code = re.search(r"\b\d{6}\b", sent.get_content())
    assert code
    page.get_by_label("Code à six chiffres").fill("000 000" if code[0] != "000000" else "111111")
    page.get_by_role("button", name="Ouvrir ma page").click()
    page.get_by_text("Ce code n’est pas le bon.").wait_for()
    assert find_axe_violations(page) == []
    page.get_by_label("Code à six chiffres").fill(code[0])
    page.get_by_role("button", name="Ouvrir ma page").click()
    page.get_by_text(ADDRESS).wait_for()

    page.get_by_role("button", name=re.compile("Activé.*Une IA peut aider")).click()
    page.get_by_role("button", name=re.compile("Désactivé.*Une IA peut aider")).wait_for()
    assert Person.objects.get(identifiers__kind="email").ai_opt_out
    page.get_by_label("Ce que vous demandez").select_option("access")
    page.get_by_role("button", name="Envoyer la demande").click()
    page.get_by_text("Accès et copie (art. 15)").first.wait_for()
    assert RightsRequest.objects.filter(kind="access", state="received").count() == 1
    check_page(page, door, "portal")
