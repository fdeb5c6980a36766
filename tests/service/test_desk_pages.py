"""The desk's pages answer, in both languages, and do what their forms say."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.service.conftest import CONVERSATION
from tests.service.test_spine import ARTICLE

from egide.service.conversations.models import ImportRun, Interaction, Message
from egide.service.evidence.models import JournalEntry
from egide.service.outbox.models import OutgoingMessage
from egide.service.tenancy.rights import Role


@pytest.fixture
def interaction(brand, system, imported) -> Interaction:
    from tests.service.conftest import NOW

    from egide.service.knowledge.flows import load_articles

    load_articles(brand.pk, [("kb-017.md", ARTICLE)], actor=system, now=NOW)
    imported()
    return Interaction.objects.get()


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("view", ["people", "model", "both"])
def test_conversation_shows_the_thread_and_what_the_model_saw(interaction, brand, client_as, language, view) -> None:
    client = client_as(Role.AGENT, brand)
    address = reverse("desk:conversation", args=[interaction.pk])
    response = client.get(f"{address}?view={view}", HTTP_ACCEPT_LANGUAGE=language)
    content = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{language}"' in content
    assert ("Claire Dupont" in content) or view == "model"
    assert "KB-017" in content


def test_accepting_leads_to_the_next_and_sends(interaction, brand, client_as) -> None:
    client = client_as(Role.AGENT, brand)
    draft = interaction.drafts.get(state="proposed")
    response = client.post(reverse("desk:accept", args=[draft.pk]))
    assert response.status_code == 302
    outgoing = OutgoingMessage.objects.get()
    assert outgoing.ai_mark == "assisted"
    assert Interaction.objects.get().status == "answered"


def test_answer_by_hand_is_not_marked_as_ai(interaction, brand, client_as) -> None:
    client = client_as(Role.AGENT, brand)
    client.post(reverse("desk:reply", args=[interaction.pk]), {"text": "Bonjour, je m'en occupe."})
    assert OutgoingMessage.objects.get().ai_mark == ""
    assert Message.objects.get(author_role="agent").ai_mark == ""


@pytest.mark.parametrize(
    "query", ["claire.dupont@exemple.example", "06 39 98 12 34", "+33639981234", "DUPONT Claire", "4100287731"]
)
def test_search_finds_a_value_without_plaintext(interaction, brand, client_as, query) -> None:
    client = client_as(Role.AGENT, brand)
    address = client.post(reverse("desk:search"), {"q": query})["Location"]
    assert str(interaction.pk) in client.get(address).content.decode()
    kept = f"{address} {dict(client.session)}"
    assert query not in kept
    assert query.replace(" ", "") not in kept
    assert JournalEntry.objects.filter(type="search.run").count() == 1
    missed = client.post(reverse("desk:search"), {"q": "personne@ailleurs.example"}, follow=True).content.decode()
    assert str(interaction.pk) not in missed
    assert "Aucune conversation ne contient exactement cela" in missed


def test_filters_narrow_the_queue(interaction, brand, client_as) -> None:
    client = client_as(Role.AGENT, brand)
    for asked, shown in (({"channel": "email"}, True), ({"channel": "chat"}, False), ({"state": "closed"}, False)):
        assert (str(interaction.pk) in client.get(reverse("desk:queue"), asked).content.decode()) is shown


def test_upload_imports_and_shows_rejects(brand, client_as) -> None:
    client = client_as(Role.SUPERVISOR, brand)
    upload = SimpleUploadedFile("mails.jsonl", (CONVERSATION + "{broken\n").encode())
    response = client.post(reverse("desk:import"), {"brand": brand.slug, "purpose": "SAV", "file": upload})
    run = ImportRun.objects.get()
    assert response["Location"] == reverse("desk:run", args=[run.pk])
    assert (run.state, run.imported, run.rejected) == ("done", 1, 1)
    page = client.get(response["Location"]).content.decode()
    assert run.rejects.get().reason_fr in page
    assert Interaction.objects.get().analysed_at is not None


def test_ai_of_one_conversation_is_cut_and_allowed_again(interaction, brand, client_as) -> None:
    client = client_as(Role.AGENT, brand)
    page = reverse("desk:conversation", args=[interaction.pk])
    client.post(reverse("desk:ai", args=[interaction.pk]), {"ai": "off"})
    assert "L’IA est coupée pour cette conversation" in client.get(page).content.decode()
    assert not interaction.drafts.filter(state="proposed").exists()
    calls = interaction.calls.count()
    client.post(reverse("desk:prepare", args=[interaction.pk]))
    assert interaction.calls.count() == calls, "a model was called while the AI was off"
    client.post(reverse("desk:ai", args=[interaction.pk]), {"ai": "on"})
    client.post(reverse("desk:prepare", args=[interaction.pk]))
    assert interaction.drafts.filter(state="proposed").exists()
    assert JournalEntry.objects.filter(type="interaction.changed").count() == 2


def test_priority_chosen_by_a_person_is_kept_and_said(interaction, brand, client_as) -> None:
    client = client_as(Role.AGENT, brand)
    client.post(reverse("desk:priority", args=[interaction.pk]), {"priority": "1"})
    content = client.get(reverse("desk:conversation", args=[interaction.pk])).content.decode()
    assert "choisie par une personne" in content
    assert Interaction.objects.get().priority == 1


def test_draft_reviewed_twice_is_sent_once(interaction, brand, client_as) -> None:
    client = client_as(Role.AGENT, brand)
    draft = interaction.drafts.get(state="proposed")
    client.post(reverse("desk:accept", args=[draft.pk]))
    second = client.post(reverse("desk:accept", args=[draft.pk]), follow=True)
    assert "déjà été traité" in second.content.decode()
    assert OutgoingMessage.objects.count() == 1


def test_long_thread_is_cut_to_the_budget_and_walked(brand, client_as, imported) -> None:
    turns = ", ".join(
        f'{{"at": "2026-11-24T08:{minute:02d}:00+00:00", "from": "{"customer" if minute % 2 == 0 else "agent"}", '
        f'"text": "Parole numéro {minute} de l’appel."}}'
        for minute in range(60)
    )
    imported(f'{{"id": "long", "channel": "call_in", "customer": {{"ref": "4100"}}, "messages": [{turns}]}}')
    client = client_as(Role.AGENT, brand)
    address = reverse("desk:conversation", args=[Interaction.objects.get().pk])
    seen: set[int] = set()
    pages = 0
    while address and pages < 20:
        content = client.get(address).content.decode()
        assert len(re.findall(r"<[a-z]", content)) <= 400
        seen |= {int(number) for number in re.findall(r"Parole numéro (\d+) de", content)}
        older = re.search(r'href="([^"]+)">Les? (?:\d+ )?messages? précédents?<', content)
        address = older.group(1).replace("&amp;", "&") if older else ""
        pages += 1
    assert seen == set(range(60))


def test_whole_queue_is_walked_from_one_conversation_to_the_next(brand, client_as, imported) -> None:
    for number in range(5):
        imported(
            f'{{"id": "q{number}", "channel": "chat", "customer": {{"ref": "41{number}"}}, "messages": [{{"from": "customer", '
            f'"at": "2026-11-24T08:0{number}:00+00:00", "text": "Question numéro {number} sur ma facture."}}]}}'
        )
    client = client_as(Role.AGENT, brand)
    unread = Interaction.objects.order_by("id")[2]
    Interaction.objects.filter(pk=unread.pk).update(due_at=None)
    waiting = list(Interaction.objects.order_by("priority", "due_at", "id"))
    first, last = waiting[0], waiting[-1]
    for start, end, key in ((first, last, "j"), (last, first, "k")):
        address, seen = reverse("desk:conversation", args=[start.pk]), []
        while address and len(seen) <= 5:
            seen.append(address)
            link = re.search(rf'href="([^"]+)" data-key="{key}"', client.get(address).content.decode())
            address = link.group(1) if link else ""
        assert len(set(seen)) == len(seen) == 5
        assert seen[-1] == reverse("desk:conversation", args=[end.pk])


def test_codes_are_said_in_words(interaction, brand, client_as) -> None:
    client = client_as(Role.AGENT, brand)
    for name in ("desk:conversation", "desk:trace"):
        content = client.get(reverse(name, args=[interaction.pk])).content.decode()
        assert "contrat (art. 6(1)(b))" in content
        assert "éclamations et service après-vente" in content
        for code in ("modelled", "<dd>SAV", "<dd>b<", "<dd>reply<", "switches.brand"):
            assert code not in content
    english = client.get(reverse("desk:trace", args=[interaction.pk]), HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "omplaints and after-sales" in english


def test_conversation_says_what_was_read_and_where_to_correct_it(interaction, brand, client_as) -> None:
    interaction.analysis |= {"requests": ["complaint", "churn"], "suggested": "facture"}
    interaction.save(update_fields=["analysis"])
    address = reverse("desk:conversation", args=[interaction.pk])
    client = client_as(Role.AGENT, brand)
    content = client.get(address).content.decode()
    for word in ("Réclamation, Départ", "Second avis", reverse("training:intent", args=[interaction.pk])):
        assert word in content
    assert reverse("calls:call", args=[interaction.pk]) not in content
    interaction.channel = "call_in"
    interaction.save(update_fields=["channel"])
    content = client.get(address).content.decode()
    assert reverse("calls:call", args=[interaction.pk]) in content


def test_trace_shows_every_step(interaction, brand, client_as) -> None:
    client = client_as(Role.AGENT, brand)
    content = client.get(reverse("desk:trace", args=[interaction.pk])).content.decode()
    for word in ("RGPD", "egide-reponse", "Wh"):
        assert word in content


def test_why_page_tries_other_facts_without_doing_anything(interaction, brand, client_as) -> None:
    client = client_as(Role.DPO, brand)
    decision = interaction.decisions.filter(task="reply").get()
    before = interaction.decisions.count()
    content = client.get(reverse("desk:why", args=[decision.pk])).content.decode()
    assert "AIPD" in content
    assert interaction.decisions.count() == before


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.AGENT])
def test_each_role_has_a_home(interaction, brand, client_as, role) -> None:
    response = client_as(role, brand).get(reverse("desk:home"), follow=True)
    assert response.status_code == 200
    assert "<h1" in response.content.decode()


def test_second_factor_is_required_outside_the_demo(brand, client_as, parts, settings) -> None:
    from dataclasses import replace

    client = client_as(Role.AGENT, brand)
    assert client.get(reverse("desk:queue")).status_code == 200
    settings.EGIDE = replace(parts.configuration, demo=False)
    response = client.get(reverse("desk:queue"))
    assert response.status_code == 302
    assert response["Location"] == reverse("mfa_activate_totp")


def test_repeated_wrong_passwords_are_throttled_and_recorded(client, brand, person_with) -> None:
    from django.core.cache import cache

    from egide.service.evidence.models import InstallationEntry

    cache.clear()
    user = person_with(Role.AGENT, brand)
    statuses = [
        client.post(reverse("account_login"), {"login": user.username, "password": "faux"}).content.decode()
        for _ in range(7)
    ]
    assert statuses[0] != statuses[-1]
    failures = InstallationEntry.objects.filter(type="login.failed")
    assert 5 <= failures.count() <= 7
    assert all(user.username.encode() not in bytes(entry.body) for entry in failures)


def test_content_policy_forbids_inline_script(client, parts) -> None:
    response = client.get(reverse("account_login"))
    policy = response["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe-inline" not in policy
    assert "<script>" not in response.content.decode()


def test_why_page_answers_for_a_model_of_a_declared_provider(brand, system, imported, client_as) -> None:
    from tests.service.register_set_up import make_provider, make_system

    make_system(brand, system, make_provider(brand, system, name="Hébergement Lys (fictif)"))
    imported()
    decision = Interaction.objects.get().decisions.filter(facts__model__provider__startswith="hebergement").first()
    assert decision is not None
    response = client_as(Role.DPO, brand).get(reverse("desk:why", args=[decision.pk]))
    assert response.status_code == 200
    assert "l’IA était coupée pour la marque" in response.content.decode()
