"""One set-up for the service: real detection, law and cryptography; keys, journals and outbox in memory."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from uuid import UUID

import pytest
from django.test import Client

from egide.adapters.journal.memory import MemoryTileStore
from egide.adapters.keystores.memory import MemoryKeyTable, MemoryMasterKey
from egide.adapters.ledger import MemoryLedger
from egide.adapters.mail import MemoryOutbox
from egide.detection import Detector
from egide.intake import read
from egide.journal import Ed25519Signer, Log
from egide.keys import KeyRing
from egide.policy import Law
from egide.service import wiring
from egide.service.accounts.models import User
from egide.service.administration.flows import create_brand, create_user, grant_role
from egide.service.assistance.preparing import prepare_waiting
from egide.service.conversations.importing import Delivery, import_items
from egide.service.evidence.flows import prepare_installation
from egide.service.register.flows import (
    BRAND,
    MODEL,
    TASK,
    create_dpia,
    declare_purpose,
    set_switch,
    validate_dpia,
)
from egide.service.tenancy.access import Actor, actor_for, system_actor
from egide.service.tenancy.models import Brand
from egide.service.tenancy.rights import Role
from egide.service.tenancy.scope import brand_scope

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
TASKS = ("triage", "summary", "reply", "call_review")
MODELS = ("egide-analyse", "egide-reponse")
PASSWORD = "une phrase assez longue pour un essai"


@lru_cache(maxsize=1)
def _detector() -> Detector:
    return Detector.default()


@lru_cache(maxsize=1)
def _law() -> Law:
    return Law.load_default()


def build_parts() -> wiring.Parts:
    """Put together parts that keep everything in memory."""
    from django.conf import settings

    key_ring = KeyRing(MemoryMasterKey(secrets.token_bytes), MemoryKeyTable(), random_bytes=secrets.token_bytes)
    stores: dict[UUID | None, MemoryTileStore] = {}
    logs: dict[UUID | None, Log] = {}

    def store(brand_id: UUID | None) -> MemoryTileStore:
        return stores.setdefault(brand_id, MemoryTileStore())

    def open_journal(brand_id: UUID | None) -> Log:
        if brand_id not in logs:
            logs[brand_id] = Log(store(brand_id), Ed25519Signer(f"localhost/journal/{brand_id}", bytes(32)))
        return logs[brand_id]

    return wiring.Parts(
        configuration=replace(settings.EGIDE, demo=True),
        key_ring=key_ring,
        detector=_detector(),
        law=_law(),
        open_journal=open_journal,
        open_journal_files=store,
        ledger=MemoryLedger(),
        outbox_transport=MemoryOutbox(),
        random_bytes=secrets.token_bytes,
        background=lambda work: work(),
    )


@pytest.fixture
def parts(db: None, settings) -> Iterator[wiring.Parts]:
    """The parts of this test, with an empty database."""
    built = build_parts()
    wiring.install(built)
    settings.EGIDE = built.configuration
    prepare_installation()
    yield built
    wiring.install(None)


@pytest.fixture
def system(parts: wiring.Parts) -> Actor:
    """The product itself."""
    return system_actor("test")


def open_brand(slug: str, actor: Actor) -> Brand:
    """A brand whose DPIA is validated and whose AI is on."""
    brand = create_brand(slug, name=slug.capitalize(), actor=actor, now=NOW)
    with brand_scope(brand.pk):
        for code, basis in {"SAV": "b", "DSR": "c"}.items():
            declare_purpose(brand.pk, code, basis, actor=actor, now=NOW)
        dpia = create_dpia(brand.pk, "Réponses assistées", TASKS, actor=actor, now=NOW)
        validate_dpia(brand.pk, dpia.pk, actor=actor, now=NOW)
        set_switch(brand.pk, BRAND, "", on=True, actor=actor, now=NOW)
        for task in TASKS:
            set_switch(brand.pk, TASK, task, on=True, actor=actor, now=NOW)
        for model in MODELS:
            set_switch(brand.pk, MODEL, model, on=True, actor=actor, now=NOW)
    return brand


@pytest.fixture
def brand(system: Actor) -> Iterator[Brand]:
    """A brand in scope, where AI may work."""
    opened = open_brand("orvelie", system)
    with brand_scope(opened.pk):
        yield opened


@pytest.fixture
def other_brand(system: Actor) -> Brand:
    """Another brand of the same installation, never in scope by itself."""
    return open_brand("voisine", system)


@pytest.fixture
def person_with(system: Actor) -> Callable[..., User]:
    """Make a user who holds a role in a brand."""

    def make(role: Role, brand: Brand, username: str = "") -> User:
        name = username or f"{role.value}-{brand.slug}"
        user = create_user(name, PASSWORD, display_name=name.title(), actor=system, now=NOW)
        grant_role(user, role, brand.pk, actor=system, now=NOW)
        return user

    return make


@pytest.fixture
def client_as(person_with: Callable[..., User]) -> Callable[..., Client]:
    """Make a browser in which a user with a role is signed in."""

    def make(role: Role, brand: Brand, username: str = "") -> Client:
        client = Client()
        client.force_login(person_with(role, brand, username), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return make


def actor_of(user: User) -> Actor:
    """The actor behind a user, now."""
    return actor_for(user, now=NOW)


CONVERSATION = (
    '{"id": "c1", "channel": "email", "opened_at": "2026-11-24T08:00:00+00:00", '
    '"customer": {"ref": "4100287731", "email": "claire.dupont@exemple.example"}, "messages": ['
    '{"at": "2026-11-24T08:00:00+00:00", "from": "customer", '
    '"text": "Bonjour, je suis Claire Dupont. Je souhaite résilier mon contrat fibre, comment faire ? '
    'Mon numéro est le 06 39 98 12 34. Cordialement, Claire Dupont"}]}\n'
)


@pytest.fixture
def imported(brand: Brand, system: Actor) -> Callable[..., object]:
    """Import JSON lines into the brand, through the real flow."""

    def take(lines: str = CONVERSATION, *, name: str = "essai.jsonl", prepare: bool = True, purpose: str = "SAV"):
        run = import_items(brand, read(lines.encode(), name), Delivery("test", name, purpose), actor=system, now=NOW)
        if prepare:
            prepare_waiting(brand, now=NOW)
        return run

    return take
