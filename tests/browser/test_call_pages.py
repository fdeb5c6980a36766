"""A supervisor puts agents in teams and hands in a recording, in a real browser; the pages pass every check."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.browser.page_checks import States, check_page, find_axe_violations
from tests.service.conftest import NOW
from tests.service.test_calls_recorded import assess, recorded

from egide.adapters.models.memory_speech import MemorySpeech
from egide.service import wiring
from egide.service.calls.models import ReviewedCall
from egide.service.register.flows import MODEL, TASK, declare_purpose, set_switch
from egide.service.tenancy.rights import Role

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.browser.governed_desk import GovernedDesk

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.slow]

HEARD = {
    "language": "fr",
    "segments": [
        {"start": 0.0, "end": 4.0, "text": "Bonjour, c'est inadmissible d'attendre autant."},
        {"start": 18.0, "end": 21.0, "text": "Remboursez-moi cette facture."},
    ],
}


def test_says_what_to_configure_and_passes_every_check(browser_page: Page, governed_desk: GovernedDesk) -> None:
    page = governed_desk.sign_in(browser_page, Role.SUPERVISOR)
    page.goto(f"{governed_desk.url}/calls/")
    page.get_by_role("link", name="Enregistrement d'un appel").click()
    page.get_by_text("Aucun moteur de transcription").wait_for()
    check_page(page, f"{governed_desk.url}/calls/record/", "calls-record", States.only(1))


def test_puts_agents_in_teams(browser_page: Page, governed_desk: GovernedDesk) -> None:
    page = governed_desk.sign_in(browser_page, Role.SUPERVISOR)
    page.goto(f"{governed_desk.url}/calls/topics/?by=team")
    page.get_by_role("link", name="Équipes de").click()
    page.get_by_label("Équipes, une par ligne").fill("Nord : inconnu")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text("n'est pas d'un conseiller").wait_for()
    assert find_axe_violations(page) == []
    check_page(page, f"{governed_desk.url}/calls/teams/orvelie/", "calls-teams", States.only(2))
    check_page(page, f"{governed_desk.url}/calls/topics/?by=team", "calls-by-team", States.only(3))


def test_hands_in_a_recording(browser_page: Page, governed_desk: GovernedDesk) -> None:
    brand, actor = governed_desk.brand, governed_desk.system
    wiring.install(replace(wiring.parts(), speech_models={"ecoute": MemorySpeech(HEARD, name="ecoute")}))
    declare_purpose(brand.pk, "REC", "f", actor=actor, now=NOW)
    set_switch(brand.pk, TASK, "transcription", on=True, actor=actor, now=NOW)
    set_switch(brand.pk, MODEL, "ecoute", on=True, actor=actor, now=NOW)
    assess(brand, actor)
    page = governed_desk.sign_in(browser_page, Role.SUPERVISOR)
    page.goto(f"{governed_desk.url}/calls/record/")
    page.get_by_label("Enregistrement").set_input_files(
        {"name": "appel.wav", "mimeType": "audio/wav", "buffer": recorded()}
    )
    page.get_by_role("button", name="Transcrire et examiner").click()
    page.wait_for_url("**/import/**")
    page.get_by_text("Importés").first.wait_for()
    review = ReviewedCall.objects.get()
    assert review.figures["complaint"]
    check_page(page, f"{governed_desk.url}/calls/{review.interaction_id}/", "call-heard", States.only(0))
