"""Load the fictitious brand Orvélie through the same flows as a real one: nothing here has a side door."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from uuid import UUID

from django.db import transaction

from egide.intake import Channel, Item, Options, Record, read
from egide.intake.personal import Identifiers, Personal
from egide.service.accounts.models import User
from egide.service.administration.flows import create_brand, create_user, grant_role
from egide.service.assistance.preparing import prepare_waiting
from egide.service.calls.flows import review_waiting
from egide.service.conversations.importing import Delivery, import_records
from egide.service.conversations.models import ImportRun, Interaction
from egide.service.demo.register import declare_register, record_choices
from egide.service.evidence.flows import Act, prepare_installation, sequence_pending, write_entry
from egide.service.knowledge.flows import load_articles
from egide.service.register.flows import (
    BRAND,
    MODEL,
    TASK,
    create_dpia,
    declare_purpose,
    set_switch,
    validate_dpia,
)
from egide.service.tenancy.access import Actor, system_actor
from egide.service.tenancy.models import Brand
from egide.service.tenancy.rights import Role
from egide.service.tenancy.scope import brand_scope

SLUG = "orvelie"
# One of the customers of the material, by which a newcomer tries a customer's own page.
CUSTOMER = "client-4100287731@courriel.example"
_ROLES = {
    Role.AGENT: ("conseillere", "Inès Kermadec"),
    Role.SUPERVISOR: ("superviseur", "Marc Tellier"),
    Role.DPO: ("dpo", "Salomé Vautrin"),
    Role.RSSI: ("rssi", "Youssef Amrane"),
    Role.SUSTAINABILITY: ("sobriete", "Clara Nguessan"),
    Role.BRAND_OWNER: ("marque", "Hélène Dorval"),
    Role.OPERATOR: ("exploitant", "Paul Legoff"),
}
_TASKS = ("triage", "summary", "reply", "call_review")
_MODELS = ("egide-analyse", "egide-reponse")
_ASSISTANT_INTENTS = (
    "demenagement",
    "facture",
    "mensualite",
    "mise_en_service",
    "numero_compteur",
    "paiement",
    "portabilite",
    "raccordement",
    "releve_compteur",
    "remboursement",
    "resiliation",
)

_SPREAD = timedelta(hours=30)

Say = Callable[[str], None]


def load_demo(home: Path, *, now: datetime, say: Say) -> dict[str, str]:
    """Create the demo if it is not there yet, and return the password of each demo user.

    Args:
        home: The data directory; the passwords are kept there, readable by its owner alone.
        now: Aware UTC.
        say: Told each step.

    Returns:
        User name to password.
    """
    prepare_installation()
    actor = system_actor("demo")
    passwords = _passwords(home)
    brand = Brand.objects.filter(slug=SLUG).first()
    if brand is None:
        say("Marque fictive Orvélie…")
        brand = create_brand(SLUG, name="Orvélie", actor=actor, now=now)
        _describe(brand)
    with brand_scope(brand.pk):
        _people(brand, passwords, actor, now)
        _register(brand, actor, now)
        load_articles(brand.pk, _articles(), actor=actor, now=now)
        _conversations(brand, actor, now, say)
        record_choices(brand, actor, now)
        review_waiting(brand.pk, actor=actor, now=now)
        done = prepare_waiting(brand, now=now, progress=lambda number: _tell_each(number, say))
        if done:
            say(f"{done} conversations analysées, brouillons préparés et vérifiés.")
    written = sequence_pending(brand.pk, now=now) + sequence_pending(None, now=now)
    if written:
        say(f"{written} entrées scellées dans les journaux.")
    return passwords


def is_loaded() -> bool:
    """Say whether the demo brand is there with its conversations."""
    brand = Brand.objects.filter(slug=SLUG).first()
    if brand is None:
        return False
    with brand_scope(brand.pk):
        return bool(Interaction.objects.filter(brand=brand, analysed_at__isnull=False).exists())


def _tell_each(number: int, say: Say) -> None:
    if number % 10 == 0:
        say(f"  {number} conversations…")


def _passwords(home: Path) -> dict[str, str]:
    path = home / "demo-passwords.json"
    if path.exists():
        known: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
        return known
    passwords = {name: secrets.token_urlsafe(9) for name, _ in _ROLES.values()}
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
        json.dump(passwords, opened, indent=1)
    return passwords


def _describe(brand: Brand) -> None:
    brand.controller_name = "Orvélie SA (société fictive)"
    brand.controller_contact = "relation.clients@orvelie.example"
    brand.dpo_contact = "dpo@orvelie.example"
    brand.reply_address = "relation.clients@orvelie.example"
    brand.save()


def _people(brand: Brand, passwords: dict[str, str], actor: Actor, now: datetime) -> None:
    for role, (username, display_name) in _ROLES.items():
        if User.objects.filter(username=username).exists():
            continue
        user = create_user(username, passwords[username], display_name=display_name, actor=actor, now=now)
        grant_role(user, role, brand.pk, actor=actor, now=now)


def _register(brand: Brand, actor: Actor, now: datetime) -> None:
    from egide.service.register.flows import dpia_states, known_bases

    if known_bases(brand.pk):
        return
    declare_register(brand, actor, now)
    # Calls are recorded and reviewed under their own purpose.
    declare_purpose(brand.pk, "REC", "f", actor=actor, now=now)
    dpia = create_dpia(brand.pk, "Réponses assistées au service client", _TASKS, actor=actor, now=now)
    validate_dpia(brand.pk, dpia.pk, actor=actor, now=now)
    create_dpia(brand.pk, "Réponses automatiques", ("auto_reply",), actor=actor, now=now)
    open_assistant(brand.pk, actor=actor, now=now)
    if dpia_states(brand.pk):
        set_switch(brand.pk, BRAND, "", on=True, actor=actor, now=now)
        for task in _TASKS:
            set_switch(brand.pk, TASK, task, on=True, actor=actor, now=now)
        for model in _MODELS:
            set_switch(brand.pk, MODEL, model, on=True, actor=actor, now=now)


def open_assistant(brand_id: UUID, *, actor: Actor, now: datetime) -> None:
    """Assess and open the assistant of the site for questions that the articles answer; nothing is sent alone."""
    from egide.service.bot.flows import write_terms

    dpia = create_dpia(brand_id, "Assistant du site", ("bot",), actor=actor, now=now)
    validate_dpia(brand_id, dpia.pk, actor=actor, now=now)
    set_switch(brand_id, TASK, "bot", on=True, actor=actor, now=now)
    write_terms(brand_id, enabled=True, intents=_ASSISTANT_INTENTS, actor=actor, now=now)


def _material() -> Traversable:
    return files("egide.service.demo") / "material"


def _articles() -> Iterator[tuple[str, str]]:
    for source in sorted((_material() / "kb").iterdir(), key=lambda found: found.name):
        yield source.name, source.read_text(encoding="utf-8")


def _as_of_this_morning(items: list[Item], now: datetime) -> Iterator[Item]:
    """Move the written dates to the last day and a half, so that the queue looks like one morning's work.

    The order of conversations and the time between the messages of each are kept.
    """
    threads: dict[str, datetime] = {}
    for item in items:
        if isinstance(item, Record):
            threads.setdefault(item.thread_id, item.started_at or now)
    ranks = {thread: rank for rank, thread in enumerate(threads)}
    for item in items:
        if not isinstance(item, Record):
            yield item
            continue
        first = threads[item.thread_id]
        opened = now - _SPREAD * (1 - ranks[item.thread_id] / max(len(ranks), 1)) - timedelta(minutes=7)
        since = min((item.started_at or first) - first, timedelta(minutes=6))
        yield replace(item, started_at=opened + since, customer=_reachable(item.customer))


def _reachable(customer: Identifiers) -> Identifiers:
    """Give each fictitious customer an address of the reserved domain, so that their own page can be tried."""
    if customer.email or not customer.customer_number:
        return customer
    return replace(customer, email=Personal(f"client-{customer.customer_number.reveal()}@courriel.example"))


def _conversations(brand: Brand, actor: Actor, now: datetime, say: Say) -> None:
    deliveries: tuple[tuple[str, Channel | None], ...] = (
        ("conversations.jsonl", None),
        ("calls/appel-001.vtt", "call_in"),
        ("calls/appel-002.json", "call_in"),
    )
    # They finish in this order: a start after an interruption goes on, and a later one opens no empty run.
    finished = ImportRun.objects.filter(brand=brand, source="demo", finished_at__isnull=False).count()
    for name, channel in deliveries[finished:]:
        content = _material().joinpath(name).read_bytes()
        read_items = read(content, name.rpartition("/")[2], options=Options(source="demo", channel=channel))
        items = _as_of_this_morning(list(read_items), now)
        run = import_records(brand, items, Delivery("demo", name), actor=actor, now=now)
        if run.imported:
            say(f"{name} : {run.imported} messages importés.")
            with transaction.atomic():
                write_entry(brand.pk, Act("demo.loaded", run.pk, actor, detail={"messages": run.imported}), at=now)
