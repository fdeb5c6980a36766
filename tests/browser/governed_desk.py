"""The whole service on the loopback, with one brand at work: for tests that live a day of somebody's in a browser.

Real detection, law, cryptography and pages; keys, journals and outbox in memory, a database that is emptied after each test.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from tests.service.conftest import CONVERSATION, MODELS, PASSWORD, TASKS, build_parts
from tests.service.test_spine import ARTICLE

from egide.service.tenancy.rights import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page
    from pytest_django.fixtures import SettingsWrapper
    from pytest_django.live_server_helper import LiveServer

    from egide.service.tenancy.access import Actor
    from egide.service.tenancy.models import Brand


@dataclass(frozen=True)
class GovernedDesk:
    """A running desk.

    Attributes:
        url: Where it answers.
        brand: Its brand, in scope for the test.
        system: The product itself, for set-ups.
    """

    url: str
    brand: Brand
    system: Actor

    def sign_in(self, page: Page, role: Role) -> Page:
        """Sign in through the form as somebody who holds a role; the account is made at the first call."""
        from egide.service.accounts.models import User
        from egide.service.administration.flows import create_user, grant_role

        name = f"{role.value}-{self.brand.slug}"
        if not User.objects.filter(username=name).exists():
            now = timezone.now()
            user = create_user(name, PASSWORD, display_name=name.title(), actor=self.system, now=now)
            grant_role(user, role, self.brand.pk, actor=self.system, now=now)
        page.goto(f"{self.url}/accounts/login/")
        page.locator("input[name=login]").fill(name)
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("main form button[type=submit], main form button").first.click()
        page.wait_for_url(lambda address: "/accounts/" not in address)
        return page

    def take(self, lines: str = CONVERSATION, *, purpose: str = "SAV") -> None:
        """Import conversations through the real flow, and prepare them."""
        from egide.intake import read
        from egide.service.assistance.preparing import prepare_waiting
        from egide.service.conversations.importing import Delivery, import_items

        now = timezone.now()
        items = read(lines.encode(), "essai.jsonl")
        import_items(self.brand, items, Delivery("test", "essai.jsonl", purpose), actor=self.system, now=now)
        prepare_waiting(self.brand, now=now)


@pytest.fixture
def governed_desk(live_server: LiveServer, settings: SettingsWrapper) -> Iterator[GovernedDesk]:
    """A desk with one brand whose AI is on and whose assessment is validated; nobody has signed in yet."""
    from egide.service import wiring
    from egide.service.administration.flows import create_brand
    from egide.service.evidence.flows import prepare_installation
    from egide.service.knowledge.flows import load_articles
    from egide.service.register.flows import BRAND, MODEL, TASK, create_dpia, declare_purpose, set_switch, validate_dpia
    from egide.service.tenancy.access import system_actor
    from egide.service.tenancy.scope import brand_scope

    built = build_parts()
    wiring.install(built)
    settings.EGIDE = built.configuration
    prepare_installation()
    system, now = system_actor("test"), timezone.now()
    brand = create_brand("orvelie", name="Orvélie", actor=system, now=now)
    with brand_scope(brand.pk):
        for code, basis in {"SAV": "b", "DSR": "c"}.items():
            declare_purpose(brand.pk, code, basis, actor=system, now=now)
        dpia = create_dpia(brand.pk, "Réponses assistées", TASKS, actor=system, now=now)
        validate_dpia(brand.pk, dpia.pk, actor=system, now=now)
        set_switch(brand.pk, BRAND, "", on=True, actor=system, now=now)
        for task in TASKS:
            set_switch(brand.pk, TASK, task, on=True, actor=system, now=now)
        for model in MODELS:
            set_switch(brand.pk, MODEL, model, on=True, actor=system, now=now)
        load_articles(brand.pk, [("kb-017.md", ARTICLE)], actor=system, now=now)
        yield GovernedDesk(live_server.url, brand, system)
    wiring.install(None)


@pytest.fixture
def second_page(chromium: Browser) -> Iterator[Page]:
    """Somebody else's browser."""
    context = chromium.new_context(locale="fr-FR", timezone_id="Europe/Paris", viewport={"width": 1280, "height": 800})
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()
