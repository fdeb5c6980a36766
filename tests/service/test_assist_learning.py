"""Learning from the work: under the law's eye, only if better, taken back in one act; articles from human answers."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from tests.service.conftest import NOW, actor_of
from tests.service.test_spine import ARTICLE

from egide.assist.triage import TriageModel
from egide.service.assistance.flows import analyse_interaction, write_by_hand
from egide.service.assistance.models import TrainedModel
from egide.service.assistance.question import Register
from egide.service.assistance.serving import intent_points_of, seal_model, shipped_model, triage_model_of
from egide.service.conversations.flows import override_priority
from egide.service.conversations.models import Interaction
from egide.service.evidence.models import JournalEntry
from egide.service.knowledge.flows import load_articles
from egide.service.knowledge.models import Article
from egide.service.people.models import Person
from egide.service.register.flows import TASK, create_dpia, declare_purpose, set_switch, validate_dpia
from egide.service.sealing import person_vault
from egide.service.tenancy.access import AccessRefused
from egide.service.tenancy.rights import Role
from egide.service.training.flows import (
    NotPromotable,
    correct_intent,
    erased_since,
    promote,
    roll_back,
    train_challenger,
    train_when_due,
)
from egide.service.training.models import LabelledExample
from egide.service.training.proposing import HoldsPersonalData, approve, proposals_of, unanswered_of

LINE = (
    '{"id": "%(id)s", "channel": "email", "opened_at": "2026-11-24T08:00:00+00:00", "customer": {"email": '
    '"client%(id)s@exemple.example"}, "messages": [{"at": "2026-11-24T08:00:00+00:00", "from": "customer", "text": "%(text)s"}]}\n'
)
THINGS = (
    "grille-pain",
    "cafetière",
    "aspirateur",
    "bouilloire",
    "mixeur",
    "lampe",
    "radio",
    "montre",
    "balance",
    "four",
)
FAULTS = (
    "ne s'allume plus",
    "fume un peu",
    "fait du bruit",
    "est fendu",
    "chauffe mal",
    "a perdu une vis",
    "reste bloqué",
)


@pytest.fixture
def reuse(brand, system) -> None:
    """A brand that declared, assessed and switched on the re-use of conversations."""
    declare_purpose(brand.pk, "AI-T", "f", actor=system, now=NOW)
    dpia = create_dpia(brand.pk, "Réemploi", ["training"], actor=system, now=NOW)
    validate_dpia(brand.pk, dpia.pk, actor=system, now=NOW)
    set_switch(brand.pk, TASK, "training", on=True, actor=system, now=NOW)


@pytest.fixture
def taught(reuse, brand, system, imported) -> None:
    """Conversations whose intent people corrected: two intents of the brand's own."""
    lines = []
    for number, (thing, fault) in enumerate((t, f) for t in THINGS for f in FAULTS):
        lines.append(LINE % {"id": f"g{number}", "text": f"Mon {thing} {fault}, la garantie marche encore ?"})
        lines.append(
            LINE % {"id": f"c{number}", "text": f"Je cherche une pièce pour mon {thing} qui {fault}, catalogue ?"}
        )
    imported("".join(lines), prepare=False)
    for position, interaction in enumerate(
        Interaction.objects.select_related("brand", "person").order_by("opened_at", "id")
    ):
        text = person_vault(brand.pk, interaction.person_id).open_text(
            "message", interaction.messages.get().pk, "body", interaction.messages.get().body_sealed
        )
        label = "garantie" if "garantie" in text else "pieces_detachees"
        correct_intent(interaction, label, actor=system, now=NOW + timedelta(seconds=position))


def test_challenger_learns_the_brands_own_intents_and_serves_once_promoted(taught, brand, person_with) -> None:
    supervisor = actor_of(person_with(Role.SUPERVISOR, brand))
    outcome = train_challenger(brand, actor=supervisor, now=NOW)
    assert outcome.why == "", [finding.code for finding in outcome.audit.findings]
    assert outcome.model.state == "challenger"
    assert triage_model_of(brand.pk) is shipped_model()
    promote(outcome.model, actor=supervisor, now=NOW)
    serving = triage_model_of(brand.pk)
    assert serving is not shipped_model()
    assert serving.predict(["Mon four ne chauffe plus, est-il sous garantie ?"])[0].label == "garantie"
    assert roll_back(brand.pk, actor=supervisor, now=NOW) is None
    assert triage_model_of(brand.pk) is shipped_model()
    assert JournalEntry.objects.filter(type="training.run").count() == 3


def test_a_challenger_is_trained_on_schedule_only_when_due(taught, brand, system) -> None:
    morning = NOW + timedelta(minutes=10)
    set_switch(brand.pk, TASK, "training", on=False, actor=system, now=NOW)
    assert train_when_due(brand, actor=system, now=morning) is None
    set_switch(brand.pk, TASK, "training", on=True, actor=system, now=NOW)
    made = train_when_due(brand, actor=system, now=morning)
    assert made is not None
    assert made.model.state == "challenger"
    assert triage_model_of(brand.pk) is shipped_model()
    assert train_when_due(brand, actor=system, now=morning) is None
    assert train_when_due(brand, actor=system, now=morning + timedelta(days=8)) is None, "nobody taught anything since"


def test_what_tests_is_never_what_taught(taught, brand, system) -> None:
    model = train_challenger(brand, actor=system, now=NOW).model
    frozen = {str(pk) for pk in LabelledExample.objects.filter(frozen=True).values_list("pk", flat=True)}
    assert frozen
    assert not frozen & set(model.learnt_from)


def test_a_person_who_refuses_teaches_nothing_and_an_erasure_shows(taught, brand, system) -> None:
    before = train_challenger(brand, actor=system, now=NOW).model
    learnt = LabelledExample.objects.filter(pk__in=before.learnt_from).select_related("interaction")
    refusing, erased = learnt[0], learnt[1]
    Person.objects.filter(pk=refusing.interaction.person_id).update(ai_opt_out=True)
    Interaction.objects.filter(pk=erased.interaction_id).delete()
    assert erased_since(before) == 1
    after = train_challenger(brand, actor=system, now=NOW).model
    assert str(refusing.pk) not in after.learnt_from
    assert str(erased.pk) not in after.learnt_from


def test_training_is_refused_without_its_purpose(brand, system, imported) -> None:
    imported("".join(LINE % {"id": str(n), "text": f"Question {n} sur la garantie"} for n in range(25)), prepare=False)
    for interaction in Interaction.objects.select_related("brand", "person"):
        correct_intent(interaction, "garantie", actor=system, now=NOW)
    outcome = train_challenger(brand, actor=system, now=NOW)
    assert (outcome.model, outcome.why) == (None, "audit")
    assert {finding.code for finding in outcome.audit.findings} == {"too_few", "no_basis"}
    assert not TrainedModel.objects.exists()


def test_what_is_not_better_does_not_serve(brand, system) -> None:
    model = TriageModel.seed()
    row = TrainedModel(
        brand=brand,
        version=1,
        state="challenger",
        created_at=NOW,
        changed_at=NOW,
        figures={"promotion": {"promote": False}},
    )
    row.content_sealed = seal_model(brand.pk, row.pk, model)
    row.save()
    with pytest.raises(NotPromotable):
        promote(row, actor=system, now=NOW)
    assert triage_model_of(brand.pk) is shipped_model()


def test_examples_are_protected(reuse, brand, system, imported) -> None:
    imported(prepare=False)
    interaction = Interaction.objects.select_related("brand", "person").get()
    example = correct_intent(interaction, "resiliation", actor=system, now=NOW)
    vault = person_vault(brand.pk, interaction.person_id)
    text = vault.open_text("labelled_example", example.pk, "text", example.text_sealed)
    assert "résilier" in text
    for personal in ("Claire", "Dupont", "06 39 98 12 34"):
        assert personal not in text


def test_priorities_learn_from_the_levels_that_people_chose(brand, system, imported) -> None:
    imported(
        "".join(LINE % {"id": str(n), "text": f"Comment résilier mon contrat fibre numéro {n} ?"} for n in range(8))
    )
    rows = list(Interaction.objects.select_related("brand", "person"))
    before = rows[0].priority_points
    for interaction in rows[1:]:
        override_priority(interaction, 1, actor=system, now=NOW)
    points = intent_points_of(brand.pk)[rows[0].intent]
    assert points > 0
    rows[0].refresh_from_db()
    analyse_interaction(rows[0], register=Register.read(brand, now=NOW), actor=system, now=NOW)
    # A higher level has a shorter delay too, which may add to it; it never takes away.
    assert rows[0].priority_points >= before + points - 0.1
    assert "Nature de la demande" in {bar["label"]["fr"] for bar in rows[0].analysis["contributions"]}


def test_only_a_supervisor_trains(brand, person_with, client_as) -> None:
    with pytest.raises(AccessRefused):
        train_challenger(brand, actor=actor_of(person_with(Role.AGENT, brand)), now=NOW)
    client = client_as(Role.SUPERVISOR, brand)
    assert client.get(reverse("training:models")).status_code == 200
    assert client.post(reverse("training:train", args=[brand.slug])).status_code == 302
    assert client.post(reverse("training:rollback", args=[brand.slug])).status_code == 302


def test_agent_corrects_an_intent_from_its_page(brand, imported, client_as) -> None:
    imported()
    interaction = Interaction.objects.get()
    client = client_as(Role.AGENT, brand)
    address = reverse("training:intent", args=[interaction.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"label": "", "other": "Pas Ça"}).status_code == 422
    assert client.post(address, {"label": "facture", "other": ""}).status_code == 302
    interaction.refresh_from_db()
    assert (interaction.intent, LabelledExample.objects.get().origin) == ("facture", "corrected")


ANSWER = (
    "Pour changer la pile, ouvrez le capot avec une pièce, retirez la pile usée et placez la neuve côté plus visible."
)


@pytest.fixture
def solved(reuse, brand, imported, person_with) -> None:
    """A conversation that a person answered, and that no article answers."""
    imported(LINE % {"id": "s1", "text": "Comment changer la pile du capteur extérieur ?"})
    interaction = Interaction.objects.select_related("brand", "person").get()
    write_by_hand(interaction, ANSWER, actor=actor_of(person_with(Role.AGENT, brand)), now=NOW)


def test_human_answers_become_proposals_then_articles(solved, brand, client_as) -> None:
    (proposal,) = proposals_of(brand, now=NOW)
    assert (proposal.status, proposal.answer) == ("pending", ANSWER)
    client = client_as(Role.SUPERVISOR, brand)
    address = reverse("training:proposals", args=[brand.slug])
    assert ANSWER in client.get(address).content.decode()
    assert client.post(address, {"question": proposal.question, "answer": proposal.answer}).status_code == 302
    article = Article.objects.get()
    assert article.expires_on is not None
    assert proposals_of(brand, now=NOW) == []


def test_personal_data_blocks_a_publication(solved, brand, system) -> None:
    with pytest.raises(HoldsPersonalData):
        approve(brand, "Comment joindre le service ?", "Écrivez à claire.dupont@exemple.example", actor=system, now=NOW)
    assert not Article.objects.exists()


def test_questions_without_an_answer_are_listed(brand, system, imported) -> None:
    load_articles(brand.pk, [("kb-017.md", ARTICLE)], actor=system, now=NOW)
    imported(LINE % {"id": "u1", "text": "Comment changer la pile du capteur extérieur ?"})
    (group,) = unanswered_of(brand, now=NOW)
    assert "pile du capteur" in group.example


def test_articles_come_in_by_files_and_archives_and_stop_being_cited(brand, client_as) -> None:
    client = client_as(Role.SUPERVISOR, brand)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("base/kb-018.md", ARTICLE.replace("KB-017", "KB-018"))
    files = [
        SimpleUploadedFile("kb-017.md", ARTICLE.encode()),
        SimpleUploadedFile("base.zip", packed.getvalue()),
    ]
    address = reverse("training:import", args=[brand.slug])
    assert client.post(address, {"documents": files}).status_code == 302
    assert set(Article.objects.values_list("code", flat=True)) == {"KB-017", "KB-018"}
    broken = client.post(address, {"documents": [SimpleUploadedFile("abime.md", b"sans en-tete")]})
    assert broken.status_code == 422
    assert "abime.md" in broken.content.decode()
    assert client.post(address, {"documents": [SimpleUploadedFile("x.zip", b"pas une archive")]}).status_code == 422
    article = Article.objects.get(code="KB-017")
    assert client.post(reverse("training:expire", args=[article.pk])).status_code == 302
    page = client.get(reverse("training:articles"))
    assert page.status_code == 200
    article.refresh_from_db()
    assert article.expires_on < timezone.localdate()


def test_rows_of_another_brand_are_out_of_reach(brand, other_brand, system, imported, client_as) -> None:
    load_articles(brand.pk, [("kb-017.md", ARTICLE)], actor=system, now=NOW)
    imported(prepare=False)
    model = TrainedModel(brand=brand, version=1, content_sealed=b"x", created_at=NOW, changed_at=NOW)
    model.save()
    client = client_as(Role.SUPERVISOR, other_brand)
    for address in (
        reverse("training:train", args=[brand.slug]),
        reverse("training:rollback", args=[brand.slug]),
        reverse("training:promote", args=[model.pk]),
        reverse("training:intent", args=[Interaction.objects.get().pk]),
        reverse("training:import", args=[brand.slug]),
        reverse("training:proposals", args=[brand.slug]),
        reverse("training:expire", args=[Article.objects.get().pk]),
    ):
        assert client.post(address).status_code in {403, 404}, address
