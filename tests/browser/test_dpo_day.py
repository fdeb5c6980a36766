"""A day of the DPO in a real browser: why a refusal, a validation, a withdrawal, an expired proof, the exports."""

from __future__ import annotations

import json
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from tests.browser.page_checks import MAX_ELEMENTS, check_page, find_axe_violations
from tests.service.register_set_up import choice, make_proof, make_provider, make_system

from egide.policy.consent import parse_receipt
from egide.policy.dpia import parse_pia
from egide.service.conversations.models import Interaction
from egide.service.register.flows import create_dpia, declare_purpose, validate_dpia
from egide.service.register.ledger import record_choice
from egide.service.register.models import BrandPurpose, Dpia
from egide.service.tenancy.rights import Role

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.browser.governed_desk import GovernedDesk

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.slow]


def prepare_draft(agent: Page, governed_desk: GovernedDesk) -> None:
    """Ask for a draft as an agent, in the conversation of the test."""
    agent.goto(f"{governed_desk.url}/conversations/{Interaction.objects.get().pk}/")
    agent.get_by_role("button", name="Préparer un brouillon").first.click()
    agent.wait_for_load_state()


def reopen(page: Page, governed_desk: GovernedDesk) -> str:
    page.goto(f"{governed_desk.url}/conversations/{Interaction.objects.get().pk}/")
    return page.locator("main").inner_text()


def test_sees_why_a_draft_was_refused_and_what_would_change_it(browser_page: Page, governed_desk: GovernedDesk) -> None:
    Dpia.objects.update(state="draft", validated_at=None)
    governed_desk.take()
    governed_desk.sign_in(browser_page, Role.DPO)
    browser_page.get_by_role("link", name="L’analyse d’impact n’est pas validée").first.click()
    page = browser_page.locator("main")
    assert "Refusé" in page.inner_text()
    assert "RGPD art. 35" in page.inner_text()
    assert "AIPD était validée" in page.inner_text().replace("’", "'")


def test_validates_the_assessment_and_the_task_starts(
    browser_page: Page, second_page: Page, governed_desk: GovernedDesk
) -> None:
    Dpia.objects.update(state="draft", validated_at=None)
    governed_desk.take()
    agent = governed_desk.sign_in(second_page, Role.SUPERVISOR)
    assert "KB-017" not in reopen(agent, governed_desk)
    governed_desk.sign_in(browser_page, Role.DPO)
    browser_page.get_by_role("link", name="AIPD : Réponses assistées").click()
    browser_page.get_by_role("button", name="Valider").click()
    assert Dpia.objects.get().state == "draft", "no name, no validation"
    browser_page.get_by_label("Validée par").fill("Hélène Dorval, direction")
    browser_page.get_by_label("Délégué consulté").fill("Salomé Vautrin")
    browser_page.get_by_label("Avis du délégué").fill("Favorable, à revoir dans un an.")
    browser_page.get_by_role("button", name="Valider").click()
    browser_page.get_by_text("Hélène Dorval, direction").wait_for()
    prepare_draft(agent, governed_desk)
    assert "KB-017" in reopen(agent, governed_desk)


def test_withdraws_a_consent_and_the_next_use_is_refused(browser_page: Page, governed_desk: GovernedDesk) -> None:
    declare_purpose(governed_desk.brand.pk, "MKT-P", "a", actor=governed_desk.system, now=timezone.now())
    governed_desk.take()
    person = Interaction.objects.get().person
    now = timezone.now()
    record_choice(person, choice(at=now), actor=governed_desk.system, now=now)
    governed_desk.sign_in(browser_page, Role.DPO)
    browser_page.get_by_role("link", name="Consentements").first.click()
    browser_page.get_by_label("Adresse, téléphone ou numéro").fill("4100287731")
    browser_page.get_by_role("button", name="Chercher").click()
    browser_page.wait_for_url(f"**/consents/{person.pk}/")
    ledger = browser_page.url

    def ask() -> str:
        browser_page.goto(ledger)
        browser_page.locator("#use_purpose").select_option("MKT-P")
        browser_page.locator("#use_task").select_option("sending")
        browser_page.locator("#use_channel").select_option("email")
        browser_page.get_by_role("button", name="Demander à la politique").click()
        browser_page.get_by_role("heading", name="Pourquoi cette décision").wait_for()
        return browser_page.locator("main").inner_text()

    assert "Autorisé" in ask()
    browser_page.goto(ledger)
    browser_page.get_by_role("button", name="Retirer maintenant").click()
    browser_page.get_by_text("retiré").first.wait_for()
    answer = ask()
    assert "Refusé" in answer
    assert "retiré son consentement" in answer


def test_expires_a_certificate_and_the_model_closes(
    browser_page: Page, second_page: Page, governed_desk: GovernedDesk
) -> None:
    provider = make_provider(governed_desk.brand, governed_desk.system)
    make_proof(provider, governed_desk.system, until=(timezone.now() + timedelta(days=20)).date())
    make_system(governed_desk.brand, governed_desk.system, provider)
    validate_dpia(governed_desk.brand.pk, Dpia.objects.get().pk, actor=governed_desk.system, now=timezone.now())
    governed_desk.take()
    agent = governed_desk.sign_in(second_page, Role.SUPERVISOR)
    assert "KB-017" in reopen(agent, governed_desk)
    governed_desk.sign_in(browser_page, Role.DPO)
    browser_page.get_by_role("link", name="expire dans 20 jours").first.click()
    browser_page.get_by_role("link", name="Avancer la fin").click()
    yesterday = timezone.localdate() - timedelta(days=1)
    browser_page.get_by_label("Dernier jour de validité").fill(yesterday.isoformat())
    browser_page.get_by_role("button", name="Avancer la fin").click()
    browser_page.get_by_text("périmée").first.wait_for()
    Interaction.objects.get().drafts.update(state="stale")
    prepare_draft(agent, governed_desk)
    assert "le modèle est fermé" in reopen(agent, governed_desk)


def test_exports_the_register_the_assessment_and_a_receipt(
    browser_page: Page, governed_desk: GovernedDesk, tmp_path: Path
) -> None:
    declare_purpose(governed_desk.brand.pk, "MKT-P", "a", actor=governed_desk.system, now=timezone.now())
    governed_desk.take()
    person, now = Interaction.objects.get().person, timezone.now()
    record_choice(person, choice(at=now), actor=governed_desk.system, now=now)
    page = governed_desk.sign_in(browser_page, Role.DPO)

    def download(link: str) -> Path:
        with page.expect_download() as started:
            page.get_by_role("link", name=link).first.click()
        target = tmp_path / started.value.suggested_filename
        started.value.save_as(target)
        return target

    page.goto(f"{governed_desk.url}/register/")
    sheet = zipfile.ZipFile(download("ODS")).read("content.xml").decode()
    assert "orvelie/SAV" in sheet
    assert "réclamations et service après-vente" in sheet
    page.goto(f"{governed_desk.url}/register/dpias/{Dpia.objects.get().pk}/")
    pia = download("Fichier pour l’outil PIA")
    assert pia.name == "pia-reponses-assistees.json"
    assert parse_pia(json.loads(pia.read_text("utf-8"))).problems == ()
    page.goto(f"{governed_desk.url}/consents/{person.pk}/")
    events = parse_receipt(json.loads(download("Reçu").read_text("utf-8")))
    assert [(event.purpose, event.proven) for event in events] == [("MKT-P", True)]


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("dpo-home", ""),
        ("register", "register/"),
        ("dpia", "register/dpias/{dpia}/"),
        ("consents", "consents/{person}/"),
    ],
)
def test_pages_of_the_register_pass_every_check(
    browser_page: Page, governed_desk: GovernedDesk, name: str, path: str
) -> None:
    declare_purpose(governed_desk.brand.pk, "MKT-P", "a", actor=governed_desk.system, now=timezone.now())
    provider = make_provider(governed_desk.brand, governed_desk.system)
    make_proof(provider, governed_desk.system, until=(timezone.now() + timedelta(days=20)).date())
    make_system(governed_desk.brand, governed_desk.system, provider)
    governed_desk.take()
    person = Interaction.objects.get().person
    governed_desk.sign_in(browser_page, Role.DPO)
    check_page(browser_page, f"{governed_desk.url}/" + path.format(dpia=Dpia.objects.get().pk, person=person.pk), name)


def test_other_pages_pass_axe_within_the_budget(browser_page: Page, governed_desk: GovernedDesk) -> None:
    provider = make_provider(governed_desk.brand, governed_desk.system)
    make_proof(provider, governed_desk.system)
    system = make_system(governed_desk.brand, governed_desk.system, provider)
    purpose = BrandPurpose.objects.get(code="SAV")
    dpia = create_dpia(governed_desk.brand.pk, "Robot", ["bot"], actor=governed_desk.system, now=timezone.now())
    governed_desk.sign_in(browser_page, Role.DPO)
    paths = [
        "consents/",
        "register/orvelie/print/",
        "register/purposes/",
        f"register/purposes/{purpose.pk}/",
        "register/terms/",
        "register/dpias/",
        "register/dpias/new/",
        f"register/dpias/{dpia.pk}/",
        f"register/dpias/{dpia.pk}/parts/3.2/",
        "register/switches/",
        "register/systems/",
        f"register/systems/{system.pk}/",
        f"register/systems/{system.pk}/edit/",
        "register/providers/",
        f"register/providers/{provider.pk}/",
        f"register/providers/{provider.pk}/edit/",
        "register/roles/",
        "register/literacy/",
        "register/orvelie/literacy/dpo/",
        "register/law/",
    ]
    problems = []
    for number, path in enumerate(paths):
        # One state each, in turn: the layouts are those that the checked pages share.
        browser_page.set_viewport_size({"width": (1280, 360)[number % 2], "height": 800})
        browser_page.emulate_media(color_scheme="light" if number % 4 < 2 else "dark")
        browser_page.goto(f"{governed_desk.url}/{path}")
        problems += [f"{path}: {violation}" for violation in find_axe_violations(browser_page)]
        elements = browser_page.evaluate("document.querySelectorAll('*').length")
        wide = browser_page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if elements > MAX_ELEMENTS or wide > 0:
            problems.append(f"{path}: {elements} elements, {wide} px too wide")
    assert not problems, "\n".join(problems)
