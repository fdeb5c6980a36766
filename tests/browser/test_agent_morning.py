"""A morning at the desk: an agent takes the demonstration's queue to none, a supervisor sees the figures of that work."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.browser.desk_server import Desk

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

AGENT, SUPERVISOR = "conseillere", "superviseur"


def figure(page: Page, label: str) -> str:
    """What the page shows under a figure's label: amount, unit and note."""
    block = page.locator(".figure", has=page.locator("dt", has_text=re.compile(f"^{label}$")))
    return " ".join(block.locator("dd").all_inner_texts()).replace("\u202f", " ")


def waiting(page: Page, url: str) -> int:
    page.goto(f"{url}/queue/")
    counted = re.search(r"sur (\d+)", page.locator(".pages").inner_text())
    return int(counted[1]) if counted else page.locator(".row").count()


def treat(page: Page, done: Counter[str]) -> None:
    """Do what an agent does with the conversation that is open: the keyboard where it is quickest."""
    accept = page.locator("[data-key=a]")
    if accept.count():
        drafts = sum(done[verdict] for verdict in ("accepted", "edited", "rejected"))
        if drafts == 1:
            page.keyboard.press("e")
            page.keyboard.press("Control+End")
            page.keyboard.type("\nJe reste à votre disposition.")
            page.get_by_role("button", name="Envoyer au client").click()
            done["edited"] += 1
        elif drafts == 2:
            page.keyboard.press("r")
            page.locator("[name=reason]").select_option("off_topic")
            page.get_by_role("button", name="Rejeter", exact=True).click()
            page.get_by_role("heading", name="Brouillon traité").wait_for()
            done["rejected"] += 1
            by_hand(page, done)
        else:
            page.keyboard.press("a")
            done["accepted"] += 1
    elif page.locator(".desk-thread .i-phone-in").count():
        page.get_by_role("button", name="Clore sans répondre").click()
        done["closed"] += 1
    else:
        by_hand(page, done)


def by_hand(page: Page, done: Counter[str]) -> None:
    page.locator("#reply-text").fill("Bonjour, nous regardons votre dossier et revenons vers vous demain.")
    page.get_by_role("button", name="Envoyer au client").click()
    done["by hand"] += 1


def test_agent_takes_the_queue_to_none_and_the_supervisor_sees_it(fresh_desk: Desk) -> None:
    done: Counter[str] = Counter()
    with fresh_desk.open_as(AGENT) as context:
        page = context.new_page()
        total = waiting(page, fresh_desk.url)
        assert total >= 55
        page.locator(".row a").first.click()
        for treated in range(1, total + 1):
            address = page.url
            treat(page, done)
            page.wait_for_url(lambda url, left=address: url != left)
            if treated < total:
                assert page.locator(".notices .a-ok").is_visible(), "an act says that it was done"
                assert "/conversations/" in page.url, f"the desk stopped after {treated} of {total}"
        page.get_by_text("Tout est traité").wait_for()
        assert waiting(page, fresh_desk.url) == 0
    sent = done["accepted"] + done["edited"] + done["by hand"]
    assert done["accepted"] >= 10
    assert done["closed"] >= 2
    with fresh_desk.open_as(SUPERVISOR) as context:
        page = context.new_page()
        page.goto(fresh_desk.url)
        assert page.url.endswith("/supervision/")
        reviewed = done["accepted"] + done["edited"] + done["rejected"]
        assert figure(page, "À traiter").startswith("0")
        assert figure(page, "Réponses envoyées").startswith(str(sent))
        assert f"{done['accepted']} sur {reviewed}" in figure(page, "Acceptés tels quels")
        assert f"1 sur {reviewed}" in figure(page, "Modifiés puis envoyés")
        assert "Hors sujet" in figure(page, "Rejetés")
        assert f"sur {sent}" in figure(page, "Avant l’échéance")
        assert re.match(r"[\d,]+ [mµn]?Wh entre [\d,]+ et [\d,]+", figure(page, "Énergie par demande résolue"))
        # A machine reads faster than a person: what it accepts is what over-trust looks like.
        assert f"{done['accepted']} sur {done['accepted']}" in figure(page, "Acceptés sans lecture")
        sample = page.locator("section", has=page.get_by_role("heading", name="tirées au sort"))
        assert sample.locator("tbody tr").count() == 5
        sample.locator("tbody a").first.click()
        assert page.locator(".thread > li.agent").last.is_visible()
