"""Automatic sending: off by default, within every bound, marked, and stopped at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time

import pytest
from tests.service.conftest import NOW, actor_of
from tests.service.test_spine import ARTICLE

from egide.service.assistance.automatic import Terms, check_departure, set_stopped, terms_of, write_terms
from egide.service.assistance.models import Decision, Draft
from egide.service.conversations.models import Interaction, Message
from egide.service.evidence.models import JournalEntry
from egide.service.knowledge.flows import load_articles
from egide.service.outbox.flows import send_queued
from egide.service.outbox.models import OutgoingMessage
from egide.service.people.models import Person
from egide.service.register.flows import TASK, create_dpia, set_switch, validate_dpia
from egide.service.tenancy.access import AccessRefused
from egide.service.tenancy.rights import Role

QUESTION = (
    '{"id": "q%d", "channel": "email", "opened_at": "2026-11-25T08:50:00+00:00", '
    '"customer": {"email": "client%d@exemple.example"}, "messages": ['
    '{"at": "2026-11-25T08:50:00+00:00", "from": "customer", "text": "%s"}]}\n'
)
ASKED = "Bonjour, comment résilier mon contrat fibre ? Numéro de dossier %d."
WIDE = Terms(enabled=True, intents=frozenset({"resiliation"}), opens=time(0), closes=time(23), least_confidence=0.0, daily_share=1.0)  # fmt: skip


@pytest.fixture
def granted(brand, system) -> None:
    """A brand that assessed and switched on automatic sending, and names one intent."""
    load_articles(brand.pk, [("kb-017.md", ARTICLE)], actor=system, now=NOW)
    dpia = create_dpia(brand.pk, "Réponses automatiques", ["auto_reply"], actor=system, now=NOW)
    validate_dpia(brand.pk, dpia.pk, actor=system, now=NOW)
    set_switch(brand.pk, TASK, "auto_reply", on=True, actor=system, now=NOW)
    write_terms(brand.pk, WIDE, actor=system, now=NOW)


@pytest.fixture
def asks(imported) -> Callable[..., None]:
    """Let customers write, and prepare what waits."""

    def write(*numbers: int, said: str = ASKED) -> None:
        imported("".join(QUESTION % (n, n, said % n if "%d" in said else said) for n in numbers))

    return write


def test_nothing_leaves_alone_by_default(brand, system, asks) -> None:
    load_articles(brand.pk, [("kb-017.md", ARTICLE)], actor=system, now=NOW)
    asks(1)
    assert not terms_of(brand.pk).enabled
    assert Draft.objects.get().state == "proposed"
    assert not OutgoingMessage.objects.exists()


def test_sends_marked_and_with_a_visible_notice(granted, brand, asks, parts) -> None:
    asks(1)
    assert Draft.objects.get().state == "automatic"
    decision = Decision.objects.get(task="auto_reply")
    assert decision.verdict.startswith("allow")
    assert send_queued(brand.pk, now=NOW, guard=check_departure) == 1
    (sent,) = parts.outbox_transport.sent.values()
    assert sent["X-Egide-AI"] == "generated"
    body = sent.get_content()
    assert "rédigé automatiquement par un système d'IA" in body
    assert "espace client" in body
    assert JournalEntry.objects.filter(type="autoreply.changed").count() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"enabled": False},
        {"intents": frozenset({"facture"})},
        {"opens": time(0), "closes": time(1)},
        {"least_confidence": 1.0},
        {"daily_share": 0.0},
    ],
)
def test_a_person_answers_when_a_bound_does_not_hold(granted, brand, system, asks, change) -> None:
    from dataclasses import replace

    write_terms(brand.pk, replace(WIDE, **change), actor=system, now=NOW)
    asks(1)
    assert Draft.objects.get().state == "proposed"
    assert not OutgoingMessage.objects.exists()


@pytest.mark.parametrize(
    "said",
    [
        "Bonjour, comment résilier mon contrat fibre ? Je veux parler à un conseiller.",
        "Comment résilier mon contrat fibre ? Sinon je saisis le médiateur et mon avocat.",
    ],
)
def test_what_is_sensitive_reaches_a_person(granted, asks, said) -> None:
    asks(1, said=said)
    assert not OutgoingMessage.objects.exists()


@pytest.mark.parametrize("missing", ["assessment", "switch"])
def test_policy_refuses_without_its_own_assessment_or_switch(granted, brand, system, asks, missing) -> None:
    from egide.service.register.models import Dpia

    if missing == "switch":
        set_switch(brand.pk, TASK, "auto_reply", on=False, actor=system, now=NOW)
    else:
        Dpia.objects.filter(tasks=["auto_reply"]).update(state="draft")
    asks(1)
    assert Decision.objects.get(task="auto_reply").verdict in {"refuse", "human-only"}
    assert Draft.objects.get().state == "proposed"
    assert not OutgoingMessage.objects.exists()


def test_stop_gives_what_is_still_in_the_outbox_back_to_people(granted, brand, system, asks) -> None:
    asks(1)
    assert OutgoingMessage.objects.get().state == "queued"
    set_stopped(brand.pk, stopped=True, actor=system, now=NOW)
    assert send_queued(brand.pk, now=NOW, guard=check_departure) == 0
    asks(2)
    assert not OutgoingMessage.objects.exists()
    # Nobody who was about to be answered is left without an answer, and no thread says what was never sent.
    assert set(Interaction.objects.values_list("status", flat=True)) == {"open"}
    assert Draft.objects.filter(state="proposed").count() == 2
    assert not Message.objects.filter(author_role="bot").exists()
    set_stopped(brand.pk, stopped=False, actor=system, now=NOW)
    asks(3)
    assert OutgoingMessage.objects.filter(state="queued").count() == 1


def opts_out(brand, system) -> None:
    Person.objects.update(ai_opt_out=True)


def objects(brand, system) -> None:
    Person.objects.update(objected=True, restricted=True)


def switches_off(brand, system) -> None:
    set_switch(brand.pk, TASK, "auto_reply", on=False, actor=system, now=NOW)


def closes(brand, system) -> None:
    write_terms(brand.pk, Terms(enabled=False, intents=frozenset()), actor=system, now=NOW)


def names_other_intents(brand, system) -> None:
    write_terms(brand.pk, Terms(enabled=True, intents=frozenset({"facture"})), actor=system, now=NOW)


@pytest.mark.parametrize("change", [opts_out, objects, switches_off, closes, names_other_intents])
def test_what_changed_since_the_draft_stops_the_sending(granted, brand, system, asks, parts, change) -> None:
    asks(1)
    change(brand, system)
    assert send_queued(brand.pk, now=NOW, guard=check_departure) == 0
    assert not parts.outbox_transport.sent
    assert not OutgoingMessage.objects.exists()
    interaction = Interaction.objects.get()
    assert (interaction.status, interaction.analysed_at) == ("open", None)
    assert not Message.objects.filter(author_role="bot").exists()
    assert JournalEntry.objects.filter(type="message.send_failed").count() == 1
    assert send_queued(brand.pk, now=NOW, guard=check_departure) == 0


def test_the_same_message_leaves_when_nothing_changed(granted, brand, asks) -> None:
    asks(1)
    assert send_queued(brand.pk, now=NOW, guard=check_departure) == 1
    assert Decision.objects.filter(task="auto_reply").count() == 2  # at the draft, and right before it left


def test_what_no_person_read_waits_without_a_guard(granted, brand, asks) -> None:
    asks(1)
    assert send_queued(brand.pk, now=NOW) == 0
    assert OutgoingMessage.objects.get().state == "queued"


def test_only_the_brand_and_the_dpo_decide(granted, brand, person_with) -> None:
    supervisor = actor_of(person_with(Role.SUPERVISOR, brand))
    with pytest.raises(AccessRefused):
        write_terms(brand.pk, WIDE, actor=supervisor, now=NOW)
    with pytest.raises(AccessRefused):
        set_stopped(brand.pk, stopped=False, actor=supervisor, now=NOW)
    assert terms_of(brand.pk).enabled
    owner = actor_of(person_with(Role.BRAND_OWNER, brand))
    assert set_stopped(brand.pk, stopped=True, actor=owner, now=NOW).stopped
