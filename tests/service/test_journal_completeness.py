"""Every address, every role, every outcome: what changes leaves its entry, what is refused changes nothing.

A change is seen from outside, by digests of every business table before and after; not by asking the code that did it.
"""

from __future__ import annotations

import ast
import hashlib
import itertools
import json
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, models, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.service.conftest import CONVERSATION, NOW, actor_of

from egide.adapters.journal.memory import MemoryTileStore
from egide.adapters.keystores.memory import MemoryKeyTable, MemoryMasterKey
from egide.detection import Detector
from egide.journal import Ed25519Signer, Log
from egide.keys import KeyRing
from egide.service import wiring
from egide.service.assistance.models import Draft
from egide.service.bot.models import VisitCount
from egide.service.campaigns.models import Campaign
from egide.service.connections.models import Connection
from egide.service.conversations.models import ImportRun, Quarantined
from egide.service.demo.flows import load_demo
from egide.service.evidence.flows import prepare_installation, sequence_pending
from egide.service.evidence.models import InstallationEntry, JournalEntry, Opening, PruningRequest
from egide.service.gatewaykeys.models import GatewayKey
from egide.service.incidents.flows import open_incident
from egide.service.knowledge.flows import load_articles
from egide.service.people.models import Person
from egide.service.recognisers.models import Recogniser
from egide.service.register.models import AiSystem, BrandPurpose, CertificateRow, Provider
from egide.service.rights.flows import receive_request
from egide.service.tenancy.models import Brand, BrandOwned, Membership
from egide.service.tenancy.rights import Role
from egide.service.tenancy.scope import installation_scope

SOURCE = Path(__file__).parents[2] / "src" / "egide"

# Written because of an act and not by it, or about nobody's business: the journal itself, its watch, and the count of
# requests that slows a visitor down.
NOT_BUSINESS = {JournalEntry, InstallationEntry, Opening, VisitCount}
# Said by a reading, an export or a refusal: entries that go with no change of a business row.
WITHOUT_CHANGE = {
    "journal.read", "journal.exported", "search.run", "request.refused", "export.made", "interaction.opened",
    "plaintext.read", "login.failed", "portal.asked", "portal.opened", "portal.refused",
}  # fmt: skip
# Acts that are written even when they come to nothing: too few examples to learn from, no readable article in the file.
TRIED = {"training.run", "kb.changed"}
# What each address may write when it changes something; an address that is not here may write any other type.
EXPECTED: dict[str, set[str]] = {
    "desk:accept": {"review.accepted", "review.edited"},
    "desk:reject": {"review.rejected"},
    "desk:close": {"interaction.closed"},
    "desk:priority": {"priority.overridden"},
    "desk:conversation": {"interaction.opened"},
    "desk:reply": {"message.written"},
    "desk:release": {"record.released", "record.imported", "interaction.found", "import.finished"},
    "desk:discard": {"record.discarded"},
    "recognisers:new": {"recogniser.changed"},
    "recognisers:lists": {"recogniser.changed"},
    "recognisers:activate": {"recogniser.changed"},
    "recognisers:withdraw": {"recogniser.changed"},
    "register:account-open": {"user.created", "user.right_changed"},
    "register:account-close": {"user.disabled"},
    "connections:new": {"connector.changed"},
    "connections:active": {"connector.changed"},
    "connections:remove": {"connector.changed"},
    "incidents:new": {"incident.opened"},
    "incidents:assess": {"incident.changed"},
    "incidents:add": {"incident.changed"},
    "incidents:close": {"incident.changed"},
    "rights:receive": {"dsar.received"},
    "rights:answer": {"dsar.answered"},
    "rights:extend": {"dsar.answered"},
    "rights:refuse": {"dsar.answered"},
    "rights:erase": {"erasure.requested", "erasure.done"},
    "evidence:verify": {"journal.verified"},
    "evidence:installation_verify": {"journal.verified"},
    "evidence:pruning": {"journal.pruning_requested"},
    "evidence:decide_pruning": {"journal.pruned", "journal.pruning_requested"},
}
# Pages of Django's or allauth's own, and the gallery: no business of a brand.
OUTSIDE = {"set_language", "javascript-catalog"}
OUTSIDE_SPACES = ("account_", "mfa_", "socialaccount_", "openid_connect_", "design-")


class World:
    """An installation whose files and keys can be put back, like its rows."""

    def __init__(self) -> None:
        self.stores: dict[UUID | None, MemoryTileStore] = {}
        self.table = MemoryKeyTable()

    def store(self, brand_id: UUID | None) -> MemoryTileStore:
        return self.stores.setdefault(brand_id, MemoryTileStore())

    def open_journal(self, brand_id: UUID | None) -> Log:
        # A new one each time: it must not remember what was put back.
        return Log(self.store(brand_id), Ed25519Signer(f"localhost/journal/{brand_id}", bytes(32)))

    @contextmanager
    def put_back(self) -> Iterator[None]:
        """Undo everything at the end: rows by a rollback, files and keys from a copy."""
        files = {log: dict(store.files) for log, store in self.stores.items()}
        keys = dict(self.table._entries)
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
        for log, store in self.stores.items():
            store.files.clear()
            store.files.update(files.get(log, {}))
        self.table._entries.clear()
        self.table._entries.update(keys)


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def parts(parts: wiring.Parts, world: World) -> wiring.Parts:
    """Parts that remember nothing between two requests but what `World` puts back."""
    ring = KeyRing(MemoryMasterKey(secrets.token_bytes), world.table, random_bytes=secrets.token_bytes)
    changed = replace(parts, key_ring=ring, open_journal=world.open_journal, open_journal_files=world.store)
    wiring.install(changed)
    prepare_installation()
    return changed


@pytest.fixture
def arguments(imported, brand, system, person_with) -> dict[str, list[Any]]:
    """A brand with something behind every address; for each argument of an address, the values to try."""
    load_articles(brand.pk, [("kb-017.md", ARTICLE)], actor=system, now=NOW)
    imported(CONVERSATION)
    imported('{"id": "p1", "text": "x", "purpose": "MKT-P"}', prepare=False)
    dpo = person_with(Role.DPO, brand, "premier-dpo")
    person = Person.objects.filter(identifiers__isnull=False).first()
    requests = [
        receive_request(person, kind, actor=actor_of(dpo), now=NOW) for kind in ("access", "objection", "erasure")
    ]
    pruning = PruningRequest.objects.create(
        brand=brand, minimum_index=0, before=NOW, asked_by_id=dpo.pk, asked_at=NOW, state="waiting"
    )
    provider = Provider.objects.create(brand=brand, name="Modèles SA", changed_at=NOW)
    system_row = AiSystem.objects.create(
        brand=brand, name="egide-reponse", title="Réponses", provider=provider, changed_at=NOW
    )
    proof = CertificateRow.objects.create(
        brand=brand, provider=provider, kind="iso-27001", scope="tout", number="1", body="AFNOR", edition="2022",
        valid_from=NOW.date(), valid_until=NOW.date() + timedelta(days=300), document_sha256="0" * 64, added_at=NOW,
    )  # fmt: skip
    campaign = Campaign.objects.create(
        brand=brand, name="Relance", purpose="MKT-E", channel="email", most=10, created_at=NOW,
        figures={
            "candidates": 0, "unknown": 0, "allowed": 0, "chosen": 0, "refused": {}, "fairness": [],
            "report": {"auc_within_windows": 0.5, "left_out": [], "drift": []},
        },
    )  # fmt: skip
    key = GatewayKey.objects.create(brand=brand, name="outil", hint="eg-1", purpose="SAV", task="reply", created_at=NOW)
    recogniser = Recogniser.objects.create(
        brand=brand, name="fidelite", label="REFERENCE", pattern="GV[0-9]{6}", changed_at=NOW
    )
    incident = open_incident(brand.pk, "outage", "Panne.", aware_at=NOW, actor=actor_of(dpo), now=NOW)
    connection = Connection.objects.create(
        brand=brand, kind="chatwoot", name="Notre Chatwoot", next_at=NOW, changed_at=NOW,
        secret_sealed=None,
    )  # fmt: skip
    sequence_pending(brand.pk, now=NOW)
    sequence_pending(None, now=NOW)
    return {
        "incident_id": [incident.pk],
        "connection_id": [connection.pk],
        # Every call there is refused without a signature; those that are proved have their own tests.
        "hook": [connection.pk],
        "provider_id": [provider.pk],
        "system_id": [system_row.pk],
        "certificate_id": [proof.pk],
        "purpose_id": list(BrandPurpose.objects.values_list("pk", flat=True)[:1]),
        "membership_id": list(Membership.objects.filter(user=dpo).values_list("pk", flat=True)),
        "form": ["html"],
        "kind": ["brand"],
        "name": ["assistant"],
        # A learnt model needs a real training, which has its own tests: here only its absence is asked for.
        "model_id": [UUID(int=1)],
        "key_id": [key.pk],
        "campaign_id": [campaign.pk],
        "recogniser_id": [recogniser.pk],
        "part": ["context"],
        "purpose": ["MKT-P"],
        "channel": ["email"],
        "role": ["agent"],
        "request_id": [request.pk for request in requests],
        "draft_id": list(Draft.objects.filter(state="proposed").values_list("pk", flat=True)[:1]),
        "held_id": list(Quarantined.objects.filter(state="waiting").values_list("pk", flat=True)[:1]),
        "run_id": list(ImportRun.objects.values_list("pk", flat=True)[:1]),
        "person_id": [person.pk],
        "pruning_id": [pruning.pk],
        "brand_id": [brand.pk],
        "brand": [brand.slug],
        "slug": [brand.slug],
        "code": ["KB-017"],
        "index": [0],
        "path": ["checkpoint"],
    }


ARTICLE = """---
id: KB-017
title: "Résilier un contrat fibre"
updated: 2026-09-01
audience: particuliers
---

# Résilier un contrat fibre

La résiliation du contrat fibre se demande dans l'espace client, rubrique Mon contrat, ou par courrier.
"""


def form_of(brand_slug: str) -> dict[str, Any]:
    """One form that says something plausible to every address; each takes the fields it knows."""
    return {
        "brand": brand_slug,
        "kind": "access",
        "identifier": "claire.dupont@exemple.example",
        "q": "claire.dupont@exemple.example",
        "reason": "wrong",
        "confirm": "EFFACER",
        "name": "Claire Durand",
        "priority": "1",
        "text": "Bonjour, voici comment faire.",
        "purpose": "SAV",
        "ai": "off",
        "state": "on",
        "on": "on",
        "decision": "confirm",
        "signer": "Salomé Vautrin, déléguée",
        "title": "Assistant",
        "label": "clé d'essai",
        "task": "reply",
        "tasks": ["reply"],
        "last_day": "2026-12-31",
        "channel": "email",
        "wording": "J'accepte de recevoir vos offres.",
        "scenario": "outage",
        "aware_at": "2026-11-24T10:00",
        "at": "2026-11-25T11:00",
        "risk": "none",
        "file": SimpleUploadedFile("essai.jsonl", b'{"id": "9", "text": "Bonjour, ma box ne marche plus."}\n'),
    }


def addresses(resolver: URLResolver | None = None, spaces: tuple[str, ...] = ()) -> Iterator[tuple[str, URLPattern]]:
    """Walk every named address of the service."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from addresses(entry, (*spaces, entry.namespace) if entry.namespace else spaces)
        elif entry.name and entry.name not in OUTSIDE and not entry.name.startswith(OUTSIDE_SPACES):
            yield ":".join((*spaces, entry.name)), entry


def values_for(argument: str, known: dict[str, list[Any]]) -> list[Any]:
    """The values to try for an argument: prepared, or the first row of the model that it names."""
    if argument in known:
        return known[argument]
    named = argument.removesuffix("_id").replace("_", "")
    for model in apps.get_models():
        if model._meta.model_name == named and issubclass(model, BrandOwned):
            return list(model._base_manager.values_list("pk", flat=True)[:1])
    return []


def business_models() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models()
        if model.__module__.startswith("egide.") and model not in NOT_BUSINESS and model._meta.managed
    ]


def digests(tables: set[str] | None = None) -> dict[str, str]:
    """One digest for each business table, or for those named."""
    with installation_scope(reason="test"):
        return {
            model._meta.label: hashlib.sha256(
                repr([tuple(map(_plain, row)) for row in model._base_manager.order_by("pk").values_list()]).encode()
            ).hexdigest()
            for model in business_models()
            if tables is None or model._meta.db_table in tables
        }


def _plain(cell: Any) -> Any:
    return bytes(cell) if isinstance(cell, memoryview) else cell


class Writes:
    """The tables that statements wrote to: the others need no comparing."""

    STATEMENT = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)

    def __init__(self) -> None:
        self.tables: set[str] = set()

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if found := self.STATEMENT.match(sql):
            self.tables.add(found[1])
        return execute(sql, params, many, context)


JOURNALS: tuple[type[models.Model], ...] = (JournalEntry, InstallationEntry)
Written = dict[type[models.Model], int]


def last_written() -> Written:
    """The key of the last entry of each table; keys only grow."""
    with installation_scope(reason="test"):
        return {model: model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0 for model in JOURNALS}


def entries_since(had: Written) -> tuple[str, ...]:
    """The types of the entries of every journal that were written since."""
    with installation_scope(reason="test"):
        return tuple(
            kind
            for model, last in had.items()
            for kind in model._base_manager.filter(pk__gt=last).order_by("pk").values_list("type", flat=True)
        )


@dataclass(frozen=True)
class Outcome:
    """What one request did."""

    name: str
    method: str
    status: int
    changed: tuple[str, ...]
    written: tuple[str, ...]

    def fault(self) -> str:
        """Say what is missing or too much; empty when nothing."""
        expected = EXPECTED.get(self.name, set())
        acts = [kind for kind in self.written if kind in expected or kind not in WITHOUT_CHANGE]
        if self.changed and not acts:
            return f"changed {', '.join(self.changed)} and wrote no entry of it"
        if self.changed and expected and not set(acts) & expected:
            return f"wrote {acts}, expected one of {sorted(expected)}"
        if self.changed and len(expected) == 1 and len(acts) != 1:
            return f"wrote {acts}, expected exactly one entry"
        if not self.changed and set(acts) - WITHOUT_CHANGE - TRIED:
            return f"changed nothing and wrote {acts}"
        if self.status == 403 and (self.changed or list(self.written) != ["request.refused"]):
            return f"was refused, changed {self.changed} and wrote {self.written}"
        if self.written.count("request.refused") > 1:
            return "wrote several refusals"
        return ""


def attempts(name: str, pattern: URLPattern, known: dict[str, list[Any]]) -> list[str]:
    """The addresses to try for one pattern: every combination of the values of its arguments."""
    choices = [[(argument, value) for value in values_for(argument, known)] for argument in pattern.pattern.converters]
    return [reverse(name, kwargs=dict(pairs)) for pairs in itertools.product(*choices)]


@pytest.mark.parametrize("role", list(Role))
def test_every_address_leaves_its_entries(role, arguments, world, brand, client_as) -> None:
    client: Client = client_as(role, brand)
    faults, reached = [], set()
    before, had = digests(), last_written()
    for name, pattern in addresses():
        for address in attempts(name, pattern, arguments):
            for method, send in (("GET", client.get), ("POST", lambda at: client.post(at, form_of(brand.slug)))):
                writes = Writes()
                with world.put_back():
                    with connection.execute_wrapper(writes):
                        response = send(address)
                    after = digests(writes.tables)
                    outcome = Outcome(
                        name,
                        method,
                        response.status_code,
                        tuple(label for label in after if after[label] != before[label]),
                        # Asked each time: entries are handed to the driver, past what watches statements.
                        entries_since(had),
                    )
                if outcome.status not in {404, 405}:
                    reached.add(name)
                if fault := outcome.fault():
                    faults.append(f"{role} {method} {name} ({outcome.status}): {fault}")
    assert digests() == before
    assert not faults, "\n".join(faults)
    assert len(reached) > 30


def test_every_address_is_reached_by_somebody(arguments, brand) -> None:
    """An address whose row the set-up does not make would be walked past in silence."""
    unreached = [name for name, pattern in addresses() if not attempts(name, pattern, arguments)]
    assert not unreached, f"give these a row in the fixture 'arguments': {unreached}"


def test_the_walk_sees_an_act_without_its_entry() -> None:
    """The judge itself: it must notice what it is there for."""
    silent = Outcome("x:y", "POST", 302, ("people.Person",), ())
    idle = Outcome("x:y", "POST", 302, (), ("switch.changed",))
    other = Outcome("desk:close", "POST", 302, ("conversations.Interaction",), ("switch.changed",))
    double = Outcome("desk:close", "POST", 302, ("conversations.Interaction",), ("interaction.closed",) * 2)
    leaky = Outcome("desk:close", "POST", 403, (), ())
    assert all(outcome.fault() for outcome in (silent, idle, other, double, leaky))
    assert not Outcome("desk:close", "POST", 302, ("conversations.Interaction",), ("interaction.closed",)).fault()


# Where a person's data may meet a model; every other place of the service is a side door.
DOORS = ("service/assistance/", "gateway/")
# What of `egide.assist` runs no model on anybody's words: texts of the knowledge base, shapes, hours, counts by group, channels of a sound.
HARMLESS = {"articles", "call_report", "knowledge", "messages", "recordings", "service_clock", "errors", "fairness"}
# Rooms whose model reads numbers that were declared, and no text: the policy is asked, there is nothing to protect.
ON_NUMBERS = ("service/campaigns/",)


def model_uses() -> list[str]:
    """Every place outside the command line where code takes a model or a function that runs one."""
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        place = path.relative_to(SOURCE).as_posix()
        if not place.startswith(("service/", "gateway/", "connectors/", "bulk/")):
            continue  # the pure packages are handed a model; the commands work on plain files, without a database
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found += [f"{place}:{node.lineno}" for node in ast.walk(tree) if _takes_a_model(node)]
    return found


def _takes_a_model(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute):
        return node.attr in {"text_models", "speech_models"}
    if isinstance(node, ast.Import):
        return any(alias.name.startswith(("egide.adapters.models", "egide.assist", "openai")) for alias in node.names)
    if not isinstance(node, ast.ImportFrom) or node.module is None:
        return False
    if node.module.startswith("egide.assist"):
        # A constant or the type of a result runs nothing; a function or a model does.
        runs = any(alias.name[0].islower() or alias.name.endswith("Model") for alias in node.names)
        return runs and node.module.removeprefix("egide.assist.") not in HARMLESS
    return node.module.startswith(("egide.adapters.models", "openai"))


# What asks the policy: its own function, the doors' way to call it, and re-use for training.
ASKS = {"decide", "ask_policy", "may_reuse"}


def goes_through_the_spine(place: str) -> bool:
    """Whether a module asks the policy and protects the text by the doors' own means before it runs a local model."""
    calls = [
        node.func for node in ast.walk(ast.parse((SOURCE / place).read_text("utf-8"))) if isinstance(node, ast.Call)
    ]
    called = {call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in calls}
    return bool(called & ASKS) and ("protect" in called or place.startswith(ON_NUMBERS))


def test_no_code_meets_a_model_but_through_the_two_doors() -> None:
    # `wiring` names the type of the port, to carry it; it calls nothing.
    side = [use for use in model_uses() if not use.startswith((*DOORS, "service/wiring.py"))]
    assert not [use for use in side if not goes_through_the_spine(use.partition(":")[0])]


def test_the_walk_finds_the_doors_themselves() -> None:
    """It would pass on any code if the names had changed."""
    assert len([use for use in model_uses() if use.startswith(DOORS)]) >= 5


def test_no_leaf_holds_a_value_of_the_demo(parts, tmp_path, db) -> None:
    """Every personal value of the demo's files, looked for in every file that the journals publish."""
    home = tmp_path / "home"
    home.mkdir()
    load_demo(home, now=NOW, say=lambda _line: None)
    published = b"".join(
        content
        for log in (*Brand.objects.values_list("pk", flat=True), None)
        for content in parts.open_journal_files(log).files.values()
    )
    assert published.count(b'"type":"decision.made"') > 20
    values = personal_values()
    assert len(values) >= 100
    assert not [value for value in values if value.encode() in published]


def personal_values() -> set[str]:
    """What the demo's files say of people: each customer's fields, each name, phone, e-mail and number in the texts."""
    material = SOURCE / "service" / "demo" / "material"
    found: set[str] = set()
    texts = []
    for line in (material / "conversations.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        found |= {str(value) for value in _leaves(record.get("customer", {}))}
        texts += [message["text"] for message in record.get("messages", [])]
    texts += [call.read_text(encoding="utf-8") for call in sorted((material / "calls").iterdir())]
    detector = Detector.default()
    for text in texts:
        found |= {text[span.start : span.end] for span in detector.find(text) if span.label in SAID}
    # Short words ("Léa", "12") are in any base64 by chance.
    return {value for value in found if len(value) >= 6}


SAID = {"PERSON", "PHONE", "EMAIL", "REFERENCE", "IBAN", "CARD", "ADDRESS", "NATIONAL_ID"}


def _leaves(document: Any) -> Iterator[Any]:
    if isinstance(document, dict):
        for value in document.values():
            yield from _leaves(value)
    elif isinstance(document, list):
        for value in document:
            yield from _leaves(value)
    elif document:
        yield document
