"""Every page template in a real browser: both languages, both themes, two widths, by keyboard, within the budget."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.browser.page_checks import check_page, find_axe_violations

from egide.service.design.gallery import PAGES

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

# One page per layout takes every check (several seconds each); the others, which share these layouts, take axe.
OPENED = ["queue", "conversation", "home", "import"]
LOOKED_AT = [
    *[f"_pages/{name}/" for name in PAGES if name not in OPENED],
    *[f"_components/{name}/" for name in ("decision", "message", "pseudonym", "fields", "alert", "progress", "plot")],
]


@pytest.mark.parametrize("name", OPENED)
def test_page_passes_every_check(browser_page: Page, gallery_url: str, name: str) -> None:
    assert name in PAGES
    check_page(browser_page, f"{gallery_url}/_pages/{name}/", name)


def test_error_page_passes_every_check(browser_page: Page, gallery_url: str) -> None:
    check_page(browser_page, f"{gallery_url}/nowhere/", "not-found", status=404)


def test_other_pages_and_components_pass_axe_in_both_themes(browser_page: Page, gallery_url: str) -> None:
    for path in LOOKED_AT:
        browser_page.goto(f"{gallery_url}/{path}")
        for theme in ("light", "dark"):
            browser_page.emulate_media(color_scheme=theme)
            assert find_axe_violations(browser_page) == [], f"{path}, {theme}"


def test_switching_to_what_the_model_saw_keeps_the_page(browser_page: Page, gallery_url: str) -> None:
    browser_page.goto(f"{gallery_url}/_pages/conversation/")
    browser_page.evaluate("window.kept = true")
    assert browser_page.locator("mark.pseudo").count() == 0
    browser_page.get_by_role("link", name="Ce que le modèle a vu").click()
    browser_page.locator("mark.pseudo").first.wait_for()
    assert browser_page.url.endswith("/_pages/conversation-model/")
    assert browser_page.evaluate("window.kept"), "the page was left"
    assert browser_page.evaluate("document.activeElement.textContent") == "Ce que le modèle a vu"


def test_switching_works_without_javascript(chromium: object, gallery_url: str) -> None:
    context = chromium.new_context(java_script_enabled=False, locale="fr-FR")  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto(f"{gallery_url}/_pages/conversation/")
    page.get_by_role("link", name="Ce que le modèle a vu").click()
    assert page.locator("mark.pseudo").count() > 0
    page.get_by_text("Inès Kacem").click()
    page.get_by_role("button", name="Thème sombre").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    context.close()


def test_theme_applies_at_once_and_stays(browser_page: Page, gallery_url: str) -> None:
    browser_page.goto(f"{gallery_url}/_pages/queue/")
    browser_page.get_by_text("Inès Kacem").click()
    with browser_page.expect_response("**/preferences/theme/"):
        browser_page.get_by_role("button", name="Thème sombre").click()
    assert browser_page.locator("html").get_attribute("data-theme") == "dark"
    browser_page.reload()
    assert browser_page.locator("html").get_attribute("data-theme") == "dark"


def test_menu_stays_in_a_narrow_window_and_closes_with_escape(browser_page: Page, gallery_url: str) -> None:
    browser_page.set_viewport_size({"width": 320, "height": 700})
    browser_page.goto(f"{gallery_url}/_pages/queue/")
    browser_page.locator("details.account summary").click()
    assert browser_page.evaluate("document.documentElement.scrollWidth") == 320
    assert browser_page.get_by_role("button", name="Se déconnecter").is_visible()
    browser_page.keyboard.press("Escape")
    assert not browser_page.get_by_role("button", name="Se déconnecter").is_visible()
    browser_page.get_by_role("link", name="Menu").click()
    assert browser_page.get_by_role("link", name="Journal").is_visible()


def test_keys_walk_the_queue_and_open_their_help(browser_page: Page, gallery_url: str) -> None:
    browser_page.goto(f"{gallery_url}/_pages/queue/")
    focused = "document.activeElement.closest('.row')?.id"
    browser_page.keyboard.press("j")
    browser_page.keyboard.press("j")
    assert browser_page.evaluate(focused) == "row-c002"
    browser_page.keyboard.press("k")
    assert browser_page.evaluate(focused) == "row-c001"
    browser_page.keyboard.press("/")
    assert browser_page.evaluate("document.activeElement.type") == "search"
    browser_page.keyboard.press("?")
    assert browser_page.locator("dialog").count() == 0, "a letter typed in a field is a letter"
    browser_page.evaluate("document.activeElement.blur()")
    browser_page.keyboard.press("?")
    assert browser_page.get_by_role("dialog", name="Raccourcis clavier").is_visible()


def test_single_letter_keys_can_be_switched_off(browser_page: Page, gallery_url: str) -> None:
    browser_page.goto(f"{gallery_url}/_pages/queue/")
    browser_page.keyboard.press("?")
    browser_page.get_by_label("Raccourcis actifs").uncheck()
    browser_page.keyboard.press("Escape")
    browser_page.keyboard.press("j")
    assert browser_page.evaluate("document.activeElement.closest('.row')") is None


def test_edit_brings_the_draft_into_the_reply_without_its_marks(browser_page: Page, gallery_url: str) -> None:
    browser_page.goto(f"{gallery_url}/_pages/conversation/")
    browser_page.keyboard.press("e")
    reply = browser_page.get_by_label("Votre réponse")
    assert reply.input_value().startswith("Bonjour Madame Marchandeau,\n\nVotre relevé de 23 604")
    assert "sur cette base. Le prélèvement du 10 est suspendu.\n\nBien à vous," in reply.input_value()
    assert browser_page.evaluate("document.activeElement.id") == "reply-text"


def test_kind_of_a_finding_is_read_aloud_and_shown_on_focus(browser_page: Page, gallery_url: str) -> None:
    browser_page.goto(f"{gallery_url}/_pages/conversation/")
    tree = browser_page.locator("#message-1").aria_snapshot()
    assert "(Téléphone)" in tree
    browser_page.locator("#message-1 mark").nth(1).focus()
    shown = "getComputedStyle(document.activeElement, '::after')"
    assert browser_page.evaluate(f"{shown}.clipPath") == "none"
    assert browser_page.evaluate(f"{shown}.content") == '"Téléphone"'
