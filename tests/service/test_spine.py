"""The way of one conversation: decide, protect, assist, verify, review, record; and every door that closes it."""

from __future__ import annotations

import json

import pytest
from tests.service.conftest import NOW, actor_of

from egide.journal import Opening as JournalOpening
from egide.service.assistance.flows import DraftNotOpenError, analyse_interaction, draft_reply, review_draft
from egide.service.assistance.models import Decision, Draft, ModelCall
from egide.service.assistance.question import Register
from egide.service.assistance.reading import OpenedDraft
from egide.service.conversations.models import Interaction
from egide.service.conversations.reading import read_thread
from egide.service.evidence.flows import sequence_pending
from egide.service.evidence.models import JournalEntry, Opening
from egide.service.evidence.proving import prove
from egide.service.knowledge.flows import load_articles
from egide.service.outbox.flows import send_queued
from egide.service.outbox.models import OutgoingMessage
from egide.service.register.flows import BRAND, MODEL, TASK, set_switch
from egide.service.register.models import Dpia
from egide.service.sealing import person_vault
from egide.service.tenancy.access import AccessRefused
from egide.service.tenancy.rights import Role

ARTICLE = """---
id: KB-017
title: "Résilier un contrat fibre"
updated: 2026-09-01
audience: particuliers
---

# Résilier un contrat fibre

La résiliation du contrat fibre se demande dans l'espace client, rubrique Mon contrat, ou par courrier.
Elle prend effet dix jours après la demande.
"""


@pytest.fixture
def knowledge(brand, system) -> None:
    load_articles(brand.pk, [("kb-017.md", ARTICLE)], actor=system, now=NOW)


@pytest.fixture
def interaction(knowledge, imported) -> Interaction:
    imported()
    return Interaction.objects.select_related("brand", "person").get()


def test_analysis_gives_intent_priority_and_summary(interaction) -> None:
    assert interaction.intent == "resiliation"
    assert interaction.analysis["words_for"]
    assert interaction.analysis["contributions"]
    assert interaction.summary_sealed
    assert interaction.due_at is not None


def test_no_model_ever_sees_the_person(interaction) -> None:
    vault = person_vault(interaction.brand_id, interaction.person_id)
    assert ModelCall.objects.count() == 2
    for call in ModelCall.objects.all():
        seen = json.dumps(vault.open_json("call", call.pk, "input", call.input_sealed))
        for personal in ("Claire", "Dupont", "06 39 98 12 34"):
            assert personal not in seen


def test_draft_cites_what_it_says(interaction) -> None:
    draft = Draft.objects.get(state="proposed")
    opened = OpenedDraft.open(draft, read_thread(interaction))
    assert opened.parts
    for part in opened.parts:
        assert part.citations
        assert part.citations[0]["article"] == "KB-017"
        assert part.citations[0]["passage"]


def test_accepted_draft_reaches_the_outbox_marked(interaction, brand, person_with, parts) -> None:
    agent = person_with(Role.AGENT, brand)
    draft = Draft.objects.select_related("interaction__brand", "interaction__person").get(state="proposed")
    review = review_draft(draft, "accepted", actor=actor_of(agent), now=NOW)
    assert review.verdict == "accepted"
    outgoing = OutgoingMessage.objects.get()
    assert (outgoing.ai_mark, outgoing.sender_id) == ("assisted", agent.pk)
    assert send_queued(brand.pk, now=NOW) == 1
    (sent,) = parts.outbox_transport.sent.values()
    assert sent["To"] == "claire.dupont@exemple.example"
    assert sent["X-Egide-AI"] == "assisted"
    assert send_queued(brand.pk, now=NOW) == 0
    with pytest.raises(DraftNotOpenError):
        review_draft(draft, "accepted", actor=actor_of(agent), now=NOW)


def test_edited_draft_is_told_apart_and_sent_as_edited(interaction, brand, person_with) -> None:
    draft = Draft.objects.select_related("interaction__brand", "interaction__person").get(state="proposed")
    agent = actor_of(person_with(Role.AGENT, brand))
    review = review_draft(draft, "accepted", text="Bonjour, voici comment faire.", actor=agent, now=NOW)
    assert review.verdict == "edited"
    assert 0 < review.edited_share <= 1
    assert read_thread(interaction).messages[-1].text == "Bonjour, voici comment faire."


def test_rejected_draft_sends_nothing(interaction, brand, person_with) -> None:
    draft = Draft.objects.select_related("interaction__brand", "interaction__person").get(state="proposed")
    agent = actor_of(person_with(Role.AGENT, brand))
    review_draft(draft, "rejected", reason="wrong", actor=agent, now=NOW)
    assert not OutgoingMessage.objects.exists()


def test_only_those_who_may_reply_review(interaction, brand, person_with) -> None:
    draft = Draft.objects.select_related("interaction__brand", "interaction__person").get(state="proposed")
    with pytest.raises(AccessRefused):
        review_draft(draft, "accepted", actor=actor_of(person_with(Role.DPO, brand)), now=NOW)
    assert Draft.objects.get(pk=draft.pk).state == "proposed"


@pytest.mark.parametrize(
    "close",
    [
        lambda interaction, system: set_switch(interaction.brand_id, BRAND, "", on=False, actor=system, now=NOW),
        lambda interaction, system: set_switch(interaction.brand_id, TASK, "reply", on=False, actor=system, now=NOW),
        lambda interaction, system: set_switch(
            interaction.brand_id, MODEL, "egide-reponse", on=False, actor=system, now=NOW
        ),
        lambda interaction, system: Dpia.objects.update(state="stale"),
        lambda interaction, system: setattr(interaction, "ai_off", True),
        lambda interaction, system: setattr(interaction.person, "ai_opt_out", True),
        lambda interaction, system: setattr(interaction.person, "restricted", True),
    ],
    ids=["brand off", "task off", "model off", "DPIA stale", "interaction off", "person opts out", "restricted"],
)
def test_each_closed_door_removes_the_call(interaction, system, close) -> None:
    calls = ModelCall.objects.count()
    allowed, _ = draft_reply(interaction, actor=system, now=NOW)
    assert allowed.verdict == "allow-with-masking"
    assert ModelCall.objects.count() == calls + 1
    close(interaction, system)
    refused, draft = draft_reply(interaction, actor=system, now=NOW)
    assert refused.verdict in {"refuse", "human-only"}
    assert draft is None
    assert refused.reasons[0]["article"]
    assert ModelCall.objects.count() == calls + 1
    entry = JournalEntry.objects.filter(type="decision.made", obj=refused.pk)
    assert entry.count() == 1


def test_kill_switch_leaves_the_desk_usable_by_hand(interaction, system) -> None:
    set_switch(interaction.brand_id, BRAND, "", on=False, actor=system, now=NOW)
    register = Register.read(interaction.brand)
    decision = analyse_interaction(interaction, register=register, actor=system, now=NOW)
    assert decision.verdict in {"refuse", "human-only"}
    assert read_thread(interaction).messages


def test_entries_hold_no_personal_value_and_prove_themselves(interaction, brand, parts) -> None:
    sequence_pending(brand.pk, now=NOW)
    entries = list(JournalEntry.objects.all())
    assert entries
    for entry in entries:
        body = bytes(entry.body)
        for personal in (b"Claire", b"Dupont", b"4100287731", b"exemple.example", str(interaction.person_id).encode()):
            assert personal not in body
        proof = prove(entry)
        assert proof is not None
        assert proof.verified


def test_opening_says_who_and_whom_to_those_who_may(interaction, brand) -> None:
    decision = Decision.objects.filter(task="reply").get()
    entry = JournalEntry.objects.get(type="decision.made", obj=decision.pk)
    row = Opening.objects.get(entry=entry, holder="subject")
    vault = person_vault(brand.pk, interaction.person_id)
    texts = vault.open_json("opening", entry.pk, "subject", row.opening_sealed)
    opened = {found.field: found.value for found in (JournalOpening.parse(text.encode()) for text in texts)}
    assert opened["subject"].decode() == str(interaction.person_id)
    assert json.loads(opened["detail"])["task"] == "reply"


def test_sequencing_twice_or_after_a_crash_writes_each_entry_once(interaction, brand, parts) -> None:
    first = sequence_pending(brand.pk, now=NOW)
    assert first == JournalEntry.objects.count()
    assert sequence_pending(brand.pk, now=NOW) == 0
    # A crash after numbering and before the log was written: the next run takes it up.
    numbered = JournalEntry.objects.order_by("-log_index").first()
    assert numbered is not None
    log = parts.open_journal(brand.pk)
    assert log.checkpoint().checkpoint.size == first
    assert bytes(log.entry(numbered.log_index)) == bytes(numbered.body)
