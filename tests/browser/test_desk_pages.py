"""Every page of every role in a real browser, on the served demonstration.

The pages in which people spend their day take every check in every state; the others, which share their layouts, take
every check in one state each, in turn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.browser.page_checks import States, check_page, find_axe_violations

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page
    from tests.browser.desk_server import Desk

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

AGENT, SUPERVISOR, DPO, RSSI, LEAD, OWNER, OPERATOR = (
    "conseillere", "superviseur", "dpo", "rssi", "sobriete", "marque", "exploitant",
)  # fmt: skip
EVERYBODY = (AGENT, SUPERVISOR, DPO, RSSI, LEAD, OWNER, OPERATOR)
# A customer number of the demonstration's conversations.
CUSTOMER = "4100275508"


def first_row(page: Page, url: str, words: str) -> str:
    """The address of the first conversation of the queue whose row says these words."""
    page.goto(f"{url}/queue/")
    return str(page.locator(".row", has_text=words).locator("a").first.evaluate("link => link.href"))


def conversation(page: Page, url: str) -> str:
    return first_row(page, url, "Brouillon prêt")


def without_draft(page: Page, url: str) -> str:
    page.goto(f"{url}/queue/")
    return str(page.locator(".row", has_not_text="Brouillon prêt").locator("a").first.evaluate("link => link.href"))


def long_call(page: Page, url: str) -> str:
    page.goto(f"{url}/queue/?channel=call_in")
    return str(page.locator(".row a").first.evaluate("link => link.href"))


def trace(page: Page, url: str) -> str:
    return conversation(page, url).split("?")[0] + "trace/"


def why(page: Page, url: str) -> str:
    page.goto(trace(page, url))
    return str(page.get_by_role("link", name="Pourquoi, et que changer").first.evaluate("link => link.href"))


def entry(page: Page, url: str) -> str:
    page.goto(f"{url}/journal/")
    return str(page.locator("tbody th a").first.evaluate("link => link.href"))


def run_with_rejects(page: Page, url: str) -> str:
    """Import a file of which one record is unreadable and one has no purpose that the register knows."""
    lines = b'{"id": "n1", "text": "Bonjour, un essai."}\n{broken\n{"id": "n2", "text": "x", "purpose": "PARRAINAGE"}\n'
    page.goto(f"{url}/import/")
    page.locator("input[type=file]").set_input_files({"name": "essai.jsonl", "mimeType": "text/plain", "buffer": lines})
    page.get_by_role("button", name="Importer").click()
    page.get_by_text("Terminé").wait_for()
    return page.url


def rights_request(page: Page, url: str) -> str:
    page.goto(f"{url}/rights/new/")
    page.locator("[name=kind]").select_option("erasure")
    page.locator("[name=identifier]").fill(CUSTOMER)
    page.get_by_role("button", name="Enregistrer").click()
    page.wait_for_url("**/rights/*-*/")
    return page.url


def person(page: Page, url: str) -> str:
    page.goto(rights_request(page, url))
    return str(page.locator("main a[href*='/people/']").first.evaluate("link => link.href"))


def at(path: str) -> Callable[[Page, str], str]:
    return lambda _page, url: f"{url}{path}"


def viewed(view: str, of: Callable[[Page, str], str] = conversation) -> Callable[[Page, str], str]:
    return lambda page, url: f"{of(page, url).split('?')[0]}?view={view}"


# Where people spend their day: every language, theme and width.
MAIN = {
    "desk-queue": (AGENT, at("/queue/")),
    "desk-conversation": (AGENT, conversation),
    "desk-trace": (AGENT, trace),
    "desk-supervision": (SUPERVISOR, at("/supervision/")),
}
OTHERS = {
    "desk-conversation-model": (AGENT, viewed("model")),
    "desk-conversation-both": (AGENT, viewed("both")),
    "desk-conversation-abstained": (AGENT, without_draft),
    "desk-call": (AGENT, long_call),
    "desk-call-both": (AGENT, viewed("both", long_call)),
    "desk-queue-empty": (AGENT, at("/queue/?state=closed")),
    "desk-import": (SUPERVISOR, at("/import/")),
    "desk-run": (SUPERVISOR, run_with_rejects),
    "desk-why": (AGENT, why),
    "desk-quarantine": (DPO, at("/quarantine/")),
    "desk-conversation-read-only": (DPO, conversation),
    "desk-article": (AGENT, at("/knowledge/orvelie/KB-001/")),
    "desk-method": (LEAD, at("/method/footprint/")),
    "desk-supervision-method": (SUPERVISOR, at("/supervision/method/")),
    "journal": (RSSI, at("/journal/")),
    "journal-entry": (DPO, entry),
    "rights": (DPO, at("/rights/")),
    "rights-new": (DPO, at("/rights/new/")),
    "rights-request": (DPO, rights_request),
    "rights-person": (DPO, person),
    "home-dpo": (DPO, at("/")),
    "home-rssi": (RSSI, at("/")),
    "home-lead": (LEAD, at("/")),
    "home-owner": (OWNER, at("/")),
    "home-operator": (OPERATOR, at("/")),
    "mfa": (AGENT, at("/accounts/2fa/")),
    "mfa-totp": (AGENT, at("/accounts/2fa/totp/activate/")),
    "error-403": (AGENT, at("/import/")),
    "error-404": (AGENT, at("/nowhere/")),
}


ERRORS = {"error-403": 403, "error-404": 404}


@pytest.mark.parametrize("name", MAIN)
def test_page_of_the_day_passes_every_check_in_every_state(desk: Desk, name: str) -> None:
    username, find = MAIN[name]
    with desk.open_as(username) as context:
        page = context.new_page()
        check_page(page, find(page, desk.url), name)


@pytest.mark.parametrize(("number", "name"), list(enumerate(OTHERS)))
def test_page_passes_every_check_in_one_state(desk: Desk, number: int, name: str) -> None:
    username, find = OTHERS[name]
    with desk.open_as(username) as context:
        page = context.new_page()
        check_page(page, find(page, desk.url), name, States.only(number), ERRORS.get(name, 200))


@pytest.mark.parametrize("username", EVERYBODY)
def test_every_entry_of_the_menu_opens_and_passes_axe(desk: Desk, username: str) -> None:
    with desk.open_as(username) as context:
        page = context.new_page()
        page.goto(desk.url)
        entries = page.locator("#nav a").evaluate_all("links => links.map(link => link.href)")
        assert entries
        for address in entries:
            answer = page.goto(address)
            assert answer is not None
            assert answer.status == 200, address
            assert find_axe_violations(page) == [], address


def test_held_record_is_released_by_the_dpo_under_a_purpose(desk: Desk) -> None:
    with desk.open_as(SUPERVISOR) as context:
        page = context.new_page()
        page.goto(run_with_rejects(page, desk.url))
        assert page.locator(".figure", has_text="En quarantaine").locator(".amount").inner_text() in {"0", "1"}
    with desk.open_as(DPO) as context:
        page = context.new_page()
        check_page(page, f"{desk.url}/quarantine/", "desk-quarantine-held", States.only(3))
        before = page.locator("tbody tr").count()
        assert before >= 1
        page.goto(f"{desk.url}/quarantine/")
        page.locator("tbody select").first.select_option("SAV")
        page.locator("tbody button").first.click()
        page.wait_for_load_state()
        assert page.locator("tbody tr").count() == before - 1


def test_sign_in_page_passes_every_check(desk: Desk, browser_page: Page) -> None:
    check_page(browser_page, f"{desk.url}/accounts/login/", "sign-in", States.only(1))


def test_desk_is_read_without_javascript(desk: Desk) -> None:
    with desk.open_as(AGENT, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{desk.url}/queue/")
        page.locator(".row", has_text="Brouillon prêt").locator("a").first.click()
        page.get_by_role("link", name="Ce que le modèle a vu").click()
        assert page.locator(".thread").is_visible()
        page.get_by_role("link", name="La trace complète").click()
        assert page.locator(".steps > li").count() == 9
        page.get_by_role("link", name="Retour à la conversation").click()
        assert page.get_by_role("button", name="Accepter et envoyer").is_visible()
        page.locator("[type=search]").fill(CUSTOMER)
        page.keyboard.press("Enter")
        page.wait_for_url("**/queue/?found=*")
        assert page.locator(".row").count() >= 1
        assert CUSTOMER not in page.url


def test_search_that_finds_nothing_says_how_search_works(desk: Desk) -> None:
    with desk.open_as(AGENT) as context:
        page = context.new_page()
        page.goto(f"{desk.url}/queue/")
        page.keyboard.press("/")
        page.keyboard.type("panne de")
        page.keyboard.press("Enter")
        page.get_by_text("Aucune conversation ne contient exactement cela").wait_for()
        assert find_axe_violations(page) == []


def test_priority_and_ai_of_a_conversation_are_changed_there(desk: Desk) -> None:
    with desk.open_as(SUPERVISOR) as context:
        page = context.new_page()
        page.goto(first_row(page, desk.url, "Numéro de compteur"))
        page.get_by_text("Pourquoi", exact=True).click()
        page.locator("#priority").select_option("1")
        page.get_by_role("button", name="Choisir").click()
        assert page.get_by_text("choisie par une personne").first.is_visible()
        page.get_by_role("button", name="Couper l’IA pour cette conversation").click()
        assert page.get_by_role("heading", name="IA désactivée").is_visible()
        page.get_by_role("button", name="Rétablir l’IA pour cette conversation").click()
        page.get_by_role("button", name="Préparer un brouillon").click()
        assert page.locator("#draft-title").is_visible()
